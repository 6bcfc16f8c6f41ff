/** Checks an address before anything is subscribed to it: later it stands in headers and commands. */
import { BadInputError, UsageError } from '../../../shared/errors.ts';
import type { Endpoint } from '../../../shared/ports.ts';
import { isMailAddress } from '../../../shared/watch/mail-address.ts';
import type { OwnEndpoint } from '../../../shared/watch/subscriptions.ts';

const URL_CHARACTERS_MAX = 2_048;

/** Throws BadInputError E_ADDRESS, or UsageError E_ENDPOINT for a kind that needs AWS. */
export function checkEndpoint(endpoint: Endpoint): OwnEndpoint {
  switch (endpoint.kind) {
    case 'mailbox':
    case 'desktop':
    case 'stdout':
      return endpoint;
    case 'email': {
      const address = endpoint.address.trim();
      if (isMailAddress(address)) return { kind: 'email', address };
      throw new BadInputError('E_ADDRESS', `${JSON.stringify(address)} is not an e-mail address`, {
        input: address,
        hint: 'write it as name@example.org, without a display name',
      });
    }
    case 'webhook': {
      const url = URL.canParse(endpoint.url) ? new URL(endpoint.url) : null;
      if (url !== null && /^https?:$/.test(url.protocol) && url.href.length <= URL_CHARACTERS_MAX) {
        return { kind: 'webhook', url: url.href };
      }
      throw new BadInputError('E_ADDRESS', `${JSON.stringify(endpoint.url)} is not a webhook address`, {
        input: endpoint.url,
        hint: 'write it as https://example.org/path',
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
