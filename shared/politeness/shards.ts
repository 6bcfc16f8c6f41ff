/** Which newsroom is polled in which shard (`state/shards.json`): assigned once, for life, so that no host has two pollers. */
import { keys } from '../archive/keys.ts';
import { readJson, swapJson } from '../archive/objects.ts';
import { CorruptDataError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { Newsroom } from '../newsrooms/schema.ts';
import type { Objects } from '../ports.ts';
import * as z from '../zod.ts';
import { hostOf } from './host.ts';

const shardsSchema = z.strictObject({
  shards: z.array(z.strictObject({ id: z.string(), newsrooms: z.array(z.string()), hosts: z.array(z.string()) })),
});

export type Shards = z.infer<typeof shardsSchema>;
export type Shard = Shards['shards'][number];

const noShards: Shards = { shards: [] };

function checked(value: unknown): Shards {
  const parsed = shardsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new CorruptDataError('E_CORRUPT', `${keys.shards} has the wrong shape: ${z.prettifyError(parsed.error)}`, {
    input: keys.shards,
    hint: 'restore an earlier version of the object',
  });
}

function hostsOf(newsroom: Newsroom): string[] {
  return newsroom.channels.flatMap(({ url }) => hostOf(url) ?? []);
}

/** The shards with every newsroom in one: the shard that holds one of its hosts, else the first that is not full. Pure. */
export function withNewsrooms(current: Shards, newsrooms: readonly Newsroom[]): Shards {
  const shards = current.shards.map(({ id, newsrooms: members, hosts }) => ({
    id,
    newsrooms: [...members],
    hosts: new Set(hosts),
  }));
  const assigned = new Map(shards.flatMap((shard) => shard.newsrooms.map((id) => [id, shard] as const)));
  for (const newsroom of newsrooms) {
    const hosts = hostsOf(newsroom);
    let shard = assigned.get(newsroom.id);
    if (shard === undefined) {
      shard =
        shards.find((one) => hosts.some((host) => one.hosts.has(host))) ??
        shards.find((one) => one.newsrooms.length < limits.newsroomsPerShardMax);
      if (shard === undefined) {
        shard = { id: `shard-${String(shards.length + 1).padStart(4, '0')}`, newsrooms: [], hosts: new Set() };
        shards.push(shard);
      }
      shard.newsrooms.push(newsroom.id);
    }
    for (const host of hosts) shard.hosts.add(host);
  }
  return { shards: shards.map((shard) => ({ ...shard, hosts: [...shard.hosts] })) };
}

/** Throws CorruptDataError, DependencyError. */
export async function readShards(objects: Objects): Promise<Shards> {
  return checked((await readJson<unknown>(objects, keys.shards, noShards)).value);
}

/** The shards after every given newsroom has been assigned; written only when something is new. */
export async function assignShards(objects: Objects, newsrooms: readonly Newsroom[]): Promise<Shards> {
  const size = ({ shards }: Shards): number =>
    shards.reduce((sum, shard) => sum + shard.newsrooms.length + shard.hosts.length, 0);
  const current = await readShards(objects);
  if (size(withNewsrooms(current, newsrooms)) === size(current)) return current;
  const swapped = await swapJson<unknown>(objects, keys.shards, noShards, (value) =>
    withNewsrooms(checked(value), newsrooms),
  );
  return checked(swapped);
}
