/** The address check at the moment of connecting: no connection of the guarded fetcher is opened past it. */
import { lookup as systemLookup } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { limits } from '../../../shared/limits.ts';
import { judgeAddress } from './address-policy.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Resolves a host name to all its addresses. */
export type Resolve = (host: string) => Promise<readonly ResolvedAddress[]>;

/** Raised when a host leads to an address that is not public. */
export class PrivateAddressError extends Error {}

/** The system's own resolver. */
export function systemResolve(host: string): Promise<readonly ResolvedAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, addresses) => (error === null ? resolve(addresses) : reject(error)));
  });
}

function judged(address: string, host: string): void {
  const verdict = judgeAddress(address);
  if (verdict.kind === 'public') return;
  throw new PrivateAddressError(
    address === host
      ? `${host} is not a public address (${verdict.range})`
      : `${host} leads to ${address}, which is not public (${verdict.range})`,
  );
}

/**
 * All addresses of a host; a literal address is its own. Rejects with PrivateAddressError when one of them is not public,
 * with ENOTFOUND when there is none.
 */
export async function checkedAddresses(resolve: Resolve, host: string): Promise<readonly ResolvedAddress[]> {
  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
  for (const { address } of addresses) judged(address, host);
  if (addresses.length === 0) throw Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' });
  return addresses;
}

/**
 * The lookup hook of a connection: it answers the addresses it has checked, so the connection goes to just those
 * (no second resolution that a rebinding name server could answer differently). One address that is not public refuses them all.
 */
export function guardedLookup(resolve: Resolve): LookupFunction {
  return (host, options, callback) => {
    checkedAddresses(resolve, host).then(
      (addresses) => {
        const [first] = addresses;
        if (options.all === true) callback(null, [...addresses]);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}

/** The connections kept for one policy: those of `http:` and those of `https:`. */
export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/** May refuse a connection to this host before it is opened, by the error it answers. */
type Check = (host: string) => Error | null;

function timedOut(host: string): Error {
  const message = `no connection to ${host} within ${limits.connectTimeoutMs} ms`;
  return Object.assign(new Error(message), { code: 'ETIMEDOUT' });
}

/** Puts a check before every connection of the agent, and a limit on the time it may take, name and TLS included. */
function withCheck<T extends HttpAgent>(agent: T, openEvent: 'connect' | 'secureConnect', check: Check): T {
  const open = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const host = options.host ?? '';
    const refusal = check(host);
    if (refusal !== null) {
      // Not thrown: the request may have waited for a free connection, and nobody would catch it.
      process.nextTick(() => (callback as ((error: Error) => void) | undefined)?.(refusal));
      return undefined;
    }
    const socket = open(options, callback);
    const timer = setTimeout(() => socket?.destroy(timedOut(host)), limits.connectTimeoutMs);
    for (const event of [openEvent, 'close']) socket?.once(event, () => clearTimeout(timer));
    return socket;
  };
  return agent;
}

function agents(lookup: LookupFunction | null, check: Check): Agents {
  const options = {
    keepAlive: true,
    maxSockets: limits.connectionsPerHostMax,
    // Of a connection that is kept: the deadline of a request is its own.
    timeout: limits.keepAliveMs,
    ...(lookup === null ? {} : { lookup }),
  };
  return {
    http: withCheck(new HttpAgent(options), 'connect', check),
    https: withCheck(new HttpsAgent({ ...options, ALPNProtocols: ['http/1.1'] }), 'secureConnect', check),
  };
}

/** Agents that connect to public addresses only. They check literal addresses too: Node asks no lookup hook for those. */
export function guardedAgents(resolve: Resolve): Agents {
  return agents(guardedLookup(resolve), (hostname) => {
    const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
    const verdict = isIP(host) === 0 ? null : judgeAddress(host);
    if (verdict?.kind !== 'refused') return null;
    return new PrivateAddressError(`${host} is not a public address (${verdict.range})`);
  });
}

/** Agents that connect to any address, for hosts that are allowed by name. */
export function openAgents(): Agents {
  return agents(null, () => null);
}
