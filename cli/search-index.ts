/** The search index for a verb: brought up to date, with progress for whoever waits, and what is wrong with it told. */
import pc from 'picocolors';
import { ArchiveIndex } from '../shared/search/archive-index.ts';
import { safeLine } from '../shared/watch/safe-text.ts';
import type { Output } from './output.ts';
import type { Reach } from './reach.ts';

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

/** The same, brought up to date. */
export async function openSearchIndex(
  reached: Pick<Reach, 'objects' | 'searchFiles'>,
  output: Output,
): Promise<ArchiveIndex> {
  const index = searchIndex(reached, output);
  const behind = await index.behind();
  if (behind >= changesToldMin) {
    output.note(
      pc.dim(`The search index takes in ${behind} changes, which happens once; every search after this is quick.`),
    );
  }
  await index.refresh();
  return index;
}
