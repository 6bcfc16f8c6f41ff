/** The watch that a word on the command line means: its id, or its name. */
import { BadInputError } from '../shared/errors.ts';
import type { Objects } from '../shared/ports.ts';
import { getWatch, listWatches } from '../shared/watch/read.ts';
import { type Watch, watchIdOf } from '../shared/watch/schema.ts';
import { similar } from './nearest.ts';

/** Throws BadInputError E_WATCH that names the nearest one. */
export async function findWatch(objects: Objects, given: string): Promise<Watch> {
  const found = await getWatch(objects, watchIdOf(given));
  if (found !== null) return found;
  const all = await listWatches(objects);
  // A watch that was renamed kept its id.
  const named = all.find(({ name }) => watchIdOf(name) === watchIdOf(given));
  if (named !== undefined) return named;
  const ids = all.map(({ id }) => id);
  const near = similar(watchIdOf(given), ids);
  throw new BadInputError('E_WATCH', `there is no watch ${given}`, {
    input: given,
    hint: near === null ? 'see `dateline watch list`' : `did you mean ${near}? See \`dateline watch list\``,
  });
}
