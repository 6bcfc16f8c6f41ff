/** Finds what stands between quotation marks of the world's languages, over paragraphs too; whether it is speech is not asked here. */
import type { Paragraph } from './paragraphs.ts';

/** Opening marks and what may close them. Two single marks are one double mark: ’’…‘‘, ,,…''. */
const closers: Readonly<Record<string, readonly string[]>> = {
  '“': ['”', '“'],
  '„': ['“', '”', '"', '‟'],
  '‟': ['”'],
  '«': ['»'],
  '»': ['«', '»'],
  '"': ['"', '”'],
  '＂': ['＂'],
  '‘': ['’'],
  '‚': ['‘', '’'],
  '‹': ['›'],
  '”': ['”'],
  '「': ['」'],
  '『': ['』'],
  '﹁': ['﹂'],
  '〝': ['〞', '〟'],
  "'": ["'"],
  '’’': ['‘‘', '’’'],
  '‘‘': ['’’', '‘‘'],
  "''": ["''"],
  '``': ["''", '``'],
  ',,': ["''", '“', '”', '"', '’’', '‘‘'],
};
const openingUnits = new Set(Object.keys(closers).map((mark) => mark.charCodeAt(0)));
/** Marks with a direction of their own: inner ones of the same kind are counted. */
const nesting = new Set(['«', '「', '『', '‹']);
/** Marks that close with themselves, or are apostrophes too. */
const single = new Set(['‘', '‚', "'"]);

const SPANS_MAX = 200;
const PARAGRAPHS_SPANNED_MAX = 30;

export interface MarkedSpan {
  readonly mark: string;
  /** Of the text between the marks, in body. */
  readonly start: number;
  readonly end: number;
  /** Of the opening mark, and behind the closing one. */
  readonly before: number;
  readonly behind: number;
  readonly opensParagraph: boolean;
  readonly closed: boolean;
  readonly paragraph: number;
  readonly lastParagraph: number;
}

const eastern = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}，。；：！？、（]/u;

function markAt(body: string, at: number): string {
  const char = body.charAt(at);
  const pair = char + body.charAt(at + 1);
  return pair.length === 2 && pair.charAt(1) === char && closers[pair] !== undefined ? pair : char;
}

