/** Finds the dates of the page's own text in its JSON-LD, among those of comments, videos, events and other pages. */
import { machineMoment } from './machine-moments.ts';

export interface JsonLdDates {
  readonly published: string | null;
  readonly modified: string | null;
}

const DEPTH_MAX = 8;
const NODES_MAX = 2_000;
const VALUE_PATTERN_CHARACTERS = 60;

/** What a type says of a node with a date: that it is a text (3), a page (2), something shown on one (0), or none of these. */
const typeRanks: readonly (readonly [RegExp, number])[] = [
  [/comment|review|rating|person|organi[sz]ation|event|product|offer|answer|listitem|breadcrumb/i, -1],
  [/video|image|audio|media|podcast|episode|movie|series|dataset|software|job/i, 0],
  [/article|posting|report|news|press|blogpost|statement|legislation|recipe/i, 3],
  [/page|creativework|question|discussion/i, 2],
];
/** Where other things hang on a node, with dates of their own. */
const otherThings = new Set(
  'comment comments review reviews hasPart itemListElement isPartOf citation mentions about relatedLink isBasedOn subjectOf suggestedAnswer acceptedAnswer image author publisher'.split(
    ' ',
  ),
);
const publishedKeys = ['datePublished', 'dateCreated', 'uploadDate', 'datePosted'] as const;
const words = ['datePublished', 'dateCreated', 'uploadDate', 'datePosted', 'dateModified'] as const;

type Node = Readonly<Record<string, unknown>>;

function rankOf(node: Node): number {
  const types = [node['@type']].flat().filter((type) => typeof type === 'string');
  for (const type of types) {
    const known = typeRanks.find(([pattern]) => pattern.test(type));
    if (known !== undefined) return known[1];
  }
  return 1;
}

function momentOf(value: unknown): string | null {
  for (const one of [value].flat()) {
    const inner = typeof one === 'object' && one !== null ? (one as Node)['@value'] : one;
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

/** Breadth first, with a queue: what stands higher is nearer to the page. */
function bestOf(root: unknown): Best {
  const queue: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  let best = nothing;
  for (let at = 0; at < queue.length && at < NODES_MAX; at += 1) {
    const { value, depth } = queue[at] ?? { value: null, depth: 0 };
    if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) continue;
    if (Array.isArray(value)) {
      for (const child of value) queue.push({ value: child, depth: depth + 1 });
      continue;
    }
    const node = value as Node;
    const found = datesOf(node);
    if (found.rank > best.rank) best = found;
    for (const [key, child] of Object.entries(node)) {
      if (typeof child === 'object' && !otherThings.has(key)) queue.push({ value: child, depth: depth + 1 });
    }
  }
  return best;
}

function datesOf(node: Node): Best {
  const rank = rankOf(node);
  if (rank < 0) return nothing;
  let published: string | null = null;
  for (const key of publishedKeys) published ??= momentOf(node[key]);
  const modified = momentOf(node['dateModified']);
  if (published === null && modified === null) return nothing;
  // A node that tells of its publication says more than one of equal kind that does not.
  return { published, modified, rank: rank * 2 + (published === null ? 0 : 1) };
}

/** JSON as people paste it into pages: in a comment or CDATA, with line breaks inside strings, with a comma too many. */
function parseLeniently(source: string): unknown {
  const direct = parse(source);
  if (direct !== undefined) return direct;
  const start = source.search(/[[{]/);
  const end = Math.max(source.lastIndexOf('}'), source.lastIndexOf(']'));
  if (start < 0 || end <= start) return undefined;
  const inner = source
    .slice(start, end + 1)
    .replace(/[\u0000-\u001f]/g, ' ')
    .replace(/, *(?=[}\]])/g, '');
  return parse(inner);
}

function parse(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
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
