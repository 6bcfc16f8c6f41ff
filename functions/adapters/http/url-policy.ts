/** Which addresses of the web the guarded fetcher may ask at all: scheme, port, userinfo, and literal IP addresses. */
import { isIP } from 'node:net';
import { limits } from '../../../shared/limits.ts';
import type { FetchRefusal } from '../../../shared/ports.ts';
import { judgeAddress } from './address-policy.ts';

export type UrlVerdict =
  | {
      readonly kind: 'ok';
      /** Without fragment. */
      readonly url: URL;
      /** The address and port rules are lifted for it: it stands in the list of allowed hosts. */
      readonly lifted: boolean;
    }
  | { readonly kind: 'refused'; readonly reason: FetchRefusal; readonly message: string };

const defaultPorts: ReadonlyMap<string, string> = new Map([
  ['http:', '80'],
  ['https:', '443'],
]);

const openPorts: ReadonlySet<string> = new Set(['80', '443', '8080', '8443']);

function refuse(reason: FetchRefusal, message: string): UrlVerdict {
  return { kind: 'refused', reason, message };
}

/** The host of a URL as a resolver takes it: IPv6 without brackets. */
export function bareHost(url: URL): string {
  return url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
}

/**
 * Judges one address before it is asked; redirect targets come here too, hop by hop, as `previous` → `raw`.
 * `new URL` does all the folding (octal, hex, one-number, full-width and percent forms become dotted quads); nothing here parses by hand.
 * A host in `allowedHosts` (host:port) is free of the address and port rules, unless an outside host redirected to it.
 */
export function judgeUrl(
  raw: string,
  allowedHosts: ReadonlySet<string>,
  previous: { readonly url: URL; readonly lifted: boolean } | null = null,
): UrlVerdict {
  if (raw.length > limits.urlCharactersMax) return refuse('bad-url', `the address is ${raw.length} characters long`);
  let url: URL;
  try {
    url = previous === null ? new URL(raw) : new URL(raw, previous.url);
  } catch {
    return refuse('bad-url', `${raw.slice(0, 200)} is no address`);
  }
  const defaultPort = defaultPorts.get(url.protocol);
  if (defaultPort === undefined) return refuse('scheme', `${url.protocol} is not http or https`);
  if (url.username !== '' || url.password !== '') return refuse('userinfo', `${url.host} comes with a user name`);
  if (url.hostname === '') return refuse('bad-url', 'the address has no host');
  if (previous !== null && previous.url.protocol === 'https:' && url.protocol === 'http:') {
    return refuse('downgrade', `${previous.url.host} redirects from https to http`);
  }
  url.hash = '';
  const port = url.port === '' ? defaultPort : url.port;
  const lifted = (previous === null || previous.lifted) && allowedHosts.has(`${url.hostname}:${port}`);
  if (lifted) return { kind: 'ok', url, lifted };

  if (!openPorts.has(port)) return refuse('port', `port ${port} of ${url.hostname} is not one of the web's`);
  const host = bareHost(url);
  if (isIP(host) !== 0) {
    const verdict = judgeAddress(host);
    if (verdict.kind === 'refused') {
      return refuse('private-address', `${host} is not a public address (${verdict.range})`);
    }
  }
  return { kind: 'ok', url, lifted };
}
