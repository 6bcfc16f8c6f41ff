/** The webhooks of a simulated world: they are down for a while, and remember what they took. */
import { createHmac } from 'node:crypto';
import { deliveryKeys } from '../../../shared/archive/keys.ts';
import type { Rate, TopicMessage, TopicTarget } from '../../../shared/ports.ts';
import type { Notice, Post } from '../../../shared/steps/deliver.ts';
import { enableWebhook } from '../../../shared/steps/enable-webhook.ts';
import { addSubscription, type StoredSubscription } from '../../../shared/watch/subscriptions.ts';
import type { WebhookState } from '../../../shared/watch/webhook-state.ts';
import type { Cloud } from './cloud.ts';
import type { Draws } from './faults.ts';

const minute = 60_000;

export interface ReceiverPlan {
  readonly url: string;
  readonly watch: string;
  readonly rate: Rate;
  /** What it answers in this time; null: it never fails. */
  readonly down: { readonly from: number; readonly to: number; readonly how: 'error' | 'gone' | 'unreachable' } | null;
}

export type Complaint = (rule: string, what: string) => void;

/** One in four watches has a webhook, and half of these are down for a while. */
export function drawReceiver(draws: Draws, watch: string, rates: readonly Rate[], calmAt: number): ReceiverPlan | null {
  if (!draws.chance(0.25)) return null;
  const from = Math.floor(draws.next() * calmAt * 0.7);
  const how = draws.pick(['error', 'error', 'unreachable', 'gone'] as const);
  return {
    url: `https://hooks.example.org/${watch}`,
    watch,
    rate: draws.pick(rates),
    down: draws.chance(0.5) ? { from, to: from + minute * (1 + draws.below(12)), how } : null,
  };
}

/** Webhooks by their subscriptions: what was published for each, and what it took. */
export class Receivers {
  private readonly plans: readonly ReceiverPlan[];
  private readonly stored = new Map<ReceiverPlan, StoredSubscription>();
  /** By plan: the bodies that the topic took for it, by message id. */
  private readonly published = new Map<ReceiverPlan, Map<string, Set<string>>>();
  private readonly taken = new Map<ReceiverPlan, Set<string>>();
  private readonly notices = new Set<string>();
  private readonly disabled = new Set<string>();
  private cloud: Cloud | null = null;

  constructor(plans: readonly ReceiverPlan[]) {
    this.plans = plans;
  }

  async subscribe(cloud: Cloud): Promise<void> {
    this.cloud = cloud;
    const { nonce } = cloud.random;
    const before = cloud.store.listeners.onPut;
    cloud.store.listeners.onPut = (key, body, standing) => {
      before?.(key, body, standing);
      if (!key.startsWith(deliveryKeys.webhooksPrefix)) return;
      const { subscription, disabledAt } = JSON.parse(Buffer.from(body).toString('utf8')) as WebhookState;
      if (disabledAt !== null) this.disabled.add(subscription);
    };
    for (const plan of this.plans) {
      const ports = { objects: cloud.store.port(), random: { nonce, fraction: () => 0 } };
      this.stored.set(plan, await addSubscription(ports, plan.watch, plan.rate, { kind: 'webhook', url: plan.url }));
      this.published.set(plan, new Map());
      this.taken.set(plan, new Set());
      // Its owner repairs it and enables it again; the first time in the midst of the faults. What was never down may have
      // been disabled by what happened on the way to it.
      const afterCalm = cloud.simulation.options.calmAt + 20 * minute;
      for (const at of plan.down === null ? [afterCalm] : [plan.down.to + minute, afterCalm]) {
        cloud.simulation.after(at, () => this.enable(plan));
      }
    }
  }

  private enable(plan: ReceiverPlan): void {
    const id = this.stored.get(plan)?.id ?? '';
    // Who enables it has seen that it was disabled.
    const { untold } = this.cloud?.store.json<WebhookState>(deliveryKeys.webhook(id)) ?? {};
    if (untold === 'disabled') this.notices.add(`${plan.watch} Webhook disabled`);
    this.cloud?.client(async ({ objects, deliveries }) => void (await enableWebhook({ objects, deliveries }, id)));
  }

  /** The receivers of what the topic took: the message is on its way to all of them. */
  onLanding(target: TopicTarget, message: TopicMessage): boolean {
    if (target.kind !== 'watch') return false;
    const plans = this.plans.filter(({ watch, rate }) => watch === target.watch && rate === target.rate);
    for (const plan of plans) {
      const bodies = this.published.get(plan)?.get(message.messageId) ?? new Set();
      this.published.get(plan)?.set(message.messageId, bodies.add(message.json));
    }
    return plans.length > 0;
  }

  onNotice(notice: Notice): void {
    this.notices.add(`${notice.watch} ${notice.subject.split(':')[0]}`);
  }

  /** What the receiver answers; it takes the message even when nobody hears that. */
  answer({ url, headers, body }: Parameters<Post>[0], complain: Complaint): Awaited<ReturnType<Post>> {
    const now = this.cloud?.simulation.now ?? 0;
    const plan = this.plans.find((one) => one.url === url);
    if (plan === undefined) return { kind: 'failed', message: 'no such host' };
    const { down } = plan;
    if (down !== null && now >= down.from && now < down.to) {
      if (down.how === 'unreachable') return { kind: 'failed', message: 'no answer' };
      const status = down.how === 'gone' ? 410 : 500;
      return { kind: 'response', status, body: new TextEncoder().encode('out of order') };
    }
    const id = headers['webhook-id'] ?? '';
    const secret = Buffer.from((this.stored.get(plan)?.secret ?? '').replace('whsec_', ''), 'base64');
    const signed = createHmac('sha256', secret)
      .update(`${id}.${headers['webhook-timestamp']}.${body}`)
      .digest('base64');
    if (headers['webhook-signature'] !== `v1,${signed}`) complain('UNSIGNED_DELIVERY', `${id} to ${url}`);
    if (this.published.get(plan)?.get(id)?.has(body) !== true) complain('FALSE_DELIVERY', `${id} to ${url}`);
    this.taken.get(plan)?.add(id);
    return { kind: 'response', status: 204, body: new Uint8Array() };
  }

  /** After calm: everything that was published has come. */
  atTheEnd(complain: Complaint): void {
    for (const plan of this.plans) {
      for (const id of this.published.get(plan)?.keys() ?? []) {
        if (this.taken.get(plan)?.has(id) !== true) complain('MISSED_DELIVERY', `${id} to ${plan.url}`);
      }
      const key = `state/webhooks/${this.stored.get(plan)?.id}.json`;
      const state = this.cloud?.store.json<{ disabledAt: string | null }>(key) ?? null;
      if (state !== null && state.disabledAt !== null) complain('WEBHOOK_LEFT', `${plan.url} is still disabled`);
      const wasDisabled = this.disabled.has(this.stored.get(plan)?.id ?? '');
      if (wasDisabled && !this.notices.has(`${plan.watch} Webhook disabled`)) {
        complain('OWNER_NOT_TOLD', `${plan.url} was disabled and nobody heard of it`);
      }
    }
  }
}
