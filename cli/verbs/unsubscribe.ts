/** `dateline unsubscribe WATCH …`: ends the subscriptions of one address to a watch. */
import { BadInputError } from '../../shared/errors.ts';
import { safeLine } from '../../shared/watch/safe-text.ts';
import { endSubscription } from '../../shared/watch/subscribe.ts';
import { defineVerb } from '../command.ts';
import { addressOf, endpointArgs, endpointFlag, sameEndpoint, subscriptionLine } from '../endpoints.ts';
import { findWatch } from '../find-watch.ts';
import { similar } from '../nearest.ts';
import { rateArgs, rateFlag } from '../rates.ts';
import { reach } from '../reach.ts';

export const unsubscribe = defineVerb({
  name: 'unsubscribe',
  description: 'End the subscriptions of one address to a watch.',
  example: 'dateline unsubscribe cybercrime --email you@example.org',
  args: {
    watch: { type: 'positional', required: true, description: 'Id or name of the watch' },
    ...endpointArgs,
    rate: { ...rateArgs.rate, description: 'Only the subscription at this rate' },
  },
  run: async ({ args, output }) => {
    const endpoint = endpointFlag('unsubscribe', args);
    const rate = rateFlag(args.rate);
    const { objects, topic, flags } = await reach(args, output, 'read');
    const watch = await findWatch(objects, args.watch);
    const all = await topic.subscriptions(watch.id);
    const ended = all.filter(
      (one) => sameEndpoint(one.endpoint, endpoint) && (rate === undefined || one.rate === rate),
    );
    if (ended.length === 0) {
      const near = similar(
        addressOf(endpoint),
        all.filter((one) => one.endpoint.kind === endpoint.kind).map((one) => addressOf(one.endpoint)),
      );
      throw new BadInputError(
        'E_SUBSCRIPTION',
        `${addressOf(endpoint)} has no ${rate === undefined ? '' : `${rate} `}subscription to ${watch.id}`,
        {
          input: addressOf(endpoint),
          hint:
            near === null
              ? `see \`dateline watch show ${watch.id}${flags}\`; to stop the watch: dateline watch rm ${watch.id}${flags}`
              : `did you mean ${near}?`,
        },
      );
    }
    for (const subscription of ended) {
      await endSubscription({ objects, topic }, watch.id, subscription.id);
      if (output.json) output.line({ ...subscriptionLine(subscription), state: 'ended' });
      else
        output.text(
          `${safeLine(addressOf(subscription.endpoint))} is told no more what ${safeLine(watch.name)} finds.`,
        );
    }
    return 0;
  },
});
