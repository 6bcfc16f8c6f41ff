/** `dateline redrive`: what the queues gave up, why, and back into them. */
import { BadInputError } from '../../shared/errors.ts';
import { parkedReason } from '../../shared/steps/parked.ts';
import { defineVerb } from '../command.ts';
import { nearest } from '../nearest.ts';
import { streamsJson } from '../output.ts';
import { reach } from '../reach.ts';
import { tableLines } from '../table.ts';

export const redrive = defineVerb({
  name: 'redrive',
  description:
    'Puts back what the queues gave up (their dead letters), once the cause is repaired; with --list it only shows them.',
  example: 'dateline redrive stored --list',
  args: {
    queue: {
      type: 'positional',
      required: false,
      description: 'Only these queues: due, found, stored, changed, windows, deliveries, webhooks',
    },
    list: { type: 'boolean', description: 'Show what lies there and why, and leave it' },
  },
  rest: true,
  run: async ({ args, output }) => {
    const { objects, deadLetters, name } = await reach(args, output, 'read');
    const all = await deadLetters();
    const wanted = new Set<string>(args._);
    for (const one of wanted) {
      if (all.some((queue) => queue.name === one)) continue;
      const names = all.map((queue) => queue.name);
      throw new BadInputError('E_QUEUE', `${name} has no queue ${one}`, {
        input: one,
        hint: `did you mean ${nearest(one, names) ?? names.join(', ')}?`,
      });
    }
    const json = streamsJson(output);
    const rows: string[][] = [];
    let moved = 0;
    for (const queue of all.filter((one) => wanted.size === 0 || wanted.has(one.name))) {
      for (const body of await queue.list()) {
        const reason = await parkedReason(objects, queue.name, body);
        if (json) output.line({ queue: queue.name, reason, body, redriven: args.list !== true });
        else rows.push([queue.name, reason]);
      }
      if (args.list !== true) moved += await queue.putBack();
    }
    if (json) return 0;
    for (const line of tableLines(rows, output.columns)) output.text(line);
    if (rows.length === 0) output.text('No queue has given anything up.');
    else if (args.list !== true) output.text(`${moved} put back. What fails again comes back here.`);
    return 0;
  },
});
