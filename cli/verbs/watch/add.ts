/** `dateline watch add NAME QUERY`: shows what the query would have found, then saves it. */
import pc from 'picocolors';
import { releaseIndex } from '../../../functions/console/data/release-index.ts';
import { backtest } from '../../../functions/console/data/search.ts';
import { BadInputError } from '../../../shared/errors.ts';
import type { Objects } from '../../../shared/ports.ts';
import { checkQuery } from '../../../shared/query/check.ts';
import type { QueryCheck } from '../../../shared/query/types.ts';
import { safeLine, truncate } from '../../../shared/watch/safe-text.ts';
import { watchIdOf } from '../../../shared/watch/schema.ts';
import { addWatch, getWatch } from '../../../shared/watch/store.ts';
import { defineVerb } from '../../command.ts';
import { canAsk, confirmed } from '../../confirm.ts';
import { excerpt } from '../../excerpt.ts';
import type { Output } from '../../output.ts';
import { problemLines, refusedQuery } from '../../query-problems.ts';
import { rateArgs, rateFlag, timeZoneArgs, timeZoneFlag } from '../../rates.ts';
import { reach } from '../../reach.ts';

/** What the query would have found among the releases stored last. */
async function showBacktest(objects: Objects, query: string, output: Output): Promise<void> {
  const { matches, releases, samples } = await backtest(releaseIndex(objects), query);
  if (releases === 0) {
    output.text('Nothing is stored yet that it could be tried on.');
    return;
  }
  const width = Math.min(output.columns, 110) - 4;
  output.text(`It would have matched ${pc.bold(String(matches))} of the last ${releases} releases.`);
  for (const { release, sentence } of samples) {
    output.text(
      `  ${pc.dim(release.datePublished?.slice(0, 10) ?? 'undated   ')}  ${truncate(safeLine(release.headline), width - 10)}`,
    );
    if (sentence !== null) output.text(`    ${excerpt(sentence, width)}`);
  }
}

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
    const check = checkQuery(args.query);
    if (!check.ok) {
      if (output.json) throw refusedQuery(args.query, check.errors);
      output.note('dateline: the query is refused');
      for (const problem of check.errors) for (const line of problemLines(args.query, problem)) output.note(line);
      return 1;
    }
    const { objects, clock, flags, timeZone: zoneHere } = await reach(args, output, 'write');
    if (output.terminal && !output.json) {
      explain(args.query, check, output);
      await showBacktest(objects, args.query, output);
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
