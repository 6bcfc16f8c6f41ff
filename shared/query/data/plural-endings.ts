/** How plurals are made, as pairs of endings by language: singular ending, plural ending. Folded. Variants that no text has cost nothing. */

export type EndingPair = readonly [singular: string, plural: string];

/** The first pair whose singular ending fits makes the plural; the first whose plural ending fits gives the singulars. */
export const pluralEndings: Readonly<Record<string, readonly EndingPair[]>> = {
  fr: [
    ['eau', 'eaux'],
    ['eu', 'eux'],
    ['al', 'aux'],
    ['ail', 'aux'],
    ['', 's'],
  ],
  es: [
    ['z', 'ces'],
    ['', 's'],
    ['', 'es'],
  ],
  pt: [
    ['ao', 'oes'],
    ['ao', 'aes'],
    ['al', 'ais'],
    ['el', 'eis'],
    ['ol', 'ois'],
    ['m', 'ns'],
    ['', 's'],
    ['', 'es'],
  ],
  it: [
    ['ca', 'che'],
    ['ga', 'ghe'],
    ['co', 'chi'],
    ['go', 'ghi'],
    ['io', 'i'],
    ['a', 'e'],
    ['o', 'i'],
    ['e', 'i'],
    ['a', 'i'],
  ],
  de: [
    ['', 'e'],
    ['', 'en'],
    ['e', 'en'],
    ['', 'er'],
    ['', 'n'],
    ['', 's'],
    ['', 'nen'],
    ['', 'es'],
  ],
};
