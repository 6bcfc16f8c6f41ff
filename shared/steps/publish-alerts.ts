/** What alert and digest share: turning hits into one message of a watch, publishing it, and saying so in the log. */
import { keys, parseReleaseKey } from '../archive/keys.ts';
import { parseRelease, requireRelease } from '../archive/release-object.ts';
import { CorruptDataError } from '../errors.ts';
import type { AlertReference, Objects, Ports, PublishOutcome, Rate, TopicMessage } from '../ports.ts';
import type { QueryHit } from '../query/types.ts';
import type { Release } from '../release/schema.ts';
import { type ChangedPart, changedParts } from '../watch/changed-parts.ts';
import type { CompiledWatches } from '../watch/compiled.ts';
import { queryDocument } from '../watch/document.ts';
import { type AlertItem, type RenderSettings, type Rest, renderAlerts } from '../watch/render.ts';
import type { Watch } from '../watch/schema.ts';

/** The hit of one watch on one release, found again: spans are never stored. Null when it does not match. */
export function hitOf(watches: CompiledWatches, watch: string, release: Release): QueryHit | null {
  return watches.compiled.matcher.match(queryDocument(release)).find((hit) => hit.watch === watch) ?? null;
}

/** What a revision changed; nothing when the one before is not there or cannot be read. */
export async function changesOf(objects: Objects, key: string, after: Release): Promise<readonly ChangedPart[]> {
  const parts = parseReleaseKey(key);
  if (parts === null || after.revision < 2) return [];
  const earlier = keys.release(parts.newsroom, parts.partition, parts.release, after.revision - 1);
  const stored = await objects.get(earlier);
  try {
    return stored === null ? [] : changedParts(parseRelease(earlier, stored.body), after);
  } catch (fault) {
    if (fault instanceof CorruptDataError) return [];
    throw fault;
  }
}

/** Loads the releases of waiting alerts as items of one message. */
export async function loadItems(
  ports: Pick<Ports, 'objects'>,
  watches: CompiledWatches,
  waiting: readonly (AlertReference & { readonly key: string })[],
): Promise<readonly AlertItem[]> {
  const items: AlertItem[] = [];
  for (const { key, alertId, watch, release, revision, kind } of waiting) {
    const record = (await requireRelease(ports.objects, key)).release;
    const changes = kind === 'revised' ? await changesOf(ports.objects, key, record) : [];
    const hit = hitOf(watches, watch, record);
    items.push({ alertId, watch, release, revision, kind, releaseRecord: record, hit, changes });
  }
  return items;
}

/** Publishes one message of the watch at a rate, made of these alerts. */
export async function publishToWatch(
  ports: Pick<Ports, 'topic' | 'log'>,
  settings: RenderSettings,
  target: { readonly watch: Watch; readonly rate: Rate },
  items: readonly [AlertItem, ...AlertItem[]],
  rest: Rest | null = null,
): Promise<PublishOutcome> {
  return publishMessage(ports, target, renderAlerts(target.watch, items, settings, rest));
}

/** Publishes a message of the watch at a rate; every alert in it that was accepted is logged as `alert-accepted`. */
export async function publishMessage(
  ports: Pick<Ports, 'topic' | 'log'>,
  target: { readonly watch: Watch; readonly rate: Rate },
  message: TopicMessage,
): Promise<PublishOutcome> {
  const outcome = await ports.topic.publish({ kind: 'watch', watch: target.watch.id, rate: target.rate }, message);
  if (outcome.kind === 'accepted') {
    for (const alert of message.alerts) ports.log.info('alert-accepted', { ...alert, messageId: outcome.messageId });
  } else if (target.watch.subscribedRates.includes(target.rate)) {
    // Somebody subscribed at this rate, and the topic knows nobody: it was removed, or the address has vanished.
    ports.log.warn('topic-without-subscribers', { watch: target.watch.id, rate: target.rate });
  }
  return outcome;
}
