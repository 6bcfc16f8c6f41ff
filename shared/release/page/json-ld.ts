/** Reads the JSON-LD of a page: leniently, and node by node, without what hangs on a node and is something else. */

const DEPTH_MAX = 8;
const NODES_MAX = 2_000;

/** What a type says of a node: that it is a text (3), a page (2), something shown on one (0), or none of these. */
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
export type JsonLdNode = Readonly<Record<string, unknown>>;

/** How much of a text the node is: 3 for an article, below 0 for what is none of the page. */
export function rankOf(node: JsonLdNode): number {
  const types = [node['@type']].flat().filter((type) => typeof type === 'string');
  for (const type of types) {
    const known = typeRanks.find(([pattern]) => pattern.test(type));
    if (known !== undefined) return known[1];
  }
  return 1;
}

/** Nodes breadth first, with a queue: what stands higher is nearer to the page. */
export function* jsonLdNodes(root: unknown): Generator<JsonLdNode> {
  const queue: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  for (let at = 0; at < queue.length && at < NODES_MAX; at += 1) {
    const { value, depth } = queue[at] ?? { value: null, depth: 0 };
    if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) continue;
    if (Array.isArray(value)) {
      for (const child of value) queue.push({ value: child, depth: depth + 1 });
      continue;
    }
    const node = value as JsonLdNode;
    yield node;
    for (const [key, child] of Object.entries(node)) {
      if (typeof child === 'object' && !otherThings.has(key)) queue.push({ value: child, depth: depth + 1 });
    }
  }
}

/** JSON as people paste it into pages: in a comment or CDATA, with line breaks inside strings, with a comma too many. */
export function parseLeniently(source: string): unknown {
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
