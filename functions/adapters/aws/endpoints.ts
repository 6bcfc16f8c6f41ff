/** Addresses of subscribers as SNS knows them: checked before they are sent, since SNS accepts what it cannot deliver to. */
import { BadInputError, UsageError } from '../../../shared/errors.ts';
import type { Endpoint } from '../../../shared/ports.ts';
import { mailAddress } from '../../../shared/watch/mail-address.ts';
import { webhookAddress } from '../../../shared/watch/webhook-address.ts';
import { judgeUrl } from '../http/url-policy.ts';

export interface SnsEndpoint {
  readonly protocol: 'email' | 'https' | 'sqs' | 'sms';
  readonly address: string;
}

const queueArn = /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,80}(\.fifo)?$/;
/** E.164: a plus, the country code, at most 15 digits. */
const phoneNumber = /^\+[1-9][0-9]{6,14}$/;

function refuse(what: string, input: string, hint: string): never {
  throw new BadInputError('E_ENDPOINT', `${JSON.stringify(input.slice(0, 200))} is not ${what}`, {
    input: input.slice(0, 200),
    hint,
  });
}

/** The SNS protocol and address of an endpoint. Throws BadInputError E_ENDPOINT. */
export function toSns(endpoint: Endpoint): SnsEndpoint {
  switch (endpoint.kind) {
    case 'mailbox':
    case 'desktop':
    case 'stdout':
      throw new UsageError('E_ENDPOINT', `a stack has no ${endpoint.kind}`, {
        hint: 'leave --target aws away to subscribe on this machine',
      });
    case 'email': {
      const address = mailAddress(endpoint.address);
      // A domain without a dot is a name of one network alone.
      if (address === null || !address.split('@')[1]?.includes('.')) {
        return refuse('a mail address', endpoint.address, 'write it like name@example.org');
      }
      return { protocol: 'email', address };
    }
    case 'webhook': {
      const url = webhookAddress(endpoint.url);
      if (url === null || !url.startsWith('https:')) {
        return refuse('an address a webhook can have', endpoint.url, 'use https:// without a name and password in it');
      }
      const verdict = judgeUrl(url, new Set());
      if (verdict.kind === 'refused') refuse('an address a webhook can have', url, verdict.message);
      return { protocol: 'https', address: url };
    }
    case 'sqs': {
      const { arn } = endpoint;
      const match = queueArn.exec(arn);
      if (match === null) refuse('the ARN of an SQS queue', arn, 'write it like arn:aws:sqs:REGION:ACCOUNT:NAME');
      if (match[1] !== undefined) {
        refuse(
          'a queue that can subscribe',
          arn,
          'a FIFO queue takes nothing from a standard topic: use a standard queue',
        );
      }
      return { protocol: 'sqs', address: arn };
    }
    case 'sms': {
      const { number } = endpoint;
      if (!phoneNumber.test(number)) refuse('a telephone number', number, 'write it like +33123456789, without spaces');
      return { protocol: 'sms', address: number };
    }
  }
}

/** An SNS subscription as an endpoint of ours; null for a protocol that only somebody else can have subscribed. */
export function fromSns(protocol: string | undefined, address: string | undefined): Endpoint | null {
  if (address === undefined) return null;
  switch (protocol) {
    case 'email':
      return { kind: 'email', address };
    case 'https':
      return { kind: 'webhook', url: address };
    case 'sqs':
      return { kind: 'sqs', arn: address };
    case 'sms':
      return { kind: 'sms', number: address };
    default:
      return null;
  }
}
