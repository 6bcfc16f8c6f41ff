/** The simulated bucket: what stands in it changes at one instant, and it notices whatever is written over. */
import { sha256Hex } from '../../../shared/ids.ts';
import type { ObjectHead, ObjectPage, Objects, PutCondition, PutOutcome, StoredObject } from '../../../shared/ports.ts';

/** Keys under these prefixes are written once (DESIGN, Keys). */
const writeOnce = ['releases/', 'claims/', 'raw/', 'changes/2'];

export interface StoreListeners {
  /** An object was created or written over; `before` is null when it was created. */
  onPut?(key: string, body: Uint8Array, before: StoredObject | null): void;
  onOverwritten?(key: string): void;
}

export class SimulatedStore {
  readonly objects = new Map<string, StoredObject>();
  private sorted: string[] | null = null;
  private readonly nowMs: () => number;
  listeners: StoreListeners = {};

  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
  }

  get(key: string, range?: { readonly firstByte: number; readonly lastByte: number }): StoredObject | null {
    const object = this.objects.get(key);
    if (object === undefined) return null;
    if (range === undefined) return object;
    return { ...object, body: object.body.subarray(range.firstByte, range.lastByte + 1) };
  }

  /** `condition` null writes whatever stands there: only a planted fault does that. */
  put(key: string, body: Uint8Array, condition: PutCondition | null, contentType: string): PutOutcome {
    const before = this.objects.get(key) ?? null;
    if (condition?.kind === 'create-once' && before !== null) return { kind: 'exists' };
    if (condition?.kind === 'compare-and-swap') {
      if (before === null) return { kind: 'missing' };
      if (before.etag !== condition.etag) return { kind: 'stale' };
    }
    // Made of the content, as S3's is: A, B and A again has the ETag of A.
    const etag = `"${sha256Hex(body).slice(0, 20)}"`;
    if (before !== null && before.etag !== etag && writeOnce.some((prefix) => key.startsWith(prefix))) {
      this.listeners.onOverwritten?.(key);
    }
    this.objects.set(key, {
      key,
      etag,
      sizeBytes: body.byteLength,
      lastModifiedMs: this.nowMs(),
      body: Uint8Array.from(body),
      contentType,
    });
    if (before === null) this.sorted = null;
    this.listeners.onPut?.(key, body, before);
    return { kind: 'stored', etag };
  }

  keys(prefix: string): readonly string[] {
    this.sorted ??= [...this.objects.keys()].sort();
    return this.sorted.filter((key) => key.startsWith(prefix));
  }

  list(prefix: string, startAfter: string | undefined, limit: number): ObjectPage {
    const all = this.keys(prefix).filter((key) => startAfter === undefined || key > startAfter);
    const objects: ObjectHead[] = all.slice(0, limit).flatMap((key) => {
      const object = this.objects.get(key);
      if (object === undefined) return [];
      const { etag, sizeBytes, lastModifiedMs } = object;
      return [{ key, etag, sizeBytes, lastModifiedMs }];
    });
    return { objects, next: all.length > limit ? (objects.at(-1)?.key ?? null) : null };
  }

  json<T>(key: string): T | null {
    const object = this.objects.get(key);
    return object === undefined ? null : (JSON.parse(Buffer.from(object.body).toString('utf8')) as T);
  }

  /** As a port without faults and without time, for the checks at the end. */
  port(): Objects {
    return {
      get: async (key, options = {}) => this.get(key, options.range),
      put: async (key, body, { condition, contentType }) => this.put(key, body, condition, contentType),
      list: async (prefix, options = {}) => this.list(prefix, options.startAfter, options.limit ?? 1_000),
    };
  }
}
