/** `dateline watch resume ID`: ends a pause; what was missed comes as one digest. */
import { scanAgain } from '../../../shared/steps/close-digests.ts';
import { safeLine } from '../../../shared/watch/safe-text.ts';
import { changeWatch } from '../../change-watch.ts';
import { defineVerb } from '../../command.ts';

export const resume = defineVerb({
  name: 'resume',
  description: 'End the pause of a watch. What it found meanwhile is sent as one digest.',
  example: 'dateline watch resume cybercrime',
  args: { id: { type: 'positional', required: true, description: 'Id or name of the watch' } },
  run: async ({ args, output }) => {
    const { objects, before, watch } = await changeWatch(args, output, args.id, { paused: false });
    const wasPaused = before.pausedAt !== null;
    if (wasPaused) await scanAgain(objects);
    if (output.json) output.line({ id: watch.id, name: watch.name, pausedAt: null, resumedAt: watch.resumedAt });
    else if (wasPaused) output.text(`${safeLine(watch.name)} goes on. What it found meanwhile comes as one digest.`);
    else output.text(`${safeLine(watch.name)} was not paused.`);
    return 0;
  },
});
