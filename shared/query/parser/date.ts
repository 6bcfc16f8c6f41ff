/** Reads the value of `date:` into its days. */
import type { DateNode, Place } from '../ast.ts';
import { deletion, replacement } from '../edits.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Repair } from '../problems.ts';
import { readDateValue } from './date-value.ts';
import type { Reading } from './reading.ts';

/** `text` is the value without quotation marks. */
export function readDate(reading: Reading, { start, end }: Place, text: string): DateNode {
  reading.countWord({ start, end });
  const value = readDateValue(text);
  if (value.kind === 'range') return { kind: 'date', text, ...value.range, start, end };
  const { message, fixed } = value;
  const repairs: Repair[] = fixed.map((date) => ({
    label: `date:${date}`,
    edits: [replacement({ start, end }, date)],
  }));
  if (repairs.length === 0 && reading.fieldStart !== null) {
    const whole = { start: reading.fieldStart, end };
    repairs.push({ label: 'Without the date', edits: [deletion(whole)] });
    repairs.push({ label: 'Search for it as words', edits: [replacement(whole, `"${text}"`)] });
  }
  reading.report({ start, end }, problemTexts.badDate(message), repairs);
  return { kind: 'date', text, from: null, to: null, start, end };
}
