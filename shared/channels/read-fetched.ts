/** Reads what a channel answered with all that its newsroom file says of it. */
import type { Channel, Newsroom } from '../newsrooms/schema.ts';
import type { FetchedResponse } from '../ports.ts';
import { readChannel } from './read.ts';
import type { ChannelReading } from './types.ts';

const olderLeftOut = 'the older part of the sitemap was not read';

/** Relative links are resolved against the address that answered. Never throws but for a selector that is none. */
export function readFetched(newsroom: Newsroom, channel: Channel, response: FetchedResponse): ChannelReading {
  const reading = readChannel(response.body, channel.kind, {
    url: response.finalUrl,
    contentType: response.headers['content-type'] ?? null,
    timeZone: newsroom.timeZone ?? null,
    dateOrder: newsroom.dateOrder ?? null,
    uiLanguage: channel.uiLanguage ?? newsroom.uiLanguage ?? null,
    language: channel.language ?? newsroom.language ?? null,
    listing: channel.listing ?? null,
    json: channel.json ?? null,
  });
  // Nothing is wrong with a sitemap of which only the first part was read.
  return response.isCut === true ? { ...reading, malformed: false, warnings: [olderLeftOut] } : reading;
}
