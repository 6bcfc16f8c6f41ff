/**
 * The forms a query word stands for besides its own: singular for plural and plural for singular, by the language of the
 * text. No stemming: arrest finds arrests, never arrested.
 */
import {
  irregularLastParts,
  irregularPlurals,
  noPlurals,
  noPluralsOfTwoLetters,
  withoutPlural,
} from './data/irregular-plurals.ts';
import { pluralEndings } from './data/plural-endings.ts';

const LETTERS_MIN = 3;
/** Acronyms of two letters have a plural in English: MPs, IDs. */
const ENGLISH_LETTERS_MIN = 2;
const IRREGULAR = new Map<string, Set<string>>();
for (const [singular, plural] of irregularPlurals) {
  for (const [one, other] of [
    [singular, plural],
    [plural, singular],
  ] as const) {
    const forms = IRREGULAR.get(one) ?? new Set<string>();
    forms.add(other);
    IRREGULAR.set(one, forms);
  }
}

const LATIN_WORD = /^[a-z0-9]*[a-z]$/;
/** A model or a summit: A320, G7. Bare numbers have no plural. */
const NUMBERED_WORD = /^[a-z]+[a-z0-9]*\d$/;
/** The 1990s are no plural of 1990. */
const DECADE = /^\d+s$/;
const NUMBERED_PLURAL = /^[a-z]+[a-z0-9]*\ds$/;
const SIBILANT_ENDINGS = ['s', 'x', 'z', 'ch', 'sh'];
const VOWELS = 'aeiou';

function endsWithAny(word: string, endings: readonly string[]): boolean {
  return endings.some((ending) => word.endsWith(ending));
}

function english(word: string, forms: Set<string>): void {
  for (const irregular of IRREGULAR.get(word) ?? []) forms.add(irregular);
  for (const [singular, plural] of irregularLastParts) {
    // Of compounds written as one word: airmen, stepchildren.
    if (word.endsWith(singular) && word.length >= singular.length + 2) forms.add(swapped(word, singular, plural));
    if (word.endsWith(plural) && word.length >= plural.length + 2) forms.add(swapped(word, plural, singular));
  }
  const beforeLast = word.at(-2) ?? '';
  // Plurals of this word.
  if (word.endsWith('y') && !VOWELS.includes(beforeLast)) {
    forms.add(`${word.slice(0, -1)}ies`);
    // Names: the Kennedys.
    forms.add(`${word}s`);
  } else if (endsWithAny(word, SIBILANT_ENDINGS)) forms.add(`${word}es`);
  else {
    forms.add(`${word}s`);
    if (word.endsWith('o')) forms.add(`${word}es`);
  }
  // Singulars of this word.
  if (word.length <= ENGLISH_LETTERS_MIN || !word.endsWith('s') || endsWithAny(word, ['ss', 'us', 'is'])) return;
  if (noPlurals.has(word)) return;
  if (word.endsWith('ies')) {
    if (word.length > 4) forms.add(`${word.slice(0, -3)}y`);
    forms.add(word.slice(0, -1));
    return;
  }
  if (word.endsWith('es') && endsWithAny(word.slice(0, -2), [...SIBILANT_ENDINGS, 'o'])) forms.add(word.slice(0, -2));
  const singular = word.slice(0, -1);
  if (!noPluralsOfTwoLetters.has(word)) forms.add(singular);
  // One word with two plurals: persons is people, indexes is indices.
  for (const other of IRREGULAR.get(singular) ?? []) forms.add(other);
}

function swapped(word: string, ending: string, other: string): string {
  return word.slice(0, word.length - ending.length) + other;
}

function byEndings(word: string, language: string, forms: Set<string>): void {
  for (const [singular, plural] of pluralEndings[language] ?? []) {
    if (word.endsWith(singular)) forms.add(word.slice(0, word.length - singular.length) + plural);
    if (plural !== '' && word.endsWith(plural) && word.length - plural.length + singular.length >= LETTERS_MIN) {
      forms.add(word.slice(0, word.length - plural.length) + singular);
    }
  }
}

function isFalsePlural(word: string, form: string): boolean {
  return (word.length === 2 && noPluralsOfTwoLetters.has(form)) || (form !== word && noPlurals.has(form));
}

/**
 * Forms that a folded word also stands for in a text of `language` (primary subtag; null is unknown and read as English), the
 * word itself first.
 */
export function variantsOf(word: string, language: string | null): readonly string[] {
  const forms = new Set<string>([word]);
  const isEnglish = language === null || language === 'en';
  if (word.length < (isEnglish ? ENGLISH_LETTERS_MIN : LETTERS_MIN)) return [word];
  if (isEnglish && NUMBERED_WORD.test(word)) return [word, `${word}s`];
  if (isEnglish && NUMBERED_PLURAL.test(word)) return [word, word.slice(0, -1)];
  if (!LATIN_WORD.test(word) || DECADE.test(word)) return [word];
  if (!isEnglish) byEndings(word, language, forms);
  else if (!withoutPlural.has(word)) english(word, forms);
  return [...forms].filter((form) => form === word || (form.length >= 2 && !isFalsePlural(word, form)));
}

/**
 * Words that may have the folded form `form` among their variants in a text of a language with a table of endings; which do,
 * `variantsOf` says. None for other languages.
 */
export function mayBeVariantOf(form: string, language: string): readonly string[] {
  const words = new Set<string>();
  for (const [singular, plural] of pluralEndings[language] ?? []) {
    if (form.endsWith(plural)) words.add(form.slice(0, form.length - plural.length) + singular);
    if (form.endsWith(singular)) words.add(form.slice(0, form.length - singular.length) + plural);
  }
  words.delete(form);
  return [...words];
}

/** Whether a language (primary subtag) has a table of endings. */
export function hasEndings(language: string): boolean {
  return pluralEndings[language] !== undefined;
}

/** The languages that have variants of their own, for callers that need the forms of all of them. */
export const expandingLanguages: readonly (string | null)[] = [null, ...Object.keys(pluralEndings)];
