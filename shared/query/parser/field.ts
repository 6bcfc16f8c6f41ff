/** Reads a field with its value: title:fraud, org:(a OR b). */
import type { FieldName, QueryNode } from '../ast.ts';
import { deletion, replacement } from '../edits.ts';
import { isValueField } from '../field-value.ts';
import { fieldNames, fieldOf, nearestField } from '../fields.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Repair } from '../problems.ts';
import { type FieldToken, isSeparator, type QueryToken } from './lexer.ts';
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
  if (child !== null && outer === null && (child.kind === 'term' || child.kind === 'phrase')) {
    readFurtherValues(reading, name, token, child, readOperand);
  }
  if (child === null || field === null || outer !== null) return child;
  return { kind: 'field', field, child, start: token.start, end: child.end };
}

/** country:FR,DE and lang:en|fr: told, since what stands behind the mark would be searched for in the text. */
function readFurtherValues(
  reading: Reading,
  name: string,
  token: FieldToken,
  first: QueryNode,
  readOperand: (reading: Reading) => QueryNode | null,
): void {
  const values = [reading.written(first)];
  let { end } = first;
  for (let next = reading.peek(); next !== null && isGluedValue(reading, end, next); next = reading.peek()) {
    if (next.type === 'or') reading.skip();
    const value = reading.operandFollows() ? readOperand(reading) : null;
    if (value === null) break;
    values.push(reading.written(value));
    ({ end } = value);
  }
  if (values.length < 2) return;
  const place = { start: token.end, end };
  const group = (joint: string): Repair => {
    const written = `(${values.join(` ${joint} `)})`;
    return { label: `${name}:${written}`, edits: [replacement(place, written)] };
  };
  reading.report(
    { start: token.start, end },
    problemTexts.severalValues(name),
    isValueField(name.toLowerCase() as FieldName) ? [group('OR')] : [group('OR'), group('AND')],
  );
}

/** Whether the next token stands right behind a comma or bar at `end`, which stands right behind a value. */
function isGluedValue(reading: Reading, end: number, next: QueryToken): boolean {
  if (next.type === 'or') return next.start === end && reading.peek(1)?.start === next.end;
  return next.start === end + 1 && isSeparator(reading.text, end) && (next.type === 'word' || next.type === 'phrase');
}

function reportNested(reading: Reading, token: FieldToken, inner: string, outer: string): void {
  const repairs = [{ label: `Without ${token.name}:`, edits: [deletion(token)] }];
  reading.report(token, problemTexts.nestedField(inner, outer), repairs);
}

/** What other systems look at and releases do not have. */
const NOT_OF_RELEASES: ReadonlySet<string> = new Set(
  'filetype ext mime related cache is has to cc filter lr safe min_faves min_retweets _exists_'.split(' '),
);

/** before:2026-01-01 is date:<2026-01-01. */
const COMPARISON_OF_NAME: ReadonlyMap<string, string> = new Map([
  ['before', '<'],
  ['after', '>'],
  ['since', '>='],
  ['until', '<='],
]);

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
  const spelling = `${nearest}:${nearest === 'date' ? (COMPARISON_OF_NAME.get(name.toLowerCase()) ?? '') : ''}`;
  if (nearest !== null) repairs.unshift({ label: spelling, edits: [replacement(token, spelling)] });
  else if (hasValue && NOT_OF_RELEASES.has(name.toLowerCase())) {
    repairs.push({ label: 'Leave it out', edits: [deletion(whole)] });
  }
  reading.report(token, problemTexts.unknownField(name, nearest, fieldNames), repairs);
}
