/** What `dateline newsroom add` asks a person who says no to everything. */
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../support/memory/folder.ts';
import { onTerminal } from './call.ts';

const asked: string[] = [];

vi.mock('../../../cli/confirm.ts', () => ({
  canAsk: () => true,
  confirmed: async (question: string) => {
    asked.push(question);
    return false;
  },
}));

const items = ['pier', 'buoy', 'ferry', 'crane'].map(
  (word) => `<item><title>New ${word} for the harbour</title><link>/news/${word}</link></item>`,
);
const feed = `<rss version="2.0"><channel><title>Port</title>${items.join('')}</channel></rss>`;
const server = createServer((request, response) => {
  if (request.url === '/rss') response.setHeader('content-type', 'application/rss+xml').end(feed);
  else if (request.url === '/robots.txt') response.writeHead(404).end();
  else
    response
      .setHeader('content-type', 'text/html')
      .end('<link rel="alternate" type="application/rss+xml" href="/rss">');
});

afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

test('a known newsroom that is declined is not offered again for its channel, and one that is watched not at all', async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const data = await temporaryFolder();
  await mkdir(join(data, 'newsrooms'));
  const questions = async (enabled: boolean): Promise<readonly string[]> => {
    const file = `id: port\norganization: Port\ncountry: FR\nhomepage: http://${host}/\nenabled: ${enabled}\nchannels: [{ kind: rss, url: 'http://${host}/rss' }]\n`;
    await writeFile(join(data, 'newsrooms', 'port.yaml'), file);
    asked.length = 0;
    const { code, stderr } = await onTerminal(
      'newsroom',
      'add',
      `http://${host}/`,
      '--data',
      data,
      '--allow-hosts',
      host,
    );
    expect(code).toBe(1);
    expect(stderr).toContain(`the newsroom port reads http://${host}/rss already`);
    return [...asked];
  };
  expect(await questions(false)).toEqual([expect.stringContaining('Enable it instead?')]);
  expect(await questions(true)).toEqual([]);
});
