/** Repairs of a query that goes beyond a limit: parentheses that group nothing are left out, alternatives become several watches. */
import { limits } from '../../limits.ts';
import { type Edit, replacement } from '../edits.ts';
import type { Repair } from '../problems.ts';
import { lex, type QueryToken } from './lexer.ts';

/** Beyond so many watches a list belongs somewhere else. */
const WATCHES_MAX = 4;

/** Takes out each pair of parentheses around nothing but another pair, or around one word or phrase. */
export function withoutEmptyNesting(text: string): readonly Repair[] {
  const tokens = lex(text);
  const closeOf = closingPlaces(tokens);
  const edits: Edit[] = [];
  tokens.forEach((token, index) => {
    if (token.type !== 'open') return;
    const close = closeOf.get(index);
    if (close === undefined) return;
    const isAroundPair = tokens[index + 1]?.type === 'open' && closeOf.get(index + 1) === close - 1;
    const isAroundOne = close === index + 2 && !isOperand(tokens[index - 1]);
    if (isAroundPair || isAroundOne) edits.push(replacement(token, ''), replacement(tokens[close] ?? token, ''));
  });
  return edits.length === 0 ? [] : [{ label: 'Without parentheses that group nothing', edits }];
}

/** What takes its value in parentheses. */
function isOperand(token: QueryToken | undefined): boolean {
  return token?.type === 'field' || (token?.type === 'word' && token.operator?.kind === 'atleast');
}

function closingPlaces(tokens: readonly QueryToken[]): ReadonlyMap<number, number> {
  const closeOf = new Map<number, number>();
  const open: number[] = [];
  tokens.forEach((token, index) => {
    if (token.type === 'open') open.push(index);
    const opening = token.type === 'close' ? open.pop() : undefined;
    if (opening !== undefined) closeOf.set(opening, index);
  });
  return closeOf;
}

/** A list of alternatives as several watches, each within the limits: repairs that keep one run of them each. */
export function splitAtOr(text: string): readonly Repair[] {
  const cuts = outerAlternatives(text);
  if (cuts === null) return [];
  const runs: { start: number; end: number; words: number }[] = [];
  for (const { start, end, words } of cuts) {
    const run = runs.at(-1);
    const fits =
      run !== undefined && run.words + words <= limits.queryTermsMax && end - run.start <= limits.queryCharactersMax;
    if (!fits) runs.push({ start, end, words });
    else {
      run.end = end;
      run.words += words;
    }
  }
  if (runs.length < 2 || runs.length > WATCHES_MAX) return [];
  return runs.map(({ start, end }, index) => ({
    label: `Watch ${index + 1} of ${runs.length}`,
    edits: [replacement({ start: 0, end: start }, ''), replacement({ start: end, end: text.length }, '')],
  }));
}

/** The parts of a text that OR joins outside all parentheses, or null when anything else stands between them. */
function outerAlternatives(text: string): readonly { start: number; end: number; words: number }[] | null {
  const parts: { start: number; end: number; words: number }[] = [];
  let depth = 0;
  let isAfterOr = true;
  for (const token of lex(text)) {
    const isOr = token.type === 'or' || (token.type === 'word' && token.operator?.kind === 'or');
    if (depth === 0 && isOr) {
      isAfterOr = true;
      continue;
    }
    let part = parts.at(-1);
    if (part === undefined || isAfterOr) {
      part = { start: token.start, end: token.end, words: 0 };
      parts.push(part);
      isAfterOr = false;
    }
    if (token.type === 'open') depth++;
    if (token.type === 'close') depth--;
    part.end = token.end;
    if (token.type === 'word') part.words++;
    if (token.type === 'phrase') part.words += text.slice(token.contentStart, token.contentEnd).split(/\s+/).length;
  }
  return parts.length < 2 ? null : parts;
}
