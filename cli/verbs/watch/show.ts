/** `dateline watch show ID`: one watch, its query in words, and who is told. */
import pc from 'picocolors';
import { checkQuery } from '../../../shared/query/check.ts';
import { feedKey, feedLink, signingKey } from '../../../shared/watch/links.ts';
import { safeLine } from '../../../shared/watch/safe-text.ts';
import { defineVerb } from '../../command.ts';
import { subscriptionLine } from '../../endpoints.ts';
import { findWatch } from '../../find-watch.ts';
import { reach } from '../../reach.ts';
import { tableLines } from '../../table.ts';

export const show = defineVerb({
  name: 'show',
  description: 'One watch: its query in words, and who is told.',
  example: 'dateline watch show cybercrime',
  args: { id: { type: 'positional', required: true, description: 'Id or name of the watch' } },
  run: async ({ args, output }) => {
    const { objects, topic, random, settings, flags } = await reach(args, output, 'read');
    const watch = await findWatch(objects, args.id);
    const { id, name, query, createdAt, rate, timeZone, pausedAt } = watch;
    const signing = await signingKey({ objects, random });
    const key = feedKey(signing, watch);
    const { canonical, words } = checkQuery(query);
    const subscriptions = (await topic.subscriptions(id)).map(subscriptionLine);
    if (output.json) {
      output.line({
        id,
        name,
        query,
        canonical,
        words,
        createdAt,
        rate,
        timeZone,
        pausedAt,
        subscriptions,
        feedKey: key,
      });
      return 0;
    }
    const row = (label: string, value: string): void => output.text(`${pc.dim(label.padEnd(9))}${safeLine(value)}`);
    row('Watch', `${name} (${id})`);
    row('Query', query);
    row('Finds', words ?? 'nothing: the query does not parse any more');
    row('Since', createdAt);
    row('Rate', `${rate}, days begin at midnight in ${timeZone}`);
    const { consoleAddress } = settings;
    row(
      'Feed',
      consoleAddress === null
        ? `/feeds/${id}.rss?key=${key} on the console`
        : feedLink(signing, consoleAddress, watch, 'rss'),
    );
    if (pausedAt !== null) row('Paused', `since ${pausedAt}: dateline watch resume ${id}${flags}`);
    if (subscriptions.length === 0)
      row('Told', `nobody has subscribed: npx dateline subscribe ${id} --email you@example.org${flags}`);
    const rows = subscriptions.map(({ protocol, address, rate, state }) => [protocol, rate, state, address]);
    for (const [index, line] of tableLines(rows, output.columns - 9).entries()) {
      output.text(`${pc.dim((index === 0 ? 'Told' : '').padEnd(9))}${line}`);
    }
    return 0;
  },
});
