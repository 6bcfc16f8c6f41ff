/** The candidate: one item a channel offered, as it travels to ingest through the Found queue. */
import * as z from '../zod.ts';

export const origins = ['live', 'baseline', 'backfill', 'reprocessed'] as const;
export type Origin = (typeof origins)[number];

export const candidateSchema = z.strictObject({
  newsroom: z.string(),
  /** Address of the channel that offered it. */
  channel: z.string(),
  /** host:port that ingest will ask, the channel's for an item without an address; the FIFO group. */
  host: z.string(),
  /** Raw guid, null when the channel gave none. */
  guid: z.nullable(z.string()),
  /** Null for an item that has a guid and no address: what the channel says of it is all there is. */
  url: z.nullable(z.string()),
  /** Where an item without an address of its own can be read; absent: where its channel is. */
  shownAt: z.optional(z.string()),
  title: z.nullable(z.string()),
  published: z.nullable(z.string()),
  updated: z.nullable(z.string()),
  summary: z.nullable(z.string()),
  /** The item's own HTML, truncated to `candidateTextCharactersMax`. */
  content: z.nullable(z.string()),
  contentTruncated: z.boolean(),
  language: z.nullable(z.string()),
  origin: z.enum(origins),
  /** ISO 8601 UTC: when poll first saw it. */
  foundAt: z.string(),
  /** Over (newsroom, guid, url, updated): a new state of an item is a new candidate. */
  hash: z.string(),
  /** The listing gives a page that was offered before another title: it is asked for again, as after a newer `updated`. */
  retitled: z.optional(z.literal(true)),
  /** Counts page attempts that were deferred, from 0. */
  attempt: z.int().check(z.gte(0)),
});

export type Candidate = z.infer<typeof candidateSchema>;
