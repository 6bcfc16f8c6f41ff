/** The search index on a folder: answers as in memory, leaves nothing half-written, and says what the disk refuses. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderSearchFiles } from '../../../../infra/local/stores/search-files.ts';
import { ArchiveIndex } from '../../../../shared/search/archive-index.ts';
import { temporaryFolder } from '../../../support/memory/folder.ts';
import { makeRelease } from '../../../support/releases.ts';
import { archiveFixture, idsOf } from '../../search/archive-fixture.ts';

test('every kind of clause is answered from the folder', async () => {
  const folder = await temporaryFolder();
  const files = folderSearchFiles(join(folder, 'search'), join(folder, 'tmp'));
  const { ports, store } = archiveFixture();
  const quote = { text: 'never again', speaker: 'Jane Bank', start: 0, end: 11 };
  const wanted = makeRelease({
    slug: 'wanted',
    body: 'Never again. The Fraud at the bank grew.\n\nInterpol rang U.S. police.',
    quotes: [quote],
    topics: ['cyber crime'],
  });
  const others = Array.from({ length: 600 }, (_, n) => makeRelease({ slug: `n${n}`, body: `Fraud ${n}. A bank.` }));
  await store(...others.slice(0, 300), wanted, ...others.slice(300));
  await new ArchiveIndex({ objects: ports.objects, files }).refresh();
  const problems: string[] = [];
  const index = new ArchiveIndex({ objects: ports.objects, files, onProblem: (problem) => problems.push(problem) });
  await index.refresh();
  const clauses = ['fraud /s bank', '=Fraud /s grew', 'quote:"never again"', 'speaker:bank', 'topic:crime', 'US'];
  for (const query of [...clauses, 'url:wanted', 'interpol NEAR/3 police', 'gre*']) {
    expect([query, await idsOf(index, query)]).toEqual([query, [wanted.id]]);
  }
  expect(await idsOf(index, 'fraud /p bank')).toHaveLength(601);
  expect(problems).toEqual([]);
  expect(await readdir(join(folder, 'tmp'))).toEqual([]);
});

test('what is not there is null, and what the disk refuses is a fault with its path', async () => {
  const folder = await temporaryFolder();
  const files = folderSearchFiles(join(folder, 'search'), join(folder, 'tmp'));
  expect(await files.read('none')).toBeNull();
  expect(await files.list()).toEqual([]);
  await files.remove('none');
  await writeFile(join(folder, 'search'), 'a file');
  await mkdir(join(folder, 'tmp'), { recursive: true });
  await expect(files.write('x', new Uint8Array(1))).rejects.toThrow(join(folder, 'search'));
});
