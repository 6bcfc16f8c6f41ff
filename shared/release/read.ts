/** Bytes or text in, the content of one record out. None of these functions throws on any input; each awaits language detection only. */
import { decodeBytes } from '../text/encoding.ts';
import { plainText } from '../text/html-text.ts';
import { canonicalItemUrl } from './canonical-url.ts';
import { type ComposedContent, composeContent, type ReadParts } from './compose.ts';

import type { BlockDecision } from './page/decisions.ts';
import { type KindReading, pageKindOf } from './page/kind.ts';
import { nothingLinked } from './page/linked.ts';
import { channelDate } from './page/machine-dates.ts';
import { isoMoment } from './page/machine-moments.ts';
import { measure } from './page/measure.ts';
import { readHtml } from './page/read-page.ts';
import { endsSentence } from './page/text.ts';
import { readTree } from './page/tree.ts';
import { readPlainText } from './plain-text.ts';
import type { ChannelHints, PageContext, PageReading } from './types.ts';

/** How much is searched for a tag when the bytes do not say what they are. */
const SNIFFED_CHARACTERS = 4_000;

const noParts: Omit<ReadParts, 'canonicalUrl'> = {
  headline: null,
  subtitle: null,
  paragraphs: [],
  labels: [],
  dateLabel: null,
  machineDates: [],
  strayDate: () => null,
  dateModified: null,
  pageLanguage: null,
  ...nothingLinked,
  warnings: [],
  evidence: () => [],
};

function readingOf(
  { pageKind, reason }: KindReading,
  { content, paragraphs, evidence }: ComposedContent,
  decisions: () => readonly BlockDecision[] = () => [],
): PageReading {
  return {
    pageKind,
    reason,
    content,
    paragraphs,
    explain: () => ({ decisions: decisions(), evidence: evidence() }),
  };
}

function ownUrl(context: PageContext): string | null {
  return context.url === null ? null : canonicalItemUrl(context.url);
}

function looksLikeHtml(text: string, contentType: string | null): boolean {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'text/plain') return false;
  if (type.includes('html')) return true;
  return /<(?:!doctype|html|head|body|div|p|h1|article|main|span|table|title|meta)[\s>/]/i.test(
    text.slice(0, SNIFFED_CHARACTERS),
  );
}

/** Reads the bytes of a page: HTML, or plain text where they are no HTML. */
export async function readPage(bytes: Uint8Array, context: PageContext): Promise<PageReading> {
  const decoded = decodeBytes(bytes, { contentType: context.contentType, kind: 'html' });
  if (isBinary(decoded.text)) return nothing(context, 'the bytes are no text', [...decoded.warnings]);
  if (!looksLikeHtml(decoded.text, context.contentType)) return readPlain(decoded.text, context, decoded.warnings);
  const { parts, kind, decisions } = readHtml(decoded.text, context);
  const composed = await composeContent({ ...parts, warnings: [...decoded.warnings, ...parts.warnings] }, context);
  return readingOf(kind, composed, decisions);
}

/** Reads the plain text of a page: navigation, date label and title in front of the text are told apart from it. */
export async function readText(text: string, context: PageContext): Promise<PageReading> {
  return readPlain(text, context, []);
}

async function readPlain(text: string, context: PageContext, warnings: readonly string[]): Promise<PageReading> {
  const read = readPlainText(text, { uiLanguage: context.uiLanguage, dateOrder: context.dateOrder });
  const bodyCharacters = read.paragraphs.reduce((sum, paragraph) => sum + paragraph.text.length, 0);
  const kind = pageKindOf({
    page: measure(readTree('')),
    pruned: [],
    container: null,
    headline: read.headline,
    isDated: read.dateLabel !== null,
    bodyCharacters,
    bodyBlocks: [],
    goodParagraphs: read.paragraphs.filter((paragraph) => endsSentence(paragraph.text)).length,
  });
  const fromChannel = channelDate(context.channel, context.timeZone);
  const parts: ReadParts = {
    ...noParts,
    ...read,
    headline: read.headline ?? context.channel?.title ?? null,
    paragraphs: kind.pageKind === 'release' ? read.paragraphs : [],
    machineDates: fromChannel === null ? [] : [fromChannel],
    canonicalUrl: ownUrl(context),
    warnings,
  };
  return readingOf(kind, await composeContent(parts, context));
}

/**
 * The record's content from what the channel itself said (`context.channel`), for a page that cannot be had.
 * Headline and date are the channel's; the body is its own text, or empty.
 */
export async function readChannelText(context: PageContext): Promise<PageReading> {
  const hints = context.channel;
  if (hints === null) return nothing(context, 'there is neither a page nor a channel', []);
  const published = channelDate(hints, context.timeZone);
  const parts: ReadParts = {
    ...noParts,
    headline: hints.title === null ? null : plainText(hints.title).replace(/\s+/g, ' ') || null,
    paragraphs: channelParagraphs(hints).map((text) => ({ text, blockquote: false, heading: false })),
    machineDates: published === null ? [] : [published],
    dateModified: hints.updated === null ? null : isoMoment(hints.updated),
    canonicalUrl: ownUrl(context),
  };
  const kind: KindReading = { pageKind: 'release', reason: "the channel's own text" };
  return readingOf(kind, await composeContent(parts, context));
}

function channelParagraphs(hints: ChannelHints): readonly string[] {
  const source = hints.content ?? hints.summary;
  if (source === null) return [];
  return measure(readTree(source))
    .blocks.filter((block) => block.linkShare < 1 || block.good)
    .map((block) => block.text);
}

async function nothing(context: PageContext, reason: string, warnings: readonly string[]): Promise<PageReading> {
  const composed = await composeContent({ ...noParts, canonicalUrl: ownUrl(context), warnings }, context);
  return readingOf({ pageKind: 'empty', reason }, composed);
}

/** Pictures and archives have NUL and control characters in their first bytes; no text has many. */
function isBinary(text: string): boolean {
  const head = text.slice(0, SNIFFED_CHARACTERS);
  const controls = head.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0;
  return head.length > 0 && controls > head.length * 0.1;
}