/** Whether the mark opens a quotation where it stands. */
function opens(body: string, mark: string, at: number, from: number): boolean {
  const before = at === from ? ' ' : body.charAt(at - 1);
  const after = body.charAt(at + mark.length);
  if (after === '' || after === '\n') return false;
  const gapBehind = /\s/.test(after);
  if (mark === '«' || mark === '‹') return !(gapBehind && /[\p{L}\p{N}.,!?…]/u.test(before));
  if ('「『﹁〝'.includes(mark)) return true;
  if (gapBehind) return false;
  if (mark === "'") return /[\s(:]/u.test(before) && /[\p{Lu}\p{Lo}]/u.test(after);
  // Marks that also close: only behind a gap, and in front of a word.
  if (mark === '”' || mark === '»') return /[\s([:–—-]/u.test(before) && /[\p{L}\p{N}¿¡(…“‘„«]/u.test(after);
  if (mark === '“' && (eastern.test(before) || eastern.test(after))) return true;
  return /[\s([{:–—\-/>«„“"‘‚'，：。、(]/u.test(before) || (mark.length === 2 && /\p{Lo}/u.test(before));
}

/** The closing mark in [from, to) and its length, or null. One pass. */
function closing(
  body: string,
  mark: string,
  from: number,
  to: number,
): { readonly at: number; readonly length: number } | null {
  const marks = closers[mark] ?? [];
  const nests = nesting.has(mark);
  let depth = 0;
  let last = -1;
  for (let at = from; at < to; at += 1) {
    const char = body.charAt(at);
    if (nests && char === mark) {
      depth += 1;
      continue;
    }
    const closer = marks.find((candidate) => body.startsWith(candidate, at));
    if (closer === undefined || !closes(body, mark, closer, at, to)) continue;
    if (depth > 0) {
      depth -= 1;
      last = at;
      continue;
    }
    return { at, length: closer.length };
  }
  // Inner and outer marks that end together are often printed once.
  return last < 0 ? null : { at: last, length: 1 };
}

function closes(body: string, mark: string, closer: string, at: number, to: number): boolean {
  const before = body.charAt(at - 1);
  const after = at + closer.length < to ? body.charAt(at + closer.length) : ' ';
  if (single.has(mark)) {
    const ends = /[\s.,;:!?)\]”"–—-]/u.test(after);
    if (!ends) return false;
    const stop = /[.,!?…]/u.test(before);
    if (mark === "'") return stop || /[.,]/u.test(after);
    // "the ministers’ plan" goes on behind the apostrophe.
    return stop || before !== 's' || !/\p{L}/u.test(body.charAt(at + 2));
  }
  // A straight, turned or equal mark behind a gap and in front of a word opens the next quotation.
  if (closer === '"' || closer === '＂' || closer === mark)
    return !(/[\s([]/u.test(before) && /[\p{L}\p{N}]/u.test(after));
  return true;
}

/** Opening mark → end of the paragraph whose rest has nothing that closes it: it is not searched again for each mark. */
type Unclosed = Map<string, number>;

/** All pairs of marks, in order and never one inside another; one that stays open goes on where the next paragraph repeats the mark. */
export function markedSpans(body: string, paragraphs: readonly Paragraph[]): readonly MarkedSpan[] {
  const found: MarkedSpan[] = [];
  const unclosed: Unclosed = new Map();
  let index = 0;
  let at = 0;
  while (index < paragraphs.length && found.length < SPANS_MAX) {
    const paragraph = paragraphs[index];
    if (paragraph === undefined) break;
    if (at < paragraph.start) at = paragraph.start;
    if (at >= paragraph.end) {
      index += 1;
      continue;
    }
    const mark = openingUnits.has(body.charCodeAt(at)) ? markAt(body, at) : '';
    const opened = mark !== '' && closers[mark] !== undefined && opens(body, mark, at, paragraph.start);
    const span = opened ? spanAt(body, paragraphs, index, at, mark, unclosed) : null;
    if (span === null) {
      at += Math.max(1, mark.length);
      continue;
    }
    found.push(span);
    at = span.behind;
    index = span.lastParagraph;
  }
  return found;
}

function spanAt(
  body: string,
  paragraphs: readonly Paragraph[],
  index: number,
  at: number,
  mark: string,
  unclosed: Unclosed,
): MarkedSpan | null {
  const paragraph = paragraphs[index];
  if (paragraph === undefined) return null;
  const opensParagraph = at - paragraph.start <= 1;
  const make = (end: number, behind: number, closed: boolean, lastParagraph: number): MarkedSpan => ({
    ...trimmed(body, at + mark.length, end),
    mark,
    before: at,
    behind,
    opensParagraph,
    closed,
    paragraph: index,
    lastParagraph,
  });
  const own = unclosed.get(mark) === paragraph.end ? null : closing(body, mark, at + mark.length, paragraph.end);
  if (own !== null) return make(own.at, own.at + own.length, true, index);
  unclosed.set(mark, paragraph.end);
  if (mark === "'") return null;
  // Open to the paragraph's end: speech only where it opens the paragraph or follows a dash or a colon.
  if (!opensParagraph && !/[:：–—-]\s?$/u.test(body.slice(Math.max(paragraph.start, at - 3), at))) return null;
  let last = index;
  while (last + 1 < paragraphs.length && last - index < PARAGRAPHS_SPANNED_MAX) {
    const next = paragraphs[last + 1];
    if (next === undefined || !body.startsWith(mark, next.start)) break;
    last += 1;
    const end = closing(body, mark, next.start + mark.length, next.end);
    if (end !== null) return make(end.at, end.at + end.length, true, last);
  }
  const end = paragraphs[last]?.end ?? paragraph.end;
  return make(end, end, false, last);
}

/** Without the spaces that French marks keep inside. */
function trimmed(body: string, start: number, end: number): { readonly start: number; readonly end: number } {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(body.charAt(from))) from += 1;
  while (to > from && /\s/.test(body.charAt(to - 1))) to -= 1;
  return { start: from, end: to };
}
