/** Changing a watch from the command line: its refusals as the errors of the verb. */
import { BadInputError } from '../shared/errors.ts';
import type { Watch } from '../shared/watch/schema.ts';
import { editWatch, type WatchEdit } from '../shared/watch/store.ts';
import { findWatch } from './find-watch.ts';
import type { Output } from './output.ts';
import { refusedQuery } from './query-problems.ts';
import { type Reach, type ReachOptions, reach } from './reach.ts';

/** Throws BadInputError for a watch that is not there and for a name or query that cannot be used. */
export async function changeWatch(
  options: ReachOptions,
  output: Output,
  given: string,
  change: WatchEdit,
): Promise<Reach & { readonly before: Watch; readonly watch: Watch }> {
  const reached = await reach(options, output, 'read');
  const before = await findWatch(reached.objects, given);
  const outcome = await editWatch(reached.objects, reached.clock, before.id, change);
  switch (outcome.kind) {
    case 'edited':
      return { ...reached, before, watch: outcome.watch };
    case 'bad-query':
      throw refusedQuery(change.query ?? '', outcome.errors);
    case 'bad-name':
    case 'bad-zone':
      throw new BadInputError('E_NAME', outcome.message, { input: given });
    case 'missing':
      throw new BadInputError('E_WATCH', `the watch ${before.id} was removed meanwhile`, { input: given });
  }
}
