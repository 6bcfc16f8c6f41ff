/** Reads the page of a stored release again: the context that ingest had, as far as the record keeps it. */
import { readCapture, readCaptureHead } from '../archive/capture.ts';
import type { Newsroom } from '../newsrooms/schema.ts';
import type { Objects } from '../ports.ts';
import { readPage } from '../release/read.ts';
import type { Release } from '../release/schema.ts';
import type { PageTemplate } from '../release/template/template.ts';
import type { ChannelHints, PageContext, PageReading } from '../release/types.ts';

/** What is known of the page beside the record. */
export interface PageOrigin {
  readonly url: string;
  readonly contentType: string | null;
  /** What the channel said, where it is known. */
  readonly channel: ChannelHints | null;
  readonly template: PageTemplate;
}

/** What the newsroom's file says of the pages that this channel offers. `newsroom` is undefined for one that no file names any more. */
export function newsroomContext(
  newsroom: Newsroom | undefined,
  channelUrl: string | undefined,
): Pick<PageContext, 'language' | 'uiLanguage' | 'timeZone' | 'dateOrder'> {
  const channel = newsroom?.channels.find(({ url }) => url === channelUrl);
  return {
    language: channel?.language ?? newsroom?.language ?? null,
    uiLanguage: channel?.uiLanguage ?? newsroom?.uiLanguage ?? null,
    timeZone: newsroom?.timeZone ?? null,
    dateOrder: newsroom?.dateOrder ?? null,
  };
}

export function storedContext(release: Release, newsroom: Newsroom | undefined, page: PageOrigin): PageContext {
  const known = newsroomContext(newsroom, release.channel?.url);
  // Where no file says it any more, the record is what is left of it.
  const { organization, inLanguage: language, uiLanguage } = release;
  return newsroom === undefined
    ? { ...page, ...known, organization, language, uiLanguage }
    : { ...page, ...known, organization: newsroom.organization };
}

/** What today's code makes of the stored bytes; null when there is no capture. Throws CorruptDataError for altered bytes. */
export async function readStoredPage(
  objects: Objects,
  release: Release,
  newsroom: Newsroom | undefined,
  known: Pick<PageOrigin, 'channel' | 'template'>,
): Promise<PageReading | null> {
  if (release.capture === null) return null;
  const bytes = await readCapture(objects, release.capture);
  if (bytes === null) return null;
  const head = await readCaptureHead(objects, release.capture);
  const page = { url: head?.url ?? release.url, contentType: head?.headers['content-type'] ?? null, ...known };
  return readPage(bytes, storedContext(release, newsroom, page));
}
