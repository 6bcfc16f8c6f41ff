/** The guarded HTTP client: the Fetcher port on Node's own, with every address checked at the moment of connecting. */
import { isUtf8 } from 'node:buffer';
import { limits } from '../../../shared/limits.ts';
import type { Fetcher, FetchOutcome, FetchRequest, RedirectHop } from '../../../shared/ports.ts';
import { guardedAgents, openAgents, PrivateAddressError, type Resolve, systemResolve } from './connect-guard.ts';
import { decodeBody } from './decode-body.ts';
import { ProxyError, proxyAgents } from './proxy-agents.ts';
import type { ProxyServer } from './proxy-choice.ts';
import { type Answer, type Outgoing, send } from './send.ts';
import { bareHost, judgeUrl } from './url-policy.ts';

export interface GuardOptions {
  /** host:port of servers for which the address and port rules are lifted (demo, tests). */
  readonly allowedHosts: ReadonlySet<string>;
  /** Address of a page or mailbox that says who asks; goes into the User-Agent. */
  readonly contact: string | null;
  readonly version: string;
  /** Resolves a host name to all its addresses; the system's resolver by default. */
  readonly resolve?: Resolve;
  /** The proxy that `chooseProxy` allows; null or absent: requests go directly. */
  readonly proxy?: ProxyServer | null;
}

interface PostRequest {
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly deadlineMs: number;
}

type PostOutcome =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** The first `postAnswerBytesMax` bytes of the answer. */
      readonly body: Uint8Array;
    }
  | Exclude<FetchOutcome, { readonly kind: 'response' }>;

export interface GuardedFetcher extends Fetcher {
  /** Posts to a webhook under the same guard; a redirect is an answer, never followed. Never throws. */
  post(request: PostRequest): Promise<PostOutcome>;
  /** Ends the kept connections. */
  close(): Promise<void>;
}

type Failure = Exclude<FetchOutcome, { readonly kind: 'response' }>;

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Raised when the one deadline of a request has passed. */
class DeadlineError extends Error {}

const dnsCodes: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ENODATA',
  'ESERVFAIL',
  'ETIMEOUT',
]);
const connectCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'EPROTO',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

/** Says what an error of the network means, as a value. */
function failureOf(error: unknown, host: string): Failure {
  if (error instanceof PrivateAddressError) {
    return { kind: 'refused', reason: 'private-address', message: error.message };
  }
  if (error instanceof ProxyError) return { kind: 'failed', reason: 'connect', message: `${host}: ${error.message}` };
  if (error instanceof DeadlineError)
    return { kind: 'failed', reason: 'timeout', message: `${host}: ${error.message}` };
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'HPE_HEADER_OVERFLOW') {
    const size = `${limits.responseHeaderBytesMax} bytes`;
    return {
      kind: 'refused',
      reason: 'headers-too-large',
      message: `${host} answered with more than ${size} of headers`,
    };
  }
  const described = `${host}: ${code === '' ? '' : `${code} `}${message}`;
  if (dnsCodes.has(code)) return { kind: 'failed', reason: 'dns', message: described };
  if (code === 'ETIMEDOUT') return { kind: 'failed', reason: 'timeout', message: described };
  if (connectCodes.has(code)) return { kind: 'failed', reason: 'connect', message: described };
  return { kind: 'failed', reason: 'protocol', message: described };
}

/** An address as servers write it: in ASCII, or else mostly in UTF-8. */
function locationText(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : value;
}

/** Runs `work` under one deadline that covers all of it: resolving, connecting, redirects, and a body that trickles. */
async function underDeadline<T>(deadlineMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const passed = new DeadlineError(`no complete answer within ${Math.round(deadlineMs)} ms`);
  let timer: NodeJS.Timeout | undefined;
  // A request that waits for a free connection hears no signal, so the deadline also races the work.
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        controller.abort(passed);
        reject(passed);
      },
      Math.max(0, deadlineMs),
    );
  });
  const working = work(controller.signal);
  working.catch(() => {});
  try {
    return await Promise.race([working, deadline]);
  } catch (error) {
    throw controller.signal.aborted ? passed : error;
  } finally {
    clearTimeout(timer);
  }
}

/** Takes the first bytes of an answer and lets the rest go. Its head has said all that counts: a body may trickle or break off. */
async function firstBytes(body: Answer['body'], max: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const timer = setTimeout(() => body.destroy(), limits.postAnswerMs);
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size >= max) break;
    }
  } catch {
    // What came is the answer.
  }
  clearTimeout(timer);
  return Buffer.concat(chunks).subarray(0, max);
}

