/** Reads a field with its value: title:fraud, org:(a OR b). */
import type { QueryNode } from '../ast.ts';
import { deletion, replacement } from '../edits.ts';
import { fieldNames, fieldOf, nearestField } from '../fields.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Repair } from '../problems.ts';
import type { FieldToken } from './lexer.ts';
import type { Reading } from './reading.ts';

/** The value alone where the field is none or stands inside another; null without a value. */
export function readField(
  reading: Reading,
  token: FieldToken,
  readOperand: (reading: Reading) => QueryNode | null,
): QueryNode | null {
  const { name } = token;
  const field = fieldOf(name)?.name ?? null;
  const outer = reading.field;
  const next = reading.peek();
  if (field === null) reportUnknown(reading, token);
  else if (next?.type === 'field' && next.start === token.end) {
    reportNested(reading, token, next.name, name);
    return null;
  } else if (outer !== null) reportNested(reading, token, name, outer);

  if (field !== null && next !== null && reading.operator()?.kind === 'not') {
    const place = { start: token.start, end: next.end };
    const edits = [replacement(place, `NOT ${name}:`)];
    reading.report(place, problemTexts.negatedValue(name), [
      { label: `NOT ${name}:`, edits },
      { label: 'Search for it instead', edits: [replacement({ start: token.end, end: next.end }, '')] },
    ]);
    reading.skip();
  } else if (!reading.operandFollows() || next?.type === 'field') {
    const repairs = [
      { label: 'Leave it out', edits: [deletion(token)] },
      { label: 'Search for it as a word', edits: [replacement(token, `"${name}" `)] },
    ];
    if (field !== null) reading.report(token, problemTexts.emptyField(name), repairs);
    return null;
  }

  reading.field = outer ?? field;
  reading.fieldStart = outer === null && reading.peek()?.type !== 'open' ? token.start : null;
  const child = readOperand(reading);
  reading.field = outer;
  reading.fieldStart = null;
  if (child === null || field === null || outer !== null) return child;
  return { kind: 'field', field, child, start: token.start, end: child.end };
}

function reportNested(reading: Reading, token: FieldToken, inner: string, outer: string): void {
  const repairs = [{ label: `Without ${token.name}:`, edits: [deletion(token)] }];
  reading.report(token, problemTexts.nestedField(inner, outer), repairs);
}

function reportUnknown(reading: Reading, token: FieldToken): void {
  const { name } = token;
  const whole = { start: token.start, end: token.wordEnd };
  // re:invent is one word; in `court: x` the name alone is.
  const hasValue = token.wordEnd > token.end;
  const quoted = hasValue ? reading.written(whole) : name;
  const repairs: Repair[] = [
    {
      label: `Search for "${quoted}"`,
      edits: [hasValue ? replacement(whole, `"${quoted}"`) : replacement(token, `"${quoted}" `)],
    },
  ];
  const nearest = nearestField(name);
  if (nearest !== null) repairs.unshift({ label: `${nearest}:`, edits: [replacement(token, `${nearest}:`)] });
  reading.report(token, problemTexts.unknownField(name, nearest, fieldNames), repairs);
}
