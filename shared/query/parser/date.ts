/** Reads the value of `date:` into its days. */
import type { DateNode, Place } from '../ast.ts';
import { replacement } from '../edits.ts';
import { problemTexts } from '../problem-texts.ts';
import { readDateValue } from './date-value.ts';
import type { Reading } from './reading.ts';

/** `text` is the value without quotation marks. */
export function readDate(reading: Reading, { start, end }: Place, text: string): DateNode {
  reading.countWord({ start, end });
  const value = readDateValue(text);
  if (value.kind === 'range') return { kind: 'date', text, ...value.range, start, end };
  const { message, fixed } = value;
  const repairs = fixed === null ? [] : [{ label: `date:${fixed}`, edits: [replacement({ start, end }, fixed)] }];
  reading.report({ start, end }, problemTexts.badDate(message), repairs);
  return { kind: 'date', text, from: null, to: null, start, end };
}