/**
 * The guarded client. Public addresses only, http and https, ports 80 443 8080 8443, at most `redirectsMax` redirects by hand and each
 * judged anew, decoded bytes and headers capped, one deadline over everything. It keeps no cookies and sends no header but those given,
 * User-Agent and Accept-Encoding. It reads no environment: a proxy is gone through when `options` hold one, and then the target is
 * judged by its address and by all addresses of its name before the proxy is asked. Allowed hosts are always asked directly.
 */
export function guardedFetcher(options: GuardOptions): GuardedFetcher {
  const guarded = guardedAgents(options.resolve ?? systemResolve);
  // Connections to allowed hosts are kept apart, so that none of them can serve a request that is not lifted.
  const lifted = openAgents();
  const userAgent = `Dateline/${options.version}${options.contact === null ? '' : ` (+${options.contact})`}`;

  const proxied = options.proxy ? proxyAgents(options.proxy, options.resolve ?? systemResolve) : null;

  async function ask(
    { url, lifted: isLifted }: { readonly url: URL; readonly lifted: boolean },
    outgoing: Outgoing,
  ): Promise<Answer> {
    if (isLifted) return send(url, lifted, outgoing);
    if (proxied === null || !proxied.proxy.takes(url)) return send(url, guarded, outgoing);
    if (url.protocol === 'http:') await proxied.check(bareHost(url));
    return send(url, proxied, outgoing);
  }

  async function follow(request: FetchRequest, signal: AbortSignal): Promise<FetchOutcome> {
    const headers = { ...request.headers, 'user-agent': userAgent, 'accept-encoding': 'gzip, br' };
    const redirects: RedirectHop[] = [];
    let target = judgeUrl(request.url, options.allowedHosts);
    while (target.kind === 'ok') {
      const response = await ask(target, { method: 'GET', headers, body: null, signal });
      const location = response.headers['location'];
      if (!redirectStatuses.has(response.status) || location === undefined) {
        const decoded = await decodeBody(
          response.body,
          response.headers['content-encoding'] ?? '',
          request.bodyBytesMax,
          signal,
          response.status === 200 ? request.isEnough : undefined,
        );
        if (decoded.kind === 'refused') {
          return { ...decoded, message: `${bareHost(target.url)}: ${decoded.message}` };
        }
        return {
          kind: 'response',
          status: response.status,
          headers: response.headers,
          body: decoded.body,
          ...(decoded.isCut === true ? { isCut: true } : {}),
          finalUrl: target.url.href,
          redirects,
        };
      }
      response.body.destroy();
      redirects.push({ status: response.status, url: target.url.href });
      if (redirects.length > limits.redirectsMax) {
        return {
          kind: 'refused',
          reason: 'redirects',
          message: `${request.url} redirects more than ${limits.redirectsMax} times`,
        };
      }
      target = judgeUrl(locationText(location), options.allowedHosts, target);
      const refusal = target.kind === 'ok' ? ((await request.admits?.(target.url.href)) ?? null) : null;
      if (refusal !== null) return refusal;
    }
    return target;
  }

  async function postOnce(request: PostRequest, signal: AbortSignal): Promise<PostOutcome> {
    const target = judgeUrl(request.url, options.allowedHosts);
    if (target.kind === 'refused') return target;
    const headers = { ...request.headers, 'user-agent': userAgent };
    const response = await ask(target, { method: 'POST', headers, body: request.body, signal });
    return {
      kind: 'response',
      status: response.status,
      headers: response.headers,
      body: await firstBytes(response.body, limits.postAnswerBytesMax),
    };
  }

  async function asValue<T>(
    request: { readonly url: string; readonly deadlineMs: number },
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | Failure> {
    try {
      return await underDeadline(request.deadlineMs, work);
    } catch (error) {
      return failureOf(error, URL.canParse(request.url) ? new URL(request.url).host : request.url.slice(0, 200));
    }
  }

  return {
    fetch: (request) => asValue(request, (signal) => follow(request, signal)),
    post: (request) => asValue(request, (signal) => postOnce(request, signal)),
    close: async () => {
      for (const agent of [guarded.http, guarded.https, lifted.http, lifted.https]) agent.destroy();
      proxied?.destroy();
    },
  };
}
