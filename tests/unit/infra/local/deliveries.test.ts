/** Deliveries of one machine when something is wrong on the other side: nobody else waits, and nothing is lost. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { dataFolder } from '../../../../infra/local/folder.ts';
import { openPipeline } from '../../../../infra/local/open.ts';
import { recover } from '../../../../infra/local/recover.ts';
import { localSteps } from '../../../../infra/local/steps.ts';
import { localDeliveries } from '../../../../infra/local/topic/deliveries.ts';
import type { LedgerEntry } from '../../../../shared/archive/ledger.ts';
import { enableWebhook } from '../../../../shared/steps/enable-webhook.ts';
import { getWatch } from '../../../../shared/watch/read.ts';
import { addWatch } from '../../../../shared/watch/store.ts';
import { webhooksInTrouble } from '../../../../shared/watch/webhook-health.ts';
import { temporaryFolder } from '../../../support/memory/folder.ts';
import { memoryLog } from '../../../support/memory/log.ts';
import { call } from '../../cli/call.ts';
import { message } from './topic/samples.ts';

const startMs = Date.UTC(2026, 4, 13, 9);
const target = { kind: 'watch', watch: 'cybercrime', rate: 'immediate' } as const;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A receiver of webhooks; `answer` decides what it does with each request. */
async function receiver(answer: (response: ServerResponse) => void) {
  const ids: string[] = [];
  const current = { answer };
  const onRequest = async (request: IncomingMessage, response: ServerResponse) => {
    await text(request);
    ids.push(String(request.headers['webhook-id']));
    current.answer(response);
  };
  const server = createServer((request, response) => void onRequest(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, ids, current, url: `http://${host}/hook`, cut: () => server.closeAllConnections() };
}

/** The pipeline on a folder, at a moment; opened again it is another process. */
async function machine(data: string, minutes: number, ...allowHosts: string[]) {
  const pipeline = await openPipeline({ data, allowHosts, atMs: startMs + minutes * 60_000, log: memoryLog() });
  closing.push(pipeline.close);
  return { pipeline, topic: pipeline.ports.topic, steps: localSteps(pipeline) };
}

const mailsIn = async (data: string): Promise<readonly string[]> => {
  const folder = join(data, 'mailbox', 'new');
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
};

async function watched() {
  const data = await temporaryFolder();
  const first = await machine(data, 0);
  await addWatch(first.pipeline.ports.objects, first.pipeline.ports.clock, { name: 'cybercrime', query: 'cybercrime' });
  return data;
}

test('a webhook that hangs keeps no mail waiting', async () => {
  const data = await watched();
  const hook = await receiver(() => undefined);
  const { topic, steps, pipeline } = await machine(data, 0, hook.host);
  await topic.subscribe('cybercrime', 'immediate', { kind: 'webhook', url: hook.url });
  await topic.subscribe('cybercrime', 'immediate', { kind: 'email', address: 'reader@example.org' });
  await topic.publish(target, message);
  const hooks = steps.drain('webhooks');
  await steps.drain('deliveries');
  expect(await mailsIn(data)).toHaveLength(1);
  while (hook.ids.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  hook.cut();
  await hooks;
  expect(await webhooksInTrouble(pipeline.ports.objects)).toMatchObject([{ status: 'failing', failures: 1 }]);
});

test('what a webhook refused is brought by the next process, under the same id', async () => {
  const data = await watched();
  const hook = await receiver((response) => void response.writeHead(503).end('away'));
  const first = await machine(data, 0, hook.host);
  await first.topic.subscribe('cybercrime', 'immediate', { kind: 'webhook', url: hook.url });
  await first.topic.publish(target, message);
  await first.steps.drain('webhooks');
  const health = await call('health', '--data', data, '--json');
  expect(health.lines).toContainEqual(
    expect.objectContaining({ status: 'failing', watch: 'cybercrime', reason: 'it answered 503: away' }),
  );

  hook.current.answer = (response) => void response.writeHead(204).end();
  const soon = await machine(data, 1, hook.host);
  await recover(soon.pipeline);
  await soon.steps.drain('webhooks');
  expect(hook.ids).toHaveLength(1);
  const later = await machine(data, 10, hook.host);
  await recover(later.pipeline);
  await later.steps.drain('webhooks');
  expect(hook.ids).toEqual([message.messageId, message.messageId]);
  expect(await webhooksInTrouble(later.pipeline.ports.objects)).toEqual([]);
});

test('what became of a message is told of the receiver that is furthest behind', async () => {
  const data = await watched();
  const hook = await receiver((response) => void response.writeHead(503).end());
  const { topic, steps, pipeline } = await machine(data, 0, hook.host);
  const { objects } = pipeline.ports;
  const entry = { messageId: message.messageId } as LedgerEntry;
  const became = async () =>
    (await localDeliveries(dataFolder(data), objects, { hasSmtp: false })).of(
      entry,
      await getWatch(objects, 'cybercrime'),
    );
  await topic.subscribe('cybercrime', 'immediate', { kind: 'email', address: 'reader@example.org' });
  const { id } = await topic.subscribe('cybercrime', 'immediate', { kind: 'webhook', url: hook.url });
  expect(await became()).toBe('lost');
  await topic.publish(target, message);
  expect(await became()).toBe('on-its-way');
  await steps.drain('webhooks');
  await steps.drain('deliveries');
  expect(await mailsIn(data)).toHaveLength(2);
  expect(await became()).toBe('on-its-way');

  hook.current.answer = (response) => void response.writeHead(410).end();
  const later = await machine(data, 10, hook.host);
  await later.steps.drain('webhooks');
  expect(await became()).toBe('given-up');
  hook.current.answer = (response) => void response.writeHead(204).end();
  await enableWebhook({ objects, deliveries: later.pipeline.queues.webhooks.queue }, id);
  expect(await became()).toBe('on-its-way');
  await later.steps.drain('webhooks');
  expect(await became()).toBe('delivered');
});

test('a private webhook is never asked, and named in health', async () => {
  const data = await watched();
  const hook = await receiver((response) => void response.writeHead(204).end());
  const { topic, steps, pipeline } = await machine(data, 0);
  await topic.subscribe('cybercrime', 'immediate', { kind: 'webhook', url: 'http://10.0.0.1/hook' });
  await topic.subscribe('cybercrime', 'immediate', { kind: 'webhook', url: hook.url });
  await topic.publish(target, message);
  await steps.drain('webhooks');
  expect(hook.ids).toEqual([]);
  const troubles = await webhooksInTrouble(pipeline.ports.objects);
  expect(troubles.map(({ reason }) => reason).join('\n')).toContain('10.0.0.1 is not a public address');
  expect(troubles).toHaveLength(2);
});

test('mails wait for a mailbox that cannot be written to, and health counts them', async () => {
  const data = await watched();
  await rm(join(data, 'mailbox'), { recursive: true, force: true });
  await writeFile(join(data, 'mailbox'), 'not a folder');
  const first = await machine(data, 0);
  await first.topic.publish(target, message);
  await first.steps.drain('deliveries');
  const health = await call('health', '--data', data, '--json');
  expect(health.lines).toContainEqual(expect.objectContaining({ id: 'deliveries', waiting: 1, dead: 0 }));

  await rm(join(data, 'mailbox'));
  await mkdir(join(data, 'mailbox'));
  const later = await machine(data, 10);
  await later.steps.drain('deliveries');
  expect(await mailsIn(data)).toHaveLength(1);
});
