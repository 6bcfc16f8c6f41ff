/** English nouns whose plural no rule makes, and words in -s that are no plurals. All entries are folded. */

/**
 * Last parts of compounds whose plural stands on the first part: secretaries-general, passers-by, runners-up. All folded.
 */
export const partsAfterPlural: ReadonlySet<string> = new Set(
  'general by up law martial elect designate arms chief residence war on at large staff'.split(' '),
);

/** Nouns whose plural no rule makes, and that make closed compounds: airman, stepchild, housewife. */
export const irregularLastParts: readonly (readonly [singular: string, plural: string])[] = [
  ['man', 'men'],
  ['child', 'children'],
  ['foot', 'feet'],
  ['tooth', 'teeth'],
  ['mouse', 'mice'],
  ['person', 'people'],
  ['wife', 'wives'],
  ['life', 'lives'],
  ['knife', 'knives'],
  ['leaf', 'leaves'],
  ['shelf', 'shelves'],
  ['wolf', 'wolves'],
  ['self', 'selves'],
];

export const irregularPlurals: readonly (readonly [singular: string, plural: string])[] = [
  ['man', 'men'],
  ['child', 'children'],
  ['person', 'people'],
  ['person', 'persons'],
  ['foot', 'feet'],
  ['tooth', 'teeth'],
  ['goose', 'geese'],
  ['mouse', 'mice'],
  ['ox', 'oxen'],
  ['crisis', 'crises'],
  ['analysis', 'analyses'],
  ['basis', 'bases'],
  ['diagnosis', 'diagnoses'],
  ['emphasis', 'emphases'],
  ['hypothesis', 'hypotheses'],
  ['oasis', 'oases'],
  ['synthesis', 'syntheses'],
  ['thesis', 'theses'],
  ['axis', 'axes'],
  ['criterion', 'criteria'],
  ['phenomenon', 'phenomena'],
  ['bacterium', 'bacteria'],
  ['memorandum', 'memoranda'],
  ['referendum', 'referenda'],
  ['consortium', 'consortia'],
  ['symposium', 'symposia'],
  ['stratum', 'strata'],
  ['spectrum', 'spectra'],
  ['index', 'indices'],
  ['appendix', 'appendices'],
  ['matrix', 'matrices'],
  ['vertex', 'vertices'],
  ['vortex', 'vortices'],
  ['alumnus', 'alumni'],
  ['nucleus', 'nuclei'],
  ['stimulus', 'stimuli'],
  ['fungus', 'fungi'],
  ['syllabus', 'syllabi'],
  ['curriculum', 'curricula'],
  ['larva', 'larvae'],
  ['formula', 'formulae'],
  ['antenna', 'antennae'],
  ['datum', 'data'],
  ['medium', 'media'],
  ['addendum', 'addenda'],
  ['corrigendum', 'corrigenda'],
  ['erratum', 'errata'],
  ['forum', 'fora'],
  ['stadium', 'stadia'],
  ['millennium', 'millennia'],
  ['bacillus', 'bacilli'],
  ['cactus', 'cacti'],
  ['focus', 'foci'],
  ['radius', 'radii'],
  ['corpus', 'corpora'],
  ['genus', 'genera'],
  ['parenthesis', 'parentheses'],
  ['prognosis', 'prognoses'],
  ['psychosis', 'psychoses'],
  ['neurosis', 'neuroses'],
  ['paralysis', 'paralyses'],
  ['dialysis', 'dialyses'],
  ['ellipsis', 'ellipses'],
  ['schema', 'schemata'],
  ['stigma', 'stigmata'],
  ['automaton', 'automata'],
  ['ganglion', 'ganglia'],
  ['polyhedron', 'polyhedra'],
  ['gas', 'gasses'],
  ['bus', 'busses'],
  ['bureau', 'bureaux'],
  ['plateau', 'plateaux'],
  ['tableau', 'tableaux'],
  ['chateau', 'chateaux'],
  ['gateau', 'gateaux'],
  ['die', 'dice'],
  ['louse', 'lice'],
  ['penny', 'pence'],
  ['money', 'monies'],
  ['dwarf', 'dwarves'],
  ['wharf', 'wharves'],
  ['sheaf', 'sheaves'],
  ['elf', 'elves'],
  ['life', 'lives'],
  ['knife', 'knives'],
  ['wife', 'wives'],
  ['half', 'halves'],
  ['leaf', 'leaves'],
  ['thief', 'thieves'],
  ['wolf', 'wolves'],
  ['shelf', 'shelves'],
  ['loaf', 'loaves'],
  ['calf', 'calves'],
  ['self', 'selves'],
  ['hoof', 'hooves'],
  ['scarf', 'scarves'],
  ['quiz', 'quizzes'],
  ['passerby', 'passersby'],
];

/** No variant is made of these, in either direction: news is no plural of new. */
export const withoutPlural: ReadonlySet<string> = new Set(
  `new news this thus his hers its was has does us is as yes less unless across always perhaps series species means politics
  economics ethics physics mathematics statistics athletics logistics headquarters measles diabetes rabies texas paris brussels
  athens mars during among between after before under over above below the and for not but who she her him you our out all any
  can may one two said from with that they them then us it in on at by of to or so no do he we me my am be go up if an than there their were what when which will would more most also into`
    .trim()
    .split(/\s+/),
);

/** Names and words in -s that look like the plural of another word: Hamas is not Hama, a lens not Len. */
export const noPlurals: ReadonlySet<string> = new Set('hamas lens hans laos lagos davos'.split(' '));

/** Words of three letters in -s that are no plural of two letters: GA finds no gas, PA no pas. */
export const noPluralsOfTwoLetters: ReadonlySet<string> = new Set(
  'gas bus yes his has was its pas les des las los mas nos ses'.split(' '),
);
