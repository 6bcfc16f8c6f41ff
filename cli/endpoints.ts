/** The endpoint flags of `subscribe` and `unsubscribe`: exactly one of them, and how an endpoint is shown. */
import { UsageError } from '../shared/errors.ts';
import type { Endpoint, Subscription } from '../shared/ports.ts';

export const endpointArgs = {
  email: { type: 'string', valueHint: 'ADDRESS', description: 'By e-mail' },
  webhook: { type: 'string', valueHint: 'URL', description: 'By a signed POST' },
  sqs: { type: 'string', valueHint: 'ARN', description: 'Into an SQS queue (with --target aws)' },
  sms: { type: 'string', valueHint: 'NUMBER', description: 'By text message (with --target aws)' },
} as const;

export interface EndpointFlags {
  readonly email?: string | undefined;
  readonly webhook?: string | undefined;
  readonly sqs?: string | undefined;
  readonly sms?: string | undefined;
}

/** Throws UsageError unless exactly one is given. */
export function endpointFlag(verb: string, { email, webhook, sqs, sms }: EndpointFlags): Endpoint {
  const given: Endpoint[] = [
    ...(email === undefined ? [] : [{ kind: 'email', address: email.trim() } as const]),
    ...(webhook === undefined ? [] : [{ kind: 'webhook', url: webhook.trim() } as const]),
    ...(sqs === undefined ? [] : [{ kind: 'sqs', arn: sqs.trim() } as const]),
    ...(sms === undefined ? [] : [{ kind: 'sms', number: sms.trim() } as const]),
  ];
  const [endpoint, second] = given;
  if (endpoint !== undefined && second === undefined) return endpoint;
  throw new UsageError('E_ENDPOINT', `\`${verb}\` needs exactly one of --email, --webhook, --sqs, --sms`, {
    hint: `such as: dateline ${verb} cybercrime --email you@example.org`,
  });
}

export function addressOf(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'email':
      return endpoint.address;
    case 'webhook':
      return endpoint.url;
    case 'sqs':
      return endpoint.arn;
    case 'sms':
      return endpoint.number;
  }
}

/** Whether two endpoints are the same receiver however they were typed. */
export function sameEndpoint(one: Endpoint, other: Endpoint): boolean {
  if (one.kind !== other.kind) return false;
  const [a, b] = [addressOf(one), addressOf(other)];
  if (one.kind === 'email') return a.toLowerCase() === b.toLowerCase();
  if (one.kind === 'webhook' && URL.canParse(a) && URL.canParse(b)) return new URL(a).href === new URL(b).href;
  return a === b;
}

/** A subscription as a JSON line. */
export function subscriptionLine({ id, watch, rate, endpoint, state }: Subscription) {
  return { id, watch, rate, protocol: endpoint.kind, address: addressOf(endpoint), state };
}
