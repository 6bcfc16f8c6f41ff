/** What every channel reader answers: the shape of `inspect feed|listing` (INTERFACES). */
import type { DateOrder, JsonMapping, ListingSelectors } from '../newsrooms/schema.ts';

export type ChannelReadingKind =
  | 'rss'
  | 'atom'
  | 'rdf'
  | 'json-feed'
  | 'json-api'
  | 'sitemap'
  | 'sitemap-index'
  | 'listing'
  | 'none';

/** One item as the channel offers it. Dates are ISO 8601 in UTC, or the date alone where that is all there is, or null. */
export interface ChannelItem {
  /** Raw guid or atom:id, else the address; null when the item has neither. */
  readonly id: string | null;
  readonly url: string | null;
  /** Plain text, one line, decoded once. */
  readonly title: string | null;
  readonly published: string | null;
  readonly updated: string | null;
  /** Plain text, one line. */
  readonly summary: string | null;
  /** The item's own HTML as decoded. */
  readonly content: string | null;
  readonly language: string | null;
  readonly authors: readonly string[];
  readonly enclosures: readonly string[];
}

export interface ChannelReading {
  readonly kind: ChannelReadingKind;
  readonly id: string | null;
  readonly title: string | null;
  readonly description: string | null;
  /** The feed's own site. */
  readonly site: string | null;
  readonly language: string | null;
  readonly self: string | null;
  readonly hub: string | null;
  readonly published: string | null;
  readonly updated: string | null;
  /** In document order. */
  readonly items: readonly ChannelItem[];
  readonly malformed: boolean;
  readonly warnings: readonly string[];
  /** Hints that only lengthen the interval: minutes of RSS ttl or sy:updatePeriod; null without one. */
  readonly ttlMinutes: number | null;
  /** Hours of GMT (0 to 23) and days of the week (0 is Sunday) in which RSS asks not to be polled; absent without any. */
  readonly skipHours?: readonly number[];
  readonly skipDays?: readonly number[];
  /** Address of the next page of a listing, when the selectors name one and the page has it. */
  readonly nextPage: string | null;
}

/** What is known about the bytes before they are read. */
export interface ReadingContext {
  /** Address the bytes came from; relative links are resolved against it. */
  readonly url: string | null;
  /** The Content-Type header. */
  readonly contentType: string | null;
  /** IANA name; a clock time without a zone is local to it. */
  readonly timeZone: string | null;
  readonly dateOrder: DateOrder | null;
  readonly uiLanguage: string | null;
  readonly language: string | null;
  readonly listing: ListingSelectors | null;
  /** Of a json-api channel. */
  readonly json?: JsonMapping | null;
}
