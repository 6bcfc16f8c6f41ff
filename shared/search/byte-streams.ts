/** Many streams of bytes that grow side by side in a few large buffers: a segment has two a term, most of a few bytes. */
import { IntList } from '../query/engine/arrays.ts';

const CHUNK_BYTES = 1 << 20;
const FIRST_ROOM_BYTES = 8;
const VARINT_BYTES_MAX = 5;

export class ByteStreams {
  private readonly chunks: Uint8Array[] = [];
  /** The chunk that is being filled, and up to where it is. */
  private filled = 0;
  private used = CHUNK_BYTES;
  /** Of each stream: its chunk, where it begins there, its length, and its room. */
  private readonly chunkOf = new IntList(1_024);
  private readonly starts = new IntList(1_024);
  private readonly lengths = new IntList(1_024);
  private readonly rooms = new IntList(1_024);

  /** A number for a new stream. */
  create(): number {
    const stream = this.chunkOf.length;
    this.chunkOf.push(0);
    this.starts.push(0);
    this.lengths.push(0);
    this.rooms.push(0);
    this.settle(stream, FIRST_ROOM_BYTES);
    return stream;
  }

  lengthOf(stream: number): number {
    return this.lengths.at(stream);
  }

  /** A whole number from 0 to 2^31 - 1, as ByteWriter writes it. */
  varint(stream: number, value: number): void {
    const length = this.lengths.at(stream);
    if (length + VARINT_BYTES_MAX > this.rooms.at(stream)) this.grow(stream);
    const bytes = this.chunks[this.chunkOf.at(stream)] as Uint8Array;
    const start = this.starts.at(stream);
    let at = start + length;
    let rest = value;
    while (rest > 0x7f) {
      bytes[at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[at++] = rest;
    this.lengths.values[stream] = at - start;
  }

  /** What was written so far; valid until more is written. */
  view(stream: number): Uint8Array {
    const start = this.starts.at(stream);
    const bytes = this.chunks[this.chunkOf.at(stream)] as Uint8Array;
    return bytes.subarray(start, start + this.lengths.at(stream));
  }

  private grow(stream: number): void {
    const before = this.view(stream);
    this.settle(stream, this.rooms.at(stream) * 2);
    (this.chunks[this.chunkOf.at(stream)] as Uint8Array).set(before, this.starts.at(stream));
  }

  /** Gives a stream a place of so many bytes. */
  private settle(stream: number, room: number): void {
    if (room > CHUNK_BYTES / 4) {
      // A chunk of its own.
      this.chunkOf.values[stream] = this.chunks.push(new Uint8Array(room)) - 1;
      this.starts.values[stream] = 0;
    } else {
      if (this.used + room > CHUNK_BYTES) {
        this.filled = this.chunks.push(new Uint8Array(CHUNK_BYTES)) - 1;
        this.used = 0;
      }
      this.chunkOf.values[stream] = this.filled;
      this.starts.values[stream] = this.used;
      this.used += room;
    }
    this.rooms.values[stream] = room;
  }
}
