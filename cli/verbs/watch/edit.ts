/** `dateline watch edit ID`: another name, query, rate or time zone; the id stays. */
import { UsageError } from '../../../shared/errors.ts';
import { checkQuery } from '../../../shared/query/check.ts';
import { scanAgain } from '../../../shared/steps/close-digests.ts';
import { safeLine } from '../../../shared/watch/safe-text.ts';
import { changeWatch } from '../../change-watch.ts';
import { defineVerb } from '../../command.ts';
import { problemLines } from '../../query-problems.ts';
import { rateArgs, rateFlag, timeZoneArgs, timeZoneFlag } from '../../rates.ts';

export const edit = defineVerb({
  name: 'edit',
  description: 'Change the name, query, rate or time zone of a watch. Its id never changes.',
  example: `dateline watch edit cybercrime --query 'cybercrime OR ransomware'`,
  args: {
    id: { type: 'positional', required: true, description: 'Id or name of the watch' },
    name: { type: 'string', valueHint: 'NAME', description: 'The new name' },
    query: { type: 'string', valueHint: 'QUERY', description: 'The new query, in quotation marks' },
    ...rateArgs,
    ...timeZoneArgs,
  },
  run: async ({ args, output }) => {
    const { name, query } = args;
    const change = { name, query, rate: rateFlag(args.rate), timeZone: timeZoneFlag(args['time-zone']) };
    if (Object.values(change).every((value) => value === undefined)) {
      throw new UsageError('E_ARGUMENT', '`watch edit` was told nothing to change', {
        hint: 'give --name, --query, --rate or --time-zone',
      });
    }
    const { objects, watch } = await changeWatch(args, output, args.id, change);
    // Its windows end at other times now.
    if (change.timeZone !== undefined) await scanAgain(objects);
    if (output.json) {
      output.line({ id: watch.id, name: watch.name, query: watch.query, rate: watch.rate, timeZone: watch.timeZone });
      return 0;
    }
    const check = checkQuery(watch.query);
    for (const warning of query === undefined ? [] : check.warnings) {
      for (const line of problemLines(watch.query, warning)) output.note(line);
    }
    output.text(`${safeLine(watch.name)} (${watch.id}) finds: ${safeLine(check.words ?? watch.query)}`);
    return 0;
  },
});
