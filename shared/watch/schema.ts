/** The watch: a standing query with a name (`watches/<watch>.json`). */
import { sha256Hex, type WatchId } from '../ids.ts';
import * as z from '../zod.ts';

export const watchSchema = z.strictObject({
  version: z.literal(1),
  id: z.string(),
  name: z.string(),
  query: z.string(),
  createdAt: z.iso.datetime(),
  /** Set when the watch was removed: objects are never deleted, so that old ledgers stay readable. */
  removedAt: z.nullable(z.iso.datetime()),
});

export type Watch = Omit<z.infer<typeof watchSchema>, 'id'> & { readonly id: WatchId };

const slugCharactersMax = 60;

/** Id of a watch: the slug of its name; a name without Latin letters or digits gets a hash of itself. */
export function watchIdOf(name: string): WatchId {
  const folded = name.normalize('NFKD').toLowerCase();
  let slug = '';
  for (const character of folded) {
    if ((character >= 'a' && character <= 'z') || (character >= '0' && character <= '9')) slug += character;
    else if (/\p{Mark}/u.test(character)) continue;
    else if (!slug.endsWith('-')) slug += '-';
  }
  let start = 0;
  let end = Math.min(slug.length, slugCharactersMax);
  while (start < end && slug[start] === '-') start += 1;
  while (end > start && slug[end - 1] === '-') end -= 1;
  const trimmed = slug.slice(start, end);
  return (trimmed === '' ? `watch-${sha256Hex(name).slice(0, 12)}` : trimmed) as WatchId;
}
