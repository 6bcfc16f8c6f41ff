/** The candidate: one item a channel offered, as it travels to ingest through the Found queue. */
import * as z from 'zod';

export const origins = ['live', 'baseline', 'backfill', 'reprocessed'] as const;
export type Origin = (typeof origins)[number];

export const candidateSchema = z.strictObject({
  newsroom: z.string(),
  /** Address of the channel that offered it. */
  channel: z.string(),
  /** host:port that ingest will ask; the FIFO group. */
  host: z.string(),
  /** Raw guid, null when the channel gave none. */
  guid: z.string().nullable(),
  url: z.string(),
  title: z.string().nullable(),
  published: z.string().nullable(),
  updated: z.string().nullable(),
  summary: z.string().nullable(),
  /** The item's own HTML, truncated to `candidateTextCharactersMax`. */
  content: z.string().nullable(),
  contentTruncated: z.boolean(),
  language: z.string().nullable(),
  origin: z.enum(origins),
  /** ISO 8601 UTC: when poll first saw it. */
  foundAt: z.string(),
  /** Over (newsroom, guid, url, updated): a new state of an item is a new candidate. */
  hash: z.string(),
  /** Counts page attempts that were deferred, from 0. */
  attempt: z.int().min(0),
});

export type Candidate = z.infer<typeof candidateSchema>;
