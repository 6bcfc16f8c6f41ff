/** Resolves the page's canonical link (RFC 6596); one that points to another site, or to the front page, is ignored with a warning. */
import { canonicalItemUrl } from '../canonical-url.ts';
import type { PageTree } from './tree.ts';

export interface CanonicalReading {
  /** Without fragment, trackers and session ids; null where neither link nor address is known. */
  readonly url: string | null;
  readonly warnings: readonly string[];
}

function sameSite(left: string, right: string): boolean {
  const bare = (host: string) => host.toLowerCase().replace(/^(?:www|m)\./, '');
  return bare(left) === bare(right);
}

export function readCanonical(tree: PageTree, address: string | null): CanonicalReading {
  const own = address === null ? null : canonicalItemUrl(address);
  const [href] = tree.canonicalLinks;
  if (href === undefined) return { url: own, warnings: [] };
  const base = baseOf(tree.base, address);
  if (!URL.canParse(href, base))
    return { url: own, warnings: [`the canonical link "${href.slice(0, 200)}" is no address`] };
  const stated = canonicalItemUrl(new URL(href, base).href);
  if (stated === null) return { url: own, warnings: ['the canonical link is no http address'] };
  if (own === null) return { url: stated, warnings: [] };
  const from = new URL(own);
  const to = new URL(stated);
  if (!sameSite(from.hostname, to.hostname)) {
    return { url: own, warnings: [`the canonical link points to another site (${to.hostname}) and was ignored`] };
  }
  if (to.pathname === '/' && to.search === '' && (from.pathname !== '/' || from.search !== '')) {
    return { url: own, warnings: ['the canonical link points to the front page and was ignored'] };
  }
  return { url: stated, warnings: [] };
}

/** What relative addresses of the page are resolved against; undefined where nothing is known. */
export function baseOf(base: string | null, address: string | null): string | undefined {
  if (base !== null && URL.canParse(base, address ?? undefined)) return new URL(base, address ?? undefined).href;
  return address !== null && URL.canParse(address) ? address : undefined;
}
