/** Names who spoke in a noun phrase: the person as printed, without the office in front; else the phrase itself. */
import {
  adverbs,
  determinersOf,
  honorifics,
  institutionEndings,
  institutions,
  linkers,
  nameParticles,
  officeEndings,
  offices,
  officesBehind,
  phraseEnders,
  pronouns,
  uncasedOffices,
} from './name-words.ts';
import { printedText, type Word } from './words.ts';

export type FoundSpeaker =
  /** `person`: a name, not only an office or a body. */
  | { readonly kind: 'named'; readonly name: string; readonly person: boolean }
  /** "he concluded": whoever spoke before. */
  | { readonly kind: 'pronoun' }
  /** A verb of saying, and nobody to attach it to. */
  | { readonly kind: 'unnamed' };

const PHRASE_CHARACTERS_MAX = 90;
const PHRASE_WORDS_MAX = 14;
const NAME_WORDS_MAX = 5;
/** "bus driver Jon Stark": so many words of a role without an article. */
const ROLE_WORDS_MAX = 4;

export function isOffice(word: Word): boolean {
  if (offices.has(word.lower)) return true;
  return officeEndings.some(
    (ending) =>
      word.lower.endsWith(ending) && (word.lower.length === ending.length || word.lower.length > ending.length + 2),
  );
}

function isInstitution(word: Word): boolean {
  return (
    institutions.has(word.lower) ||
    institutionEndings.some((ending) => word.lower.endsWith(ending) && word.lower.length > ending.length + 2)
  );
}

/** In lower case only these are honorifics: most are also words of their own. */
const smallHonorifics = new Set('don doña señor señora pan pani pán paní herr ông bà г-н г-жа пан пані'.split(' '));

function isHonorific(word: Word): boolean {
  return honorifics.has(word.lower) && (word.capital || word.printed.endsWith('.') || smallHonorifics.has(word.lower));
}

function isAcronym(word: Word): boolean {
  return /^\p{Lu}{2,}$/u.test(word.printed);
}

