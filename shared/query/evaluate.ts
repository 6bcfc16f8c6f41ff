/** The meaning of a query: whether a document meets it, where, and by which of its clauses. Simple on purpose. */
import { limits } from '../limits.ts';
import type { FieldName, FieldNode, QueryNode } from './ast.ts';
import { find, resetPairs } from './find.ts';
import { fold } from './fold.ts';
import { printQuery } from './print.ts';
import type { Scope, SearchedDocument } from './scope.ts';
import type { Occurrence, SearchText } from './search-text.ts';
import type { MatchSpan, QueryDocument } from './types.ts';

/** Whether a document meets a query. */
export function meets(node: QueryNode, document: SearchedDocument): boolean {
  const scope = document.texts();
  for (const text of scope) resetPairs(text);
  return meetsIn(node, scope, document);
}

function meetsIn(node: QueryNode, scope: Scope, document: SearchedDocument): boolean {
  switch (node.kind) {
    case 'and':
      return node.children.every((child) => meetsIn(child, scope, document));
    case 'or':
      return node.children.some((child) => meetsIn(child, scope, document));
    case 'not':
      return !meetsIn(node.child, scope, document);
    case 'field':
      return meetsField(node, document);
    case 'atleast': {
      let count = 0;
      for (const text of scope) count += find(node.child, text).length;
      return count >= node.count;
    }
    case 'date':
      return false;
    default:
      return scope.some((text) => find(node, text).length > 0);
  }
}

function meetsField(node: FieldNode, document: SearchedDocument): boolean {
  if (isValueField(node.field)) return meetsValue(node.child, node.field, document.document);
  return meetsIn(node.child, document.scope(node.field), document);
}

/** Fields whose value is a code or a day, not a text. */
export function isValueField(field: FieldName): field is 'lang' | 'country' | 'date' {
  return field === 'lang' || field === 'country' || field === 'date';
}

function meetsValue(node: QueryNode, field: 'lang' | 'country' | 'date', document: QueryDocument): boolean {
  switch (node.kind) {
    case 'and':
      return node.children.every((child) => meetsValue(child, field, document));
    case 'or':
      return node.children.some((child) => meetsValue(child, field, document));
    case 'not':
      return !meetsValue(node.child, field, document);
    case 'date':
      return meetsDate(node.from, node.to, document.date ?? null);
    case 'term':
      return meetsCode(node.text, node.prefix, field, document);
    case 'phrase':
      return meetsCode(node.words.map((word) => word.text).join(' '), false, field, document);
    default:
      return false;
  }
}

function meetsDate(from: string | null, to: string | null, date: string | null): boolean {
  if (date === null) return false;
  const day = date.slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return false;
  return (from === null || day >= from) && (to === null || day <= to);
}

function meetsCode(wanted: string, prefix: boolean, field: string, document: QueryDocument): boolean {
  const value = field === 'lang' ? document.language : document.country;
  if (typeof value !== 'string' || value === '') return false;
  const code = fold(value).replaceAll('_', '-');
  const asked = fold(wanted).replaceAll('_', '-');
  if (code === asked || (prefix && code.startsWith(asked))) return true;
  return field === 'lang' && code.startsWith(`${asked}-`);
}

/** The clauses that made the match: the smallest parts joined by AND and OR that the document meets, NOT left out. */
function metClauses(node: QueryNode, document: SearchedDocument): readonly QueryNode[] {
  if (node.kind === 'not' || !meetsIn(node, document.texts(), document)) return [];
  if (node.kind === 'and' || node.kind === 'or')
    return node.children.flatMap((child) => [...metClauses(child, document)]);
  return [node];
}

/** The clauses that made the match, as the canonical query writes them, each once. */
export function clausesOf(node: QueryNode, document: SearchedDocument): readonly string[] {
  return [...new Set(metClauses(node, document).map(printQuery))];
}

/** Where a document that meets the query meets it, in order, at most `spansPerFieldMax` a field. */
export function spansOf(node: QueryNode, document: SearchedDocument): readonly MatchSpan[] {
  const places = new Map<SearchText, Occurrence[]>();
  for (const text of document.texts()) resetPairs(text);
  collect(node, document.texts(), document, places);
  const spans: MatchSpan[] = [];
  for (const field of ['title', 'body'] as const) {
    for (const text of document.scope(field)) spans.push(...spansIn(text, places.get(text) ?? []));
  }
  return spans;
}

function collect(
  node: QueryNode,
  scope: Scope,
  document: SearchedDocument,
  places: Map<SearchText, Occurrence[]>,
): void {
  switch (node.kind) {
    case 'and':
      for (const child of node.children) collect(child, scope, document, places);
      return;
    case 'or':
      for (const child of node.children) if (meetsIn(child, scope, document)) collect(child, scope, document, places);
      return;
    case 'field':
      if (node.field === 'title' || node.field === 'body')
        collect(node.child, document.scope(node.field), document, places);
      return;
    case 'not':
    case 'date':
      return;
    default: {
      const sought = node.kind === 'atleast' ? node.child : node;
      for (const text of scope) {
        const before = places.get(text);
        const found = find(sought, text);
        if (before === undefined) places.set(text, leaves(found));
        else for (const leaf of leaves(found)) before.push(leaf);
      }
    }
  }
}

/** The words and phrases of occurrences: those of a proximity are its operands. */
function leaves(occurrences: readonly Occurrence[]): Occurrence[] {
  const found = new Set<Occurrence>();
  const seen = new Set<Occurrence>();
  const pending = [...occurrences];
  for (let occurrence = pending.pop(); occurrence !== undefined; occurrence = pending.pop()) {
    if (seen.has(occurrence)) continue;
    seen.add(occurrence);
    if (occurrence.parts === null) found.add(occurrence);
    else for (const part of occurrence.parts) pending.push(part);
  }
  return [...found];
}

function spansIn(text: SearchText, occurrences: readonly Occurrence[]): MatchSpan[] {
  const { field } = text.options;
  if (field === null) return [];
  const ordered = [...occurrences].sort((a, b) => a.start - b.start || a.end - b.end);
  const spans: MatchSpan[] = [];
  let last: Occurrence | null = null;
  for (const occurrence of ordered) {
    if (last !== null && last.start === occurrence.start && last.end === occurrence.end) continue;
    last = occurrence;
    const start = text.stream.starts[occurrence.start] ?? 0;
    const end = text.stream.ends[occurrence.end] ?? start;
    spans.push({ field, start, end });
    if (spans.length === limits.spansPerFieldMax) break;
  }
  return spans;
}
