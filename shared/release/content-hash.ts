/** The hash of what a release says: equal hashes mean that there is nothing to tell anybody. */
import { sha256Hex } from '../ids.ts';

/** The fields that carry meaning. */
export interface HashedContent {
  readonly headline: string | null;
  readonly subtitle: string | null;
  readonly datePublished: string | null;
  readonly body: string;
}

/**
 * SHA-256, as hex, over headline, subtitle, printed date and body, in this order. The tail stays out: a new press
 * officer's name is no change of the release; so do fetch times, addresses, warnings and everything derived from the body.
 */
export function contentHash(content: HashedContent): string {
  const { headline, subtitle, datePublished, body } = content;
  return sha256Hex(JSON.stringify([headline, subtitle, datePublished, body]));
}
