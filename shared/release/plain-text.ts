/** Reads the plain text of a release page: navigation line, date label, title, then the text. */
import type { DateOrder } from '../newsrooms/schema.ts';
import { findPrintedDates } from '../text/printed-dates.ts';
import type { ReadParts } from './compose.ts';
import { isDatelineLine, readDateline } from './dateline.ts';
import type { DateLabel } from './page/date-label.ts';
import { meaningOfLabel } from './page/date-words.ts';
import { isFurnitureLine, isJunkLine } from './page/label-words.ts';
import { cleanLine, endsSentence } from './page/text.ts';
import { isTimingLine } from './timing.ts';

const HEAD_LINES_MAX = 12;
const TITLE_CHARACTERS_MAX = 300;
const TITLE_WORDS_MIN = 3;
const WRAPPED_LINES_MIN = 3;
const WRAP_WIDTH_MIN = 45;
const WRAP_WIDTH_MAX = 100;
const SENTENCES_LENGTH_MIN = 120;
const DATELINE_LENGTH_MIN = 60;
/** A text of one line only is no title when it is this long. */
const SINGLE_LINE_LENGTH_MIN = 100;
const LABEL_OTHER_CHARACTERS_MAX = 60;
const PARAGRAPHS_MAX = 5_000;

interface Line {
  readonly text: string;
  /** Whether a blank line stands before it. */
  readonly opens: boolean;
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let opens = true;
  for (const raw of text.split(/\r\n|\r|\n|\u2028|\u2029|\f/)) {
    const line = cleanLine(raw);
    if (line !== '') lines.push({ text: line, opens });
    opens = line === '';
    if (lines.length >= PARAGRAPHS_MAX) break;
  }
  return lines;
}

function labelOf(
  line: string,
  index: number,
  options: { readonly uiLanguage: string | null; readonly dateOrder: DateOrder | null },
): DateLabel | null {
  const [printed] = findPrintedDates(line, options);
  if (printed === undefined || line.length - (printed.end - printed.start) > LABEL_OTHER_CHARACTERS_MAX) return null;
  if (meaningOfLabel(line.slice(0, printed.start)) === 'other') return null;
  return { block: index, endBlock: index + 1, text: line, printed, strength: 'marked' };
}

/** Whether the line belongs to the running text: a sentence, more than one, too long for a title, or a dateline with text behind it. */
function isRunningText(line: string): boolean {
  if (line.length > TITLE_CHARACTERS_MAX || endsSentence(line)) return true;
  if (line.length >= SENTENCES_LENGTH_MIN && /[.!?…]["”“»’]?\s+["“„«]?\p{Lu}/u.test(line)) return true;
  return line.length >= DATELINE_LENGTH_MIN && !isDatelineLine(line) && readDateline([line]) !== null;
}

/** Text wrapped by hand has lines of one width that break in the middle of sentences: such lines are one paragraph. */
function unwrapped(lines: readonly Line[]): readonly Line[] {
  const groups: Line[][] = [];
  for (const line of lines) {
    if (line.opens || groups.length === 0) groups.push([]);
    groups.at(-1)?.push(line);
  }
  if (!groups.some((group) => group.length >= WRAPPED_LINES_MIN && isWrapped(group))) return lines;
  return groups.flatMap((group) =>
    isWrapped(group) ? [{ text: group.map((line) => line.text).join(' '), opens: true }] : group,
  );
}

function isWrapped(group: readonly Line[]): boolean {
  const inner = group.slice(0, -1);
  if (
    inner.length === 0 ||
    inner.some((line) => line.text.length < WRAP_WIDTH_MIN || line.text.length > WRAP_WIDTH_MAX)
  ) {
    return false;
  }
  return inner.filter((line) => endsSentence(line.text)).length * 2 < inner.length;
}

/** The first line of a few words; where all are short, the longest. */
function titleOf(lines: readonly string[]): string | null {
  const first = lines.find((line) => line.split(' ').length >= TITLE_WORDS_MIN);
  return first ?? (lines.reduce((best, line) => (line.length > best.length ? line : best), '') || null);
}

/** Head lines up to the first running text: which is navigation, which the date label, which the title. */
export function readPlainText(
  text: string,
  options: { readonly uiLanguage: string | null; readonly dateOrder: DateOrder | null },
): Pick<ReadParts, 'headline' | 'subtitle' | 'paragraphs' | 'labels' | 'dateLabel'> {
  const lines = unwrapped(linesOf(text));
  const single = lines.length === 1 && (lines[0]?.text.length ?? 0) >= SINGLE_LINE_LENGTH_MIN;
  const firstText = single ? 0 : lines.findIndex((line) => isRunningText(line.text));
  const headEnd = Math.min(firstText < 0 ? lines.length : firstText, HEAD_LINES_MAX);
  const labels: string[] = [];
  const titles: string[] = [];
  let dateLabel: DateLabel | null = null;
  for (const [index, line] of lines.slice(0, headEnd).entries()) {
    // "Embargoed until 4 March" has a date that is no date of the page, and words enough for a title.
    if (isTimingLine(line.text)) {
      labels.push(line.text);
      continue;
    }
    if (isFurnitureLine(line.text) || isJunkLine(line.text)) continue;
    const label = labelOf(line.text, index, options);
    if (label !== null) {
      dateLabel ??= label;
      labels.push(line.text);
    } else if (/^[\W\d_]+$/u.test(line.text)) labels.push(line.text);
    else titles.push(line.text);
  }
  const headline = titleOf(titles);
  const behind = headline === null ? [] : titles.slice(titles.indexOf(headline) + 1);
  const before = headline === null ? [] : titles.slice(0, titles.indexOf(headline));
  const rest = lines.slice(headEnd);
  // A label may stand below the title, above the first paragraph.
  const bodyLines = rest.filter(
    (line, at) => at > 2 || dateLabel !== null || endsSentence(line.text) || labelOf(line.text, at, options) === null,
  );
  return {
    headline,
    subtitle: behind[0] ?? null,
    paragraphs: bodyLines.map((line) => ({ text: line.text, blockquote: false, heading: false })),
    labels: [...labels, ...before, ...behind],
    dateLabel,
  };
}
