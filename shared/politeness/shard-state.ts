/** The state of one shard (`state/shards/<id>.json`): the lease of its poller and what is remembered about its channels. */
import { keys, prefixes } from '../archive/keys.ts';
import { readJson, type Versioned, writeJson } from '../archive/objects.ts';
import { CorruptDataError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { Channel, Newsroom } from '../newsrooms/schema.ts';
import type { Objects } from '../ports.ts';
import * as z from '../zod.ts';
import { addressOf, type ChannelState, channelStateSchema, isDue, newChannelState } from './channel-state.ts';

const shardStateSchema = z.strictObject({
  /** A poller works on the shard until then. */
  leaseUntil: z.nullable(z.iso.datetime()),
  /** Whose lease it is. */
  nonce: z.nullable(z.string()),
  /** Hosts that poll leaves to ingest for a while, because it has just sent candidates to them. */
  quietHosts: z.array(z.strictObject({ host: z.string(), until: z.iso.datetime() })),
  channels: z.array(channelStateSchema),
});

export type ShardState = z.infer<typeof shardStateSchema>;

const unknownShard: ShardState = { leaseUntil: null, nonce: null, quietHosts: [], channels: [] };

/** Throws CorruptDataError when the object has another shape, DependencyError. */
export async function readShardState(objects: Objects, shard: string): Promise<Versioned<ShardState>> {
  const key = keys.shard(shard);
  const { value, etag } = await readJson<unknown>(objects, key, unknownShard);
  const parsed = shardStateSchema.safeParse(value);
  if (parsed.success) return { value: parsed.data, etag };
  throw new CorruptDataError('E_CORRUPT', `the object ${key} has the wrong shape: ${z.prettifyError(parsed.error)}`, {
    input: key,
    hint: 'restore an earlier version of the object; without it the channels begin anew with a baseline',
  });
}

export function isLeased(state: ShardState, nowMs: number): boolean {
  return state.leaseUntil !== null && Date.parse(state.leaseUntil) > nowMs;
}

/** A channel of a newsroom with what is remembered about it. */
export interface PolledChannel {
  readonly newsroom: Newsroom;
  readonly channel: Channel;
  readonly state: ChannelState;
}

/** Key of a channel in memory; an address has no space. */
export const channelKey = (newsroom: string, url: string): string => `${newsroom} ${url}`;

/** Every channel of the newsrooms, with a new state where there is none yet. */
export function channelsOf(state: ShardState, newsrooms: readonly Newsroom[]): PolledChannel[] {
  const known = new Map(state.channels.map((channel) => [channelKey(channel.newsroom, channel.url), channel]));
  return newsrooms.flatMap((newsroom) => {
    // An address that a file names twice is one channel.
    const channels = new Map(newsroom.channels.map((channel) => [channel.url, channel]));
    return [...channels.values()].map((channel) => ({
      newsroom,
      channel,
      state: known.get(channelKey(newsroom.id, channel.url)) ?? newChannelState(newsroom.id, channel.url),
    }));
  });
}

/**
 * The channels that may be asked now. Channels that share an address are asked together, once: when the first of those that were asked
 * before may be asked again. One that is new, or whose newsroom was enabled anew, waits for that (feeds.md 6, rule 6).
 */
export function dueChannels(state: ShardState, newsrooms: readonly Newsroom[], nowMs: number): PolledChannel[] {
  const groups = new Map<string, PolledChannel[]>();
  for (const one of channelsOf(state, newsrooms)) {
    const address = addressOf(one.state, one.channel);
    groups.set(address, [...(groups.get(address) ?? []), one]);
  }
  const isOurs = new Set([...groups.values()].flat().map(({ state: own }) => own));
  const heldUntil = new Map<string, number>();
  for (const other of state.channels) {
    // Of newsrooms that are not polled now: what was asked for them was asked all the same.
    if (isOurs.has(other) || other.nextAt === null || other.lastAskedAt === null) continue;
    const address = addressOf(other, other);
    heldUntil.set(address, Math.max(heldUntil.get(address) ?? 0, Date.parse(other.nextAt)));
  }
  return [...groups].flatMap(([address, members]) => {
    if ((heldUntil.get(address) ?? 0) > nowMs) return [];
    const asked = members.filter((one) => one.state.nextAt !== null || one.state.condition === 'gone');
    const deciding = asked.length > 0 ? asked : members;
    return deciding.some((one) => isDue(one.state, nowMs))
      ? members.filter((one) => one.state.condition !== 'gone')
      : [];
  });
}

/** The state with these channels replaced or added, and those forgotten that no file has named for long. Pure. */
export function withChannels(
  state: ShardState,
  changed: readonly ChannelState[],
  newsrooms: readonly Newsroom[],
  nowMs: number,
): ShardState {
  const channels = new Map(state.channels.map((channel) => [channelKey(channel.newsroom, channel.url), channel]));
  for (const channel of changed) channels.set(channelKey(channel.newsroom, channel.url), channel);
  const named = new Map(
    newsrooms.flatMap(({ id, channels: own }) => own.map(({ url, kind }) => [channelKey(id, url), kind] as const)),
  );
  const kept = [...channels].filter(
    ([key, { lastAskedAt }]) =>
      named.has(key) || (lastAskedAt !== null && nowMs - Date.parse(lastAskedAt) <= limits.channelForgottenMs),
  );
  return { ...state, channels: kept.map(([key, channel]) => ({ ...channel, kind: named.get(key) ?? channel.kind })) };
}

/**
 * Ends every lease. Only for a process that knows that it is the only poller (it holds DATA/lock): what a killed one left behind
 * would otherwise keep the shards waiting until the lease runs out.
 */
export async function clearShardLeases(objects: Objects): Promise<void> {
  const { objects: heads } = await objects.list(prefixes.shards);
  for (const { key } of heads) {
    const shard = key.slice(prefixes.shards.length, -'.json'.length);
    const { value, etag } = await readShardState(objects, shard);
    if (value.leaseUntil === null) continue;
    await writeJson(objects, key, { ...value, leaseUntil: null, nonce: null }, etag);
  }
}
