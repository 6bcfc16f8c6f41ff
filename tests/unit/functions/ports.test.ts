/** The ports of a deployed stack: made late from variables, and the small ones by their contracts. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../functions/adapters/aws/clock.ts';
import { jsonLog } from '../../../functions/adapters/aws/log.ts';
import { awsPorts, stepPorts } from '../../../functions/adapters/aws/ports.ts';
import { cryptoRandom } from '../../../functions/adapters/aws/random.ts';
import { BadInputError } from '../../../shared/errors.ts';
import { clockContract, logContract, randomContract } from '../../contract/ambient.contract.ts';
import { stubCredentials } from './aws-stub.ts';

describe('awsPorts', () => {
  beforeAll(() => {
    for (const [name, value] of Object.entries(stubCredentials)) vi.stubEnv(name, value);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  test('needs no variable until a port is used, and then names the one that is missing', async () => {
    const { objects, queues, topic } = awsPorts({});
    await expect(objects.get('catalog.json')).rejects.toMatchObject({ code: 'E_CONFIG', input: 'DATELINE_BUCKET' });
    await expect(queues.found.send([])).rejects.toMatchObject({ input: 'DATELINE_FOUND_URL' });
    await expect(topic.subscriptions('w')).rejects.toMatchObject({ input: 'DATELINE_TOPIC_PREFIX' });
    await expect(awsPorts({ DATELINE_TOPIC_PREFIX: 'w-' }).topic.subscriptions('w')).rejects.toMatchObject({
      input: 'DATELINE_RELEASES_TOPIC_ARN',
    });
  });

  test('has no topic where none was given', async () => {
    await expect(stepPorts({}).topic.removeWatch('w')).rejects.toMatchObject({ code: 'E_CONFIG' });
  });

  test('has no fetcher but the one it is given', async () => {
    const request = { url: 'https://example.org/', headers: {}, bodyBytesMax: 1, deadlineMs: 1 };
    await expect(awsPorts({}).fetcher.fetch(request)).rejects.toMatchObject({ code: 'E_CONFIG' });
    const failed = { kind: 'failed', reason: 'dns', message: 'none' } as const;
    const { fetcher } = awsPorts({}, { fetcher: { fetch: async () => failed } });
    expect(await fetcher.fetch(request)).toBe(failed);
  });
});

describe('the log', () => {
  test('keeps its level and event whatever the fields are called, and tells the code of a fault', () => {
    const lines: string[] = [];
    const log = jsonLog((text) => lines.push(text));
    const fault = new BadInputError('E_ENDPOINT', 'no address', { input: 'x' });
    log.warn('subscribe-refused', { level: 'other', event: 'other', fault });
    expect(JSON.parse(lines[0]!)).toMatchObject({
      level: 'warn',
      event: 'subscribe-refused',
      fault: { code: 'E_ENDPOINT', message: 'no address', input: 'x' },
    });
  });
});

clockContract('system', systemClock, { stands: false });
randomContract('crypto', cryptoRandom);
logContract('JSON lines', () => {
  const lines: string[] = [];
  return {
    log: jsonLog((text) => lines.push(text)),
    read: () =>
      lines.map((text) => {
        const { level, event } = JSON.parse(text);
        return { level, event, text };
      }),
  };
});
