/**
 * Claims: which release an address or a guid belongs to. Create-once objects, so two workers can never give one item
 * two identities. Identity is a set of aliases, never "newest date".
 */
import { DependencyError } from '../errors.ts';
import { claimHash, releaseId } from '../ids.ts';
import type { Log, Objects } from '../ports.ts';
import { keys, partitionOf } from './keys.ts';
import { jsonBytes, jsonContentType, parseJson } from './objects.ts';

export interface Claim {
  /** Release id. */
  readonly id: string;
  /** Key of revision 1. */
  readonly key: string;
  readonly url: string;
  readonly headline: string;
}

/** An address names one page whichever of its two schemes it is written with; a guid is taken as it is. */
function claimKey(newsroom: string, guidOrUrl: string): string {
  const scheme = /^https?:(?=\/\/)/i.exec(guidOrUrl)?.[0] ?? '';
  return keys.claim(newsroom, claimHash(guidOrUrl.slice(scheme.length)));
}

export async function readClaim(objects: Objects, newsroom: string, guidOrUrl: string): Promise<Claim | null> {
  const key = claimKey(newsroom, guidOrUrl);
  const stored = await objects.get(key);
  return stored === null ? null : (parseJson(key, stored.body) as Claim);
}

/** Creates the claim, or answers the one that stands. */
async function claimOnce(objects: Objects, newsroom: string, guidOrUrl: string, claim: Claim): Promise<Claim> {
  const key = claimKey(newsroom, guidOrUrl);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const outcome = await objects.put(key, jsonBytes(claim), {
      condition: { kind: 'create-once' },
      contentType: jsonContentType,
    });
    if (outcome.kind === 'stored') return claim;
    const holder = await readClaim(objects, newsroom, guidOrUrl);
    if (holder !== null) return holder;
  }
  throw new DependencyError('E_CONTENDED', `the claim ${key} is being written by another process`, { input: key });
}

/** Headlines are compared without regard to case and white space: a moved release keeps its words. */
function sameHeadline(one: string, other: string): boolean {
  const folded = (text: string): string => text.toLowerCase().split(/\s/u).filter(Boolean).join(' ');
  return folded(one) === folded(other);
}

export interface ItemIdentity {
  readonly newsroom: string;
  /** rel=canonical, or the address without fragment and trackers; the raw guid of an item without an address. */
  readonly canonicalUrl: string;
  /** Further addresses of the same page: the item's own link, where it differs. */
  readonly otherUrls: readonly string[];
  readonly guid: string | null;
  readonly headline: string;
  readonly datePublished: string | null;
}

/**
 * The release this item is: an address that was claimed before, else a guid that was claimed with the same headline,
 * else a new one, which is claimed under all its names. A guid claimed with another address and another headline is
 * a reuse: logged, and the item gets its own id. Throws DependencyError.
 */
export async function claimIdentity(
  ports: { readonly objects: Objects; readonly log: Log },
  item: ItemIdentity,
): Promise<Claim> {
  const { objects, log } = ports;
  const id = releaseId(item.newsroom, item.canonicalUrl);
  const fresh: Claim = {
    id,
    key: keys.release(item.newsroom, partitionOf(item.datePublished), id, 1),
    url: item.canonicalUrl,
    headline: item.headline,
  };
  const guid =
    item.guid === null || item.guid === item.canonicalUrl || item.otherUrls.includes(item.guid) ? null : item.guid;

  // The guid is looked at before the address is claimed: a release that moved keeps its first identity.
  const byGuid = guid === null ? null : await readClaim(objects, item.newsroom, guid);
  const samePage =
    byGuid !== null && claimKey(item.newsroom, byGuid.url) === claimKey(item.newsroom, item.canonicalUrl);
  const moved = byGuid !== null && !samePage && sameHeadline(byGuid.headline, item.headline);
  if (byGuid !== null && !samePage && !moved) {
    log.warn('guid-reused', { newsroom: item.newsroom, guid, url: item.canonicalUrl, firstUrl: byGuid.url });
  }
  const claim = await claimOnce(objects, item.newsroom, item.canonicalUrl, moved && byGuid !== null ? byGuid : fresh);
  for (const url of item.otherUrls) await claimOnce(objects, item.newsroom, url, claim);
  if (guid !== null && byGuid === null) await claimOnce(objects, item.newsroom, guid, claim);
  return claim;
}
