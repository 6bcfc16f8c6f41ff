/** Contexts and shortcuts for the channel tests. */
import { readChannel } from '../../../shared/channels/read.ts';
import type { ChannelReading, ReadingContext } from '../../../shared/channels/types.ts';
import type { ChannelKind } from '../../../shared/newsrooms/schema.ts';

const unknownContext: ReadingContext = {
  url: null,
  contentType: null,
  timeZone: null,
  dateOrder: null,
  uiLanguage: null,
  language: null,
  listing: null,
};

/** Reads text or bytes of the declared kind, at `https://press.example.org/feed` unless told otherwise. */
export function read(
  body: string | Uint8Array,
  kind: ChannelKind | null = 'rss',
  known: Partial<ReadingContext> = {},
): ChannelReading {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return readChannel(bytes, kind, { ...unknownContext, url: 'https://press.example.org/feed', ...known });
}

/** An RSS document around items. */
export function rss(items: string, attributes = ''): string {
  return `<?xml version="1.0"?><rss version="2.0" ${attributes}><channel><title>Press</title><link>https://press.example.org/</link>${items}</channel></rss>`;
}
