/** What the disabled webhooks have not got yet: it is kept until somebody enables them. */
import { deliveryKeys, parkedMessageId } from '../archive/keys.ts';
import { headsUnder } from '../archive/list.ts';
import { readJson } from '../archive/objects.ts';
import type { Objects } from '../ports.ts';
import { readSubscriptions } from './subscriptions.ts';
import { freshWebhook, type WebhookState } from './webhook-state.ts';

/** Ids of the messages that are kept for webhooks somebody is still subscribed with. Throws DependencyError. */
export async function parkedMessages(objects: Objects): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const { id, endpoint } of await readSubscriptions(objects)) {
    if (endpoint.kind !== 'webhook') continue;
    const { value: state } = await readJson<WebhookState>(objects, deliveryKeys.webhook(id), freshWebhook(id));
    for await (const { key } of headsUnder(objects, deliveryKeys.parkedPrefix(id), state.resentUntil ?? undefined)) {
      const message = parkedMessageId(key);
      if (message !== null) found.add(message);
    }
  }
  return found;
}
