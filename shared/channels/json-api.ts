/** JSON APIs, by the mapping of their newsroom file. Never throws. */
import { decodeHTML } from 'entities';
import { limits } from '../limits.ts';
import type { JsonMapping } from '../newsrooms/schema.ts';
import { looksLikeHtml, oneLine, plainText } from '../text/html-text.ts';
import { distinct } from './feed-element.ts';
import { compileField, compilePath, type FieldReader } from './json-api-path.ts';
import { resolveLink } from './links.ts';
import { countedPage, isCounted } from './next-page.ts';
import { emptyReading, finishReading, type RawItem } from './raw-item.ts';
import type { ChannelReading, ReadingContext } from './types.ts';

const fields = ['id', 'url', 'title', 'published', 'updated', 'summary', 'content', 'language', 'authors'] as const;
type Field = (typeof fields)[number];

interface Entry {
  /** In an object keyed by id. */
  readonly key: string | null;
  readonly value: unknown;
}

const authorsMax = 50;

/**
 * Reads a parsed answer. A path that leads nowhere is named in a warning; when that leaves no item with an address the
 * kind is `none`, since an empty list is an answer and a missing one is not.
 */
export function readJsonApi(answer: unknown, mapping: JsonMapping, context: ReadingContext): ChannelReading {
  const readers = new Map<Field, FieldReader>();
  for (const field of fields) {
    const paths = mapping[field];
    if (paths !== undefined) readers.set(field, compileField(paths));
  }
  const entries = entriesOf(answer, mapping, readers.get('url'));
  if (entries === null) {
    const path = mapping.items === undefined ? 'the answer' : `the path "${mapping.items}" (json.items)`;
    const warning = `${path} leads to no list; the answer ${keysOf(answer)}`;
    return { ...emptyReading, warnings: [warning] };
  }
  const found = new Map<Field, number>();
  const items = entries.slice(0, limits.itemsPerChannelMax).map((entry) => itemOf(entry, readers, context.url, found));
  const kept = items.filter(({ url, title }) => url !== null || title !== null);
  const warnings = missing(entries, mapping, found);
  if (entries.length > kept.length && entries.length <= limits.itemsPerChannelMax) {
    warnings.push(`${entries.length - kept.length} entries without address and title were left out`);
  }
  if (entries.length > limits.itemsPerChannelMax) {
    warnings.push(
      `${entries.length - limits.itemsPerChannelMax} items beyond ${limits.itemsPerChannelMax} were not read`,
    );
  }
  if (entries.length > 0 && (found.get('url') ?? 0) === 0) return { ...emptyReading, warnings };
  return finishReading(
    {
      ...emptyReading,
      kind: 'json-api',
      published: [],
      updated: [],
      nextPage: kept.length === 0 ? null : nextPage(answer, mapping.next, context.url),
    },
    kept,
    context,
    warnings,
  );
}

/** The list at `items`; an object is a list by its keys, or one item when the address stands in it. Null: neither. */
function entriesOf(answer: unknown, mapping: JsonMapping, url: FieldReader | undefined): readonly Entry[] | null {
  const found = mapping.items === undefined ? [answer] : compilePath(mapping.items)(answer, limits.itemsPerChannelMax);
  const [only] = found;
  if (found.length === 1 && isObject(only)) {
    if (url !== undefined && url(only, 1).length > 0) return [{ key: null, value: only }];
    const dropped = new Set(mapping.dropKeys);
    return Object.entries(only)
      .filter(([key, value]) => !dropped.has(key) && isObject(value))
      .map(([key, value]) => ({ key, value }));
  }
  const lists = found.filter((value) => Array.isArray(value) || isObject(value));
  if (lists.length === 0) return null;
  return lists
    .flatMap((value): readonly unknown[] => (Array.isArray(value) ? value : [value]))
    .map((value) => ({ key: null, value }));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function itemOf(
  { key, value }: Entry,
  readers: ReadonlyMap<Field, FieldReader>,
  base: string | null,
  found: Map<Field, number>,
): RawItem {
  const all = (field: Field, max = 1): readonly string[] => {
    const texts = readers.get(field)?.(value, max) ?? [];
    if (texts.length > 0) found.set(field, (found.get(field) ?? 0) + 1);
    return texts;
  };
  const one = (field: Field): string | null => all(field)[0] ?? null;
  const url = resolveLink(one('url'), base);
  const language = one('language');
  return {
    id: one('id') ?? key ?? url,
    url,
    title: lineOf(one('title')),
    published: all('published'),
    updated: all('updated'),
    summary: lineOf(one('summary')),
    content: one('content'),
    // Some name the language in words, which is no tag.
    language: language !== null && /^[a-z]{2,3}([-_][a-z\d]{2,8}){0,4}$/i.test(language) ? language : null,
    authors: distinct(
      all('authors', authorsMax)
        .map((name) => lineOf(name))
        .filter((name) => name !== null),
    ),
    enclosures: [],
  };
}

/** Titles and summaries come as text, as HTML, or as text with references in it. */
function lineOf(text: string | null): string | null {
  if (text === null) return null;
  return (looksLikeHtml(text) ? plainText(text) : oneLine(decodeHTML(text))) || null;
}

/** Fields of the mapping that gave nothing in any item: the answer has changed its shape, or the path is wrong. */
function missing(entries: readonly Entry[], mapping: JsonMapping, found: ReadonlyMap<Field, number>): string[] {
  const [first] = entries;
  if (first === undefined) return [];
  return fields
    .filter((field) => mapping[field] !== undefined && !found.has(field))
    .map((field) => {
      const paths = mapping[field] ?? '';
      const written = (typeof paths === 'string' ? [paths] : paths).map((path) => `"${path}"`).join(' or ');
      return `${written} (json.${field}) gives nothing in any of ${entries.length} items; the first ${keysOf(first.value)}`;
    });
}

const keysNamedMax = 12;

function keysOf(value: unknown): string {
  if (!isObject(value)) return Array.isArray(value) ? 'is a list' : 'is no object';
  const keys = Object.keys(value);
  if (keys.length === 0) return 'has no keys';
  const named = keys.slice(0, keysNamedMax).map((key) => key.slice(0, 40));
  return `has the keys ${named.join(', ')}${keys.length > keysNamedMax ? ' and others' : ''}`;
}

function nextPage(answer: unknown, next: string | undefined, url: string | null): string | null {
  if (next === undefined) return null;
  if (isCounted(next)) return countedPage(next, url);
  return resolveLink(compileField(next)(answer, 1)[0], url);
}
