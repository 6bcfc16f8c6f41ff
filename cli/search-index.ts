/** The search index for a verb: brought up to date, with progress for whoever waits, and what is wrong with it told. */
import pc from 'picocolors';
import { dataFolder } from '../infra/local/folder.ts';
import { checkQuery } from '../shared/query/check.ts';
import type { QueryCheck } from '../shared/query/types.ts';
import { ArchiveIndex } from '../shared/search/archive-index.ts';
import { checkWithArchive } from '../shared/search/statistics.ts';
import { safeLine } from '../shared/watch/safe-text.ts';
import type { Output } from './output.ts';
import { isThere, type Reach, type ReachOptions, reach } from './reach.ts';

/** From so many changes on it takes long enough to say so. */
const changesToldMin = 1_000;

function searchIndex({ objects, searchFiles }: Pick<Reach, 'objects' | 'searchFiles'>, output: Output): ArchiveIndex {
  return new ArchiveIndex({
    objects,
    files: searchFiles,
    onProblem: (problem) => output.note(safeLine(problem)),
    onProgress: (done, all) => {
      if (all >= changesToldMin) output.note(pc.dim(`The search index has ${done} of ${all} changes.`));
    },
  });
}

/** From so many changes on a verb that only gives advice goes without. */
const changesForAdviceMax = 2_000;

/**
 * A query checked with the warnings of the archive, where there is one whose index is at hand; else as the language alone
 * has it.
 */
export async function checkByArchive(query: string, options: ReachOptions, output: Output): Promise<QueryCheck> {
  const hasArchive = options.target === 'aws' || (await isThere(dataFolder(options.data).archive));
  if (!hasArchive || !checkQuery(query).ok) return checkQuery(query);
  const reached = await reach(options, output, 'read');
  const index = searchIndex(reached, output);
  if ((await index.behind()) > changesForAdviceMax) {
    output.note(pc.dim('What is stored was not asked: `dateline query backtest` takes it in, once.'));
    return checkQuery(query);
  }
  await index.refresh();
  return checkWithArchive(query, index, reached.objects);
}

/** The index of what a verb reaches, brought up to date. */
export async function openSearchIndex(
  reached: Pick<Reach, 'objects' | 'searchFiles'>,
  output: Output,
): Promise<ArchiveIndex> {
  const index = searchIndex(reached, output);
  const behind = await index.behind();
  if (behind >= changesToldMin) {
    output.note(pc.dim(`The search index takes in ${behind} changes; later calls take in only what is new.`));
  }
  await index.refresh();
  return index;
}
