/** `dateline newsroom enable` and `disable`: which newsrooms are asked from the next poll on. */
import { dataFolder } from '../../../infra/local/folder.ts';
import { BadInputError, UsageError } from '../../../shared/errors.ts';
import { setEnabled } from '../../../shared/newsrooms/enabled.ts';
import type { Newsroom } from '../../../shared/newsrooms/schema.ts';
import type { ExitCode } from '../../command.ts';
import { defineVerb } from '../../command.ts';
import { report } from '../../faults.ts';
import { findNewsroom, knownNewsrooms } from '../../known-newsrooms.ts';
import { newsroomsArg } from '../../newsrooms-arg.ts';
import type { Output } from '../../output.ts';
import { type ReachOptions, reach } from '../../reach.ts';
import { settleContact } from './contact.ts';

interface Switch extends ReachOptions {
  readonly ids: readonly string[];
  readonly recommended: boolean;
}

async function switchTo(enabled: boolean, wanted: Switch, output: Output): Promise<ExitCode> {
  const verb = enabled ? 'enable' : 'disable';
  if (wanted.ids.length === 0 && !wanted.recommended) {
    throw new UsageError('E_ARGUMENT', `\`newsroom ${verb}\` needs an ID${enabled ? ', or --recommended' : ''}`, {
      hint: 'see `dateline newsroom list`',
    });
  }
  const { objects, newsrooms, name } = await reach(wanted, output, 'write');
  const known = await knownNewsrooms(objects, newsrooms);
  const found = wanted.ids.map((id) => findNewsroom(known, id));
  const chosen = new Map<string, Newsroom>();
  if (wanted.recommended) for (const one of known) if (one.recommended === true) chosen.set(one.id, one);
  for (const one of found) if (!(one instanceof Error)) chosen.set(one.id, one);
  if (enabled && chosen.size > 0 && wanted.target === 'local') {
    await settleContact(dataFolder(wanted.data).settings, output);
  }
  if (chosen.size > 0) await setEnabled(objects, [...chosen.keys()], enabled);

  const refused = found.filter((one) => one instanceof BadInputError);
  for (const fault of refused) report(fault, output);
  if (output.json) for (const id of chosen.keys()) output.line({ id, enabled });
  else if (chosen.size > 0) {
    const ids = [...chosen.keys()].join(', ');
    output.text(
      enabled
        ? `${chosen.size} watched in ${name} from the next poll on: ${ids}`
        : `No longer watched in ${name}: ${ids}`,
    );
  }
  return refused.length === 0 ? 0 : 1;
}

export const enable = defineVerb({
  name: 'enable',
  description:
    'Begin to watch newsrooms: they are asked from the next poll on. What is there already is stored, and alerts come for what is new.',
  example: 'dateline newsroom enable --recommended',
  rest: true,
  args: {
    id: { type: 'positional', required: false, description: 'Ids of newsrooms' },
    recommended: { type: 'boolean', description: 'The newsrooms that most people want' },
    ...newsroomsArg,
  },
  run: ({ args, output }) => switchTo(true, { ...args, ids: args._, recommended: args.recommended === true }, output),
});

export const disable = defineVerb({
  name: 'disable',
  description: 'Stop watching newsrooms. What was stored stays.',
  example: 'dateline newsroom disable interpol europol',
  rest: true,
  args: {
    id: { type: 'positional', required: false, description: 'Ids of newsrooms' },
    ...newsroomsArg,
  },
  run: ({ args, output }) => switchTo(false, { ...args, ids: args._, recommended: false }, output),
});
