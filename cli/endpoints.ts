/** The endpoint flags of `subscribe` and `unsubscribe`: exactly one of them, and how an endpoint is shown. */
import { UsageError } from '../shared/errors.ts';
import { type Endpoint, type MachineEndpointKind, machineEndpointKinds, type Subscription } from '../shared/ports.ts';
import { shellWord } from '../shared/watch/commands.ts';
import { sameMailAddress } from '../shared/watch/mail-address.ts';
import { webhookAddress } from '../shared/watch/webhook-address.ts';

export const endpointArgs = {
  email: { type: 'string', valueHint: 'ADDRESS', description: 'By e-mail' },
  webhook: { type: 'string', valueHint: 'URL', description: 'By a signed POST' },
  mailbox: { type: 'boolean', description: 'Into the mailbox of this machine' },
  desktop: { type: 'boolean', description: 'As a notification of this desktop' },
  stdout: { type: 'boolean', description: 'On the terminal of `start` and `run`' },
  sqs: { type: 'string', valueHint: 'ARN', description: 'Into an SQS queue (with --target aws)' },
  sms: { type: 'string', valueHint: 'NUMBER', description: 'By text message (with --target aws)' },
} as const;

export interface EndpointFlags {
  readonly email?: string | undefined;
  readonly webhook?: string | undefined;
  readonly sqs?: string | undefined;
  readonly sms?: string | undefined;
  readonly mailbox?: boolean | undefined;
  readonly desktop?: boolean | undefined;
  readonly stdout?: boolean | undefined;
}

/** Throws UsageError unless exactly one is given. */
export function endpointFlag(verb: string, flags: EndpointFlags): Endpoint {
  const { email, webhook, sqs, sms } = flags;
  const given: Endpoint[] = [
    ...(email === undefined ? [] : [{ kind: 'email', address: email.trim() } as const]),
    ...(webhook === undefined ? [] : [{ kind: 'webhook', url: webhook.trim() } as const]),
    ...(sqs === undefined ? [] : [{ kind: 'sqs', arn: sqs.trim() } as const]),
    ...(sms === undefined ? [] : [{ kind: 'sms', number: sms.trim() } as const]),
    ...machineEndpointKinds.filter((kind) => flags[kind] === true).map((kind) => ({ kind })),
  ];
  const [endpoint, second] = given;
  if (endpoint !== undefined && second === undefined) return endpoint;
  throw new UsageError(
    'E_ENDPOINT',
    `\`${verb}\` needs exactly one of --email, --webhook, --mailbox, --desktop, --stdout, --sqs, --sms`,
    {
      hint: `such as: dateline ${verb} cybercrime --email you@example.org`,
    },
  );
}

const machineWords: Readonly<Record<MachineEndpointKind, string>> = {
  mailbox: 'the mailbox of this machine',
  desktop: 'this desktop',
  stdout: 'the terminal of `start`',
};

export function addressOf(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'mailbox':
    case 'desktop':
    case 'stdout':
      return machineWords[endpoint.kind];
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

/** An endpoint as the flag of a command: `--email you@example.org`. */
export function endpointFlagText(endpoint: Endpoint): string {
  const isOfMachine = machineEndpointKinds.some((kind) => kind === endpoint.kind);
  return isOfMachine ? `--${endpoint.kind}` : `--${endpoint.kind} ${shellWord(addressOf(endpoint))}`;
}

/** Whether two endpoints are the same receiver however they were typed. */
export function sameEndpoint(one: Endpoint, other: Endpoint): boolean {
  if (one.kind !== other.kind) return false;
  const [a, b] = [addressOf(one), addressOf(other)];
  if (one.kind === 'email') return sameMailAddress(a, b);
  return a === b || (one.kind === 'webhook' && webhookAddress(a) !== null && webhookAddress(a) === webhookAddress(b));
}

/** A subscription as a JSON line. */
export function subscriptionLine({ id, watch, rate, endpoint, state }: Subscription) {
  return { id, watch, rate, protocol: endpoint.kind, address: addressOf(endpoint), state };
}
