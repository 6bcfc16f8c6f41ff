/** What is remembered about one channel between polls: part of its shard's state. */
import { candidateSchema } from '../channels/candidate.ts';
import * as z from '../zod.ts';

const time = z.nullable(z.iso.datetime());

export const channelStateSchema = z.strictObject({
  newsroom: z.string(),
  /** The channel's address as its newsroom file has it. */
  url: z.string(),
  /** `blocked`: 401, 403, 429. `gone`: 410, never asked again. `broken`: anything else that gives no usable answer. */
  condition: z.enum(['new', 'good', 'blocked', 'broken', 'gone']),
  /** Why it is not good, for people. */
  reason: z.nullable(z.string()),
  /** Not asked before; null: due at once (or never, when gone). */
  nextAt: time,
  /** Validators byte for byte as the server sent them. */
  etag: z.nullable(z.string()),
  lastModified: z.nullable(z.string()),
  firstPolledAt: time,
  lastAskedAt: time,
  lastGoodAt: time,
  /** Last whole answer (200), as against a 304. */
  lastFullAt: time,
  /** Last time it offered something not seen before. */
  lastItemAt: time,
  lastStatus: z.nullable(z.int()),
  /** In a row. */
  failures: z.int().check(z.gte(0)),
  /** SHA-256 of the last good body. */
  lastBodyHash: z.nullable(z.string()),
  /** Items in the last good reading. */
  lastItems: z.nullable(z.int()),
  /** Answers in a row that were 200 with the same bytes. */
  equalBodies: z.int().check(z.gte(0)),
  /** A permanent redirect that was met, in a row, on good polls. */
  movedTo: z.nullable(z.strictObject({ url: z.string(), since: z.iso.datetime(), times: z.int() })),
  /** Hashes of candidates that were offered, the latest listed last. A cache: create-once in the archive is the truth. */
  seen: z.array(z.string()),
  /** Candidates over the limit of a poll; they go with the next ones. */
  backlog: z.array(candidateSchema),
});

export type ChannelState = z.infer<typeof channelStateSchema>;

export function newChannelState(newsroom: string, url: string): ChannelState {
  return {
    newsroom,
    url,
    condition: 'new',
    reason: null,
    nextAt: null,
    etag: null,
    lastModified: null,
    firstPolledAt: null,
    lastAskedAt: null,
    lastGoodAt: null,
    lastFullAt: null,
    lastItemAt: null,
    lastStatus: null,
    failures: 0,
    lastBodyHash: null,
    lastItems: null,
    equalBodies: 0,
    movedTo: null,
    seen: [],
    backlog: [],
  };
}

/** Whether the channel may be asked now as far as it alone is concerned. */
export function isDue(state: ChannelState, nowMs: number): boolean {
  if (state.condition === 'gone') return false;
  return state.nextAt === null || Date.parse(state.nextAt) <= nowMs;
}
