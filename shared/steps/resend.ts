/** Sending unfinished alerts through the normal steps again: what the sweeper and `audit --repair` share. */
import { keys, parseReleaseKey } from '../archive/keys.ts';
import { reopenEntries } from '../archive/ledger.ts';
import type { Objects, Queues } from '../ports.ts';
import type { Gap } from '../watch/unfinished.ts';
import { sendAll } from './send.ts';

/**
 * Sends what is unfinished through the normal steps again; the ledger keeps them from sending anything twice. A release
 * with a new claim on it in between is left to that worker. Throws DependencyError.
 */
export async function resend(
  ports: { readonly objects: Objects; readonly queues: Pick<Queues, 'stored' | 'windows'> },
  releaseKey: string,
  gaps: readonly Gap[],
  at: string,
): Promise<void> {
  const parts = parseReleaseKey(releaseKey);
  if (parts === null || gaps.length === 0) return;
  const lost = new Set(gaps.flatMap(({ kind, entry }) => (kind === 'lost' && entry !== null ? [entry.alertId] : [])));
  if (lost.size > 0) {
    await reopenEntries(ports.objects, keys.ledger(parts.partition, parts.release, parts.revision), at, lost);
  }
  const late = new Set(gaps.flatMap(({ kind, entry }) => (kind === 'late' && entry !== null ? [entry.watch] : [])));
  for (const watch of late) await sendAll(ports.queues.windows, [{ body: JSON.stringify({ watch }) }]);
  if (gaps.some(({ kind }) => kind !== 'late')) {
    await sendAll(ports.queues.stored, [{ body: JSON.stringify({ key: releaseKey }) }]);
  }
}
