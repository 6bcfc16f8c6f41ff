/** `dateline watch list`: all watches. */
import { listWatches } from '../../../shared/watch/read.ts';
import { defineVerb } from '../../command.ts';
import { streamsJson } from '../../output.ts';
import { reach } from '../../reach.ts';
import { tableLines } from '../../table.ts';

export const list = defineVerb({
  name: 'list',
  description: 'All watches, in the order of their ids.',
  example: 'dateline watch list --json',
  args: {},
  run: async ({ args, output }) => {
    const { objects, flags } = await reach(args, output, 'read');
    const watches = await listWatches(objects);
    if (streamsJson(output)) {
      for (const { id, name, query } of watches) output.line({ id, name, query });
      return 0;
    }
    if (watches.length === 0) output.text(`No watches yet. Make one: npx dateline watch add NAME QUERY${flags}`);
    const rows = watches.map(({ id, name, query, rate, pausedAt }) => [
      id,
      name,
      pausedAt === null ? rate : 'paused',
      query,
    ]);
    for (const line of tableLines(rows, output.columns, { 0: 40, 1: 40 })) output.text(line);
    return 0;
  },
});
