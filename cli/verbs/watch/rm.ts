/** `dateline watch rm ID`: removes a watch and its subscriptions. */
import { safeLine } from '../../../shared/watch/safe-text.ts';
import { removeWatch } from '../../../shared/watch/store.ts';
import { defineVerb } from '../../command.ts';
import { findWatch } from '../../find-watch.ts';
import { reach } from '../../reach.ts';

export const rm = defineVerb({
  name: 'rm',
  description: 'Remove a watch and end its subscriptions. What it found stays in the archive.',
  example: 'dateline watch rm cybercrime',
  args: { id: { type: 'positional', required: true, description: 'Id or name of the watch' } },
  run: async ({ args, output }) => {
    const { objects, topic, clock } = await reach(args, output, 'read');
    const { id, name, query } = await findWatch(objects, args.id);
    // Subscriptions first: when this fails, the same command can be given again.
    await topic.removeWatch(id);
    await removeWatch(objects, clock, id);
    if (output.json) output.line({ id, name, query, removed: true });
    else output.text(`Removed: ${safeLine(name)} (${id})`);
    return 0;
  },
});
