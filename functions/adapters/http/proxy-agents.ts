/** Connections through a proxy: a CONNECT tunnel for https, a plain connection for http; the target is checked before both. */
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { type ConnectionOptions, type TLSSocket, connect as tlsConnect } from 'node:tls';
import { limits } from '../../../shared/limits.ts';
import { type Agents, checkedAddresses, type Resolve } from './connect-guard.ts';
import type { ProxyServer } from './proxy-choice.ts';

/** Raised when the proxy does not connect. */
export class ProxyError extends Error {}

export interface ProxyAgents extends Agents {
  readonly proxy: ProxyServer;
  /**
   * Rejects unless every address of the host is public. An http request goes over a kept connection to the proxy, so it is
   * checked before each; a tunnel checks its own target.
   */
  check(host: string): Promise<void>;
  /** Ends the kept connections and those under way. */
  destroy(): void;
}

interface TunnelOptions {
  readonly host: string;
  readonly port: number;
}

/** Asks the proxy for a tunnel. Its own address is free of the address rule: a person named it. */
function openTunnel(proxy: ProxyServer, target: TunnelOptions, signal: AbortSignal): Promise<Socket> {
  const authority = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
  const named = `the proxy ${proxy.host}:${proxy.port}`;
  return new Promise((resolve, reject) => {
    const asking = httpRequest({
      host: proxy.host,
      port: proxy.port,
      method: 'CONNECT',
      path: authority,
      headers: {
        host: authority,
        ...(proxy.authorization === null ? {} : { 'proxy-authorization': proxy.authorization }),
      },
      agent: false,
      maxHeaderSize: limits.responseHeaderBytesMax,
      signal,
    });
    const refuse = (what: string): void => reject(new ProxyError(`${named} ${what}`));
    asking.on('connect', (response, socket, head) => {
      // Bytes before ours are none of TLS: the other side of a tunnel waits for the client.
      if (response.statusCode === 200 && head.byteLength === 0) return resolve(socket);
      socket.destroy();
      refuse(`answered CONNECT ${authority} with ${response.statusCode}`);
    });
    asking.on('response', (response) => {
      response.destroy();
      refuse(`answered CONNECT ${authority} with ${response.statusCode}`);
    });
    asking.on('error', (error) => refuse(`gives no tunnel to ${authority}: ${error.message}`));
    asking.on('close', () => refuse(`ended the connection without an answer`));
    asking.end();
  });
}

/** Agents whose connections go to the proxy. The name is resolved here only to be judged; the proxy resolves it again. */
export function proxyAgents(proxy: ProxyServer, resolve: Resolve): ProxyAgents {
  const opening = new Set<AbortController>();
  const check = async (host: string): Promise<void> => {
    await checkedAddresses(resolve, host);
  };
  const options = { keepAlive: true, timeout: limits.keepAliveMs };
  // Every host's connections are those to the proxy, so the limit for one host would be one for all.
  const http = new HttpAgent({ ...options, maxSockets: limits.proxyConnectionsMax });
  const https = new HttpsAgent({ ...options, maxSockets: limits.connectionsPerHostMax, ALPNProtocols: ['http/1.1'] });

  /** The tunnel with TLS begun in it: certificates are checked against the target's name, as without a proxy. */
  async function secured(given: ConnectionOptions, host: string): Promise<TLSSocket> {
    const controller = new AbortController();
    opening.add(controller);
    const timer = setTimeout(() => controller.abort(), limits.connectTimeoutMs);
    const settle = (): void => {
      clearTimeout(timer);
      opening.delete(controller);
    };
    try {
      await check(host);
      const socket = await openTunnel(proxy, { host, port: Number(given.port) }, controller.signal);
      const secure = tlsConnect({ ...given, socket });
      const abandon = new ProxyError(`no connection to ${host} within ${limits.connectTimeoutMs} ms`);
      controller.signal.addEventListener('abort', () => secure.destroy(abandon), { once: true });
      for (const event of ['secureConnect', 'close']) secure.once(event, settle);
      return secure;
    } catch (error) {
      settle();
      throw error;
    }
  }

  https.createConnection = (given, callback) => {
    const answer = callback as ((error: Error | null, socket?: TLSSocket) => void) | undefined;
    secured(given as ConnectionOptions, String(given.host)).then(
      (socket) => answer?.(null, socket),
      (error: Error) => answer?.(error),
    );
    return undefined;
  };
  return {
    proxy,
    http,
    https,
    check,
    destroy: () => {
      for (const controller of opening) controller.abort();
      http.destroy();
      https.destroy();
    },
  };
}
