/** A query word made ready for matching: cut into segments like a text, with the forms each may take. */
import type { TermNode } from './ast.ts';
import { contractions } from './catenate.ts';
import { characterClass, classOf, codePointAt, isHangul, WILDCARD_LETTER } from './characters.ts';
import { partsAfterPlural } from './data/irregular-plurals.ts';
import { pluralsOnBothParts } from './data/plural-endings.ts';
import { variantsOf } from './expand.ts';
import { digraphForms, exactForm } from './fold.ts';
import { type Join, join } from './joins.ts';
import { beginsWithDigit, hasDigit, isRigid, staysJoined } from './keys.ts';
import { isPattern } from './pattern.ts';
import { asksForCapitals, isAcronymAndWord } from './smart-case.ts';
import type { TokenStream } from './token-stream.ts';
import { tokenize } from './tokens.ts';

interface Segment {
  readonly key: string;
  /** The key with umlauts spelled out, when it has any. */
  readonly digraphs: readonly string[];
  /** As written, for exact words. */
  readonly exact: string;
  /** How it is joined to the segment before it. */
  readonly join: Join;
  /** A bare number or a single letter: never parted from its neighbours. */
  readonly staysJoined: boolean;
  /** Parted from its neighbours it stands in capitals: WHO-led is not “who led”. */
  readonly openInCapitals: boolean;
}

export interface QueryWord {
  readonly term: TermNode;
  readonly segments: readonly Segment[];
  /** A compound, and any segment has a digit or is a single letter. */
  readonly isIdentifier: boolean;
  /** `?` stands in it. */
  readonly isPattern: boolean;
  /** A Hangul word finds longer words that begin with it: particles are written onto words. */
  readonly isHangul: boolean;
  readonly asksForCapitals: boolean;
  /** Identifies words that match alike. */
  readonly id: string;
}

/** How many segments of a word may stand in a text as one token. */
export const CLOSED_SEGMENTS_MAX = 6;

function writtenForm(stream: TokenStream, token: number): string {
  const possessive = stream.possessives[token] ?? -1;
  const end = possessive >= 0 ? possessive : (stream.ends[token] ?? 0);
  return stream.text.slice(stream.starts[token], end);
}

/** Prepares a term. Its segments are never empty: the parser refuses words without letters or digits. */
function queryWord(term: TermNode): QueryWord {
  const hasWildcard = isPattern(term.text);
  const stream = tokenize(hasWildcard ? term.text.replaceAll('?', WILDCARD_LETTER) : term.text);
  const segments = stream.keys.map((key, token): Segment => {
    const written = writtenForm(stream, token);
    const isNumber = classOf(codePointAt(written, 0)) === characterClass.digit;
    return {
      key,
      digraphs: isNumber ? [] : digraphForms(written),
      exact: exactForm(written),
      join: stream.joins[token] ?? join.open,
      staysJoined: staysJoined(key, token === 0),
      openInCapitals: stream.keys.length > 1 && term.mode === 'plain' && isAcronymAndWord(written),
    };
  });
  const capitals = asksForCapitals(term);
  const last = segments.at(-1);
  const forms = segments.map(
    ({ join, key, digraphs, openInCapitals }) =>
      `${join}${openInCapitals ? '^' : ''}${[key, ...digraphs].join('\u0001')}`,
  );
  const exact = term.mode === 'exact' ? `=${segments.map((segment) => segment.exact).join('\u0000')}` : '';
  return {
    term,
    segments,
    isIdentifier: segments.length > 1 && segments.some(({ key }) => isRigid(key)),
    isPattern: hasWildcard,
    isHangul: term.mode === 'plain' && last !== undefined && isHangul(codePointAt(last.key, last.key.length - 1)),
    asksForCapitals: capitals,
    id: `${term.mode}${term.prefix ? '*' : ''}${hasWildcard ? '?' : ''}${capitals ? '^' : ''}${exact}|${forms.join('\u0000')}`,
  };
}

/** Whether segments `index - 1` and `index` may stand in the text as separate words. */
export function mayOpen(word: QueryWord, index: number): boolean {
  const before = word.segments[index - 1];
  const after = word.segments[index];
  if (before === undefined || after === undefined || word.term.mode !== 'plain') return false;
  if (after.join === join.direct) return false;
  return !before.staysJoined && !after.staysJoined;
}

/** Whether segments `index - 1` and `index` may stand in the text as one word. */
export function mayClose(word: QueryWord, index: number): boolean {
  const after = word.segments[index];
  if (after === undefined || word.term.mode !== 'plain' || after.join === join.direct) return false;
  const before = word.segments[index - 1];
  if (before !== undefined && beginsWithDigit(before.key) && beginsWithDigit(after.key)) return false;
  return !(after.join === join.apostrophe && contractions.has(after.key));
}

/** Closed forms of a compound that has many letters with a digraph are no more than this. */
const CLOSED_FORMS_MAX = 16;

/** The closed form of segments `from` to `to` inclusive, first, and with umlauts spelled out where there are any. */
export function closedForms(word: QueryWord, from: number, to: number): readonly string[] {
  let forms: readonly string[] = [''];
  for (const { key, digraphs } of word.segments.slice(from, to + 1)) {
    if (digraphs.length === 0) forms = forms.map((form) => form + key);
    else
      forms = [key, ...digraphs].flatMap((segment) => forms.map((form) => form + segment)).slice(0, CLOSED_FORMS_MAX);
  }
  return forms;
}

/** Whether these segments are the first of a compound that has its plural there: secretaries-general, grands-pères. */
function takesPluralFirst(word: QueryWord, from: number, to: number, language: string | null): boolean {
  if (from !== 0 || to !== 0) return false;
  return pluralsOnBothParts.has(language ?? '') || partsAfterPlural.has(word.segments.at(-1)?.key ?? '');
}

/** The other number of a model whose last segment is a number: F-16s and F-16. Bare numbers have none. */
function numberedPlurals(word: QueryWord, from: number, to: number): readonly string[] {
  const key = word.segments[to]?.key ?? '';
  if (from !== to || to === 0 || hasDigit(word.segments[0]?.key ?? '')) return [];
  if (/^\d+$/.test(key)) return [`${key}s`];
  return /^\d+s$/.test(key) ? [key.slice(0, -1)] : [];
}

/** The keys under which segments `from` to `to` may stand as one token in a text of `language`. */
export function acceptedKeys(word: QueryWord, from: number, to: number, language: string | null): readonly string[] {
  const forms = closedForms(word, from, to);
  if (word.term.mode !== 'plain') return forms.slice(0, 1);
  const isLast = to === word.segments.length - 1;
  const expands =
    (isLast || takesPluralFirst(word, from, to, language)) &&
    !word.term.prefix &&
    !word.isPattern &&
    !word.asksForCapitals;
  const keys: string[] = [];
  for (const form of forms) keys.push(...(expands ? variantsOf(form, language) : [form]));
  if (isLast && expands && (language === null || language === 'en')) keys.push(...numberedPlurals(word, from, to));
  // 1.500 may be fifteen hundred where the language of the text groups by dots.
  const first = forms[0] ?? '';
  if (beginsWithDigit(first) && /^\d{1,3}(?:\.\d{3})+$/.test(first)) keys.push(first.replaceAll('.', ''));
  return keys;
}

const prepared = new WeakMap<TermNode, QueryWord>();

/** The prepared form of a term, made once. */
export function wordOf(term: TermNode): QueryWord {
  const before = prepared.get(term);
  if (before !== undefined) return before;
  const word = queryWord(term);
  prepared.set(term, word);
  return word;
}
