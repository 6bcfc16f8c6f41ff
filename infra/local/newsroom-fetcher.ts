/** The guarded HTTP client of one machine, as its settings and environment have it. */
import { readFile } from 'node:fs/promises';
import { type GuardedFetcher, guardedFetcher } from '../../functions/adapters/http/fetcher.ts';
import { chooseProxy } from '../../functions/adapters/http/proxy-choice.ts';
import { repositoryAddress } from '../../shared/newsrooms/contact.ts';
import type { Log } from '../../shared/ports.ts';
import type { Settings } from './settings.ts';

async function version(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** A proxy of the environment that the settings do not name is not gone through; the log says so once. */
export async function newsroomFetcher(
  settings: Settings,
  allowedHosts: ReadonlySet<string>,
  log: Log,
): Promise<GuardedFetcher> {
  const choice = chooseProxy(process.env, settings.proxy ?? null);
  if (choice.kind === 'ignored') log.warn('proxy-not-used', { reason: choice.message });
  return guardedFetcher({
    allowedHosts,
    contact: settings.contact ?? repositoryAddress,
    version: await version(),
    proxy: choice.kind === 'used' ? choice.proxy : null,
  });
}
