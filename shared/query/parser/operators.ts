/** Which written words are operators: capitals, or small forms that no one writes as words (w/5, pre/5, /s, +3). */
import { limits } from '../../limits.ts';

export type Operator =
  | { readonly kind: 'and' | 'or' | 'not' | 'but' }
  | {
      readonly kind: 'near';
      readonly ordered: boolean;
      /** Null when what was written is no number from 1 to 100. */
      readonly distance: number | null;
      /** The nearest right spelling. */
      readonly nearest: string;
    }
  | { readonly kind: 'within'; readonly unit: 'sentence' | 'paragraph'; readonly ordered: boolean }
  | { readonly kind: 'atleast'; readonly count: number | null; readonly nearest: number };

export type AtLeastOperator = Extract<Operator, { kind: 'atleast' }>;

const WORDS: ReadonlyMap<string, Operator> = new Map([
  ['AND', { kind: 'and' }],
  ['OR', { kind: 'or' }],
  ['NOT', { kind: 'not' }],
  ['BUT', { kind: 'but' }],
]);
const WORD_CHARACTERS_MAX = 3;

const DISTANCE_DEFAULT = 10;

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}

function near(ordered: boolean, digits: string, fits: boolean): Operator {
  const written = digits === '' ? DISTANCE_DEFAULT : Number(digits.slice(0, 6));
  const nearest = clamp(written, 1, limits.proximityWordsMax);
  const distance = fits && nearest === written && digits !== '' ? nearest : null;
  return { kind: 'near', ordered, distance, nearest: `${ordered ? 'PRE' : 'NEAR'}/${nearest}` };
}

/** The right spelling of a nearness of so many words, or of the nearest number that may stand there. */
export function nearestSpelling(ordered: boolean, digits: string): string {
  return `${ordered ? 'PRE' : 'NEAR'}/${clamp(Number(digits.slice(0, 6)), 1, limits.proximityWordsMax)}`;
}

function atLeast(digits: string, fits: boolean): Operator {
  const written = digits === '' ? limits.atLeastMin : Number(digits.slice(0, 6));
  const nearest = clamp(written, limits.atLeastMin, limits.atLeastMax);
  return { kind: 'atleast', count: fits && nearest === written && digits !== '' ? nearest : null, nearest };
}

/** The operator a word is, or null. `+5` and `/s` count too: whether they stand between operands is the parser's to know. */
export function operatorOf(word: string): Operator | null {
  if (word.length <= WORD_CHARACTERS_MAX) {
    const plain = WORDS.get(word);
    if (plain !== undefined) return plain;
  }
  if (word === 'NEAR' || word === 'PRE') return near(word === 'PRE', '', false);
  if (word.length > 3 && isPlainCapital(word)) {
    const foreign = foreignProximity(word);
    if (foreign !== null) return foreign;
  }
  if (word[0] === 'A' || word[0] === 'a') return atLeastOf(word);
  // All others are written with one of these two.
  return word[0] === '+' || word.includes('/') ? proximityOf(word) : null;
}

function isPlainCapital(word: string): boolean {
  const code = word.charCodeAt(0);
  return code >= 0x41 && code <= 0x5a;
}

/** How other systems write nearness: it is refused, and what it means here is the fix. */
function foreignProximity(word: string): Operator | null {
  const parts = /^(?:(NEAR|WITHIN\/?|AROUND\/?)|PRE|ADJ\/?|ONEAR\/?|BEFORE\/)(\d+)$/.exec(word);
  return parts === null ? null : near(parts[1] === undefined, parts[2] ?? '', false);
}

function atLeastOf(word: string): Operator | null {
  if (word.length < 7 || word.slice(0, 7).toLowerCase() !== 'atleast') return null;
  const parts = /^atleast\/?(\d*)(.*)$/is.exec(word);
  const isCapital = word.startsWith('ATLEAST');
  const fits = parts?.[2] === '';
  if (!isCapital && (!fits || parts?.[1] === '')) return null;
  const isOther = isCapital && word.length > 7 && word[7] !== '/' && !fits;
  return isOther ? null : atLeast(parts?.[1] ?? '', fits);
}

/** The same segment of a document, which is the paragraph here. */
const SEGMENT = /^(?:w\/|\/|pre\/)seg$/i;
/** /n5, /NEAR5, /+5, within/5 and the like. */
const OTHERWISE = /^(?:\/\+?(?:near|n|w|within)?|(?:within|around)\/|(\/(?:pre|adj|p)|(?:adj|onear)\/))(\d+)$/i;

function proximityOf(word: string): Operator | null {
  const unit = /^(w\/|\/|pre\/|\+)(s|sent|p|para)$/i.exec(word);
  if (unit !== null) {
    return {
      kind: 'within',
      unit: unit[2]?.toLowerCase().startsWith('s') ? 'sentence' : 'paragraph',
      ordered: isOrdered(unit[1]),
    };
  }
  const numbered = /^(near\/|w\/|pre\/|\/|\+)(\d+)$/i.exec(word);
  if (numbered !== null) return near(isOrdered(numbered[1]), numbered[2] ?? '', true);
  if (SEGMENT.test(word)) return { kind: 'near', ordered: false, distance: null, nearest: '/p' };
  const otherwise = OTHERWISE.exec(word);
  if (otherwise !== null) return near(otherwise[1] !== undefined, otherwise[2] ?? '', false);
  // w/ and pre/ without a number, NEAR/x.
  const unfinished = /^(?:(near|w|pre)\/$|(NEAR|PRE)\/(\d*))/i.exec(word);
  if (unfinished === null || (unfinished[2] !== undefined && !/^[NP]/.test(word))) return null;
  return near(/^p/i.test(word), unfinished[3] ?? '', false);
}

function isOrdered(spelling: string | undefined): boolean {
  return spelling === '+' || spelling?.toLowerCase() === 'pre/';
}
