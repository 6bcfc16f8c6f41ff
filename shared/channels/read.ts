/** From the bytes of a channel to what it offers: the bytes decide which reader takes them, the declared kind is a hint. */
import { gunzipSync } from 'node:zlib';
import { limits } from '../limits.ts';
import type { ChannelKind } from '../newsrooms/schema.ts';
import { decodeBytes, type TextKind } from '../text/encoding.ts';
import { dialectOf, readFeed } from './feed.ts';
import { readJsonApi } from './json-api.ts';
import { readJsonFeed } from './json-feed.ts';
import { endOfString, repairJson } from './json-repair.ts';
import { readListing } from './listing.ts';
import { emptyReading } from './raw-item.ts';
import { readAddressList, readSitemap, sitemapKindOf } from './sitemap.ts';
import type { ChannelReading, ReadingContext } from './types.ts';
import { rootOf } from './xml-prepare.ts';

/**
 * Reads a channel. Nothing found is `items: []`, with a warning that says why; bad bytes never throw. `kind` null means that
 * nothing is declared. Throws BadInputError E_SELECTOR for a listing selector that is none.
 */
export function readChannel(bytes: Uint8Array, kind: ChannelKind | null, context: ReadingContext): ChannelReading {
  const plain = unzipped(bytes);
  if (plain === null) return nothing('the gzip data cannot be read', true);
  const decoded = decodeBytes(plain, { contentType: context.contentType, kind: kindOfText(plain, kind) });
  const reading = readText(decoded.text, kind, context);
  return { ...reading, warnings: [...decoded.warnings, ...reading.warnings] };
}

/** Sitemaps come gzipped under any name, some twice: the magic bytes say so. */
function unzipped(bytes: Uint8Array): Uint8Array | null {
  let plain = bytes;
  for (let layer = 0; plain[0] === 0x1f && plain[1] === 0x8b; layer += 1) {
    if (layer === limits.contentEncodingsMax) return null;
    try {
      plain = gunzipSync(plain, { maxOutputLength: limits.sitemapBodyBytesMax });
    } catch {
      // Broken or larger than the limit: the reading says that it could not be read.
      return null;
    }
  }
  return plain;
}

/** Which declarations of an encoding may stand in these bytes. */
function kindOfText(bytes: Uint8Array, kind: ChannelKind | null): TextKind {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1_024)).toString('latin1');
  if (/^[\s\u00ef\u00bb\u00bf]*[{[]/.test(head)) return 'json';
  return kind === 'listing' || /<(!doctype\s+html|html|head|body)\b/i.test(head) ? 'html' : 'xml';
}

function readText(text: string, kind: ChannelKind | null, context: ReadingContext): ChannelReading {
  const trimmed = text.trimStart();
  if (trimmed === '') return nothing('the body is empty', false);
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) return readJson(trimmed, context);
  const root = rootOf(text);
  const name = root?.name.toLowerCase() ?? '';
  if (sitemapKindOf(name) !== null) return readSitemap(text, context) ?? nothing('the sitemap cannot be read', true);
  if (dialectOf(name) !== null) return readFeed(text, context) ?? nothing('the feed cannot be read', true);
  const isPage = name === 'html' || /^\s*<!doctype\s+html/i.test(text.slice(0, 1_024));
  if (kind !== 'listing') {
    const inside = feedInside(text);
    const reading = inside === null ? null : (readFeed(inside, context) ?? readSitemap(inside, context));
    // A page that only shows the elements of one is no feed.
    if (reading !== null && (!isPage || reading.items.length > 0)) {
      return { ...reading, malformed: true, warnings: ['text before the document was dropped', ...reading.warnings] };
    }
  }
  if (kind === 'listing' || (kind === null && (isPage || name !== ''))) return readListing(text, context);
  const list = kind === null || kind === 'sitemap' ? readAddressList(text, context) : null;
  if (list !== null) return list;
  if (isPage) return nothing('an HTML page, not a feed', false);
  return nothing(
    /^[\w:.-]+$/.test(name)
      ? `the root element <${name.slice(0, 40)}> is that of no known feed`
      : 'neither XML nor JSON',
    false,
  );
}

/** The feed behind what a server printed in front of it (warnings, markup of a broken page). */
function feedInside(text: string): string | null {
  const start = text.slice(0, 262_144).search(/<(?:rss|feed|rdf:RDF|urlset|sitemapindex)(?=[\s>])/i);
  return start < 0 ? null : text.slice(start);
}

/** Whether brackets outside of strings stand deeper than `max` in one another; the parser would take any depth, and memory for it. */
function isDeeper(text: string, max: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) depth += 1;
    else if (code === 0x5d || code === 0x7d) depth -= 1;
    else if (code === 0x22) at = endOfString(text, at);
    if (depth > max) return true;
  }
  return false;
}

function readJson(text: string, context: ReadingContext): ChannelReading {
  if (isDeeper(text, limits.jsonDepthMax)) return nothing(`JSON nested deeper than ${limits.jsonDepthMax}`, true);
  const value = parsedJson(text);
  if (value !== null) return readJsonValue(value.parsed, context);
  const repaired = repairJson(text);
  const rest = repaired === null ? null : parsedJson(repaired);
  if (rest === null) return nothing('the body begins like JSON but is none', true);
  const reading = readJsonValue(rest.parsed, context);
  return {
    ...reading,
    malformed: true,
    warnings: ['not well-formed JSON: what could be read was kept', ...reading.warnings],
  };
}

function parsedJson(text: string): { readonly parsed: unknown } | null {
  try {
    return { parsed: JSON.parse(text) };
  } catch {
    // Expected of channels: the reading says it.
    return null;
  }
}

function readJsonValue(value: unknown, context: ReadingContext): ChannelReading {
  const { json } = context;
  if (json !== undefined && json !== null) return readJsonApi(value, json, context);
  return (
    readJsonFeed(value, context) ??
    nothing('JSON without the marks of a JSON Feed; for a JSON API the newsroom file needs a mapping (json)', false)
  );
}

function nothing(warning: string, malformed: boolean): ChannelReading {
  return { ...emptyReading, malformed, warnings: [warning] };
}
