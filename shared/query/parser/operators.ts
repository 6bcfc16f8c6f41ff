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

const WORDS: Readonly<Record<string, Operator>> = {
  AND: { kind: 'and' },
  OR: { kind: 'or' },
  NOT: { kind: 'not' },
  BUT: { kind: 'but' },
};

const FIRST_LETTERS = new Set('AONBPWnwpa/+'.split(''));
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

function atLeast(digits: string, fits: boolean): Operator {
  const written = digits === '' ? limits.atLeastMin : Number(digits.slice(0, 6));
  const nearest = clamp(written, limits.atLeastMin, limits.atLeastMax);
  return { kind: 'atleast', count: fits && nearest === written && digits !== '' ? nearest : null, nearest };
}

/** The operator a word is, or null. `+5` and `/s` count too: whether they stand between operands is the parser's to know. */
export function operatorOf(word: string): Operator | null {
  if (!FIRST_LETTERS.has(word[0] ?? '')) return null;
  const plain = WORDS[word];
  if (plain !== undefined && Object.hasOwn(WORDS, word)) return plain;
  if (word[0] === 'A' || word[0] === 'a') {
    if (word.length < 7 || word.slice(0, 7).toLowerCase() !== 'atleast') return null;
    const parts = /^atleast\/?(\d*)(.*)$/is.exec(word);
    const isCapital = word.startsWith('ATLEAST');
    const fits = parts?.[2] === '';
    if (!isCapital && (!fits || parts?.[1] === '')) return null;
    const isOther = isCapital && word.length > 7 && word[7] !== '/' && !fits;
    return isOther ? null : atLeast(parts?.[1] ?? '', fits);
  }
  const unit = /^(w\/|\/|pre\/|\+)([sp])$/i.exec(word);
  if (unit !== null) {
    const ordered = unit[1] === '+' || unit[1]?.toLowerCase() === 'pre/';
    return { kind: 'within', unit: unit[2]?.toLowerCase() === 's' ? 'sentence' : 'paragraph', ordered };
  }
  const numbered = /^(near\/|w\/|pre\/|\/|\+)(\d+)$/i.exec(word);
  if (numbered !== null) {
    const ordered = numbered[1] === '+' || numbered[1]?.toLowerCase() === 'pre/';
    return near(ordered, numbered[2] ?? '', true);
  }
  if (word === 'NEAR') return near(false, '', false);
  const lettered = /^(NEAR|PRE)\/(\d*)/.exec(word);
  return lettered === null ? null : near(lettered[1] === 'PRE', lettered[2] ?? '', false);
}