/** "China’s", "Department’s": what they modify follows. */
function isPossessive(word: Word): boolean {
  return /[’']s?$/u.test(word.printed) && /(?:[’']s|s[’'])$/u.test(word.printed);
}

export function isUncased(word: Word): boolean {
  return /^\p{Lo}/u.test(word.printed);
}

/** Whether a noun phrase may begin here. */
export function beginsPhrase(word: Word | undefined, language: string | null): boolean {
  if (word === undefined || adverbs.has(word.lower)) return false;
  const determiners = determinersOf(language);
  if (determiners.has(word.lower) || isHonorific(word) || pronouns.has(word.lower)) return true;
  if (phraseEnders.has(word.lower)) return false;
  if (/^(?:l|un|gl|dell)’\p{L}/u.test(word.lower)) return true;
  return word.capital || isUncased(word) || isOffice(word);
}

const conjunctions = new Set(['and', 'und', 'et', 'y', 'e', 'og', 'och', 'en', 'i', 'и', 'та', '&']);

/** Up to where the phrase says when, where or to whom; a particle between two capitals belongs to a name. */
export function cutPhrase(words: readonly Word[], language: string | null): readonly Word[] {
  const determiners = determinersOf(language);
  const end = words.findIndex((word, at) => {
    // "erzählt Kern seine Erfahrungen", "dijo Ana Silva el lunes": behind a name without an article one begins another phrase.
    const previous = words[at - 1];
    const bare = words[0] !== undefined && !determiners.has(words[0].lower) && previous?.capital === true;
    if (bare && determiners.has(word.lower) && !word.capital && !(isOffice(previous) || isInstitution(previous)))
      return !(nameParticles.has(word.lower) && nameGoesOn(words, at + 1));
    if (at === 0 || word.capital || !phraseEnders.has(word.lower) || determiners.has(word.lower)) return false;
    const before = words[at - 1];
    const after = words[at + 1];
    const particle = nameParticles.has(word.lower) && !(word.lower === 'di' && language !== 'it');
    const joins = particle || conjunctions.has(word.lower);
    if (joins && before?.capital === true && after?.capital === true) return false;
    // "Special Agent in Charge", "Commander in Chief".
    return !(word.lower === 'in' && (after?.lower === 'charge' || after?.lower === 'chief'));
  });
  return end < 0 ? words : words.slice(0, end);
}

/** Pronouns that point at no speaker before. */
const nobody = new Set(
  'i we you es ich wir man je nous yo nosotros io noi eu nós jeg vi jag one someone somebody'.split(' '),
);

interface Run {
  readonly start: number;
  end: number;
  honorific: boolean;
  names: number;
}

/** "Maria van | der Berg", "Juan de | la Torre": behind particles stands a capital that is no office and no body. */
function nameGoesOn(words: readonly Word[], from: number): boolean {
  const at = nameParticles.has(words[from]?.lower ?? '') && words[from]?.capital === false ? from + 1 : from;
  const next = words[at];
  return next?.capital === true && !isOffice(next) && !isInstitution(next);
}

/** Stretches of words with capitals that no office, body, acronym or possessive interrupts. */
function runsOf(words: readonly Word[]): readonly Run[] {
  const runs: Run[] = [];
  const shouted = words.every((word) => word.printed === word.printed.toUpperCase());
  let open: Run | null = null;
  for (const [at, word] of words.entries()) {
    const titled = isHonorific(word);
    const named =
      !titled &&
      word.capital &&
      !/\d/u.test(word.printed) &&
      !isOffice(word) &&
      !isInstitution(word) &&
      !isPossessive(word) &&
      (shouted || !isAcronym(word));
    const joins = open !== null && nameParticles.has(word.lower) && nameGoesOn(words, at + 1);
    if (!titled && !named && !joins) {
      open = null;
      continue;
    }
    if (open === null) {
      open = { start: at, end: at + 1, honorific: false, names: 0 };
      runs.push(open);
    }
    open.end = at + 1;
    if (titled) open.honorific = true;
    if (named) open.names += 1;
  }
  return runs;
}

const ministries = new Set('minister ministre ministro ministra secretary commissioner comisario comisaria'.split(' '));
const namesTakeArticles = new Set(['el', 'ca']);

/** The person named in the phrase; null where it names an office, a body or nobody. */
export function personIn(
  words: readonly Word[],
  language: string | null,
): { readonly name: string; readonly start: number } | null {
  const first = words[0];
  if (first !== undefined && isUncased(first)) return uncasedPerson(words);
  let behindLinker: Run | null = null;
  for (const run of runsOf(words)) {
    if (run.names < (run.honorific ? 1 : 2)) continue;
    const next = words[run.end];
    // "North Sea Bank country director", "Boston Port Authority": the capitals say of what.
    if (next !== undefined && !officesBehind.has(next.lower)) {
      const following = words.slice(run.end, run.end + 3).findIndex((word) => isOffice(word) && !word.capital);
      if (isOffice(next) || isInstitution(next) || following > 0) continue;
    }
    const before = words[run.start - 1];
    // "die Leipziger Richter", "the Boston Globe": an article right in front is no person's, but in Greek and Catalan.
    if (run.start === 1 && !run.honorific && !namesTakeArticles.has(language ?? '') && before !== undefined) {
      if (determinersOf(language).has(before.lower)) continue;
    }
    const further = words[run.start - 2];
    const linked =
      before !== undefined &&
      run.start > 1 &&
      (linkers.has(before.lower) ||
        (further !== undefined && linkers.has(further.lower) && !before.capital && before.lower.length <= 3));
    if (linked && !run.honorific) {
      behindLinker ??= run;
      continue;
    }
    return nameOf(words, run);
  }
  // "le président du Conseil de la Ville Neuve Paul Morel": of four capitals behind a linker the last two are the name.
  const ministry = behindLinker === null ? [] : words.slice(0, behindLinker.start);
  // "Minister for Ports Jane Doe": what the office is of is one word.
  if (behindLinker !== null && behindLinker.names === 3 && ministry.some((word) => ministries.has(word.lower)))
    return nameOf(words, { ...behindLinker, start: behindLinker.end - 2 });
  if (behindLinker !== null && behindLinker.names > 3)
    return nameOf(words, { ...behindLinker, start: behindLinker.end - 2 });
  return null;
}

function nameOf(words: readonly Word[], run: Run): { readonly name: string; readonly start: number } {
  const start = run.end - run.start > NAME_WORDS_MAX ? run.end - 2 : run.start;
  return { name: printedText(words.slice(start, run.end)), start };
}

/** Arabic and Hebrew have no capitals: a name begins at an honorific, or behind the office and the words with an article. */
function uncasedPerson(words: readonly Word[]): { readonly name: string; readonly start: number } | null {
  const titled = words.findIndex((word) => honorifics.has(word.lower));
  if (titled >= 0) return { name: printedText(words.slice(titled, titled + NAME_WORDS_MAX)), start: titled };
  const isOfOffice = (word: Word): boolean => uncasedOffices.has(word.lower) || /^(?:و?ال|لل|ה)\p{L}/u.test(word.lower);
  const start = words.findIndex((word) => !isOfOffice(word));
  if (start < 1) return null;
  const name = words.slice(start);
  return name.length < 2 || name.length > NAME_WORDS_MAX ? null : { name: printedText(name), start };
}

/** "Representative in Mali Fran Equiza": an office, where it is held, and the name. */
function postedPerson(segment: readonly Word[], phrase: readonly Word[]): string | null {
  const last = phrase.at(-1);
  if (last === undefined || phrase.length >= segment.length || !isOffice(last)) return null;
  const rest = segment.slice(phrase.length + 1);
  const [run] = runsOf(rest);
  return run !== undefined && run.start === 0 && run.names === 3 && !run.honorific
    ? printedText(rest.slice(run.end - 2, run.end))
    : null;
}

/** "Hörmann der | Schlacht": articles and linkers at the end belong to what follows. */
function withoutTrailing(phrase: readonly Word[], language: string | null): readonly Word[] {
  let end = phrase.length;
  while (end > 0) {
    const last = phrase[end - 1];
    if (last === undefined || last.capital || !(determinersOf(language).has(last.lower) || linkers.has(last.lower)))
      break;
    end -= 1;
  }
  const [only] = phrase;
  return end === 1 && only !== undefined && determinersOf(language).has(only.lower) ? [] : phrase.slice(0, end);
}

/**
 * Who spoke, of the stretches between commas: a person in the first, or a second that is nothing but a name ("the director of
 * the service, Ana Silva"); else the first phrase as printed.
 */
export function speakerOf(segments: readonly (readonly Word[])[], language: string | null): FoundSpeaker {
  const phrase = cutPhrase(segments[0] ?? [], language);
  const [first] = phrase;
  if (first === undefined) return { kind: 'unnamed' };
  if (!beginsPhrase(first, language)) {
    // "Potrivit ministrului Ion Popescu": an office in another case, with the person behind it.
    const inside =
      first.capital || phraseEnders.has(first.lower) || adverbs.has(first.lower) ? null : personIn(phrase, language);
    return inside === null || inside.start > ROLE_WORDS_MAX
      ? { kind: 'unnamed' }
      : { kind: 'named', name: inside.name, person: true };
  }
  if (nobody.has(first.lower) && phrase.length <= 3) return { kind: 'unnamed' };
  if (pronouns.has(first.lower) && (phrase.length === 1 || !determinersOf(language).has(first.lower)))
    return { kind: 'pronoun' };
  const person = personIn(phrase, language);
  if (person !== null) return { kind: 'named', name: person.name, person: true };
  const posted = postedPerson(segments[0] ?? [], phrase);
  if (posted !== null) return { kind: 'named', name: posted, person: true };
  // "Kern", "INTERPOL": one word with a capital is who it is, whatever the apposition says.
  const alone = phrase.length === 1 && first.capital;
  // Behind a preposition the stretches between commas are its own: "with regard to the United States, China and India".
  const furthest = phrase.length < (segments[0]?.length ?? 0) ? 2 : 4;
  for (const segment of alone ? [] : segments.slice(1, furthest)) {
    const apposition = cutPhrase(segment, language);
    const named = personIn(apposition, language);
    const inFront = apposition.slice(0, named?.start ?? 0);
    if (named !== null && inFront.every((word) => isOffice(word) || determinersOf(language).has(word.lower)))
      return { kind: 'named', name: named.name, person: true };
  }
  const whole = withoutTrailing(phrase, language);
  const name = printedText(whole);
  if (whole.length === 0 || whole.some((word) => /^\d{1,2}$/u.test(word.printed))) return { kind: 'unnamed' };
  if (phrase.length > PHRASE_WORDS_MAX || name.length > PHRASE_CHARACTERS_MAX) return { kind: 'unnamed' };
  return { kind: 'named', name, person: false };
}
