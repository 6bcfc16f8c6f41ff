/** Which IP addresses the guarded fetcher may connect to: the public internet and nothing else. */
import ipaddr from 'ipaddr.js';

/** `refused` names the kind of address, for the message. */
export type AddressVerdict = { readonly kind: 'public' } | { readonly kind: 'refused'; readonly range: string };

/** Addresses inside public ranges that lead to a cloud's own services. */
const cloudServiceAddresses: ReadonlyMap<string, string> = new Map([
  ['168.63.129.16', 'cloud platform service'],
  ['100.100.100.200', 'cloud metadata'],
  ['192.0.0.192', 'cloud metadata'],
]);

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/** Blocks of 2000::/3 that are not the public internet, or that carry an IPv4 address inside (RFC 6890 and its updates). */
const specialIpv6: readonly (readonly [string, [ipaddr.IPv6, number]])[] = [
  ['protocol assignment', ipaddr.IPv6.parseCIDR('2001::/23')],
  ['documentation', ipaddr.IPv6.parseCIDR('2001:db8::/32')],
  ['6to4', ipaddr.IPv6.parseCIDR('2002::/16')],
  ['documentation', ipaddr.IPv6.parseCIDR('3fff::/20')],
];

const refused = (range: string): AddressVerdict => ({ kind: 'refused', range });

function ipv4Verdict(address: ipaddr.IPv4): AddressVerdict {
  const service = cloudServiceAddresses.get(address.toString());
  if (service !== undefined) return refused(service);
  const range = address.range();
  return range === 'unicast' ? { kind: 'public' } : refused(range);
}

/** An ISATAP interface identifier ends in an IPv4 address of the tunnel (RFC 5214 §6.1). */
function isIsatap(address: ipaddr.IPv6): boolean {
  const [, , , , high, low] = address.parts;
  return low === 0x5efe && high !== undefined && (high & ~0x0200) === 0;
}

function ipv6Verdict(address: ipaddr.IPv6): AddressVerdict {
  // The library calls the deprecated IPv4-compatible block "unicast", so the one good block is named instead of the bad ones.
  if (!address.match(globalUnicast)) {
    const range = address.range();
    return refused(range === 'unicast' ? 'not globally routed' : range);
  }
  for (const [range, block] of specialIpv6) {
    if (address.match(block)) return refused(range);
  }
  if (isIsatap(address)) return refused('isatap');
  const range = address.range();
  return range === 'unicast' ? { kind: 'public' } : refused(range);
}

/**
 * Judges an address as a resolver or `new URL()` spells it: dotted quad, or IPv6 without brackets.
 * Anything else (a zone id, a short form) is refused: the caller has to normalize by `new URL()` first.
 */
export function judgeAddress(address: string): AddressVerdict {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipv4Verdict(ipaddr.IPv4.parse(address));
  if (address.includes('%') || !ipaddr.IPv6.isValid(address)) return refused('unreadable');
  return ipv6Verdict(ipaddr.IPv6.parse(address));
}
