/** One request on node:http or node:https and the head of its answer; whoever asked reads the body. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { limits } from '../../../shared/limits.ts';
import type { Agents } from './connect-guard.ts';
import type { ProxyServer } from './proxy-choice.ts';
import { bareHost } from './url-policy.ts';

export interface Outgoing {
  readonly method: 'GET' | 'POST';
  /** Lower-case names; Node adds Host, Connection and the length of the body. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** Lower-case names; repeated headers joined. A byte is a character, as in a request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Breaks off by an error; to be read to its end or destroyed. */
  readonly body: IncomingMessage;
}

function joinedHeaders(message: IncomingMessage): Record<string, string> {
  const joined: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, values] of Object.entries(message.headersDistinct)) joined[name] = (values ?? []).join(', ');
  return joined;
}

/** The connections of a request; with `proxy`, those that lead to it. */
export type Route = Agents & { readonly proxy?: ProxyServer };

interface Addressed {
  readonly host: string;
  readonly port: string | number | null;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Whom the connection goes to and what the request line says: a proxy is asked for an http address in absolute form (RFC 9112 §3.2.2). */
function addressed(url: URL, { proxy }: Route): Addressed {
  if (proxy === undefined || url.protocol === 'https:') {
    return {
      host: bareHost(url),
      port: url.port === '' ? null : url.port,
      path: `${url.pathname}${url.search}`,
      headers: {},
    };
  }
  const { host, port, authorization } = proxy;
  const headers = { host: url.host, ...(authorization === null ? {} : { 'proxy-authorization': authorization }) };
  return { host, port, path: url.href, headers };
}

function sendOnce(url: URL, route: Route, outgoing: Outgoing): Promise<Answer | 'stale'> {
  const secure = url.protocol === 'https:';
  const { method, headers, body, signal } = outgoing;
  const to = addressed(url, route);
  return new Promise((resolve, reject) => {
    const sending = (secure ? httpsRequest : httpRequest)({
      agent: secure ? route.https : route.http,
      host: to.host,
      port: to.port,
      path: to.path,
      method,
      headers: { ...headers, ...to.headers },
      signal,
      maxHeaderSize: limits.responseHeaderBytesMax,
      insecureHTTPParser: false,
    });
    sending.on('response', (message) => {
      // It may break off before anybody reads it; the reader is told then.
      message.on('error', () => {});
      resolve({ status: message.statusCode ?? 0, headers: joinedHeaders(message), body: message });
    });
    let informational = 0;
    sending.on('information', () => {
      informational += 1;
      if (informational <= limits.informationalAnswersMax) return;
      // The answer that counts may have come with them.
      reject(new Error(`more than ${limits.informationalAnswersMax} answers of status 1xx`));
      sending.destroy();
    });
    sending.on('error', (error) => {
      if (sending.reusedSocket && method === 'GET' && !signal.aborted) resolve('stale');
      else reject(error);
    });
    // Without an error: an answer that changes the protocol.
    sending.on('close', () => reject(new Error('the connection ended without an answer')));
    if (body === null) sending.end();
    else sending.end(body);
  });
}

/**
 * Sends once and answers what came back, whatever its status: nothing is followed. A GET on a kept connection that turns out
 * to be closed goes again on the next one (RFC 9110 §9.2.2); each such try uses up a connection. Rejects with the error of the network.
 */
export async function send(url: URL, route: Route, outgoing: Outgoing): Promise<Answer> {
  for (;;) {
    const answer = await sendOnce(url, route, outgoing);
    if (answer !== 'stale') return answer;
  }
}
