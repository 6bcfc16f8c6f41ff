/** Delivers to a webhook as signed JSON (standardwebhooks 1.0: webhook-id, webhook-timestamp, webhook-signature). */
import { Webhook } from 'standardwebhooks';
import type { Clock, Objects } from '../../../shared/ports.ts';
import type { Deliverer } from './delivery.ts';
import { webhookSecret } from './subscriptions.ts';

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The guarded POST: public addresses only, no redirects. Never throws. */
export type Post = (
  request: PostRequest,
) => Promise<
  | { readonly kind: 'response'; readonly status: number }
  | { readonly kind: 'refused' | 'failed'; readonly message: string }
>;

export interface WebhookOptions {
  readonly objects: Objects;
  readonly clock: Clock;
  readonly post: Post;
}

/** 2xx is delivered; everything else, a redirect too, is tried again later. */
export function webhookDeliverer({ objects, clock, post }: WebhookOptions): Deliverer {
  return async ({ endpoint, subscription, message }) => {
    if (endpoint.kind !== 'webhook') return { kind: 'failed', message: 'the endpoint is no webhook' };
    const secret = subscription === null ? null : await webhookSecret(objects, subscription);
    if (secret === null) return { kind: 'failed', message: 'the webhook has no secret to sign with' };
    const at = new Date(clock.nowMs());
    const outcome = await post({
      url: endpoint.url,
      headers: {
        'content-type': 'application/json',
        'webhook-id': message.messageId,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': new Webhook(secret).sign(message.messageId, at, message.json),
      },
      body: message.json,
    });
    if (outcome.kind !== 'response') return { kind: 'failed', message: outcome.message };
    if (outcome.status >= 200 && outcome.status < 300) return { kind: 'delivered' };
    return { kind: 'failed', message: `the webhook answered ${outcome.status}` };
  };
}
