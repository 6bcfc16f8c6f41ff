/** Errors and warnings of a query for people: the query, a caret under the place, and repairs that parse. */
import { BadInputError } from '../shared/errors.ts';
import { checkQuery } from '../shared/query/check.ts';
import type { Problem } from '../shared/query/types.ts';
import { safeLine } from '../shared/watch/safe-text.ts';
import type { Output } from './output.ts';

/** How much of the query is shown on either side of the place. */
const contextCharacters = 60;
const fixesShownMax = 3;

/** Control characters would move the caret: each becomes one space. */
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');

function quoted(query: string, { start, end }: Problem): readonly string[] {
  const from = Math.max(0, start - contextCharacters);
  const to = Math.min(query.length, Math.max(end, start + 1) + contextCharacters);
  const before = oneLine(query.slice(from, start));
  const lead = from > 0 ? '…' : '';
  const shown = `${lead}${before}${oneLine(query.slice(start, to))}${to < query.length ? '…' : ''}`;
  const length = Math.max(1, Math.min(end, to) - start);
  return [`  ${shown}`, `  ${' '.repeat(lead.length + before.length)}${'^'.repeat(length)}`];
}

/** The lines of one error or warning. */
export function problemLines(query: string, problem: Problem): readonly string[] {
  const fixes = problem.fixes
    .slice(0, fixesShownMax)
    .map(({ label, query: fixed }) => `  try: ${oneLine(fixed)}   (${label})`);
  return [
    `${problem.code}: ${safeLine(problem.message)}`,
    ...(query.trim() === '' ? [] : quoted(query, problem)),
    ...(problem.hint === '' ? [] : [`  ${safeLine(problem.hint)}`]),
    ...fixes,
  ];
}

/** A refused query as the one error of a command: all its errors in the message, the first repair in the hint. */
export function refusedQuery(query: string, errors: readonly Problem[]): BadInputError {
  const [first] = errors;
  const fix = first?.fixes[0];
  return new BadInputError(first?.code ?? 'E_QUERY', errors.map(({ message }) => message).join(' '), {
    input: query,
    hint: [first?.hint ?? '', fix === undefined ? '' : `Try: ${fix.query}`].filter(Boolean).join(' '),
  });
}

/** False for a query that does not parse, after telling people why. Throws BadInputError for programs (`--json`). */
export function acceptQuery(query: string, output: Output): boolean {
  const { ok, errors } = checkQuery(query);
  if (ok) return true;
  if (output.json) throw refusedQuery(query, errors);
  output.note('dateline: the query is refused');
  for (const problem of errors) for (const line of problemLines(query, problem)) output.note(line);
  return false;
}
