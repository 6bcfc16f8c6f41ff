/** Typed arrays that grow. */

type NumberArray = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float32Array;

/** A copy with room for at least `wanted` numbers, and at least twice as many as before. */
export function grown<T extends NumberArray>(array: T, wanted: number): T {
  const larger = new (array.constructor as new (length: number) => T)(Math.max(wanted, array.length * 2));
  larger.set(array);
  return larger;
}

/** So many units at once are arguments of one call; a text may be one word of any length. */
const UNITS_AT_ONCE = 4_096;

/** The string of UTF-16 units `from` to `to`. */
export function stringOf(units: Uint16Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += UNITS_AT_ONCE) {
    text += String.fromCharCode(...units.subarray(at, Math.min(to, at + UNITS_AT_ONCE)));
  }
  return text;
}

/** A list of integers without boxes. */
export class IntList {
  values: Int32Array;
  length = 0;

  constructor(room = 64) {
    this.values = new Int32Array(room);
  }

  push(value: number): void {
    if (this.length === this.values.length) this.values = grown(this.values, this.length + 1);
    this.values[this.length++] = value;
  }

  /** The value at an index below `length`. */
  at(index: number): number {
    return this.values[index] as number;
  }

  /** The values, without spare room. */
  trimmed(): Int32Array {
    return this.values.slice(0, this.length);
  }
}
