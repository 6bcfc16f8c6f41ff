/** JSON objects on the Objects port: read, create once, and compare-and-swap with a bounded retry. */
import { CorruptDataError, DatelineError, DependencyError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { Objects, Ports, PutOutcome } from '../ports.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export const jsonContentType = 'application/json; charset=utf-8';

/** Cache-Control of what never changes under its key; everything else is asked for again (the S3 adapter says so). */
export const cacheForGood = 'public, max-age=31536000, immutable';

/** The bytes of a JSON object as we store it. */
export function jsonBytes(value: unknown): Uint8Array {
  return encoder.encode(`${JSON.stringify(value)}\n`);
}

/** Parses stored bytes; `key` names the object in the error. */
export function parseJson(key: string, body: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(body));
  } catch (cause) {
    throw new CorruptDataError('E_CORRUPT', `the object ${key} is not JSON`, {
      cause,
      input: key,
      hint: 'run `dateline verify`; restore an earlier version of the object',
    });
  }
}

export interface Versioned<T> {
  readonly value: T;
  /** Null when there is no object yet. */
  readonly etag: string | null;
}

/** Reads a JSON object, or `initial` when there is none. */
export async function readJson<T>(objects: Objects, key: string, initial: T): Promise<Versioned<T>> {
  const stored = await objects.get(key);
  return stored === null
    ? { value: initial, etag: null }
    : { value: parseJson(key, stored.body) as T, etag: stored.etag };
}

/** Writes a JSON object if it is still as it was read; a null etag means create-once. */
export function writeJson(objects: Objects, key: string, value: unknown, etag: string | null): Promise<PutOutcome> {
  return objects.put(key, jsonBytes(value), {
    condition: etag === null ? { kind: 'create-once' } : { kind: 'compare-and-swap', etag },
    contentType: jsonContentType,
  });
}

/**
 * Read, change, write, again from the start when somebody else was faster. `change` must be pure; it may answer
 * `undefined` to leave the object as it is. Answers the value that now stands. Throws E_CONTENDED after `swapAttemptsMax`.
 */
export async function swapJson<T>(
  objects: Objects,
  key: string,
  initial: T,
  change: (value: T) => T | undefined,
): Promise<T> {
  return (await swapFrom(objects, key, initial, null, change)).value;
}

/** As `swapJson`, from what the caller knows to stand there: while nobody else wrote, one call instead of two. */
export async function swapFrom<T>(
  objects: Objects,
  key: string,
  initial: T,
  known: Versioned<T> | null,
  change: (value: T) => T | undefined,
): Promise<Versioned<T>> {
  for (let attempt = 0; attempt < limits.swapAttemptsMax; attempt += 1) {
    const current = attempt === 0 && known !== null ? known : await readJson(objects, key, initial);
    const next = change(current.value);
    if (next === undefined) return current;
    const outcome = await writeJson(objects, key, next, current.etag);
    if (outcome.kind === 'stored') return { value: next, etag: outcome.etag };
  }
  throw new DependencyError('E_CONTENDED', `the object ${key} was changed by others ${limits.swapAttemptsMax} times`, {
    input: key,
  });
}

/**
 * Swaps in what became of a publish, tried again after each of `recordPausesMs`: a record that is lost is a duplicate for
 * the subscriber. `known`: as in `swapFrom`. Throws the last fault.
 */
export function recordOutcome<T>(
  ports: Pick<Ports, 'objects' | 'clock' | 'random'>,
  key: string,
  initial: T,
  known: Versioned<T> | null,
  change: (value: T) => T | undefined,
): Promise<Versioned<T>> {
  return persistently(ports, (attempt) => swapFrom(ports.objects, key, initial, attempt === 0 ? known : null, change));
}

/** Tries again after each of `recordPausesMs`. Throws the last fault, and one that no retry cures at once. */
export async function persistently<T>(
  { clock, random }: Pick<Ports, 'clock' | 'random'>,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (fault) {
      const pauseMs = limits.recordPausesMs[attempt];
      if (pauseMs === undefined || (fault instanceof DatelineError && !fault.retryable)) throw fault;
      // Jitter, so that those who were throttled together do not come back together.
      await clock.wait(pauseMs * (0.5 + random.fraction()));
    }
  }
}
