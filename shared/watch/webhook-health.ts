/** Webhooks in trouble, for health: those that fail and those that are disabled, with the reason. */
import { deliveryKeys } from '../archive/keys.ts';
import { listKeys } from '../archive/list.ts';
import { readJson } from '../archive/objects.ts';
import type { Objects } from '../ports.ts';
import { safeLine, truncate } from './safe-text.ts';
import { readSubscriptions } from './subscriptions.ts';
import { freshWebhook, type WebhookState } from './webhook-state.ts';

export interface WebhookTrouble {
  readonly subscription: string;
  readonly watch: string;
  /** Without query and fragment, which may hold a secret. */
  readonly url: string;
  readonly status: 'failing' | 'disabled';
  /** Tries in a row that failed. */
  readonly failures: number;
  /** ISO 8601 UTC of the first of them. */
  readonly since: string | null;
  /** When it is tried again; null when it is disabled. */
  readonly nextAt: string | null;
  readonly reason: string;
}

const reasonCharactersMax = 200;

/** Address without query and fragment, which may hold a secret; `?…` stands for a query. */
export function shownUrl(url: string): string {
  if (!URL.canParse(url)) return '(no address)';
  const { origin, pathname, search } = new URL(url);
  return `${origin}${pathname}${search === '' ? '' : '?…'}`;
}

/** What an answer that is no 2xx means for a delivery. */
export function answeredWords(status: number): string {
  return `it answered ${status}${status >= 300 && status < 400 ? ' (redirects are not followed)' : ''}`;
}

/** Why the last try failed, on one line. */
export function reasonOf({ lastAnswer }: WebhookState): string {
  if (lastAnswer === null) return 'no try has failed';
  const text = truncate(safeLine(lastAnswer.text), reasonCharactersMax);
  return lastAnswer.status === null ? text : `${answeredWords(lastAnswer.status)}${text === '' ? '' : `: ${text}`}`;
}

export async function webhooksInTrouble(objects: Objects): Promise<readonly WebhookTrouble[]> {
  const known = new Map((await readSubscriptions(objects)).map((one) => [one.id, one]));
  const troubles: WebhookTrouble[] = [];
  for await (const { key } of listKeys(objects, deliveryKeys.webhooksPrefix)) {
    const id = key.slice(deliveryKeys.webhooksPrefix.length, -'.json'.length);
    const subscription = known.get(id);
    if (subscription?.endpoint.kind !== 'webhook') continue;
    const { value: state } = await readJson<WebhookState>(objects, key, freshWebhook(id));
    if (state.failures === 0 && state.disabledAt === null) continue;
    troubles.push({
      subscription: id,
      watch: subscription.watch,
      url: shownUrl(subscription.endpoint.url),
      status: state.disabledAt === null ? 'failing' : 'disabled',
      failures: state.failures,
      since: state.firstFailedAt,
      nextAt: state.disabledAt === null ? state.nextAt : null,
      reason: reasonOf(state),
    });
  }
  return troubles;
}
