/**
 * What a document must contain for a query to have any chance: a few keys of which one must be there. The matcher looks at a
 * query only when one of its anchors occurs. Anchors may be too many, never too few.
 */
import type { FieldName, QueryNode } from './ast.ts';
import { WILDCARD_LETTER } from './characters.ts';
import { stopWords } from './data/common-words.ts';
import { expandingLanguages } from './expand.ts';
import { isValueField } from './field-value.ts';
import { join } from './joins.ts';
import { isUnspaced } from './keys.ts';
import { acceptedKeys, CLOSED_SEGMENTS_MAX, closedForms, mayClose, type QueryWord, wordOf } from './query-word.ts';

export interface Anchors {
  /** Whole keys; a pair of unspaced characters counts as one. */
  readonly keys: readonly string[];
  /** Beginnings of keys. */
  readonly prefixes: readonly string[];
  /** Expected work, in no unit: the cheaper of two is taken. */
  readonly cost: number;
}

const STOP_WORD_COST = 1_000;
const PREFIX_COST = 4;

function keyCost(key: string): number {
  const length = key.length;
  if (stopWords.has(key)) return STOP_WORD_COST;
  return isUnspaced(key) ? 20 / length ** 2 : 100 / (1 + length) ** 1.5;
}

/** Parts the name of a field from a key; no key has it. */
export const FIELD_MARK = '\u0000';

/** Keys of field values live apart from those of headline and body. */
export function anchorKey(field: FieldName | null, key: string): string {
  return field === null || field === 'title' || field === 'body' ? key : `${field}${FIELD_MARK}${key}`;
}

/** The anchors of a query, or null when it has to be looked at for every document. */
export function anchorsOf(node: QueryNode, field: FieldName | null = null): Anchors | null {
  switch (node.kind) {
    case 'term':
      return wordAnchors(wordOf(node), field);
    case 'phrase':
      return cheapest(node.words.map((word) => wordAnchors(wordOf(word), field)));
    case 'and':
      return cheapest(node.children.map((child) => anchorsOf(child, field)));
    case 'near':
    case 'within':
      return cheapest([anchorsOf(node.left, field), anchorsOf(node.right, field)]);
    case 'or':
      return union(node.children.map((child) => anchorsOf(child, field)));
    case 'atleast':
      return anchorsOf(node.child, field);
    case 'field':
      return isValueField(node.field) ? null : anchorsOf(node.child, node.field);
    default:
      return null;
  }
}

function cheapest(all: readonly (Anchors | null)[]): Anchors | null {
  let best: Anchors | null = null;
  for (const anchors of all) if (anchors !== null && (best === null || anchors.cost < best.cost)) best = anchors;
  return best;
}

function union(all: readonly (Anchors | null)[]): Anchors | null {
  const keys: string[] = [];
  const prefixes: string[] = [];
  let cost = 0;
  for (const anchors of all) {
    if (anchors === null) return null;
    keys.push(...anchors.keys);
    prefixes.push(...anchors.prefixes);
    cost += anchors.cost;
  }
  return { keys, prefixes, cost };
}

function wordAnchors(word: QueryWord, field: FieldName | null): Anchors | null {
  const options: (Anchors | null)[] = [];
  for (let index = 0; index < word.segments.length; index++) {
    options.push(segmentAnchors(word, index, field), pairAnchors(word, index, field));
  }
  return cheapest(options);
}

/** Two unspaced characters that stand side by side are rarer than either. */
function pairAnchors(word: QueryWord, index: number, field: FieldName | null): Anchors | null {
  const before = word.segments[index - 1];
  const here = word.segments[index];
  if (before === undefined || here === undefined || here.join !== join.direct || word.isPattern) return null;
  if (!isUnspaced(before.key) || !isUnspaced(here.key)) return null;
  const key = before.key + here.key;
  return { keys: [anchorKey(field, key)], prefixes: [], cost: keyCost(key) };
}

/** The keys of all tokens that may hold segment `index`. */
function segmentAnchors(word: QueryWord, index: number, field: FieldName | null): Anchors | null {
  const last = word.segments.length - 1;
  const isOpenEnded = word.term.prefix || word.isHangul;
  const keys = new Set<string>();
  const prefixes = new Set<string>();
  for (let from = index; from >= 0 && index - from < CLOSED_SEGMENTS_MAX; from--) {
    if (from < index && !mayClose(word, from + 1)) break;
    for (let to = index; to <= last && to - from < CLOSED_SEGMENTS_MAX; to++) {
      if (to > index && !mayClose(word, to)) break;
      if (word.isPattern) {
        for (const form of closedForms(word, from, to)) {
          const wildcard = form.indexOf(WILDCARD_LETTER);
          if (wildcard === 0) return null;
          if (wildcard > 0) prefixes.add(form.slice(0, wildcard));
          else if (to === last && isOpenEnded) prefixes.add(form);
          else keys.add(form);
        }
      } else if (to === last && isOpenEnded) for (const form of closedForms(word, from, to)) prefixes.add(form);
      else
        for (const language of expandingLanguages)
          for (const key of acceptedKeys(word, from, to, language)) keys.add(key);
    }
  }
  let cost = 0;
  const first = word.segments[index]?.key ?? '';
  for (const key of keys) cost = Math.max(cost, keyCost(key));
  for (const prefix of prefixes) cost = Math.max(cost, PREFIX_COST * keyCost(prefix));
  cost += keyCost(first);
  return {
    keys: [...keys].map((key) => anchorKey(field, key)),
    prefixes: [...prefixes].map((prefix) => anchorKey(field, prefix)),
    cost,
  };
}
