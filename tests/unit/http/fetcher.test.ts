import { createServer, get, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import {
  guardedAgents,
  guardedLookup,
  PrivateAddressError,
  type ResolvedAddress,
} from '../../../functions/adapters/http/connect-guard.ts';
import { type GuardedFetcher, guardedFetcher } from '../../../functions/adapters/http/fetcher.ts';
import type { FetchOutcome } from '../../../shared/ports.ts';

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A loopback server; answers its host:port. */
async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A loopback server that speaks by hand; it hears how many requests it had on this connection, and on which. */
async function serveRaw(answer: (socket: Socket, request: number, connection: number) => void): Promise<string> {
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    const connection = ++connections;
    let requests = 0;
    sockets.add(socket);
    socket.on('error', () => {}).on('data', () => answer(socket, ++requests, connection));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function client(allowed: readonly string[], names: Readonly<Record<string, readonly string[]>> = {}): GuardedFetcher {
  const fetcher = guardedFetcher({
    allowedHosts: new Set(allowed),
    contact: 'https://example.org/about-us',
    version: '1.2.3',
    resolve: async (host) =>
      (names[host] ?? []).map((address): ResolvedAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
  });
  stops.push(() => fetcher.close());
  return fetcher;
}

const request = (url: string, deadlineMs = 2_000, bodyBytesMax = 1024 * 1024) => ({
  url,
  headers: { accept: 'text/html' },
  bodyBytesMax,
  deadlineMs,
});

const text = (outcome: FetchOutcome): string =>
  outcome.kind === 'response' ? Buffer.from(outcome.body).toString() : JSON.stringify(outcome);

describe('a request', () => {
  it('carries the headers given, who asks, and the encodings, and nothing else', async () => {
    let raw: readonly string[] = [];
    const host = await serve((incoming, response) => {
      raw = incoming.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
      response.setHeader('set-cookie', 'a=b');
      response.end(`${incoming.headers['user-agent']} ${incoming.headers['accept-encoding']}`);
    });
    const fetcher = client([host]);
    await fetcher.fetch(request(`http://${host}/`));
    const outcome = await fetcher.fetch(request(`http://${host}/a?b=c#d`));
    expect(text(outcome)).toBe('Dateline/1.2.3 (+https://example.org/about-us) gzip, br');
    expect([...raw].sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
    expect(outcome).toMatchObject({ status: 200, finalUrl: `http://${host}/a?b=c`, redirects: [] });
  });

  it('undoes gzip, brotli and both kinds of deflate', async () => {
    const plain = 'Déclaration '.repeat(1_000);
    const encodings: Readonly<Record<string, [string, Buffer]>> = {
      '/gzip': ['gzip', gzipSync(plain)],
      '/x-gzip': ['X-GZIP', gzipSync(plain)],
      '/br': ['br', brotliCompressSync(plain)],
      '/zlib': ['deflate', deflateSync(plain)],
      '/raw': ['deflate', deflateRawSync(plain)],
      '/twice': ['gzip, br', brotliCompressSync(gzipSync(plain))],
      '/none': ['identity', Buffer.from(plain)],
    };
    const host = await serve((incoming, response) => {
      const [name, body] = encodings[incoming.url ?? ''] ?? ['', Buffer.alloc(0)];
      response.writeHead(200, { 'content-encoding': name }).end(body);
    });
    const fetcher = client([host]);
    for (const path of Object.keys(encodings)) {
      expect(text(await fetcher.fetch(request(`http://${host}${path}`))), path).toBe(plain);
    }
  });

  it('takes an answer without content that still names an encoding', async () => {
    const host = await serve((incoming, response) => {
      response.writeHead(incoming.url === '/304' ? 304 : 200, { 'content-encoding': 'gzip', etag: '"x"' }).end();
    });
    const fetcher = client([host]);
    expect(await fetcher.fetch(request(`http://${host}/304`))).toMatchObject({ status: 304, headers: { etag: '"x"' } });
    expect(text(await fetcher.fetch(request(`http://${host}/empty`)))).toBe('');
  });

  it('refuses an encoding that was not asked for, and more than two', async () => {
    const host = await serve((incoming, response) => {
      response.writeHead(200, { 'content-encoding': incoming.url === '/' ? 'zstd' : 'gzip, gzip, gzip' }).end('x');
    });
    const fetcher = client([host]);
    for (const path of ['/', '/three']) {
      expect(await fetcher.fetch(request(`http://${host}${path}`))).toMatchObject({ reason: 'encoding' });
    }
  });

  it('asks before it follows a redirect, and gives the refusal as the outcome', async () => {
    const paths: (string | undefined)[] = [];
    const host = await serve((incoming, response) => {
      paths.push(incoming.url);
      if (incoming.url === '/end') response.end('x');
      else response.writeHead(302, { location: incoming.url === '/' ? '/next' : '/end' }).end();
    });
    const asked: string[] = [];
    const outcome = await client([host]).fetch({
      ...request(`http://${host}/`),
      admits: async (target) => {
        asked.push(new URL(target).pathname);
        return target.endsWith('/end') ? { kind: 'refused', reason: 'robots', message: 'no' } : null;
      },
    });
    expect(outcome).toEqual({ kind: 'refused', reason: 'robots', message: 'no' });
    expect(asked).toEqual(['/next', '/end']);
    expect(paths).toEqual(['/', '/next']);
  });

  it('reads no further than is enough, and says so', async () => {
    let written = 0;
    const host = await serve((incoming, response) => {
      if (incoming.url === '/404') response.writeHead(404);
      const write = (): void => {
        written += 1;
        if (written < 200 && !response.destroyed)
          response.write(`${written} `.padEnd(1_000), () => setImmediate(write));
        else response.end();
      };
      write();
    });
    let heard = 0;
    const isEnough = (chunk: Uint8Array): boolean => {
      heard += chunk.length;
      return heard >= 5_000;
    };
    const outcome = await client([host]).fetch({ ...request(`http://${host}/`), isEnough });
    expect(outcome).toMatchObject({ kind: 'response', status: 200, isCut: true });
    expect(outcome.kind === 'response' && outcome.body.length).toBe(heard);
    expect(heard).toBeLessThan(200_000);
    const short = await client([host]).fetch({ ...request(`http://${host}/404`), isEnough });
    expect(short).not.toHaveProperty('isCut');
  });

  it('unpacks a file that is gzip itself for who looks at its text while it comes', async () => {
    const entries = Array.from({ length: 200_000 }, (_, at) => `<loc>${Math.sin(at)}</loc>`);
    const zipped = gzipSync(entries.join(''));
    const sentTo: number[] = [];
    const host = await serve((_, response) => {
      response.setHeader('content-type', 'application/gzip');
      const own = sentTo.push(0) - 1;
      const write = (): void => {
        const sent = sentTo[own] ?? 0;
        if (sent >= zipped.length || response.destroyed) return void response.end();
        sentTo[own] = sent + 8_000;
        response.write(zipped.subarray(sent, sent + 8_000), () => setImmediate(write));
      };
      write();
    });
    let text = '';
    const isEnough = (chunk: Uint8Array): boolean => {
      text += Buffer.from(chunk).toString('latin1');
      return text.length > 20_000;
    };
    const outcome = await client([host]).fetch({ ...request(`http://${host}/sitemap.xml.gz`), isEnough });
    expect(outcome).toMatchObject({ kind: 'response', isCut: true });
    expect(outcome.kind === 'response' && Buffer.from(outcome.body).toString('latin1')).toBe(text);
    expect(text.startsWith(entries[0]!)).toBe(true);
    expect(sentTo[0]).toBeLessThan(zipped.length);
    // Who does not look gets the file.
    const whole = await client([host]).fetch({ ...request(`http://${host}/sitemap.xml.gz`), bodyBytesMax: 4_000_000 });
    expect(whole.kind === 'response' && Buffer.compare(whole.body, zipped)).toBe(0);
  });

  it('joins repeated headers', async () => {
    const host = await serve((_, response) => response.setHeader('link', ['<a>', '<b>']).end());
    expect(await client([host]).fetch(request(`http://${host}/`))).toMatchObject({ headers: { link: '<a>, <b>' } });
  });
});

describe('hostile answers', () => {
  it('ends a compression bomb early, by ratio or by size', async () => {
    const zeros = Buffer.alloc(24 * 1024 * 1024);
    const bombs = {
      '/gzip': gzipSync(zeros, { level: 1 }),
      '/br': brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
    };
    const host = await serve((incoming, response) => {
      const name = incoming.url === '/br' ? 'br' : 'gzip';
      response.writeHead(200, { 'content-encoding': name }).end(incoming.url === '/br' ? bombs['/br'] : bombs['/gzip']);
    });
    const fetcher = client([host]);
    const before = process.memoryUsage().rss;
    const br = await fetcher.fetch(request(`http://${host}/br`, 5_000, 50 * 1024 * 1024));
    const gzip = await fetcher.fetch(request(`http://${host}/gzip`, 5_000, 2 * 1024 * 1024));
    expect(br).toMatchObject({ kind: 'refused', reason: 'ratio' });
    expect(gzip).toMatchObject({ kind: 'refused', reason: 'too-large' });
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * 1024 * 1024);
  });

  it('ends an endless body at the cap', async () => {
    const host = await serve((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });
    expect(await client([host]).fetch(request(`http://${host}/`))).toMatchObject({ reason: 'too-large' });
  });

  it('takes a body of exactly the cap', async () => {
    const host = await serve((_, response) => response.end('x'.repeat(1_000)));
    const fetcher = client([host]);
    expect(await fetcher.fetch(request(`http://${host}/`, 2_000, 1_000))).toMatchObject({ kind: 'response' });
    expect(await fetcher.fetch(request(`http://${host}/`, 2_000, 999))).toMatchObject({ reason: 'too-large' });
  });

  it('gives up on a body that trickles, on silence, and on slow redirects, all by one deadline', async () => {
    const timers: NodeJS.Timeout[] = [];
    stops.push(async () => {
      for (const timer of timers) clearInterval(timer);
    });
    const host = await serve((incoming, response) => {
      if (incoming.url === '/drip') timers.push(setInterval(() => response.write('x'), 20));
      if (incoming.url?.startsWith('/hop')) {
        timers.push(
          setTimeout(() => response.writeHead(302, { location: `/hop${Math.random()}` }).end(), 120) as NodeJS.Timeout,
        );
      }
    });
    const fetcher = client([host]);
    for (const path of ['/drip', '/silence', '/hop']) {
      const start = performance.now();
      expect(await fetcher.fetch(request(`http://${host}${path}`, 200))).toMatchObject({ reason: 'timeout' });
      expect(performance.now() - start).toBeLessThan(1_000);
    }
  });

  it('gives up on a name server that never answers', async () => {
    const fetcher = guardedFetcher({
      allowedHosts: new Set(),
      contact: null,
      version: '1',
      resolve: () => new Promise(() => {}),
    });
    stops.push(() => fetcher.close());
    const start = performance.now();
    expect(await fetcher.fetch(request('http://silent.example/', 100))).toMatchObject({ reason: 'timeout' });
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('refuses more than 16 KiB of headers', async () => {
    const host = await serve((_, response) => response.setHeader('x-long', 'x'.repeat(17 * 1024)).end());
    expect(await client([host]).fetch(request(`http://${host}/`))).toMatchObject({
      kind: 'refused',
      reason: 'headers-too-large',
    });
  });

  it('ends a flood of answers that are only informational', async () => {
    const early = 'HTTP/1.1 103 Early Hints\r\n\r\n';
    const last = 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello';
    const flood = await serveRaw((socket) => socket.write(early.repeat(1_000) + last));
    expect(await client([flood]).fetch(request(`http://${flood}/`))).toMatchObject({
      kind: 'failed',
      reason: 'protocol',
      message: expect.stringContaining('1xx'),
    });
    const usual = await serveRaw((socket) => socket.write(early + last));
    expect(text(await client([usual]).fetch(request(`http://${usual}/`)))).toBe('hello');
  });

  it('names a body that breaks off, false gzip, and a closed port as failures', async () => {
    const host = await serve((incoming, response) => {
      if (incoming.url === '/cut') {
        response.writeHead(200, { 'content-length': '1000' }).write('x');
        setTimeout(() => response.destroy(), 10);
      } else if (incoming.url === '/half') {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(9_999)).subarray(0, 30));
      } else {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end('this is no gzip');
      }
    });
    const fetcher = client([host, '127.0.0.1:1']);
    for (const path of ['/cut', '/half', '/false']) {
      expect(await fetcher.fetch(request(`http://${host}${path}`)), path).toMatchObject({ reason: 'protocol' });
    }
    expect(await fetcher.fetch(request('http://127.0.0.1:1/'))).toMatchObject({ kind: 'failed', reason: 'connect' });
  });

  it('answers a header that cannot be sent as a value', async () => {
    const host = await serve((_, response) => response.end());
    const outcome = await client([host]).fetch({ ...request(`http://${host}/`), headers: { accept: 'a\r\nb: c' } });
    expect(outcome.kind).toBe('failed');
  });
});

describe('answers against the protocol', () => {
  it.each([
    ['a chunk whose size is no number', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n'],
    ['two lengths that differ', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello'],
    ['a length beside chunks', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a change to another protocol', 'HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\nhello'],
    ['something else than HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['a head that ends too early', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['a header line without a colon', 'HTTP/1.1 200 OK\r\nnonsense\r\n\r\n'],
  ])('fail when they have %s', async (_, answer) => {
    const host = await serveRaw((socket) => socket.end(answer));
    expect(await client([host]).fetch(request(`http://${host}/`))).toMatchObject({
      kind: 'failed',
      reason: 'protocol',
    });
  });

  it.each([
    ['an offer of another protocol', 'HTTP/1.1 200 OK\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\nhello'],
    ['early hints before it', 'HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\nhello'],
    ['neither length nor chunks', 'HTTP/1.0 200 OK\r\n\r\nhello'],
  ])('are taken with %s', async (_, answer) => {
    const host = await serveRaw((socket) => socket.end(answer));
    expect(text(await client([host]).fetch(request(`http://${host}/`)))).toBe('hello');
  });

  it('give a header back as it was sent', async () => {
    const etag = Buffer.from('"é"', 'utf8').toString('latin1');
    let heard = '';
    const host = await serve((incoming, response) => {
      heard = incoming.headers['if-none-match'] ?? '';
      response.setHeader('etag', etag).end();
    });
    const fetcher = client([host]);
    const first = await fetcher.fetch(request(`http://${host}/`));
    const received = first.kind === 'response' ? (first.headers['etag'] ?? '') : '';
    await fetcher.fetch({ ...request(`http://${host}/`), headers: { 'if-none-match': received } });
    expect(heard).toBe(etag);
  });
});

describe('a kept connection', () => {
  const hello = 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello';

  it('is used again', async () => {
    const connections = new Set<number>();
    const host = await serveRaw((socket, _, connection) => {
      connections.add(connection);
      socket.write(hello);
    });
    const fetcher = client([host]);
    for (let i = 0; i < 3; i += 1) expect(text(await fetcher.fetch(request(`http://${host}/`)))).toBe('hello');
    expect(connections.size).toBe(1);
  });

  it('is replaced when the server has closed it meanwhile', async () => {
    const host = await serveRaw((socket, request) => (request === 1 ? socket.write(hello) : socket.destroy()));
    const fetcher = client([host]);
    for (let i = 0; i < 3; i += 1) expect(text(await fetcher.fetch(request(`http://${host}/`)))).toBe('hello');
  });

  it('carries no body of an answer that may have none into the next answer', async () => {
    const bare = 'HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\n';
    const host = await serveRaw((socket, request, connection) => {
      if (connection > 1 || request > 1) return socket.write(hello);
      socket.write(bare);
      setTimeout(() => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwrong'), 20);
    });
    const fetcher = client([host]);
    expect(await fetcher.fetch(request(`http://${host}/`))).toMatchObject({ kind: 'response', status: 304 });
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(text(await fetcher.fetch(request(`http://${host}/`)))).toBe('hello');
  });

  it('is not made a second time for a post', async () => {
    let posts = 0;
    const host = await serveRaw((socket, request) => {
      if (request === 1) return socket.write(hello);
      posts += 1;
      socket.destroy();
    });
    const fetcher = client([host]);
    await fetcher.fetch(request(`http://${host}/`));
    const outcome = await fetcher.post({ url: `http://${host}/`, headers: {}, body: '{}', deadlineMs: 1_000 });
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'protocol' });
    expect(posts).toBe(1);
  });

  it('ends with the fetcher', async () => {
    let ended: () => void = () => {};
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const host = await serveRaw((socket) => {
      socket.on('close', ended);
      socket.write(hello);
    });
    const fetcher = client([host]);
    await fetcher.fetch(request(`http://${host}/`));
    await fetcher.close();
    await end;
  });
});

describe('where a request may go', () => {
  it('refuses a private server that is not allowed, without connecting', async () => {
    let asked = 0;
    const host = await serve((_, response) => {
      asked += 1;
      response.end();
    });
    const fetcher = client([], { 'inside.example': ['127.0.0.1'] });
    expect(await fetcher.fetch(request(`http://${host}/`))).toMatchObject({ kind: 'refused' });
    expect(asked).toBe(0);
  });

  it.each([
    ['loopback', ['127.0.0.1']],
    ['metadata', ['169.254.169.254']],
    ['IPv6 loopback', ['::1']],
    ['IPv4 inside IPv6', ['::ffff:10.0.0.1']],
    ['one private address among public ones', ['93.184.216.34', '10.0.0.1']],
  ])('refuses a name that leads to %s', async (_, addresses) => {
    const fetcher = client([], { 'rebound.example': addresses });
    expect(await fetcher.fetch(request('http://rebound.example/'))).toMatchObject({
      kind: 'refused',
      reason: 'private-address',
    });
  });

  it('says so when a name has no address', async () => {
    expect(await client([]).fetch(request('http://nowhere.example/'))).toMatchObject({ kind: 'failed', reason: 'dns' });
  });

  it('connects to the addresses it has checked, with one resolution for each connection', async () => {
    const answers = [['93.184.216.34'], ['127.0.0.1']];
    let resolutions = 0;
    const lookup = guardedLookup(async () => {
      resolutions += 1;
      return (answers.shift() ?? []).map((address) => ({ address, family: 4 }));
    });
    const once = () =>
      new Promise<unknown>((resolve) => {
        lookup('rebinding.example', { all: true }, (error, addresses) => resolve(error?.message ?? addresses));
      });
    expect(await once()).toEqual([{ address: '93.184.216.34', family: 4 }]);
    expect(await once()).toContain('not public');
    expect(resolutions).toBe(2);
  });

  it.each(['127.0.0.1', '[::1]', '169.254.169.254'])('opens no connection to %s, whoever asks for it', async (host) => {
    const { http: agent } = guardedAgents(async () => []);
    const outcome = await new Promise((resolve) => {
      get({ host, agent }).on('error', resolve);
    });
    expect(outcome).toBeInstanceOf(PrivateAddressError);
    expect(Object.values(agent.sockets).flat()).toEqual([]);
  });

  it.each(['127.0.0.1', 'inside.example'])('opens no connection to %s for a request that had to wait', async (host) => {
    const { http: agent } = guardedAgents(async () => [{ address: '127.0.0.1', family: 4 }]);
    const outcomes = Array.from(
      { length: 20 },
      () =>
        new Promise((resolve) => {
          get({ host, agent }).on('error', resolve);
        }),
    );
    for (const outcome of await Promise.all(outcomes)) expect(outcome).toBeInstanceOf(PrivateAddressError);
  });

  it('gives a lookup that asks for one address the first that was checked', async () => {
    const lookup = guardedLookup(async () => [{ address: '2606:4700::1111', family: 6 }]);
    const answer = await new Promise((resolve) => {
      lookup('one.example', { all: false }, (_, address, family) => resolve([address, family]));
    });
    expect(answer).toEqual(['2606:4700::1111', 6]);
  });
});

describe('redirects', () => {
  const redirecting = (targets: Readonly<Record<string, [number, string]>>): Promise<string> =>
    serve((incoming, response) => {
      const [status, location] = targets[incoming.url ?? ''] ?? [200, ''];
      response.writeHead(status, location === '' ? {} : { location }).end(incoming.url);
    });

  it('are followed by hand and recorded', async () => {
    const host = await redirecting({ '/a': [301, '/b'], '/b': [302, 'c'] });
    expect(await client([host]).fetch(request(`http://${host}/a`))).toMatchObject({
      status: 200,
      finalUrl: `http://${host}/c`,
      redirects: [
        { status: 301, url: `http://${host}/a` },
        { status: 302, url: `http://${host}/b` },
      ],
    });
  });

  it('end after five', async () => {
    const host = await redirecting({
      '/5': [307, '/4'],
      '/4': [307, '/3'],
      '/3': [307, '/2'],
      '/2': [307, '/1'],
      '/1': [308, '/0'],
      '/6': [307, '/5'],
      '/loop': [301, '/loop'],
    });
    const fetcher = client([host]);
    expect(text(await fetcher.fetch(request(`http://${host}/5`)))).toBe('/0');
    expect(await fetcher.fetch(request(`http://${host}/6`))).toMatchObject({ kind: 'refused', reason: 'redirects' });
    expect(await fetcher.fetch(request(`http://${host}/loop`))).toMatchObject({ kind: 'refused', reason: 'redirects' });
  });

  it.each([
    ['http://127.0.0.1/', 'private-address'],
    ['http://[::1]/', 'private-address'],
    ['http://2852039166/latest/meta-data/', 'private-address'],
    ['http://inside.example/', 'private-address'],
    ['http://127.0.0.1:9001/', 'port'],
    ['file:///etc/passwd', 'scheme'],
    ['http://u:p@example.org/', 'userinfo'],
    ['http://[/', 'bad-url'],
  ])('to %s are refused', async (location, reason) => {
    const host = await redirecting({ '/': [302, location] });
    const fetcher = client([host], { 'inside.example': ['192.168.0.1'] });
    expect(await fetcher.fetch(request(`http://${host}/`))).toMatchObject({ kind: 'refused', reason });
  });

  it.each([
    ['UTF-8', Buffer.from('/présidence', 'utf8').toString('latin1')],
    ['Latin-1', '/présidence'],
  ])('in %s are understood', async (_, location) => {
    const host = await redirecting({ '/': [302, location] });
    expect(await client([host]).fetch(request(`http://${host}/`))).toMatchObject({
      finalUrl: `http://${host}/pr%C3%A9sidence`,
    });
  });

  it('without a target are an answer', async () => {
    const host = await serve((_, response) => response.writeHead(302).end());
    expect(await client([host]).fetch(request(`http://${host}/`))).toMatchObject({ kind: 'response', status: 302 });
  });
});

describe('a webhook post', () => {
  it('sends the body and answers the status and the first 4 KB', async () => {
    const host = await serve((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        response
          .writeHead(202)
          .end(`${incoming.method} ${incoming.headers['webhook-id']} ${Buffer.concat(chunks)} ${'x'.repeat(9_000)}`);
      });
    });
    const outcome = await client([host]).post({
      url: `http://${host}/hook`,
      headers: { 'content-type': 'application/json', 'webhook-id': 'm1' },
      body: '{"a":1}',
      deadlineMs: 2_000,
    });
    expect(outcome).toMatchObject({ kind: 'response', status: 202 });
    const answer = outcome.kind === 'response' ? Buffer.from(outcome.body).toString() : '';
    expect(answer.startsWith('POST m1 {"a":1} x')).toBe(true);
    expect(answer).toHaveLength(4_096);
  });

  it('is answered by its status, though the body trickles or breaks off', async () => {
    const endless = await serve((_, response) => response.writeHead(200).write('thank'));
    const broken = await serve((_, response) => {
      response.writeHead(503, { 'content-length': '100' }).write('not now');
      setImmediate(() => response.destroy());
    });
    const fetcher = client([endless, broken]);
    const post = async (host: string) => {
      const outcome = await fetcher.post({ url: `http://${host}/`, headers: {}, body: '{}', deadlineMs: 5_000 });
      return outcome.kind === 'response' ? [outcome.status, Buffer.from(outcome.body).toString()] : outcome;
    };
    expect(await post(endless)).toEqual([200, 'thank']);
    expect(await post(broken)).toEqual([503, 'not now']);
  });

  it('follows no redirect and goes to no private address', async () => {
    const host = await serve((_, response) => response.writeHead(307, { location: '/other' }).end());
    const fetcher = client([host], { 'inside.example': ['10.1.2.3'] });
    const post = (url: string) => fetcher.post({ url, headers: {}, body: new Uint8Array([1]), deadlineMs: 1_000 });
    expect(await post(`http://${host}/`)).toMatchObject({ kind: 'response', status: 307 });
    expect(await post('http://inside.example/')).toMatchObject({ kind: 'refused', reason: 'private-address' });
    expect(await post('http://127.0.0.1:9001/')).toMatchObject({ kind: 'refused', reason: 'port' });
  });
});
