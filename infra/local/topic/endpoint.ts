/** Checks an address before anything is subscribed to it: later it stands in headers and commands. */
import { BadInputError, UsageError } from '../../../shared/errors.ts';
import type { Endpoint } from '../../../shared/ports.ts';
import { mailAddress } from '../../../shared/watch/mail-address.ts';
import type { OwnEndpoint } from '../../../shared/watch/subscriptions.ts';
import { webhookAddress } from '../../../shared/watch/webhook-address.ts';

/** Throws BadInputError E_ADDRESS, or UsageError E_ENDPOINT for a kind that needs AWS. */
export function checkEndpoint(endpoint: Endpoint): OwnEndpoint {
  switch (endpoint.kind) {
    case 'mailbox':
    case 'desktop':
    case 'stdout':
      return endpoint;
    case 'email': {
      const address = mailAddress(endpoint.address);
      if (address !== null) return { kind: 'email', address };
      throw new BadInputError('E_ADDRESS', `${JSON.stringify(endpoint.address)} is not an e-mail address`, {
        input: endpoint.address,
        hint: 'write it as name@example.org, without a display name, and with no other letters than a to z before the @',
      });
    }
    case 'webhook': {
      const url = webhookAddress(endpoint.url);
      if (url !== null) return { kind: 'webhook', url };
      throw new BadInputError('E_ADDRESS', `${JSON.stringify(endpoint.url)} is not a webhook address`, {
        input: endpoint.url,
        hint: 'write it as https://example.org/path, without a name and password in it',
      });
    }
    case 'sqs':
    case 'sms':
      throw new UsageError(
        'E_ENDPOINT',
        `this machine delivers by e-mail, webhook, mailbox, desktop and stdout, not by ${endpoint.kind}`,
        {
          hint: 'add --target aws to subscribe on a deployed stack',
        },
      );
  }
}
