/** The contract suites on the files of one machine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedClock, systemClock } from '../../infra/local/stores/clock.ts';
import { openFileObjects } from '../../infra/local/stores/file-objects.ts';
import { consoleLog, jsonLog } from '../../infra/local/stores/log.ts';
import { cryptoRandom } from '../../infra/local/stores/random.ts';
import { openSpoolQueue } from '../../infra/local/stores/spool-queue.ts';
import { localTopic } from '../../infra/local/topic/local-topic.ts';
import { testClock } from '../support/memory/clock.ts';
import { clockContract, logContract, randomContract } from './ambient.contract.ts';
import { objectsContract } from './objects.contract.ts';
import { queueContract } from './queue.contract.ts';
import { topicContract } from './topic.contract.ts';

async function folder(): Promise<{ readonly path: string; readonly cleanup: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'dateline-contract-'));
  return { path, cleanup: () => rm(path, { recursive: true, force: true }) };
}

objectsContract('files', async () => {
  const { path, cleanup } = await folder();
  const objects = await openFileObjects({
    archive: join(path, 'archive'),
    temporary: join(path, 'tmp'),
    clock: systemClock(),
    fsync: false,
  });
  return { objects, prefix: 'suite/', cleanup };
});

queueContract('spool', async ({ fifo, receivesMax }) => {
  const { path, cleanup } = await folder();
  const clock = testClock();
  const queue = await openSpoolQueue({ folder: path, clock, fifo, receivesMax, fsync: false });
  return { queue, deadBodies: queue.deadBodies, pass: async (ms) => clock.advance(ms), cleanup };
});

topicContract(
  'files',
  async () => {
    const { path, cleanup } = await folder();
    const clock = testClock();
    const objects = await openFileObjects({
      archive: join(path, 'archive'),
      temporary: join(path, 'tmp'),
      clock,
      fsync: false,
    });
    const deliveries = await openSpoolQueue({ folder: join(path, 'spool'), clock, receivesMax: 3, fsync: false });
    return {
      topic: localTopic({ objects, deliveries, webhooks: deliveries, clock, random: cryptoRandom() }),
      endpoint: { kind: 'email', address: 'reader@example.org' },
      otherEndpoint: { kind: 'webhook', url: 'https://example.org/hook' },
      watchPrefix: 'suite-',
      cleanup,
    };
  },
  {
    skip: [
      {
        test: 'answers no-subscriber when a watch has none',
        reason: "on one machine such an alert goes to the machine's own mailbox",
      },
    ],
  },
);

clockContract('system', systemClock, { stands: false });
clockContract('fixed', () => fixedClock(Date.UTC(2026, 2, 2)), { stands: true });
randomContract('crypto', cryptoRandom);

logContract('JSON Lines', () => {
  const lines: string[] = [];
  const log = jsonLog({ write: (line) => lines.push(line) }, fixedClock(0));
  return {
    log,
    read: () =>
      lines
        .join('')
        .trimEnd()
        .split('\n')
        .map((line) => ({ ...(JSON.parse(line) as { level: string; event: string }), text: line })),
  };
});

logContract('console', () => {
  const lines: string[] = [];
  const log = consoleLog({ write: (line) => lines.push(line) });
  return {
    log,
    read: () =>
      lines
        .join('')
        .trimEnd()
        .split('\n')
        .map((line) => {
          const [level = '', event = ''] = line.split(/ +/);
          return { level, event, text: line };
        }),
  };
});
