/**
 * deliver: one message to one webhook, signed, tried again with growing gaps until the webhook is disabled; what it missed
 * is kept and sent again when somebody enables it. A stack's topics give one message for all webhooks of a watch at a
 * rate: it becomes one for each.
 */
import { deliveryKeys } from '../archive/keys.ts';
import { readJson, swapJson, writeJson } from '../archive/objects.ts';
import { DependencyError } from '../errors.ts';
import { messageId as hashedId } from '../ids.ts';
import { deliveryLimits, limits } from '../limits.ts';
import type { Clock, Log, Objects, Queue } from '../ports.ts';
import { type CommandPlace, command, shellWord } from '../watch/commands.ts';
import { truncate } from '../watch/safe-text.ts';
import { rates } from '../watch/schema.ts';
import {
  findSubscription,
  readSubscriptions,
  type StoredSubscription,
  signingSecrets,
} from '../watch/subscriptions.ts';
import { answeredWords, reasonOf, shownUrl } from '../watch/webhook-health.ts';
import {
  admitTry,
  type Failed,
  failedTry,
  freshWebhook,
  ownerTold,
  succeeded,
  type Told,
  type WebhookAnswer,
  type WebhookState,
} from '../watch/webhook-state.ts';
import * as z from '../zod.ts';
import { done, later, parseMessage, type StepResult } from './messages.ts';
import { sendAll } from './send.ts';

/** For one webhook. */
export const webhookMessageSchema = z.strictObject({
  kind: z.literal('webhook'),
  subscription: z.string(),
  /** The id of the message itself: the same for every receiver and on every retry. */
  messageId: z.string(),
  /** The body of the request, as it is signed. */
  json: z.string(),
});
export type WebhookMessage = z.infer<typeof webhookMessageSchema>;

/** What a topic published, as far as deliver reads it. */
const envelopeSchema = z.object({
  version: z.literal(1),
  messageId: z.string(),
  watch: z.string(),
  rate: z.enum(rates),
});

interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly deadlineMs: number;
}

/** The guarded POST: public addresses only, no redirects, the first 4 KiB of the answer. Never throws. */
export type Post = (
  request: PostRequest,
) => Promise<
  | { readonly kind: 'response'; readonly status: number; readonly body: Uint8Array }
  | { readonly kind: 'refused' | 'failed'; readonly message: string }
>;

/** Something for whoever runs this: a mail in the machine's own mailbox, or a message of the operations topic. */
export interface Notice {
  /** The same on every retry. */
  readonly id: string;
  readonly watch: string;
  readonly subject: string;
  readonly text: string;
}

export interface DeliverPorts {
  readonly objects: Objects;
  readonly clock: Clock;
  readonly log: Log;
  /** The queue that this step works off. */
  readonly deliveries: Queue;
  readonly post: Post;
  readonly notify: (notice: Notice) => Promise<void>;
}

const decoder = new TextDecoder();

function subscriptionWords({ endpoint, watch }: StoredSubscription): string {
  return `The webhook ${endpoint.kind === 'webhook' ? shownUrl(endpoint.url) : ''} of the watch ${watch}`;
}

let library: Promise<typeof import('standardwebhooks')> | null = null;

/** What signs deliveries; loaded at the first one, once: no start should pay for it. */
export function signatureLibrary(): Promise<typeof import('standardwebhooks')> {
  library ??= import('standardwebhooks');
  return library;
}

/** One signature for each secret that is valid now (standardwebhooks 1.0, webhook-signature). */
async function signedHeaders(subscription: StoredSubscription, message: WebhookMessage, nowMs: number) {
  const { Webhook } = await signatureLibrary();
  const at = new Date(nowMs);
  const signatures = signingSecrets(subscription, nowMs).map((secret) =>
    new Webhook(secret).sign(message.messageId, at, message.json),
  );
  return {
    'content-type': 'application/json',
    'webhook-id': message.messageId,
    'webhook-timestamp': String(Math.floor(nowMs / 1_000)),
    'webhook-signature': signatures.join(' '),
  };
}

