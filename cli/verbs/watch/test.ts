/** `dateline watch test ID`: a marked message to everybody whom the watch tells. */
import { sendTest } from '../../../shared/steps/send-test.ts';
import { safeLine } from '../../../shared/watch/safe-text.ts';
import { defineVerb } from '../../command.ts';
import { findWatch } from '../../find-watch.ts';
import { reach } from '../../reach.ts';

export const test = defineVerb({
  name: 'test',
  description: 'Send a test message to everybody whom the watch tells. It is marked as one.',
  example: 'dateline watch test cybercrime',
  args: { id: { type: 'positional', required: true, description: 'Id or name of the watch' } },
  run: async ({ args, output }) => {
    const { objects, topic, random, settings } = await reach(args, output, 'read');
    const watch = await findWatch(objects, args.id);
    const sent = await sendTest({ topic, random }, watch, settings);
    for (const { rate, messageId } of sent) {
      if (output.json) output.line({ watch: watch.id, rate, messageId });
      else if (messageId === null) output.text(`Nobody has subscribed to ${safeLine(watch.name)} (${rate}).`);
      else output.text(`A test message of ${safeLine(watch.name)} (${rate}) is on its way: ${messageId}`);
    }
    if (sent.length === 0) output.note(`${safeLine(watch.name)} is told to nobody: all its rates are off`);
    else if (!output.json && args.target === 'local') output.text('`dateline start`, or the next `run`, delivers it.');
    return 0;
  },
});
