/** The address check at the moment of connecting: no connection of the guarded fetcher is opened past it. */
import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
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

/**
 * The lookup hook of a connection: it answers the addresses it has checked, so the connection goes to just those
 * (no second resolution that a rebinding name server could answer differently). One address that is not public refuses them all.
 */
export function guardedLookup(resolve: Resolve): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (addresses) => {
        for (const { address } of addresses) {
          const verdict = judgeAddress(address);
          if (verdict.kind === 'refused') {
            callback(
              new PrivateAddressError(`${host} leads to ${address}, which is not public (${verdict.range})`),
              '',
            );
            return;
          }
        }
        const [first] = addresses;
        if (first === undefined)
          callback(Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' }), '');
        else if (options.all === true) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}

/** A connector that also checks literal addresses: Node asks no lookup hook for those. */
export function guardedConnector(resolve: Resolve): buildConnector.connector {
  const connect = buildConnector({ lookup: guardedLookup(resolve), timeout: limits.connectTimeoutMs });
  return (options, callback) => {
    const host = options.hostname.startsWith('[') ? options.hostname.slice(1, -1) : options.hostname;
    const verdict = isIP(host) === 0 ? null : judgeAddress(host);
    if (verdict?.kind === 'refused') {
      callback(new PrivateAddressError(`${host} is not a public address (${verdict.range})`), null);
    } else {
      connect(options, callback);
    }
  };
}
