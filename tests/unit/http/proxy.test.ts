/** Through a proxy: only where a person allowed it, and with the same rules for the target as without one. */
import { createServer, type IncomingMessage, request as proxyRequest, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type GuardedFetcher, guardedFetcher } from '../../../functions/adapters/http/fetcher.ts';
import { chooseProxy, type ProxyServer } from '../../../functions/adapters/http/proxy-choice.ts';
import { testCertificate } from './proxy-certificate.ts';

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

interface Heard {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
}

interface Origins {
  readonly http?: number;
  readonly https?: number;
}

/** A proxy that leads every target to a loopback server; answers its port and what it was asked. */
async function proxyTo(origins: Origins): Promise<{ port: number; heard: Heard[] }> {
  const heard: Heard[] = [];
  const server = createServer((incoming, response) => {
    heard.push({ line: `${incoming.method} ${incoming.url}`, headers: incoming.headers });
    const { pathname, search } = new URL(incoming.url ?? '');
    const onward = proxyRequest(
      { host: '127.0.0.1', port: origins.http, path: pathname + search, headers: incoming.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    onward.end();
  });
  server.on('connect', (incoming, socket: Socket) => {
    heard.push({ line: `CONNECT ${incoming.url}`, headers: incoming.headers });
    const onward = connect(origins.https ?? 1, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    stops.push(async () => void onward.destroy());
  });
  return { port: await listening(server), heard };
}

const publicNames: Readonly<Record<string, readonly string[]>> = {
  'press.example.org': ['93.184.216.34'],
  'other.example.org': ['93.184.216.34'],
  'inside.example.org': ['93.184.216.34', '10.0.0.1'],
};

function through(port: number, settings: { user?: string; noProxy?: string; allowed?: string } = {}): GuardedFetcher {
  const address = `http://${settings.user === undefined ? '' : `${settings.user}@`}127.0.0.1:${port}`;
  const choice = chooseProxy(
    { HTTPS_PROXY: address, HTTP_PROXY: address, NO_PROXY: settings.noProxy },
    `http://127.0.0.1:${port}`,
  );
  if (choice.kind !== 'used') throw new Error(choice.kind);
  const fetcher = guardedFetcher({
    allowedHosts: new Set(settings.allowed === undefined ? [] : [settings.allowed]),
    contact: null,
    version: '1',
    proxy: choice.proxy,
    resolve: async (host) => (publicNames[host] ?? []).map((one) => ({ address: one, family: 4 })),
  });
  stops.push(() => fetcher.close());
  return fetcher;
}

const ask = (url: string, deadlineMs = 1_500) => ({ url, headers: {}, bodyBytesMax: 10_000, deadlineMs });

function trustTestCertificate(): void {
  const original = tls.createSecureContext;
  vi.spyOn(tls, 'createSecureContext').mockImplementation((options) =>
    original({ ...options, ca: testCertificate.cert }),
  );
}

const webServer = (listener: RequestListener): Promise<number> => listening(createServer(listener));
const tlsServer = (listener: RequestListener): Promise<number> =>
  listening(createTlsServer({ key: testCertificate.key, cert: testCertificate.cert }, listener));

describe('a request through the proxy', () => {
  test('asks for an http address in absolute form, over a kept connection', async () => {
    const http = await webServer((incoming, response) => response.end(`${incoming.headers.host}${incoming.url}`));
    const { port, heard } = await proxyTo({ http });
    const fetcher = through(port);
    for (const path of ['/a?b=c', '/d']) {
      const outcome = await fetcher.fetch(ask(`http://press.example.org${path}#e`));
      expect(outcome).toMatchObject({ status: 200, finalUrl: `http://press.example.org${path}` });
      expect(outcome.kind === 'response' && Buffer.from(outcome.body).toString()).toBe(`press.example.org${path}`);
    }
    expect(heard.map(({ line }) => line)).toEqual([
      'GET http://press.example.org/a?b=c',
      'GET http://press.example.org/d',
    ]);
    expect(heard[0]?.headers['proxy-authorization']).toBeUndefined();
  });

  test('asks for an https address by CONNECT, and keeps the tunnel', async () => {
    trustTestCertificate();
    const https = await tlsServer((incoming, response) => response.end(`secret ${incoming.url}`));
    const { port, heard } = await proxyTo({ https });
    const fetcher = through(port, { user: 'dateline:p%40ss' });
    for (const path of ['/one', '/two']) {
      const outcome = await fetcher.fetch(ask(`https://press.example.org${path}`));
      expect(outcome.kind === 'response' && Buffer.from(outcome.body).toString()).toBe(`secret ${path}`);
    }
    expect(heard.map(({ line }) => line)).toEqual(['CONNECT press.example.org:443']);
    const basic = `Basic ${Buffer.from('dateline:p@ss').toString('base64')}`;
    expect(heard[0]?.headers['proxy-authorization']).toBe(basic);
  });

  test('gives the password of the proxy to no newsroom', async () => {
    trustTestCertificate();
    let seen: unknown = null;
    const https = await tlsServer((incoming, response) => {
      seen = incoming.headers;
      response.end();
    });
    const { port } = await proxyTo({ https });
    await through(port, { user: 'a:b' }).fetch(ask('https://press.example.org/'));
    expect(seen).toMatchObject({ host: 'press.example.org' });
    expect(seen).not.toHaveProperty('proxy-authorization');
  });

  test.each([
    ['a certificate that nobody signed', 'press.example.org', false],
    ['a certificate of another name', 'other.example.org', true],
  ])('takes no %s', async (_, host, trusted) => {
    if (trusted) trustTestCertificate();
    const https = await tlsServer((_incoming, response) => response.end('false'));
    const { port } = await proxyTo({ https });
    expect(await through(port).fetch(ask(`https://${host}/`))).toMatchObject({ kind: 'failed', reason: 'connect' });
  });

  test.each([
    ['http://inside.example.org/', 'private-address'],
    ['https://inside.example.org/', 'private-address'],
    ['http://127.0.0.1/', 'private-address'],
    ['https://[::1]/', 'private-address'],
    ['https://169.254.169.254/', 'private-address'],
    ['https://press.example.org:22/', 'port'],
    ['ftp://press.example.org/', 'scheme'],
  ])('to %s is refused before the proxy hears of it', async (url, reason) => {
    const { port, heard } = await proxyTo({});
    expect(await through(port).fetch(ask(url))).toMatchObject({ kind: 'refused', reason });
    expect(heard).toEqual([]);
  });

  test('to a name without an address fails here, and not at the proxy', async () => {
    const { port, heard } = await proxyTo({});
    for (const scheme of ['http', 'https']) {
      expect(await through(port).fetch(ask(`${scheme}://nowhere.example.org/`))).toMatchObject({ reason: 'dns' });
    }
    expect(heard).toEqual([]);
  });

  test('judges every redirect anew', async () => {
    const http = await webServer((_, response) =>
      response.writeHead(302, { location: 'http://inside.example.org/' }).end(),
    );
    const { port, heard } = await proxyTo({ http });
    expect(await through(port).fetch(ask('http://press.example.org/'))).toMatchObject({ reason: 'private-address' });
    expect(heard).toHaveLength(1);
  });

  test('does not take place for allowed hosts and those of NO_PROXY', async () => {
    const http = await webServer((_, response) => response.end('direct'));
    const { port, heard } = await proxyTo({});
    const allowed = `127.0.0.1:${http}`;
    expect(await through(port, { allowed }).fetch(ask(`http://${allowed}/`))).toMatchObject({ status: 200 });
    const exempt = through(port, { noProxy: 'example.org' });
    expect(await exempt.fetch(ask('http://inside.example.org/'))).toMatchObject({ reason: 'private-address' });
    expect(heard).toEqual([]);
  });
});

describe('a proxy that does not serve', () => {
  test.each([407, 403, 502])('says with %i that there is no tunnel', async (status) => {
    const server = createServer();
    server.on('connect', (_, socket: Socket) => socket.end(`HTTP/1.1 ${status} No\r\n\r\n`));
    const outcome = await through(await listening(server)).fetch(ask('https://press.example.org/'));
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'connect', message: expect.stringContaining(`${status}`) });
  });

  test('is named when it is not there, for both schemes', async () => {
    const gone = await listening(createServer());
    for (const stop of stops.splice(0)) await stop();
    for (const scheme of ['http', 'https']) {
      const outcome = await through(gone).fetch(ask(`${scheme}://press.example.org/`));
      expect(outcome).toMatchObject({ kind: 'failed', reason: 'connect', message: expect.stringContaining(`${gone}`) });
    }
  });

  test('holds a request no longer than its deadline', async () => {
    const server = createServer();
    server.on('connect', () => {});
    const start = performance.now();
    const outcome = await through(await listening(server)).fetch(ask('https://press.example.org/', 150));
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'timeout' });
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  test('cannot speak before TLS does', async () => {
    const server = createServer();
    server.on('connect', (_, socket: Socket) => socket.write('HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\nfalse'));
    const outcome = await through(await listening(server)).fetch(ask('https://press.example.org/'));
    expect(outcome).toMatchObject({ kind: 'failed' });
  });
});

describe('the choice of a proxy', () => {
  const address = 'http://proxy.example.org:3128';
  const used = (environment: Record<string, string>, named: string | null = address): ProxyServer | null => {
    const choice = chooseProxy(environment, named);
    return choice.kind === 'used' ? choice.proxy : null;
  };

  test('needs the variable: the setting alone changes nothing', () => {
    expect(chooseProxy({}, address)).toEqual({ kind: 'none' });
  });

  test.each([
    [{ HTTPS_PROXY: 'http://user:secret@proxy.example.org:3128' }, null],
    [{ https_proxy: 'http://user:secret@evil.example.org:3128' }, address],
    [{ HTTP_PROXY: 'http://user:secret@proxy.example.org:3129' }, address],
    [{ HTTPS_PROXY: 'socks5://user:secret@proxy.example.org:3128' }, address],
  ])('goes directly with %j and the setting %j, and says so without the password', (environment, named) => {
    const choice = chooseProxy(environment, named);
    expect(choice).toMatchObject({ kind: 'ignored', message: expect.stringContaining('directly') });
    expect(JSON.stringify(choice)).not.toContain('secret');
  });

  test('takes each scheme by its own variable, the lower-case name first', () => {
    const proxy = used({ HTTPS_PROXY: 'http://elsewhere.example.org', https_proxy: `${address}/` });
    expect(proxy).toMatchObject({ host: 'proxy.example.org', port: 3128, authorization: null });
    expect(proxy?.takes(new URL('https://a.example/'))).toBe(true);
    expect(proxy?.takes(new URL('http://a.example/'))).toBe(false);
  });

  test.each([
    ['*', 'https://a.example/', false],
    ['example.org', 'https://example.org/', false],
    ['.example.org', 'https://news.example.org/', false],
    ['*.example.org', 'https://news.example.org/', false],
    ['example.org', 'https://notexample.org/', true],
    ['a.example:8443, b.example', 'https://a.example:8443/', false],
    ['a.example:8443', 'https://a.example/', true],
    ['93.184.216.34', 'https://93.184.216.34/', false],
    ['2606:4700::1111', 'https://[2606:4700::1111]/', false],
    ['[2606:4700::1111]:8443', 'https://[2606:4700::1111]:8443/', false],
    ['', 'https://a.example/', true],
  ])('with NO_PROXY=%s sends %s through it: %s', (noProxy, url, expected) => {
    expect(used({ HTTPS_PROXY: address, NO_PROXY: noProxy })?.takes(new URL(url))).toBe(expected);
  });
});
