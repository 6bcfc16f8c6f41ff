/** JSON Feed 1.0 and 1.1 (jsonfeed.org). Fields of a wrong type count as absent; never throws. */
import { limits } from '../limits.ts';
import { oneLine, plainText } from '../text/html-text.ts';
import { distinct, firstEnclosures } from './feed-element.ts';
import { linkAsWritten } from './links.ts';
import { finishReading, type RawItem } from './raw-item.ts';
import type { ChannelReading, ReadingContext } from './types.ts';
import type { Notes } from './xml-tree.ts';

type Json = Readonly<Record<string, unknown>>;

/** Reads a parsed JSON value as a feed; null when it is none. */
export function readJsonFeed(value: unknown, context: ReadingContext): ChannelReading | null {
  const feed = asObject(value);
  const items = feed?.['items'];
  if (feed === null || !Array.isArray(items)) return null;
  const version = text(feed['version']);
  const readable = items.map(asObject).filter((item) => item !== null);
  const isFeed = version === null ? readable.some(hasOwnField) : version.includes('jsonfeed.org');
  if (!isFeed) return null;
  const base = context.url ?? link(feed['feed_url'], null) ?? link(feed['home_page_url'], null);
  const notes: Notes = new Set();
  const hub = (Array.isArray(feed['hubs']) ? feed['hubs'] : []).map((entry) => link(asObject(entry)?.['url'], base));
  const beyond = readable.length - limits.itemsPerChannelMax;
  return finishReading(
    {
      kind: 'json-feed',
      id: null,
      title: line(feed['title']),
      description: line(feed['description']),
      site: link(feed['home_page_url'], base),
      language: text(feed['language']),
      self: link(feed['feed_url'], base),
      hub: hub.find((url) => url !== null) ?? null,
      published: [],
      updated: [],
      malformed: readable.length < items.length,
      ttlMinutes: null,
      nextPage: null,
    },
    readable.slice(0, limits.itemsPerChannelMax).map((item) => readItem(item, base, notes)),
    context,
    [
      ...(readable.length < items.length
        ? [`items that are no objects were dropped: ${items.length - readable.length}`]
        : []),
      ...(beyond > 0 ? [`${beyond} items beyond ${limits.itemsPerChannelMax} were not read`] : []),
      ...notes,
    ],
  );
}

/** Fields that only items of a JSON Feed have: they tell it where its version is missing. */
function hasOwnField(item: Json): boolean {
  return ['content_html', 'content_text', 'date_published'].some((field) => Object.hasOwn(item, field));
}

function readItem(item: Json, base: string | null, notes: Notes): RawItem {
  const attachments = Array.isArray(item['attachments']) ? item['attachments'] : [];
  const enclosures = distinct(
    firstEnclosures(attachments, notes)
      .map((entry) => link(asObject(entry)?.['url'], base))
      .filter((url) => url !== null),
  );
  const id = text(item['id']);
  const url =
    link(item['url'], base) ??
    link(item['external_url'], base) ??
    // "Ideally, the id is the full URL of the resource".
    (id !== null && /^https?:\/\/\S+$/i.test(id) ? link(id, base) : null) ??
    enclosures[0] ??
    null;
  const contentText = text(item['content_text']);
  const summary = text(item['summary']) ?? contentText;
  return {
    id: id ?? url,
    url,
    title: line(item['title']),
    published: dates(item['date_published']),
    updated: dates(item['date_modified']),
    summary: summary === null ? null : oneLine(summary),
    content: text(item['content_html']) ?? contentText,
    language: text(item['language']),
    authors: authorsOf(item),
    enclosures,
  };
}

/** 1.1 has `authors`, 1.0 had `author`. */
function authorsOf(item: Json): readonly string[] {
  const authors = Array.isArray(item['authors']) ? item['authors'] : [item['author']];
  return distinct(authors.map((author) => text(asObject(author)?.['name'])).filter((name) => name !== null));
}

function asObject(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

/** A non-empty string; numbers count, since ids are numbers in the wild. */
function text(value: unknown): string | null {
  const given = typeof value === 'number' ? String(value) : value;
  if (typeof given !== 'string' || given.trim() === '') return null;
  return given.trim().slice(0, limits.textFieldCharactersMax);
}

/** Titles are plain text by the specification; escaped markup in them is read like everybody's. */
function line(value: unknown): string | null {
  const given = text(value);
  return given === null ? null : /<\/[a-z]|&[#a-z]/i.test(given) ? plainText(given) : oneLine(given);
}

function dates(value: unknown): readonly string[] {
  const given = text(value);
  return given === null ? [] : [given];
}

function link(value: unknown, base: string | null): string | null {
  return linkAsWritten(text(value), base);
}
