/** `dateline subscribe WATCH …`: tells one address what a watch finds. */
import { judgeUrl } from '../../functions/adapters/http/url-policy.ts';
import { UsageError } from '../../shared/errors.ts';
import { webhookStateOf } from '../../shared/steps/deliver.ts';
import { enableWebhook } from '../../shared/steps/enable-webhook.ts';
import { safeLine } from '../../shared/watch/safe-text.ts';
import { subscribeTo } from '../../shared/watch/subscribe.ts';
import { rotateSecret } from '../../shared/watch/subscriptions.ts';
import { defineVerb } from '../command.ts';
import {
  addressOf,
  endpointArgs,
  endpointFlag,
  endpointFlagText,
  sameEndpoint,
  subscriptionLine,
} from '../endpoints.ts';
import { findWatch } from '../find-watch.ts';
import type { Output } from '../output.ts';
import { rateArgs, rateFlag } from '../rates.ts';
import { reach } from '../reach.ts';

/** Confirms with AuthenticateOnUnsubscribe: only the account can end the subscription. */
async function confirm(link: string, args: { target: string; stack: string }, output: Output): Promise<0> {
  if (args.target !== 'aws') {
    throw new UsageError('E_TARGET', 'on this machine an address is confirmed at once', {
      input: link,
      hint: 'add --target aws for a link that SNS has mailed',
    });
  }
  const { reachableStack } = await import('../stack.ts');
  const id = await (await reachableStack(args.stack, process.env)).confirm(link);
  if (output.json) output.line({ id, state: 'confirmed' });
  else output.text('Confirmed. Links in the mails of SNS end nothing now; `dateline unsubscribe` does.');
  return 0;
}

/** A private address is kept: the pipeline may run with --allow-hosts. Without that nothing is ever sent there. */
function noteWhereItCannotBeReached(url: string, output: Output): void {
  const verdict = judgeUrl(url, new Set());
  if (verdict.kind === 'ok') return;
  const { hostname, port, protocol } = new URL(url);
  const host = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
  output.note(`dateline: ${verdict.message}: delivered only while \`start\` or \`run\` has --allow-hosts ${host}`);
}

export const subscribe = defineVerb({
  name: 'subscribe',
  description: 'Tell one address what a watch finds. On this machine it is confirmed at once.',
  example: 'dateline subscribe cybercrime --email you@example.org',
  args: {
    watch: { type: 'positional', required: false, description: 'Id or name of the watch' },
    ...endpointArgs,
    ...rateArgs,
    confirm: {
      type: 'string',
      valueHint: 'LINK',
      description: 'The link of SNS’s mail, pasted: no mail scanner can then end the subscription (with --target aws)',
    },
    'rotate-secret': {
      type: 'boolean',
      description: 'A new secret for a webhook; the old one signs beside it for a day',
    },
  },
  run: async ({ args, output }) => {
    if (args.confirm !== undefined) return confirm(args.confirm, args, output);
    if (args.watch === undefined) {
      throw new UsageError('E_ARGUMENT', '`subscribe` needs WATCH', { hint: 'see `dateline subscribe --help`' });
    }
    const endpoint = endpointFlag('subscribe', args);
    const rate = rateFlag(args.rate) ?? null;
    if (args['rotate-secret'] === true && endpoint.kind !== 'webhook') {
      throw new UsageError('E_FLAG', '--rotate-secret is for webhooks: nothing else has a secret', {
        input: addressOf(endpoint),
      });
    }
    const { objects, topic, clock, random, webhooks, secretOf, flags } = await reach(args, output, 'read');
    const watch = await findWatch(objects, args.watch);
    const subscription = await subscribeTo({ objects, topic }, watch, rate, endpoint);
    const { id } = subscription;
    if (args['rotate-secret'] === true) await rotateSecret({ objects, random }, id, clock.nowMs());
    const disabled = endpoint.kind === 'webhook' && (await webhookStateOf(objects, id)).disabledAt !== null;
    const sentAgain = disabled ? await enableWebhook({ objects, deliveries: webhooks }, id) : 0;
    const secret = await secretOf(id);
    const line = {
      ...subscriptionLine(subscription),
      ...(secret === null ? {} : { secret }),
      ...(disabled ? { sentAgain } : {}),
    };
    if (output.json) {
      output.line(line);
      return 0;
    }
    output.text(`${safeLine(line.address)} is told what ${safeLine(watch.name)} finds (${line.rate}).`);
    if (secret !== null) output.text(`Deliveries are signed (standardwebhooks) with ${secret}`);
    if (disabled) output.text(`It was disabled. What it missed is sent now: ${sentAgain} messages.`);
    if (endpoint.kind === 'webhook') noteWhereItCannotBeReached(endpoint.url, output);
    if (line.state === 'pending') {
      output.text('It waits for confirmation: the link that was just sent there. Nothing is sent before.');
    }
    const others = (await topic.subscriptions(watch.id)).filter(
      (one) => one.rate !== line.rate && one.rate !== 'off' && sameEndpoint(one.endpoint, endpoint),
    );
    for (const { rate: other } of others) {
      const end = `dateline unsubscribe ${watch.id} ${endpointFlagText(endpoint)} --rate ${other}${flags}`;
      output.note(`It is told of the same at another rate, too (${other}). To end that: ${end}`);
    }
    return 0;
  },
});
