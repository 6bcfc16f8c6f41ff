/** Sets of documents of one segment, a bit each. */

export class Bits {
  readonly size: number;
  private readonly words: Uint32Array;

  /** An empty set of documents 0 to `size` - 1. */
  constructor(size: number, words = new Uint32Array((size + 31) >>> 5)) {
    this.size = size;
    this.words = words;
  }

  static all(size: number): Bits {
    const bits = new Bits(size);
    bits.words.fill(0xffffffff);
    const rest = size & 31;
    if (rest > 0) bits.words[bits.words.length - 1] = 0xffffffff >>> (32 - rest);
    return bits;
  }

  add(document: number): void {
    const word = document >>> 5;
    this.words[word] = (this.words[word] ?? 0) | (1 << (document & 31));
  }

  delete(document: number): void {
    const word = document >>> 5;
    this.words[word] = (this.words[word] ?? 0) & ~(1 << (document & 31));
  }

  has(document: number): boolean {
    return ((this.words[document >>> 5] ?? 0) & (1 << (document & 31))) !== 0;
  }

  copy(): Bits {
    return new Bits(this.size, this.words.slice());
  }

  /** Keeps what is in the other set too. */
  and(other: Bits): this {
    for (let index = 0; index < this.words.length; index++) {
      this.words[index] = (this.words[index] ?? 0) & (other.words[index] ?? 0);
    }
    return this;
  }

  or(other: Bits): this {
    for (let index = 0; index < this.words.length; index++) {
      this.words[index] = (this.words[index] ?? 0) | (other.words[index] ?? 0);
    }
    return this;
  }

  andNot(other: Bits): this {
    for (let index = 0; index < this.words.length; index++) {
      this.words[index] = (this.words[index] ?? 0) & ~(other.words[index] ?? 0);
    }
    return this;
  }

  count(): number {
    let count = 0;
    for (let index = 0; index < this.words.length; index++) {
      let word = this.words[index] ?? 0;
      word -= (word >>> 1) & 0x55555555;
      word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
      count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
    }
    return count;
  }

  /** Its documents, rising. */
  documents(): Uint32Array {
    const documents = new Uint32Array(this.count());
    let filled = 0;
    for (let index = 0; index < this.words.length; index++) {
      let word = this.words[index] ?? 0;
      while (word !== 0) {
        documents[filled++] = index * 32 + 31 - Math.clz32(word & -word);
        word &= word - 1;
      }
    }
    return documents;
  }
}
