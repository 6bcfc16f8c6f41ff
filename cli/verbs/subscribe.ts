/** `dateline subscribe WATCH …`: tells one address what a watch finds. */
import { safeLine } from '../../shared/watch/safe-text.ts';
import { subscribeTo } from '../../shared/watch/subscribe.ts';
import { defineVerb } from '../command.ts';
import { endpointArgs, endpointFlag, subscriptionLine } from '../endpoints.ts';
import { findWatch } from '../find-watch.ts';
import { rateArgs, rateFlag } from '../rates.ts';
import { reach } from '../reach.ts';

export const subscribe = defineVerb({
  name: 'subscribe',
  description: 'Tell one address what a watch finds. On this machine it is confirmed at once.',
  example: 'dateline subscribe cybercrime --email you@example.org',
  args: {
    watch: { type: 'positional', required: true, description: 'Id or name of the watch' },
    ...endpointArgs,
    ...rateArgs,
  },
  run: async ({ args, output }) => {
    const endpoint = endpointFlag('subscribe', args);
    const rate = rateFlag(args.rate) ?? null;
    const { objects, topic, secretOf } = await reach(args, output, 'read');
    const watch = await findWatch(objects, args.watch);
    const subscription = await subscribeTo({ objects, topic }, watch, rate, endpoint);
    const secret = await secretOf(subscription.id);
    const line = { ...subscriptionLine(subscription), ...(secret === null ? {} : { secret }) };
    if (output.json) {
      output.line(line);
      return 0;
    }
    output.text(`${safeLine(line.address)} is told what ${safeLine(watch.name)} finds (${line.rate}).`);
    if (secret !== null) output.text(`Deliveries are signed (standardwebhooks) with ${secret}`);
    if (line.state === 'pending') {
      output.text('It waits for confirmation: the link that was just sent there. Nothing is sent before.');
    }
    return 0;
  },
});
