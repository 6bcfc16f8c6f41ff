/**
 * Publishes again what was accepted and lost behind the topic: each message as one, under the id that it had, so that
 * receivers who have it drop it and the next audit finds it.
 */
import { parseReleaseKey } from '../archive/keys.ts';
import type { LedgerEntry } from '../archive/ledger.ts';
import type { Ports } from '../ports.ts';
import { compiledAlone } from '../watch/compiled.ts';
import { getWatch } from '../watch/read.ts';
import { type RenderSettings, renderAlerts } from '../watch/render.ts';
import { routeOf } from '../watch/schema.ts';
import { loadItems, publishMessage } from './publish-alerts.ts';

export interface LostAlert {
  readonly entry: LedgerEntry;
  /** Key of the release object. */
  readonly key: string;
}

/** Alerts by the message that they went with, in the order given. */
function byMessage(lost: readonly LostAlert[]): readonly (readonly LostAlert[])[] {
  const messages = new Map<string, LostAlert[]>();
  for (const one of lost) {
    const id = `${one.entry.watch} ${one.entry.messageId}`;
    const known = messages.get(id);
    if (known === undefined) messages.set(id, [one]);
    else known.push(one);
  }
  return [...messages.values()];
}

/** Nothing is sent for a watch that was removed. Throws DependencyError. */
export async function republish(
  ports: Pick<Ports, 'objects' | 'topic' | 'log'>,
  settings: RenderSettings,
  lost: readonly LostAlert[],
): Promise<void> {
  for (const alerts of byMessage(lost)) {
    const [{ entry: first } = { entry: null }] = alerts;
    const watch = first === null ? null : await getWatch(ports.objects, first.watch);
    if (first === null || watch === null || first.messageId === null) continue;
    const references = alerts.flatMap(({ entry: { alertId, kind }, key }) => {
      const parts = parseReleaseKey(key);
      if (parts === null) return [];
      return [{ alertId, watch: watch.id, release: parts.release, revision: parts.revision, kind, key }];
    });
    const [item, ...items] = await loadItems(ports, compiledAlone(watch), references);
    if (item === undefined) continue;
    const { immediate, digests } = routeOf({ ...watch, pausedAt: null });
    const rate = immediate ? 'immediate' : (digests[0] ?? 'immediate');
    const message = renderAlerts(watch, [item, ...items], settings);
    const { messageId } = first;
    const json = JSON.stringify({ ...(JSON.parse(message.json) as object), messageId });
    await publishMessage(ports, { watch, rate }, { ...message, messageId, json });
  }
}
