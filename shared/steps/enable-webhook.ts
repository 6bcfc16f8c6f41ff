/** Enabling a webhook again: whatever it missed while it was disabled goes back to the queue, under the same ids. */
import { deliveryKeys } from '../archive/keys.ts';
import { listKeys } from '../archive/list.ts';
import { parseJson, readJson, swapJson } from '../archive/objects.ts';
import type { Objects, OutgoingMessage, Queue } from '../ports.ts';
import { enabled, freshWebhook, type WebhookState } from '../watch/webhook-state.ts';
import * as z from '../zod.ts';
import { webhookMessageSchema } from './deliver.ts';
import { sendAll } from './send.ts';

const parkedSchema = z.object({ message: webhookMessageSchema });

/**
 * Answers how many messages were sent again. Given twice, or after it died half way, it sends again what it had not noted:
 * the receiver knows them by their ids. Throws DependencyError.
 */
export async function enableWebhook(
  ports: { readonly objects: Objects; readonly deliveries: Queue },
  subscription: string,
): Promise<number> {
  const { objects, deliveries } = ports;
  const key = deliveryKeys.webhook(subscription);
  const { value: state } = await readJson<WebhookState>(objects, key, freshWebhook(subscription));
  // Enabled first, or what is sent again would be parked again.
  await swapJson<WebhookState>(objects, key, freshWebhook(subscription), (now) => enabled(now, now.resentUntil));
  let last = state.resentUntil;
  const messages: OutgoingMessage[] = [];
  for await (const head of listKeys(objects, deliveryKeys.parkedPrefix(subscription), last ?? undefined)) {
    const stored = await objects.get(head.key);
    if (stored === null) continue;
    const { message } = parkedSchema.parse(parseJson(head.key, stored.body));
    messages.push({ body: JSON.stringify(message) });
    last = head.key;
  }
  await sendAll(deliveries, messages);
  if (messages.length > 0) {
    await swapJson<WebhookState>(objects, key, freshWebhook(subscription), (now) => ({ ...now, resentUntil: last }));
  }
  return messages.length;
}
