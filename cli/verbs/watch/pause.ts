/** `dateline watch pause ID`: its hits wait until `watch resume`. */
import { safeLine } from '../../../shared/watch/safe-text.ts';
import { changeWatch } from '../../change-watch.ts';
import { defineVerb } from '../../command.ts';

export const pause = defineVerb({
  name: 'pause',
  description: 'Send nothing of a watch until `watch resume`; what it finds meanwhile then comes as one digest.',
  example: 'dateline watch pause cybercrime',
  args: { id: { type: 'positional', required: true, description: 'Id or name of the watch' } },
  run: async ({ args, output }) => {
    const { watch, flags } = await changeWatch(args, output, args.id, { paused: true });
    const { id, name, pausedAt } = watch;
    if (output.json) output.line({ id, name, pausedAt });
    else output.text(`${safeLine(name)} is paused since ${pausedAt}. Go on: npx dateline watch resume ${id}${flags}`);
    return 0;
  },
});
