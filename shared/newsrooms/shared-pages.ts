/** Newsrooms that publish on the same pages, as their files say: an office inside a government's common site, joint committees. */
import type { Newsroom } from './schema.ts';

/** The ids of the others that this newsroom shares pages with; it is enough that one of two files says so. */
export function sharersOf(id: string, newsrooms: readonly Newsroom[]): readonly string[] {
  return newsrooms.flatMap((one) => {
    if (one.id === id) return one.sharesPagesWith ?? [];
    return one.sharesPagesWith?.includes(id) === true ? [one.id] : [];
  });
}
