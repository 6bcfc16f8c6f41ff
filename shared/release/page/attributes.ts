/** The attributes that anybody asks for, one place each; all others are passed over while a page is read. */
import { isSpelt, unitAt } from '../../text/units.ts';

const names = [
  'class',
  'id',
  'role',
  'itemprop',
  'hidden',
  'aria-hidden',
  'style',
  'datetime',
  'content',
  'property',
  'name',
  'rel',
  'href',
  'hreflang',
  'lang',
  'type',
  'http-equiv',
  'src',
  'alt',
  'srcset',
  'data-src',
  'data-srcset',
  'data-original',
  'data-lazy-src',
  'title',
  'pubdate',
  'width',
  'height',
  'download',
] as const;

export type AttributeName = (typeof names)[number];

/** The place of each attribute, by which it is asked for. */
export const slots = Object.fromEntries(names.map((name, slot) => [name, slot])) as Readonly<
  Record<AttributeName, number>
>;

const NAME_CHARACTERS_MAX = Math.max(...names.map((name) => name.length));
const FIRST_LETTERS = 32;

function bucketOf(length: number, first: number): number {
  return length * FIRST_LETTERS + (first & 31);
}

/** By length and first letter the places of the attributes that it can be: most are none of them, and need not be cut out. */
const possible: readonly (readonly number[])[] = (() => {
  const table = Array.from({ length: (NAME_CHARACTERS_MAX + 1) * FIRST_LETTERS }, (): number[] => []);
  for (const [slot, name] of names.entries()) table[bucketOf(name.length, name.charCodeAt(0))]?.push(slot);
  return table;
})();

/** The place of the attribute whose name stands at [start, end); -1 for one that nobody asks for. */
export function attributeSlot(html: string, start: number, end: number): number {
  const length = end - start;
  if (length > NAME_CHARACTERS_MAX) return -1;
  for (const slot of possible[bucketOf(length, unitAt(html, start))] ?? []) {
    if (isSpelt(html, start, end, names[slot] ?? '')) return slot;
  }
  return -1;
}

/** Attributes of one element; the object is used again for the next one. */
export class Attributes {
  private readonly values: string[] = names.map(() => '');
  private present = 0;

  /** The attribute of a place (`slots`): undefined where the element has none, '' where it has no value. */
  get(slot: number): string | undefined {
    return (this.present & (1 << slot)) === 0 ? undefined : this.values[slot];
  }

  isEmpty(): boolean {
    return this.present === 0;
  }

  clear(): void {
    this.present = 0;
  }

  /** The first value of a name counts (HTML standard 13.2.5.33). */
  add(slot: number, value: string): void {
    if ((this.present & (1 << slot)) !== 0) return;
    this.present |= 1 << slot;
    this.values[slot] = value;
  }
}
