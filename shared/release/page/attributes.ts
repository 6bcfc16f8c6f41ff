/** The attributes that anybody asks for, one place each; all others are passed over while a page is read. */

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
] as const;

export type AttributeName = (typeof names)[number];

const slots: ReadonlyMap<string, number> = new Map(names.map((name, slot) => [name, slot]));

const NAME_CHARACTERS_MAX = Math.max(...names.map((name) => name.length));
const FIRST_LETTERS = 32;
/** By length and first letter whether an attribute can be one of them: most are not, and need not be cut out. */
const possible = (() => {
  const table = new Uint8Array((NAME_CHARACTERS_MAX + 1) * FIRST_LETTERS);
  for (const name of names) table[name.length * FIRST_LETTERS + (name.charCodeAt(0) & 31)] = 1;
  return table;
})();

/** The place of the attribute whose name stands at [start, end); -1 for one that nobody asks for. */
export function attributeSlot(html: string, start: number, end: number): number {
  const length = end - start;
  if (length > NAME_CHARACTERS_MAX) return -1;
  if (possible[length * FIRST_LETTERS + (html.charCodeAt(start) & 31)] !== 1) return -1;
  const name = html.slice(start, end);
  return slots.get(name) ?? slots.get(name.toLowerCase()) ?? -1;
}

/** Attributes of one element; the object is used again for the next one. */
export class Attributes {
  private readonly values: string[] = names.map(() => '');
  private present = 0;

  /** Undefined where the element has no such attribute, '' where it has no value. */
  get(name: AttributeName): string | undefined {
    const slot = slots.get(name) ?? 0;
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
