/** `dateline newsroom list`: the registry, and what of it is watched. */
import pc from 'picocolors';
import { enabledNewsrooms } from '../../../shared/newsrooms/enabled.ts';
import { defineVerb } from '../../command.ts';
import { knownNewsrooms } from '../../known-newsrooms.ts';
import { newsroomsArg } from '../../newsrooms-arg.ts';
import { streamsJson } from '../../output.ts';
import { reach } from '../../reach.ts';
import { tableLines } from '../../table.ts';

export const list = defineVerb({
  name: 'list',
  description: 'All newsrooms, and whether each is watched.',
  example: 'dateline newsroom list --enabled',
  args: {
    ...newsroomsArg,
    enabled: { type: 'boolean', description: 'Only those that are watched' },
  },
  run: async ({ args, output }) => {
    const { objects, newsrooms, flags } = await reach(args, output, 'glance');
    const known = await knownNewsrooms(objects, newsrooms);
    const watched = new Set((await enabledNewsrooms(objects, known)).map(({ id }) => id));
    const shown = [...known]
      .filter(({ id }) => args.enabled !== true || watched.has(id))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    if (streamsJson(output)) {
      for (const { id, organization, country, homepage, recommended = false, channels } of shown) {
        const enabled = watched.has(id);
        output.line({
          id,
          organization,
          country,
          homepage,
          enabled,
          recommended,
          channels: channels.map(({ kind, url }) => ({ kind, url })),
        });
      }
      return 0;
    }
    const rows = shown.map(({ id, organization, country, recommended }) => [
      watched.has(id) ? 'watched' : recommended === true ? 'recommended' : '',
      id,
      country,
      organization,
    ]);
    for (const line of tableLines(rows, output.columns))
      output.text(line.startsWith('watched') ? pc.green(line) : line);
    output.text();
    output.text(
      watched.size === 0
        ? `None is watched. Begin with: npx dateline newsroom enable --recommended${flags}`
        : `${watched.size} of ${known.length} watched.`,
    );
    return 0;
  },
});
