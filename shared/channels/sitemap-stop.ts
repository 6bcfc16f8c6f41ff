/** When enough of a sitemap has come: newest first, and nothing but old entries for a while. Then the rest is not worth its bytes. */
import { limits } from '../limits.ts';

const entryEnd = '</url>';
/** An entry longer than this is something else. */
const entryCharactersMax = 65_536;
const dayPattern = /(?:lastmod|publication_date)>\s{0,100}(\d{4}-\d{2}-\d{2})/;

/**
 * Takes the decoded bytes of a sitemap chunk by chunk; answers true once `sitemapOlderEntriesMax` entries in a row are older than
 * `cutoff` (a day, `2026-03-01`). One entry without a day, or newer than the one before it, and it never does: then news may stand anywhere.
 */
export function sitemapStop(cutoff: string): (chunk: Uint8Array) => boolean {
  let rest = '';
  let isSorted = true;
  let previous = '9999-99-99';
  let older = 0;
  return (chunk) => {
    if (!isSorted) return false;
    const text = rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    let at = 0;
    for (let end = text.indexOf(entryEnd, at); end >= 0; end = text.indexOf(entryEnd, at)) {
      const day = dayPattern.exec(text.slice(at, end))?.[1];
      at = end + entryEnd.length;
      if (day === undefined || day > previous) {
        isSorted = false;
        return false;
      }
      previous = day;
      older = day < cutoff ? older + 1 : 0;
      if (older >= limits.sitemapOlderEntriesMax) return true;
    }
    rest = text.slice(at);
    if (rest.length > entryCharactersMax) isSorted = false;
    return false;
  };
}
