/**
 * Claims: which release an address or a guid belongs to. Create-once objects, so two workers can never give one item
 * two identities. Identity is a set of aliases, never "newest date".
 */
import { DependencyError } from '../errors.ts';
import { claimHash, releaseId, sha256Hex } from '../ids.ts';
import { limits } from '../limits.ts';
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
  /** In the claim of a text: the channel that offered it. */
  readonly channel?: string;
}

/**
 * An address names one page whichever of its two schemes it is written with, and with or without the `index.php` that some
 * systems put at the start of every path; a guid is taken as it is.
 */
function claimKey(newsroom: string, name: string): string {
  const [, host, path] = /^https?:(\/\/[^/?#]+)(?:\/index\.php(?=\/))?(.*)$/is.exec(name) ?? [];
  return keys.claim(newsroom, claimHash(host === undefined ? name : `${host}${path}`));
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

function withoutChannel({ id, key, url, headline }: Claim): Claim {
  return { id, key, url, headline };
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
  /** `textName` of what the page says; null where that proves nothing. */
  readonly text?: string | null;
  /** Address of the channel that offered it: what one channel lists twice is two releases, whatever they say. */
  readonly channel?: string;
}

/**
 * A name for what a page says, by which it is known under another address: newsrooms put one text into the tree of every
 * language. Null for a short text or one without a day, which may well stand on two pages.
 */
export function textName(headline: string, body: string, datePublished: string | null): string | null {
  if (datePublished === null || body.length < limits.twinTextCharactersMin) return null;
  const words = `${headline}\n${body}`.split(/\s/u).filter(Boolean).join(' ');
  return `text:${sha256Hex(`${datePublished.slice(0, 10)}\n${words}`)}`;
}

/**
 * The release this item is: an address that was claimed before, else a guid that was claimed with the same headline, else
 * the same text of the same day in another channel, else a new one, which is claimed under all its names. A guid claimed with another address and another headline is
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
  const text = item.text ?? null;
  const byText = text === null ? null : await readClaim(objects, item.newsroom, text);
  const twin = byText !== null && byText.channel !== item.channel ? byText : null;
  const known = (moved ? byGuid : null) ?? (twin === null ? fresh : withoutChannel(twin));
  const claim = await claimOnce(objects, item.newsroom, item.canonicalUrl, known);
  for (const url of item.otherUrls) await claimOnce(objects, item.newsroom, url, claim);
  if (text !== null && byText === null) {
    await claimOnce(objects, item.newsroom, text, {
      ...claim,
      ...(item.channel === undefined ? {} : { channel: item.channel }),
    });
  }
  if (guid !== null && byGuid === null) await claimOnce(objects, item.newsroom, guid, claim);
  return claim;
}