/** What the owner is told; the secret is in none of it. */
function noticeOf(subscription: StoredSubscription, told: Told, next: WebhookState, place: CommandPlace): Notice {
  const what = subscriptionWords(subscription);
  const url = subscription.endpoint.kind === 'webhook' ? subscription.endpoint.url : '';
  const shown = shownUrl(url);
  const enable = command(
    `subscribe ${subscription.watch} --webhook ${shellWord(shown)} --rate ${subscription.rate}`,
    place,
  );
  const whole = shown.endsWith('?…') ? ' (with the whole address: what stands behind the ? may be a secret)' : '';
  const text =
    told === 'disabled'
      ? [
          `${what} was disabled: it did not take a message in ${next.failures === 1 ? 'its only try' : `${next.failures} tries`}.`,
          `Its messages are kept. When it is repaired, subscribe it again${whole}, and all of them are sent:`,
          enable,
        ]
      : [
          `${what} did not take a message${next.failures === 1 ? '' : `, ${next.failures} times in a row`}.`,
          `It is tried again at ${next.nextAt}. Nothing is lost meanwhile.`,
        ];
  const title = told === 'disabled' ? 'Webhook disabled' : 'Webhook failing';
  return {
    id: hashedId([subscription.id, told, next.firstFailedAt ?? '']),
    watch: subscription.watch,
    subject: truncate(`${title}: ${shown}`, limits.subjectCharactersMax),
    text: `${[...text, '', reasonOf(next)].join('\n')}\n`,
  };
}

/**
 * Keeps a message that is not tried any more, once, and in the order of their times. Throws DependencyError when the store
 * did not take it, so that its message stays in the queue.
 */
async function park(ports: DeliverPorts, message: WebhookMessage): Promise<void> {
  const { objects, clock } = ports;
  const key = deliveryKeys.parked(message.subscription, clock.nowMs(), message.messageId);
  const parked = { version: 1, parkedAt: new Date(clock.nowMs()).toISOString(), message };
  const { kind } = await writeJson(objects, key, parked, null);
  if (kind === 'stored' || kind === 'exists') return;
  throw new DependencyError(
    'E_CONTENDED',
    `the webhook message ${key} could not be kept: another write was under way`,
    {
      input: key,
    },
  );
}

/** When a message that is to be parked comes again, because its owner could not be told. */
const ownerAgainSeconds = 60;

const reasonOfFault = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault));

const secondsUntil = (untilMs: number, nowMs: number): number =>
  Math.min(limits.queueVisibilitySecondsMax, Math.max(1, Math.ceil((untilMs - nowMs) / 1_000)));

async function tryOnce(
  ports: DeliverPorts,
  subscription: StoredSubscription,
  message: WebhookMessage,
): Promise<WebhookAnswer | null> {
  if (subscription.endpoint.kind !== 'webhook') return null;
  const outcome = await ports.post({
    url: subscription.endpoint.url,
    headers: await signedHeaders(subscription, message, ports.clock.nowMs()),
    body: message.json,
    deadlineMs: deliveryLimits.deliveryDeadlineMs,
  });
  const at = new Date(ports.clock.nowMs()).toISOString();
  if (outcome.kind !== 'response') return { at, status: null, text: outcome.message };
  if (outcome.status >= 200 && outcome.status < 300) return null;
  return { at, status: outcome.status, text: decoder.decode(outcome.body) };
}

/**
 * Makes the step. `place`: for the commands that its notices name. Counts: delivered, parked, dropped, sent. A body of another shape throws BadInputError E_MESSAGE; a
 * store that does not answer throws DependencyError: both are left to the queue's redrive.
 */
