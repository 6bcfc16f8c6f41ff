/** Reads what a channel answered with all that its newsroom file says of it. */
import type { Channel, Newsroom } from '../newsrooms/schema.ts';
import type { FetchedResponse } from '../ports.ts';
import { readChannel } from './read.ts';
import type { ChannelReading } from './types.ts';

/** Relative links are resolved against the address that answered. Never throws but for a selector that is none. */
export function readFetched(newsroom: Newsroom, channel: Channel, response: FetchedResponse): ChannelReading {
  return readChannel(response.body, channel.kind, {
    url: response.finalUrl,
    contentType: response.headers['content-type'] ?? null,
    timeZone: newsroom.timeZone ?? null,
    dateOrder: newsroom.dateOrder ?? null,
    uiLanguage: channel.uiLanguage ?? newsroom.uiLanguage ?? null,
    language: channel.language ?? newsroom.language ?? null,
    listing: channel.listing ?? null,
    json: channel.json ?? null,
  });
}
