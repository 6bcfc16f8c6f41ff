import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendChanges } from '../../../shared/archive/changes.ts';
import {
  beginning,
  type ChangeCursor,
  cursorAfter,
  parseCursor,
  printCursor,
  readChanges,
} from '../../../shared/archive/follow.ts';
import { keys } from '../../../shared/archive/keys.ts';
import { jsonContentType } from '../../../shared/archive/objects.ts';
import type { Objects } from '../../../shared/ports.ts';
import { memoryPorts } from '../../support/memory/ports.ts';
import { makeRelease, storeRelease } from '../../support/releases.ts';

const nowMs = Date.parse('2026-03-02T09:00:00Z');

interface Counted extends Objects {
  readonly calls: { get: number; list: number };
}

function counted(objects: Objects): Counted {
  const calls = { get: 0, list: 0 };
  return {
    calls,
    get: (key, options) => {
      calls.get += 1;
      return objects.get(key, options);
    },
    list: (prefix, options) => {
      calls.list += 1;
      return objects.list(prefix, options);
    },
    put: (key, body, options) => objects.put(key, body, options),
  };
}

/** An archive whose segments hold so many changes each. */
async function archive(...sizes: readonly number[]): Promise<ReturnType<typeof memoryPorts>['objects']> {
  const { objects } = memoryPorts();
  let made = 0;
  for (const [minute, size] of sizes.entries()) {
    const logged: string[] = [];
    for (let n = 0; n < size; n += 1) {
      made += 1;
      logged.push(await storeRelease(objects, makeRelease({ slug: `item-${made}` })));
    }
    await appendChanges(objects, nowMs + minute * 60_000, logged);
  }
  return objects;
}

async function replace(objects: Objects, key: string, change: (text: string) => string): Promise<void> {
  const { etag, body } = (await objects.get(key))!;
  await objects.put(key, Buffer.from(change(Buffer.from(body).toString())), {
    condition: { kind: 'compare-and-swap', etag },
    contentType: jsonContentType,
  });
}

/** Reads at most `max` changes; answers their sequences and where the reader stands then. */
async function take(objects: Objects, from: ChangeCursor, max = Number.POSITIVE_INFINITY) {
  const seqs: number[] = [];
  let cursor = from;
  for await (const segment of readChanges(objects, from)) {
    for (const line of segment.lines) {
      if (seqs.length === max) return { seqs, cursor };
      seqs.push(line.seq);
      cursor = cursorAfter(segment, line);
    }
  }
  return { seqs, cursor };
}

describe('following the change log', () => {
  it('gives every change once, in order, without a single LIST', async () => {
    const objects = counted(await archive(3, 1, 4));
    expect((await take(objects, beginning)).seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(objects.calls).toEqual({ get: 1 + 2 + 3, list: 0 });
  });

  it('costs one GET when nothing is new, and three for one new segment', async () => {
    const plain = await archive(3, 1, 4);
    const { cursor } = await take(plain, beginning);
    const objects = counted(plain);
    expect((await take(objects, cursor)).seqs).toEqual([]);
    expect(objects.calls).toEqual({ get: 1, list: 0 });
    await appendChanges(plain, nowMs + 9 * 60_000, [await storeRelease(plain, makeRelease({ slug: 'new' }))]);
    expect((await take(objects, cursor)).seqs).toEqual([9]);
    expect(objects.calls.list).toBe(0);
  });

  it('goes on exactly where a reader stopped, wherever that was', async () => {
    const objects = await archive(3, 1, 4, 2);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 8 }), async (portions) => {
        let cursor = beginning;
        const seen: number[] = [];
        for (const portion of [...portions, Number.POSITIVE_INFINITY]) {
          const taken = await take(objects, parseCursor(printCursor(cursor))!, portion);
          seen.push(...taken.seqs);
          cursor = taken.cursor;
        }
        expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      }),
      { numRuns: 50 },
    );
  });

  it('takes the bare sequence as a cursor too', async () => {
    expect((await take(await archive(2, 2), parseCursor('3')!)).seqs).toEqual([4]);
  });

  it('gives nothing of an archive without changes', async () => {
    expect((await take(memoryPorts().objects, beginning)).seqs).toEqual([]);
  });

  it.each(['-1', '1.5', '007', '3-xyz', '3-0123456789abcde', '', 'head '])('takes %j for no cursor', (text) => {
    expect(parseCursor(text)).toBeNull();
  });

  it.each([
    ['that is ahead', { seq: 99, segment: null }],
    ['at the end of another segment', { seq: 3, segment: '0123456789abcdef' }],
    ['within another segment', { seq: 2, segment: '0123456789abcdef' }],
    ['at another head', { seq: 8, segment: '0123456789abcdef' }],
  ])('refuses a cursor %s: it is of another archive', async (_which, cursor) => {
    await expect(take(await archive(3, 1, 4), cursor)).rejects.toMatchObject({ code: 'E_CURSOR' });
  });

  it('names a segment whose bytes were changed, and gives nothing of it', async () => {
    const objects = await archive(3, 1, 4);
    const altered = keys.changeSegment(nowMs + 60_000, 4);
    await replace(objects, altered, (text) => text.replace('"ADD"', '"WITHDRAW"'));
    const seqs: number[] = [];
    const reading = async (): Promise<void> => {
      for await (const segment of readChanges(objects, beginning)) seqs.push(...segment.lines.map(({ seq }) => seq));
    };
    await expect(reading()).rejects.toMatchObject({ code: 'E_CHAIN', input: altered });
    expect(seqs).toEqual([1, 2, 3]);
  });

  it('names a segment that is missing', async () => {
    const plain = await archive(3, 1, 4);
    const missing = keys.changeSegment(nowMs + 60_000, 4);
    const objects: Objects = {
      ...plain,
      get: async (key, options) => (key === missing ? null : plain.get(key, options)),
    };
    await expect(take(objects, beginning)).rejects.toMatchObject({ code: 'E_CHAIN', input: missing });
  });

  it('does not run in circles when a segment names a later one', async () => {
    const objects = await archive(1, 1, 1);
    const last = keys.changeSegment(nowMs + 120_000, 3);
    await replace(objects, last, (text) => text.replace(/"previousKey":"[^"]*"/, `"previousKey":"${last}"`));
    await expect(take(objects, beginning)).rejects.toMatchObject({ code: 'E_CHAIN' });
  });
});
