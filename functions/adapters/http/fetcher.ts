/** The guarded HTTP client: the Fetcher port on undici, with every address checked at the moment of connecting. */
import { Agent, type Dispatcher, request as send } from 'undici';
import { limits } from '../../../shared/limits.ts';
import type { Fetcher, FetchOutcome, FetchRequest, RedirectHop } from '../../../shared/ports.ts';
import { guardedConnector, PrivateAddressError, type Resolve, systemResolve } from './connect-guard.ts';
import { decodeBody } from './decode-body.ts';
import { bareHost, judgeUrl } from './url-policy.ts';

export interface GuardOptions {
  /** host:port of servers for which the address and port rules are lifted (demo, tests). */
  readonly allowedHosts: ReadonlySet<string>;
  /** Address of a page or mailbox that says who asks; goes into the User-Agent. */
  readonly contact: string | null;
  readonly version: string;
  /** Resolves a host name to all its addresses; the system's resolver by default. */
  readonly resolve?: Resolve;
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

const poolOptions = {
  maxHeaderSize: limits.responseHeaderBytesMax,
  pipelining: 1,
  connections: limits.connectionsPerHostMax,
  keepAliveTimeout: limits.keepAliveMs,
  keepAliveMaxTimeout: limits.keepAliveMs,
} as const;

const dnsCodes: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ENODATA',
  'ESERVFAIL',
  'ETIMEOUT',
]);
const timeoutCodes: ReadonlySet<string> = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
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
  if (error instanceof DeadlineError)
    return { kind: 'failed', reason: 'timeout', message: `${host}: ${error.message}` };
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    const size = `${limits.responseHeaderBytesMax} bytes`;
    return {
      kind: 'refused',
      reason: 'headers-too-large',
      message: `${host} answered with more than ${size} of headers`,
    };
  }
  const described = `${host}: ${code === '' ? '' : `${code} `}${message}`;
  if (dnsCodes.has(code)) return { kind: 'failed', reason: 'dns', message: described };
  if (timeoutCodes.has(code)) return { kind: 'failed', reason: 'timeout', message: described };
  if (connectCodes.has(code)) return { kind: 'failed', reason: 'connect', message: described };
  return { kind: 'failed', reason: 'protocol', message: described };
}

/** Lower-case names; repeated headers joined. */
function joinedHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const joined: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name.toLowerCase()] = typeof value === 'string' ? value : value.join(', ');
  }
  return joined;
}

/** Runs `work` under one deadline that covers all of it: resolving, connecting, redirects, and a body that trickles. */
async function underDeadline<T>(deadlineMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const passed = new DeadlineError(`no complete answer within ${Math.round(deadlineMs)} ms`);
  let timer: NodeJS.Timeout | undefined;
  // undici hears a signal only once it is connected, so the deadline also races the work.
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

/** Takes the first bytes of an answer and lets the rest go. */
async function firstBytes(body: AsyncIterable<Uint8Array>, max: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size >= max) break;
  }
  return Buffer.concat(chunks).subarray(0, max);
}

/**
 * The guarded client. Public addresses only, http and https, ports 80 443 8080 8443, at most `redirectsMax` redirects by hand and each
 * judged anew, decoded bytes and headers capped, one deadline over everything. It keeps no cookies and sends no header but those given,
 * User-Agent and Accept-Encoding. Proxy variables of the environment are ignored: a proxy would connect for us, past the address check.
 */
export function guardedFetcher(options: GuardOptions): GuardedFetcher {
  const guarded = new Agent({ ...poolOptions, connect: guardedConnector(options.resolve ?? systemResolve) });
  // Connections to allowed hosts are pooled apart, so that none of them can serve a request that is not lifted.
  const lifted = new Agent({ ...poolOptions, connect: { timeout: limits.connectTimeoutMs } });
  const userAgent = `Dateline/${options.version}${options.contact === null ? '' : ` (+${options.contact})`}`;

  function ask(
    target: { readonly url: URL; readonly lifted: boolean },
    parameters: Pick<Dispatcher.RequestOptions, 'method' | 'headers' | 'body'>,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    return send(target.url, { ...parameters, signal, dispatcher: target.lifted ? lifted : guarded });
  }

  async function follow(request: FetchRequest, signal: AbortSignal): Promise<FetchOutcome> {
    const headers = { ...request.headers, 'user-agent': userAgent, 'accept-encoding': 'gzip, br' };
    const redirects: RedirectHop[] = [];
    let target = judgeUrl(request.url, options.allowedHosts);
    while (target.kind === 'ok') {
      const response = await ask(target, { method: 'GET', headers }, signal);
      const answered = joinedHeaders(response.headers);
      const location = answered['location'];
      if (!redirectStatuses.has(response.statusCode) || location === undefined) {
        const decoded = await decodeBody(
          response.body,
          answered['content-encoding'] ?? '',
          request.bodyBytesMax,
          signal,
        );
        if (decoded.kind === 'refused') {
          return { ...decoded, message: `${bareHost(target.url)}: ${decoded.message}` };
        }
        return {
          kind: 'response',
          status: response.statusCode,
          headers: answered,
          body: decoded.body,
          finalUrl: target.url.href,
          redirects,
        };
      }
      response.body.on('error', () => {}).destroy();
      redirects.push({ status: response.statusCode, url: target.url.href });
      if (redirects.length > limits.redirectsMax) {
        return {
          kind: 'refused',
          reason: 'redirects',
          message: `${request.url} redirects more than ${limits.redirectsMax} times`,
        };
      }
      target = judgeUrl(location, options.allowedHosts, target);
    }
    return target;
  }

  async function postOnce(request: PostRequest, signal: AbortSignal): Promise<PostOutcome> {
    const target = judgeUrl(request.url, options.allowedHosts);
    if (target.kind === 'refused') return target;
    const headers = { ...request.headers, 'user-agent': userAgent };
    const body = typeof request.body === 'string' ? request.body : Buffer.from(request.body);
    const response = await ask(target, { method: 'POST', headers, body }, signal);
    return {
      kind: 'response',
      status: response.statusCode,
      headers: joinedHeaders(response.headers),
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
      await Promise.all([guarded.destroy(), lifted.destroy()]);
    },
  };
}
