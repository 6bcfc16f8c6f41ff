/** Finds the dates of the page's own text in its JSON-LD, among those of comments, videos, events and other pages. */
import { type JsonLdNode, jsonLdNodes, parseLeniently, rankOf } from './json-ld.ts';
import { machineMoment } from './machine-moments.ts';

export interface JsonLdDates {
  readonly published: string | null;
  readonly modified: string | null;
}

const VALUE_PATTERN_CHARACTERS = 60;

const publishedKeys = ['datePublished', 'dateCreated', 'uploadDate', 'datePosted'] as const;
const words = ['datePublished', 'dateCreated', 'uploadDate', 'datePosted', 'dateModified'] as const;

function momentOf(value: unknown): string | null {
  for (const one of [value].flat()) {
    const inner = typeof one === 'object' && one !== null ? (one as JsonLdNode)['@value'] : one;
    const moment = typeof inner === 'string' || typeof inner === 'number' ? machineMoment(String(inner)) : null;
    if (moment !== null) return moment;
  }
  return null;
}

interface Best extends JsonLdDates {
  readonly rank: number;
}

const nothing: Best = { published: null, modified: null, rank: -1 };

/** The dates of the node that is most of a text; of equals the first in the document. */
export function jsonLdDates(sources: readonly string[]): JsonLdDates {
  let best = nothing;
  for (const source of sources) {
    if (!words.some((word) => source.includes(word))) continue;
    const parsed = parseLeniently(source);
    const found = parsed === undefined ? fromText(source) : bestOf(parsed);
    if (found.rank > best.rank) best = found;
  }
  return best;
}

function bestOf(root: unknown): Best {
  let best = nothing;
  for (const node of jsonLdNodes(root)) {
    const found = datesOf(node);
    if (found.rank > best.rank) best = found;
  }
  return best;
}

function datesOf(node: JsonLdNode): Best {
  const rank = rankOf(node);
  if (rank < 0) return nothing;
  let published: string | null = null;
  for (const key of publishedKeys) published ??= momentOf(node[key]);
  const modified = momentOf(node['dateModified']);
  if (published === null && modified === null) return nothing;
  // A node that tells of its publication says more than one of equal kind that does not.
  return { published, modified, rank: rank * 2 + (published === null ? 0 : 1) };
}

/** What cannot be parsed still names its dates; the first of each counts, and little. */
function fromText(source: string): Best {
  const first = (key: string): string | null => {
    const at = source.indexOf(`"${key}"`);
    if (at < 0) return null;
    const value = /^\s*:\s*"([^"]*)"/.exec(source.slice(at + key.length + 2).slice(0, VALUE_PATTERN_CHARACTERS));
    return value === null ? null : machineMoment(value[1] ?? '');
  };
  const published = first('datePublished');
  const modified = first('dateModified');
  return published === null && modified === null ? nothing : { published, modified, rank: 0 };
}
