/** `dateline query backtest`: what a query would have found in the archive, and what that lets expect. */
import { backtest as runBacktest } from '../../../shared/search/backtest.ts';
import { backtestJson } from '../../../shared/search/backtest-json.ts';
import { checkWithArchive } from '../../../shared/search/statistics.ts';
import { safeLine } from '../../../shared/watch/safe-text.ts';
import { showBacktest } from '../../backtest-text.ts';
import { defineVerb } from '../../command.ts';
import { sinceFlag } from '../../flags.ts';
import { acceptQuery, problemLines } from '../../query-problems.ts';
import { reach } from '../../reach.ts';
import { openSearchIndex } from '../../search-index.ts';

export const backtest = defineVerb({
  name: 'backtest',
  description: 'What a query would have found in the archive: by week, what to expect, samples, near misses.',
  example: `dateline query backtest 'ransomware NEAR/10 (hospital OR bank)' --since 90d`,
  args: {
    query: { type: 'positional', required: true, description: 'The query, in quotation marks' },
    since: { type: 'string', valueHint: 'DAY', description: 'Only what is printed from this day (UTC) or age on' },
  },
  run: async ({ args, output }) => {
    if (!acceptQuery(args.query, output)) return 1;
    const reached = await reach(args, output, 'read');
    const nowMs = reached.clock.nowMs();
    const sinceMs = sinceFlag(args.since, nowMs);
    const index = await openSearchIndex(reached, output);
    const found = await runBacktest(index, args.query, { nowMs, sinceMs });
    const { warnings, words } = await checkWithArchive(args.query, index, reached.objects);
    if (output.json) {
      output.line(backtestJson(args.query, warnings, found));
      return 0;
    }
    for (const warning of warnings) for (const line of problemLines(args.query, warning)) output.note(line);
    output.text(`Finds ${safeLine(words ?? '')}`);
    showBacktest(found, output);
    return 0;
  },
});
