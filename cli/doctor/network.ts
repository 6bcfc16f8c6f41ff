/** Whether the names of the watched newsrooms can be looked up; nothing is asked of them. */
import { lookup } from 'node:dns/promises';
import type { DataFolder } from '../../infra/local/folder.ts';
import { systemClock } from '../../infra/local/stores/clock.ts';
import { openFileObjects } from '../../infra/local/stores/file-objects.ts';
import { enabledNewsrooms } from '../../shared/newsrooms/enabled.ts';
import { builtinNewsrooms } from '../../shared/newsrooms/registry.ts';
import { isThere } from '../reach.ts';
import { type Finding, failed, ok } from './finding.ts';

const hostsMax = 40;

export type Lookup = (host: string) => Promise<unknown>;

async function watchedHosts(folder: DataFolder): Promise<readonly string[]> {
  const all = builtinNewsrooms();
  const { archive, temporary } = folder;
  const watched = (await isThere(archive))
    ? await enabledNewsrooms(await openFileObjects({ archive, temporary, clock: systemClock() }), all)
    : [];
  const asked = watched.length > 0 ? watched : all.filter(({ recommended }) => recommended === true);
  return [...new Set(asked.flatMap(({ channels }) => channels.map(({ url }) => new URL(url).hostname)))].slice(
    0,
    hostsMax,
  );
}

/** `asked`: whether names are looked up at all; nothing leaves this machine otherwise. */
export async function checkNetwork(
  folder: DataFolder,
  asked: boolean,
  resolve: Lookup = lookup,
): Promise<readonly Finding[]> {
  if (!asked) return [ok('network', 'not tried: --network looks up the names of the watched newsrooms')];
  try {
    const hosts = await watchedHosts(folder);
    const results = await Promise.all(
      hosts.map((host) =>
        resolve(host).then(
          () => null,
          () => host,
        ),
      ),
    );
    const missing = results.filter((host) => host !== null);
    if (missing.length === 0) return [ok('network', `${hosts.length} names were found`)];
    const message = `${missing.length} of ${hosts.length} names were not found: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ' …' : ''}`;
    const remedy =
      missing.length === hosts.length
        ? 'check the connection and the name server of this machine (/etc/resolv.conf)'
        : 'see `dateline health`: these newsrooms may have moved';
    return [{ check: 'network', status: 'unreachable', message, remedy }];
  } catch (error) {
    return [failed('network', error)];
  }
}
