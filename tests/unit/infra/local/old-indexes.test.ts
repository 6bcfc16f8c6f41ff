/** The stored index of watches on one machine: it outlives its process, and what went out of force is removed. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeOldIndexes } from '../../../../infra/local/old-indexes.ts';
import { openPipeline } from '../../../../infra/local/open.ts';
import { indexLimits } from '../../../../shared/limits.ts';
import { compile } from '../../../../shared/steps/compile.ts';
import { standingWatches } from '../../../../shared/watch/standing/load.ts';
import { addWatch } from '../../../../shared/watch/store.ts';
import { withIndexLimits } from '../../../support/index-limits.ts';
import { temporaryFolder } from '../../../support/memory/folder.ts';
import { memoryLog } from '../../../support/memory/log.ts';

withIndexLimits({ listedAlwaysMax: 1, changesMin: 1 });

test('a version is kept while it is in force, and an hour after', async () => {
  const data = await temporaryFolder();
  const log = memoryLog();
  const open = (atMs: number | null) => openPipeline({ data, atMs, log });
  const pipeline = await open(null);
  const { ports } = pipeline;
  expect(await removeOldIndexes(pipeline)).toBe(0);
  const step = compile(ports);
  for (const word of ['amber', 'basil']) await addWatch(ports.objects, ports.clock, { name: word, query: word });
  await step();
  for (const word of ['cedar', 'dune']) {
    await addWatch(ports.objects, ports.clock, { name: word, query: word });
    await step();
  }
  const versions = () => readdir(join(data, 'archive', 'index'));
  expect(await versions()).toHaveLength(3);
  expect(await removeOldIndexes(pipeline)).toBe(0);
  await pipeline.close();

  const later = await open(Date.now() + indexLimits.versionKeptHereMs + 1_000);
  expect(await removeOldIndexes(later)).toBe(1);
  expect(await versions()).toHaveLength(2);
  const standing = await standingWatches(later.ports)();
  const hits = await standing.match({ headline: '', body: 'amber and dune' });
  expect(hits.map(({ watch }) => watch.id)).toEqual(['amber', 'dune']);
  expect(log.events.filter(({ level }) => level === 'error')).toEqual([]);
  await later.close();
});