export function deliver(ports: DeliverPorts, place: CommandPlace): (body: string) => Promise<StepResult> {
  const { objects, clock, log } = ports;

  /** One message for all webhooks of a watch at a rate becomes one for each. */
  const fanOut = async (json: string, envelope: z.infer<typeof envelopeSchema>): Promise<StepResult> => {
    const receivers = (await readSubscriptions(objects)).filter(
      ({ watch, rate, endpoint }) => watch === envelope.watch && rate === envelope.rate && endpoint.kind === 'webhook',
    );
    await sendAll(
      ports.deliveries,
      receivers.map(({ id }) => ({ body: webhookBody(id, envelope.messageId, json) })),
    );
    return done({ sent: receivers.length });
  };

  const stateOf = ({ id }: StoredSubscription) =>
    readJson<WebhookState>(objects, deliveryKeys.webhook(id), freshWebhook(id));

  /**
   * Tells the owner what he has not heard yet; whoever finds it untold after a crash does it again, under the same id. False
   * when that fails: a notice that cannot be had holds up no delivery.
   */
  const tellOwner = async (subscription: StoredSubscription, state: WebhookState): Promise<boolean> => {
    const { untold } = state;
    if (untold === undefined) return true;
    const { id, watch } = subscription;
    try {
      await ports.notify(noticeOf(subscription, untold, state, place));
    } catch (fault) {
      log.warn('owner-not-told', { subscription: id, watch, untold, message: reasonOfFault(fault) });
      return false;
    }
    await swapJson<WebhookState>(objects, deliveryKeys.webhook(id), freshWebhook(id), (now) =>
      now.untold === untold ? ownerTold(now) : undefined,
    );
    return true;
  };

  const onFailure = async (
    subscription: StoredSubscription,
    message: WebhookMessage,
    answer: WebhookAnswer,
    seenFailures: number,
  ): Promise<StepResult> => {
    let failed: Failed | null = null;
    await swapJson<WebhookState>(
      objects,
      deliveryKeys.webhook(subscription.id),
      freshWebhook(subscription.id),
      (now) => {
        failed = failedTry(now, message.messageId, answer, seenFailures, clock.nowMs());
        return failed.next;
      },
    );
    // Widened again: the assignment inside the callback is not seen by control flow analysis.
    const became = failed as Failed | null;
    if (became === null) return later(1, answer.text);
    const fields = { subscription: subscription.id, watch: subscription.watch, messageId: message.messageId };
    const reason = answer.status === null ? answer.text : answeredWords(answer.status);
    log.warn('webhook-failed', { ...fields, reason, failures: became.next.failures, becomes: became.becomes.kind });
    const isTold = await tellOwner(subscription, became.next);
    if (became.becomes.kind === 'later')
      return later(secondsUntil(clock.nowMs() + became.becomes.seconds * 1_000, clock.nowMs()), reason);
    if (!isTold) return later(ownerAgainSeconds, 'its owner is to be told first');
    await park(ports, message);
    log.error('webhook-message-parked', { ...fields, reason });
    return done({ parked: 1 });
  };

  const one = async (message: WebhookMessage): Promise<StepResult> => {
    const subscription = await findSubscription(objects, message.subscription);
    if (subscription === null) {
      log.info('delivery-dropped', { reason: 'the subscription has ended', subscription: message.subscription });
      return done({ dropped: 1 });
    }
    const key = deliveryKeys.webhook(subscription.id);
    let { value: state, etag } = await stateOf(subscription);
    const isTold = await tellOwner(subscription, state);
    if (state.untold !== undefined) ({ value: state, etag } = await stateOf(subscription));
    const admitted = admitTry(state, clock.nowMs());
    if (admitted.kind === 'park') {
      if (!isTold) return later(ownerAgainSeconds, 'its owner is to be told first');
      await park(ports, message);
      const { value: now } = await stateOf(subscription);
      // Enabled while it was being parked: it may have come too late to be sent again.
      return now.disabledAt === null ? later(1, 'the webhook was enabled') : done({ parked: 1 });
    }
    if (admitted.kind === 'wait') return later(secondsUntil(admitted.untilMs, clock.nowMs()), 'the webhook is failing');
    if (admitted.next !== null && (await writeJson(objects, key, admitted.next, etag)).kind !== 'stored') {
      return later(1, 'another message is trying the webhook');
    }
    const answer = await tryOnce(ports, subscription, message);
    if (answer !== null) return onFailure(subscription, message, answer, state.failures);
    if (state.failures > 0 || message.messageId in state.tries) {
      await swapJson<WebhookState>(objects, key, freshWebhook(subscription.id), (now) => {
        const next = succeeded(now, message.messageId);
        return next === now ? undefined : next;
      });
    }
    log.info('delivered', { by: 'webhook', messageId: message.messageId, subscription: subscription.id });
    return done({ delivered: 1 });
  };

  return async (body) => {
    const read = parseMessage(z.union([webhookMessageSchema, envelopeSchema]), body);
    return 'kind' in read ? one(read) : fanOut(body, read);
  };
}

/** How a webhook is doing. */
export async function webhookStateOf(objects: Objects, subscription: string): Promise<WebhookState> {
  return (await readJson<WebhookState>(objects, deliveryKeys.webhook(subscription), freshWebhook(subscription))).value;
}

/** The queue message for one webhook. */
export function webhookBody(subscription: string, messageId: string, json: string): string {
  return JSON.stringify({ kind: 'webhook', subscription, messageId, json } satisfies WebhookMessage);
}
