/** The process that `sim:archive` kills: commits releases and revisions and publishes them, until it is ended. */
import { openPipeline } from '../../infra/local/open.ts';
import { recover } from '../../infra/local/recover.ts';
import { localSteps } from '../../infra/local/steps.ts';
import { keys, partitionOf } from '../../shared/archive/keys.ts';
import { createRelease } from '../../shared/archive/release-object.ts';
import { memoryLog } from '../support/memory/log.ts';
import { makeRelease, reviseRelease } from '../support/releases.ts';

const [data = '', round = '0', mode = 'write'] = process.argv.slice(2);
const pipeline = await openPipeline({ data, log: memoryLog() });
await recover(pipeline);
const steps = localSteps(pipeline);
const { objects } = pipeline.ports;

async function commit(n: number): Promise<void> {
  const first = makeRelease({ slug: `round-${round}-${n}`, datePublished: `2026-02-0${(n % 9) + 1}` });
  const releases = n % 4 === 0 ? [first, reviseRelease(first, true, { status: 'withdrawn' })] : [first];
  for (const release of releases) {
    const key = keys.release(release.newsroom, partitionOf(release.datePublished), release.id, release.revision);
    await createRelease(objects, key, release);
  }
}

async function publishAndAlert(): Promise<void> {
  await steps.drain('stored');
  for (;;) {
    const published = await steps.publish();
    if (published.kind !== 'done' || (published.counts['changes'] ?? 0) === 0) return;
  }
}

process.stdout.write('started\n');
if (mode === 'finish') {
  await publishAndAlert();
  await pipeline.close();
} else {
  for (let n = 0; ; n += 1) {
    await commit(n);
    if (n % 3 === 2) await publishAndAlert();
  }
}
