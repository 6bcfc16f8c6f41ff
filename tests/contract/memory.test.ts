/** The contract suites on the ports in memory. */
import { testClock } from '../support/memory/clock.ts';
import { memoryLog } from '../support/memory/log.ts';
import { memoryObjects } from '../support/memory/objects.ts';
import { memoryQueue } from '../support/memory/queue.ts';
import { seededRandom } from '../support/memory/random.ts';
import { memoryTopic } from '../support/memory/topic.ts';
import { clockContract, logContract, randomContract } from './ambient.contract.ts';
import { objectsContract } from './objects.contract.ts';
import { queueContract } from './queue.contract.ts';
import { topicContract } from './topic.contract.ts';

objectsContract('memory', async () => ({ objects: memoryObjects({ clock: testClock() }), prefix: 'suite/' }));

queueContract('memory', async ({ fifo, receivesMax }) => {
  const clock = testClock();
  const queue = memoryQueue({ clock, fifo, receivesMax });
  return { queue, deadBodies: async () => queue.dead(), pass: async (ms) => clock.advance(ms) };
});

topicContract('memory', async () => ({
  topic: memoryTopic(),
  endpoint: { kind: 'email', address: 'reader@example.org' },
  otherEndpoint: { kind: 'sqs', arn: 'arn:aws:sqs:eu-west-1:000000000000:machine' },
  watchPrefix: 'suite-',
}));

clockContract('memory', () => testClock(), { stands: true });
clockContract('memory, advancing', () => testClock(0, { advanceOnWait: true }), { stands: false });
randomContract('memory', () => seededRandom(7));
logContract('memory', () => {
  const log = memoryLog();
  return {
    log,
    read: () =>
      log.events.map(({ level, event, fields }) => ({
        level,
        event,
        text: Object.values(fields)
          .map((value) => (value instanceof Error ? value.message : ''))
          .join(' '),
      })),
  };
});
