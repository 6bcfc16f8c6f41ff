/** Addresses as channels give them: resolved, and only those a page can lie at. */

/** The absolute http or https address that `raw` means below `base`; null when it is none. */
export function resolveLink(raw: string | null | undefined, base: string | null): string | null {
  const trimmed = raw?.trim() ?? '';
  if (trimmed === '') return null;
  if (isNormal(trimmed)) return trimmed;
  const written = asWeb(trimmed);
  const url = URL.canParse(written, base ?? undefined) ? new URL(written, base ?? undefined) : null;
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : null;
}

/**
 * The address of a feed as its author wrote it, where that is a whole http or https address by RFC 3986; else as `resolveLink`
 * gives it. Addresses are compared in their canonical form (`release/canonical-url.ts`), never as written.
 */
export function linkAsWritten(raw: string | null | undefined, base: string | null): string | null {
  const given = raw?.trim() ?? '';
  if (isNormal(given)) return given;
  const trimmed = unwrapped(given);
  return wholeAddress.test(trimmed) && URL.canParse(trimmed) ? trimmed : resolveLink(trimmed, base);
}

/**
 * The address in what is nearly one: markup around it that was escaped once more than it should be, quotes, marks that nobody
 * sees and a second scheme go, and the ampersand of its parameters is one, since none has a name that begins with "amp;". A mere
 * "#" is none.
 */
function unwrapped(address: string): string {
  if (address === '#') return '';
  const isWhole = /^https?:\/\/(?!https?:)[^<]*$/i.test(address);
  const inside = isWhole ? null : /https?:\/\/(?!https?:)[^\s<>"'\]\u200b-\u200f\u2060]+/i.exec(address);
  const bare = inside !== null && isWrapping(address.slice(0, inside.index)) ? inside[0] : address;
  return bare.includes('&amp;') ? bare.replace(/&amp;(?=[\w.[\]%-]+=)/g, '&') : bare;
}

/** Whether what stands before an address is no address of its own: a path may hold another one. */
function isWrapping(before: string): boolean {
  return /^(?:[<"'\u200b-\u200f\u2060]|https?:\/\/$)/.test(before);
}

const wholeAddress =
  /^https?:\/\/(?:(?!xn--)[A-Za-z0-9][A-Za-z0-9-]*\.)*[A-Za-z0-9-]+(?::\d{1,5})?(?:[/?#](?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?$/;

/** What is meant by a host without a scheme (read as a path it would lead nowhere) and by the scheme of feed readers. */
function asWeb(address: string): string {
  if (/^www\.[^/\s]+\.[^/\s]+/i.test(address)) return `https://${address}`;
  return /^feed:/i.test(address) ? address.replace(/^feed:(?=\/\/)/i, 'http:').replace(/^feed:/i, '') : address;
}

/** Addresses that the URL parser would give back as they are: most of them, and it is not cheap. */
function isNormal(address: string): boolean {
  return /^https?:\/\/(?:(?!xn--)[a-z][a-z0-9-]*\.)+[a-z]{2,}\/[\w/-]*(?:\.[a-z]+)?(?:\?[\w=&-]+)?$/.test(address);
}

/** The base that a chain of xml:base values makes, outermost first. */
export function resolveBases(bases: readonly string[], documentBase: string | null): string | null {
  let base = documentBase;
  for (const next of bases) base = resolveLink(next, base) ?? base;
  return base;
}

/** An address without its fragment, which only names a place on the page. */
export function withoutFragment(url: string): string {
  const at = url.indexOf('#');
  return at < 0 ? url : url.slice(0, at);
}

/** The address without the named parameters, of the query or of the path (`;jsessionid=…`); the others stay as they are written. */
export function dropParameters(url: string, names: readonly string[]): string {
  if (names.length === 0) return url;
  const at = url.indexOf('?');
  const path = keptOf(at < 0 ? url : url.slice(0, at), names);
  if (at < 0) return path;
  const kept = url
    .slice(at + 1)
    .split('&')
    .filter((parameter) => !names.includes(parameter.split('=')[0] ?? ''));
  return kept.length === 0 ? path : `${path}?${kept.join('&')}`;
}

function keptOf(path: string, names: readonly string[]): string {
  if (!path.includes(';')) return path;
  const segments = path.split('/').map((segment) => {
    const [name, ...parameters] = segment.split(';');
    return [name, ...parameters.filter((parameter) => !names.includes(parameter.split('=')[0] ?? ''))].join(';');
  });
  return segments.join('/');
}
