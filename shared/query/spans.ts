/** Where a document meets a query: the words and phrases that an alert marks. */
import { limits } from '../limits.ts';
import type { QueryNode } from './ast.ts';
import { meetsIn } from './evaluate.ts';
import { find } from './find.ts';
import type { Occurrence } from './occurrences.ts';
import type { Scope, SearchedDocument } from './scope.ts';
import type { SearchText } from './search-text.ts';
import type { MatchSpan } from './types.ts';

/** Where a document that meets the query meets it, in order, at most `spansPerFieldMax` a field. */
export function spansOf(node: QueryNode, document: SearchedDocument): readonly MatchSpan[] {
  const places = new Map<SearchText, Occurrence[]>();
  for (const text of document.texts()) text.resetPairs();
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

/**
 * The words and phrases of occurrences (those of a proximity are its operands), as far as they can be among the first
 * `spansPerFieldMax` of the text.
 */
function leaves(occurrences: readonly Occurrence[]): Occurrence[] {
  const found = new Set<Occurrence>();
  const seen = new Set<Occurrence>();
  const pending: Occurrence[] = [];
  let sufficesBefore = limits.spansPerFieldMax;
  for (const outermost of occurrences) {
    // Occurrences come in order, and none begins before the one it is a part of.
    if (found.size >= sufficesBefore) {
      if (countBefore(found, outermost.start) >= limits.spansPerFieldMax) break;
      sufficesBefore = found.size * 2;
    }
    pending.push(outermost);
    for (let occurrence = pending.pop(); occurrence !== undefined; occurrence = pending.pop()) {
      if (seen.has(occurrence) || seen.size >= limits.spanPartsMax) continue;
      seen.add(occurrence);
      if (occurrence.parts === null) found.add(occurrence);
      else for (const part of occurrence.parts) pending.push(part);
    }
  }
  return [...found];
}

/** How many different places begin before a token. */
function countBefore(occurrences: ReadonlySet<Occurrence>, token: number): number {
  const starts = new Set<number>();
  for (const { start } of occurrences) if (start < token) starts.add(start);
  return starts.size;
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
