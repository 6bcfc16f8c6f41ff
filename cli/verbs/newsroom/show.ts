/** `dateline newsroom show ID`: one newsroom as its file has it. */
import { stringify } from 'yaml';
import { enabledNewsrooms } from '../../../shared/newsrooms/enabled.ts';
import { safeText } from '../../../shared/watch/safe-text.ts';
import { defineVerb } from '../../command.ts';
import { findNewsroom, knownNewsrooms } from '../../known-newsrooms.ts';
import { newsroomsArg } from '../../newsrooms-arg.ts';
import { reach } from '../../reach.ts';

export const show = defineVerb({
  name: 'show',
  description: 'One newsroom as its file has it, with `enabled` as it stands. A good beginning for a file of your own.',
  example: 'dateline newsroom show interpol',
  args: {
    id: { type: 'positional', required: true, description: 'Id of the newsroom' },
    ...newsroomsArg,
  },
  run: async ({ args, output }) => {
    const { objects, newsrooms } = await reach(args, output, 'glance');
    const found = findNewsroom(await knownNewsrooms(objects, newsrooms), args.id);
    if (found instanceof Error) throw found;
    const shown = { ...found, enabled: (await enabledNewsrooms(objects, [found])).length === 1 };
    if (output.json) output.line(shown);
    else output.text(safeText(stringify(shown, { lineWidth: 0 })).trimEnd());
    return 0;
  },
});
