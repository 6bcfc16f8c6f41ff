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
/** Any opening mark; a comma, an apostrophe or a backtick only doubled. */
const openings = /’’|``|,,|[“„‟«»"＂‘‚‹”「『﹁〝']/gu;
/** Marks with a direction of their own: inner ones of the same kind are counted. */
const nesting = new Set(['«', '「', '『', '‹']);
/** Marks that close with themselves, or are apostrophes too. */
const single = new Set(['‘', '‚', "'"]);

/** By opening mark: what closes it or opens an inner one. */
const searches: ReadonlyMap<string, RegExp> = new Map(
  Object.entries(closers).map(([mark, marks]) => [
    mark,
    new RegExp(
      [...marks, ...(nesting.has(mark) ? [mark] : [])].sort((left, right) => right.length - left.length).join('|'),
      'gu',
    ),
  ]),
);

const SPANS_MAX = 200;
const PARAGRAPHS_SPANNED_MAX = 30;
const PARAGRAPHS_UNMARKED_MAX = 12;
const PARAGRAPH_CHARACTERS_MAX = 5_000;
const doubleMarks = /[“”„‟«»"＂]/gu;

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

/** By opening mark, a stretch of the body in which nothing closes it: it is not searched again. */
type Barren = Map<string, { readonly from: number; readonly to: number }>;

/** The closing mark in [from, to) and its length, or null. All calls together pass over the body once for each mark. */
function closing(
  body: string,
  mark: string,
  from: number,
  to: number,
  barren: Barren,
): { readonly at: number; readonly length: number } | null {
  const search = searches.get(mark);
  const known = barren.get(mark);
  if (search === undefined || (known !== undefined && known.from <= from && to <= known.to)) return null;
  let depth = 0;
  let last = -1;
  search.lastIndex = from;
  for (let found = search.exec(body); ; found = search.exec(body)) {
    if (found === null || found.index >= to) {
      barren.set(mark, { from: Math.max(from, last + 1), to: found?.index ?? Number.POSITIVE_INFINITY });
      break;
    }
    const [closer] = found;
    const at = found.index;
    if (nesting.has(mark) && closer === mark) {
      depth += 1;
      continue;
    }
    if (!closes(body, mark, closer, at, to)) continue;
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

/** All pairs of marks, in order and never one inside another; one that stays open goes on where the next paragraph repeats the mark. */
export function markedSpans(body: string, paragraphs: readonly Paragraph[]): readonly MarkedSpan[] {
  const found: MarkedSpan[] = [];
  const barren: Barren = new Map();
  let index = 0;
  openings.lastIndex = 0;
  for (let place = openings.exec(body); place !== null && found.length < SPANS_MAX; place = openings.exec(body)) {
    const at = place.index;
    while (index < paragraphs.length && (paragraphs[index]?.end ?? 0) <= at) index += 1;
    const paragraph = paragraphs[index];
    if (paragraph === undefined) break;
    const mark = markAt(body, at);
    if (closers[mark] === undefined || !opens(body, mark, at, paragraph.start)) continue;
    const span = spanAt(body, paragraphs, index, at, mark, barren);
    if (span === null) continue;
    found.push(span);
    openings.lastIndex = span.behind;
  }
  return found;
}

function spanAt(
  body: string,
  paragraphs: readonly Paragraph[],
  index: number,
  at: number,
  mark: string,
  barren: Barren,
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
  const own = closing(body, mark, at + mark.length, paragraph.end, barren);
  if (own !== null) return make(own.at, own.at + own.length, true, index);
  if (mark === "'") return null;
  // Open to the paragraph's end: speech only where it opens the paragraph or follows a dash or a colon.
  if (!opensParagraph && !/[:：–—-]\s?$/u.test(body.slice(Math.max(paragraph.start, at - 3), at))) return null;
  let last = index;
  while (last + 1 < paragraphs.length && last - index < PARAGRAPHS_SPANNED_MAX) {
    const next = paragraphs[last + 1];
    if (next === undefined || !body.startsWith(mark, next.start)) break;
    last += 1;
    const end = closing(body, mark, next.start + mark.length, next.end, barren);
    if (end !== null) return make(end.at, end.at + end.length, true, last);
  }
  const far =
    last === index && opensParagraph && !single.has(mark) ? closedFurther(body, paragraphs, index, mark) : null;
  if (far !== null) return make(far.at, far.at + far.length, true, far.paragraph);
  const end = paragraphs[last]?.end ?? paragraph.end;
  return make(end, end, false, last);
}

/** A statement of several paragraphs that opens once and closes once: the first mark behind it closes it, and none opens before. */
function closedFurther(
  body: string,
  paragraphs: readonly Paragraph[],
  index: number,
  mark: string,
): { readonly at: number; readonly length: number; readonly paragraph: number } | null {
  const marks = closers[mark] ?? [];
  for (const [ahead, paragraph] of paragraphs.slice(index + 1, index + 1 + PARAGRAPHS_UNMARKED_MAX).entries()) {
    const text = body.slice(paragraph.start, Math.min(paragraph.end, paragraph.start + PARAGRAPH_CHARACTERS_MAX));
    for (const found of text.matchAll(doubleMarks)) {
      const at = paragraph.start + found.index;
      const closer = marks.find((candidate) => body.startsWith(candidate, at));
      if (
        closer !== undefined &&
        found.index > 0 &&
        closes(body, mark, closer, at, paragraph.end) &&
        !/\s/.test(body.charAt(at - 1))
      )
        return { at, length: closer.length, paragraph: index + 1 + ahead };
      // Another quotation begins: this one was never closed.
      return null;
    }
  }
  return null;
}

/** Without the spaces that French marks keep inside. */
function trimmed(body: string, start: number, end: number): { readonly start: number; readonly end: number } {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(body.charAt(from))) from += 1;
  while (to > from && /\s/.test(body.charAt(to - 1))) to -= 1;
  return { start: from, end: to };
}
