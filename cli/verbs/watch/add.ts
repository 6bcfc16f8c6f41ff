/** `dateline watch add NAME QUERY`: shows what the query would have found, then saves it. */
import pc from 'picocolors';
import { BadInputError } from '../../../shared/errors.ts';
import type { QueryCheck } from '../../../shared/query/types.ts';
import { backtest } from '../../../shared/search/backtest.ts';
import { checkWithArchive } from '../../../shared/search/statistics.ts';
import { getWatch } from '../../../shared/watch/read.ts';
import { safeLine } from '../../../shared/watch/safe-text.ts';
import { watchIdOf } from '../../../shared/watch/schema.ts';
import { addWatch } from '../../../shared/watch/store.ts';
import { showBacktest } from '../../backtest-text.ts';
import { defineVerb } from '../../command.ts';
import { canAsk, confirmed } from '../../confirm.ts';
import type { Output } from '../../output.ts';
import { acceptQuery, problemLines, refusedQuery } from '../../query-problems.ts';
import { rateArgs, rateFlag, timeZoneArgs, timeZoneFlag } from '../../rates.ts';
import { reach } from '../../reach.ts';
import { openSearchIndex } from '../../search-index.ts';

function explain(query: string, check: QueryCheck, output: Output): void {
  for (const warning of check.warnings) for (const line of problemLines(query, warning)) output.note(line);
  output.text(`${pc.dim('Finds')}  ${safeLine(check.words ?? '')}`);
}

export const add = defineVerb({
  name: 'add',
  description: 'Watch for what a query finds; shows first what it would have found in the archive.',
  example: `dateline watch add Cybercrime 'cybercrime OR "I-24/7"'`,
  args: {
    name: { type: 'positional', required: true, description: 'Name of the watch; its id is made of it' },
    query: { type: 'positional', required: true, description: 'The query, in quotation marks' },
    ...rateArgs,
    ...timeZoneArgs,
    yes: { type: 'boolean', alias: 'y', description: 'Save without asking' },
  },
  run: async ({ args, output }) => {
    const rate = rateFlag(args.rate);
    const timeZone = timeZoneFlag(args['time-zone']);
    if (!acceptQuery(args.query, output)) return 1;
    const reached = await reach(args, output, 'write');
    const { objects, clock, flags, timeZone: zoneHere } = reached;
    if (output.terminal && !output.json) {
      const index = await openSearchIndex(reached, output);
      explain(args.query, await checkWithArchive(args.query, index, objects, watchIdOf(args.name)), output);
      showBacktest(await backtest(index, args.query, { nowMs: clock.nowMs(), sinceMs: null }), output, true);
      const known = (await getWatch(objects, watchIdOf(args.name))) !== null;
      const asks = canAsk(output) && args.yes !== true && !known;
      if (asks && !(await confirmed(`Save the watch ${safeLine(args.name)}?`))) {
        output.text('Not saved.');
        return 0;
      }
    }
    const outcome = await addWatch(objects, clock, {
      name: args.name,
      query: args.query,
      rate,
      timeZone: timeZone ?? zoneHere,
    });
    switch (outcome.kind) {
      case 'bad-query':
        throw refusedQuery(args.query, outcome.errors);
      case 'bad-name':
        throw new BadInputError('E_NAME', outcome.message, { input: args.name, hint: 'give it a short name' });
      case 'taken':
        throw new BadInputError(
          'E_TAKEN',
          `the watch ${outcome.watch.id} asks for something else: ${outcome.watch.query}`,
          {
            input: args.name,
            hint: `choose another name, or remove it first: dateline watch rm ${outcome.watch.id}${flags}`,
          },
        );
      case 'added':
      case 'same': {
        const { id, name, query } = outcome.watch;
        if (output.json) {
          output.line({ id, name, query });
          return 0;
        }
        output.text(`${outcome.kind === 'added' ? 'Watching' : 'Watching already'}: ${safeLine(name)} (${id})`);
        output.text(`Tell somebody: npx dateline subscribe ${id} --email you@example.org${flags}`);
        return 0;
      }
    }
  },
});
