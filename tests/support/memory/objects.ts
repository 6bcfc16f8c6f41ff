/** Objects in memory, with the bucket's own conditions. */
import { createHash } from 'node:crypto';
import { compareUtf8 } from '../../../infra/local/stores/utf8-order.ts';
import { limits } from '../../../shared/limits.ts';
import type { Clock, ObjectHead, Objects, PutOutcome, StoredObject } from '../../../shared/ports.ts';

export interface MemoryObjects extends Objects {
  /** Every key, in UTF-8 order. */
  keys(): readonly string[];
  /** The body as text; null when there is no such object. */
  text(key: string): string | null;
  /** The body as JSON; throws when there is no such object. */
  json(key: string): unknown;
}

export interface MemoryObjectsOptions {
  readonly clock: Clock;
  /** Called after each create-once under `releases/`, as S3 sends its event: the put is already done. */
  readonly onCreated?: (key: string) => void | Promise<void>;
}

/** The index of the first key that is not before `key`. */
function lowerBound(sorted: readonly string[], key: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareUtf8(sorted[middle] ?? '', key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** ETags are made of the content alone, as S3's are: an object swapped to A, B and A again has A's ETag. */
export function memoryObjects({ clock, onCreated }: MemoryObjectsOptions): MemoryObjects {
  const stored = new Map<string, StoredObject>();
  const sorted: string[] = [];

  const text = (key: string): string | null => {
    const object = stored.get(key);
    return object === undefined ? null : Buffer.from(object.body).toString('utf8');
  };

  return {
    async get(key, options = {}) {
      const object = stored.get(key);
      if (object === undefined) return null;
      const { range } = options;
      const body = range === undefined ? object.body : object.body.subarray(range.firstByte, range.lastByte + 1);
      return { ...object, body: Uint8Array.from(body) };
    },

    async put(key, body, { condition, contentType }): Promise<PutOutcome> {
      const before = stored.get(key);
      if (condition.kind === 'create-once') {
        if (before !== undefined) return { kind: 'exists' };
      } else {
        if (before === undefined) return { kind: 'missing' };
        if (before.etag !== condition.etag) return { kind: 'stale' };
      }
      const etag = `"${createHash('md5').update(body).digest('hex')}"`;
      stored.set(key, {
        key,
        etag,
        sizeBytes: body.byteLength,
        lastModifiedMs: clock.nowMs(),
        body: Uint8Array.from(body),
        contentType,
      });
      if (before === undefined) {
        sorted.splice(lowerBound(sorted, key), 0, key);
        if (key.startsWith('releases/')) await onCreated?.(key);
      }
      return { kind: 'stored', etag };
    },

    async list(prefix, options = {}) {
      const limit = Math.min(options.limit ?? limits.listPageMax, limits.listPageMax);
      const { startAfter } = options;
      const objects: ObjectHead[] = [];
      const first = startAfter === undefined || compareUtf8(startAfter, prefix) < 0 ? prefix : startAfter;
      for (let i = lowerBound(sorted, first); i < sorted.length; i += 1) {
        const key = sorted[i] ?? '';
        if (key === startAfter) continue;
        if (!key.startsWith(prefix)) break;
        if (objects.length === limit) return { objects, next: objects.at(-1)?.key ?? null };
        const object = stored.get(key);
        if (object === undefined) continue;
        const { etag, sizeBytes, lastModifiedMs } = object;
        objects.push({ key, etag, sizeBytes, lastModifiedMs });
      }
      return { objects, next: null };
    },

    keys: () => [...sorted],
    text,
    json: (key) => {
      const body = text(key);
      if (body === null) throw new Error(`there is no object ${key}`);
      return JSON.parse(body);
    },
  };
}
