/**
 * Where the search index lies: a few derived files beside the archive, never in it. They can be lost at any time; what
 * they hold is made again from the archive.
 */
import type { ByteRange } from '../ports.ts';

/** Names are flat, of [a-z0-9.-]. Throws DependencyError where the place cannot be used. */
export interface SearchFiles {
  /** Null when there is no such file. A range past the end gives what there is. */
  read(name: string, range?: ByteRange): Promise<Uint8Array | null>;
  /** Whole or not at all; replaces what has the name. */
  write(name: string, body: Uint8Array): Promise<void>;
  list(): Promise<readonly string[]>;
  /** No error when it is gone. */
  remove(name: string): Promise<void>;
}

/** Files that last as long as their holder: for tests, and where nothing can be written. */
export function memoryFiles(): SearchFiles {
  const files = new Map<string, Uint8Array>();
  return {
    read: async (name, range) => {
      const body = files.get(name);
      if (body === undefined) return null;
      return range === undefined ? body : body.subarray(range.firstByte, range.lastByte + 1);
    },
    write: async (name, body) => {
      files.set(name, body);
    },
    list: async () => [...files.keys()],
    remove: async (name) => {
      files.delete(name);
    },
  };
}
