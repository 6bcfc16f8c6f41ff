/** The newsrooms that a place knows: the files', and those it polled before although their files are not given now. */
import type { Catalog } from '../shared/archive/catalog-schema.ts';
import { keys } from '../shared/archive/keys.ts';
import { readJson } from '../shared/archive/objects.ts';
import { BadInputError } from '../shared/errors.ts';
import type { Newsroom } from '../shared/newsrooms/schema.ts';
import { readShardState } from '../shared/politeness/shard-state.ts';
import { readShards } from '../shared/politeness/shards.ts';
import type { Objects } from '../shared/ports.ts';
import { similar } from './nearest.ts';

/**
 * `newsrooms`, then what the states of polled channels and the catalog tell of others: a file of `--newsrooms`, the
 * demo's, those that a deployment compiled in.
 */
export async function knownNewsrooms(objects: Objects, newsrooms: readonly Newsroom[]): Promise<readonly Newsroom[]> {
  const known = new Set(newsrooms.map(({ id }) => id));
  const { shards } = await readShards(objects);
  const states = (await Promise.all(shards.map(({ id }) => readShardState(objects, id)))).flatMap(
    ({ value }) => value.channels,
  );
  const catalog = (await readJson<Catalog | null>(objects, keys.catalog, null)).value;
  const others = new Map<string, Newsroom>();
  for (const { newsroom: id, url, kind } of states) {
    if (known.has(id)) continue;
    const listed = catalog?.newsrooms.find((one) => one.id === id);
    const before = others.get(id);
    const channels = [...(before?.channels ?? []), { kind: kind ?? 'rss', url }];
    const organization = listed?.organization ?? id;
    const homepage = listed?.homepage || url;
    // Polled, so its file said so.
    others.set(id, { id, organization, country: 'INT', homepage, enabled: true, channels });
  }
  return [...newsrooms, ...others.values()];
}

/** The newsroom, or the fault that names the nearest one. */
export function findNewsroom(newsrooms: readonly Newsroom[], id: string): Newsroom | BadInputError {
  const found = newsrooms.find((one) => one.id === id.toLowerCase());
  if (found !== undefined) return found;
  const near = similar(
    id.toLowerCase(),
    newsrooms.map((one) => one.id),
  );
  return new BadInputError('E_NEWSROOM', `there is no newsroom ${id}`, {
    input: id,
    hint: `${near === null ? '' : `did you mean ${near}? `}See \`dateline newsroom list\`; --newsrooms DIR adds files of your own`,
  });
}

function siteOf(address: string): string {
  return new URL(address).host.replace(/^www\./u, '');
}

/**
 * Those on whose site an address lies: by the host of their homepage or of a channel. Where hosts are shared (`www.gov.uk`) an address
 * with a path is that of the homepages above it, if there are any.
 */
export function newsroomsAt(newsrooms: readonly Newsroom[], url: string): readonly Newsroom[] {
  const there = newsrooms.filter(({ homepage, channels }) =>
    [homepage, ...channels.map((channel) => channel.url)].some((address) => siteOf(address) === siteOf(url)),
  );
  const path = (address: string): string => new URL(address).pathname.replace(/\/?$/u, '/');
  const above = there.filter(
    ({ homepage }) =>
      siteOf(homepage) === siteOf(url) && path(homepage) !== '/' && path(url).startsWith(path(homepage)),
  );
  return above.length > 0 ? above : there;
}
