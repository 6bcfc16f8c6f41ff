/** The contract of the Objects port: what every bucket, real or not, must do. */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Objects, PutOutcome } from '../../shared/ports.ts';
import { type ContractOptions, contractTests } from './contract.ts';

export interface ObjectsFixture {
  readonly objects: Objects;
  /** Unique to this run and ending in `/`: all keys of the suite lie under it. */
  readonly prefix: string;
  readonly cleanup?: () => Promise<void>;
}

const encoder = new TextEncoder();
const bytes = (text: string): Uint8Array => encoder.encode(text);
const text = (body: Uint8Array | undefined): string | undefined =>
  body === undefined ? undefined : Buffer.from(body).toString('utf8');
const contentType = 'application/json; charset=utf-8';

const UNUSUAL_NAMES = [
  'newsroom=interpol',
  'with space',
  'a+b',
  '100%',
  '%2F',
  'a&b?c#d',
  "quote'(1)!*",
  'Zürich',
  '東京',
  'emoji-😀',
  'ﬁ-ligature',
];

/** Runs the suite; `make` is called once. The tests assume the port alone and do not depend on each other. */
export function objectsContract(
  name: string,
  make: () => Promise<ObjectsFixture>,
  options: ContractOptions = {},
): void {
  describe(`objects contract: ${name}`, () => {
    let fixture: ObjectsFixture;
    let objects: Objects;
    beforeAll(async () => {
      fixture = await make();
      objects = fixture.objects;
    });
    afterAll(async () => {
      await fixture?.cleanup?.();
    });

    const at = (key: string): string => `${fixture.prefix}${key}`;
    const create = (key: string, body: string | Uint8Array = 'body'): Promise<PutOutcome> =>
      objects.put(key, typeof body === 'string' ? bytes(body) : body, {
        condition: { kind: 'create-once' },
        contentType,
      });
    const swap = (key: string, etag: string, body: string): Promise<PutOutcome> =>
      objects.put(key, bytes(body), { condition: { kind: 'compare-and-swap', etag }, contentType });
    const createAll = async (names: readonly string[]): Promise<void> => {
      for (const one of names) expect(await create(at(one))).toMatchObject({ kind: 'stored' });
    };
    const listed = async (
      prefix: string,
      page: { readonly startAfter?: string; readonly limit?: number } = {},
    ): Promise<readonly string[]> => (await objects.list(prefix, page)).objects.map(({ key }) => key);

    const it = contractTests(name, options);

    it('answers null for an object that is not there', async () => {
      expect(await objects.get(at('absent.json'))).toBeNull();
    });

    it('gives back what was created, byte for byte', async () => {
      const key = at('bytes.json');
      const body = Uint8Array.from({ length: 256 }, (_, i) => i);
      await create(key, body);
      const stored = await objects.get(key);
      expect(stored).toMatchObject({ key, sizeBytes: 256 });
      expect(Buffer.from(stored!.body).equals(Buffer.from(body))).toBe(true);
    });

    it('creates an object once among twenty racers', async () => {
      const key = at('race/created.json');
      const outcomes = await Promise.all(Array.from({ length: 20 }, (_, i) => create(key, `racer ${i}`)));
      const winners = outcomes.flatMap(({ kind }, i) => (kind === 'stored' ? [i] : []));
      expect(winners).toHaveLength(1);
      expect(outcomes.every(({ kind }) => kind === 'stored' || kind === 'exists' || kind === 'conflict')).toBe(true);
      expect(text((await objects.get(key))?.body)).toBe(`racer ${winners[0]}`);
    });

    it('answers exists, and leaves the object, when it was there before', async () => {
      const key = at('conditions/exists.json');
      await create(key, 'first');
      expect(await create(key, 'second')).toEqual({ kind: 'exists' });
      expect(text((await objects.get(key))?.body)).toBe('first');
    });

    it('answers stale, and leaves the object, when the ETag is another one', async () => {
      const key = at('conditions/stale.json');
      await create(key, 'first');
      const old = (await objects.get(key))!.etag;
      expect(await swap(key, old, 'second')).toMatchObject({ kind: 'stored' });
      expect(await swap(key, old, 'third')).toEqual({ kind: 'stale' });
      expect(text((await objects.get(key))?.body)).toBe('second');
    });

    it('answers missing, and creates nothing, when there is no object to swap', async () => {
      const key = at('conditions/missing.json');
      expect(await swap(key, '"0123456789abcdef0123456789abcdef"', 'new')).toEqual({ kind: 'missing' });
      expect(await objects.get(key)).toBeNull();
    });

    it('lets one of several racing swaps win', async () => {
      const key = at('race/swapped.json');
      await create(key, 'start');
      const { etag } = (await objects.get(key))!;
      const outcomes = await Promise.all(Array.from({ length: 8 }, (_, i) => swap(key, etag, `racer ${i}`)));
      expect(outcomes.filter(({ kind }) => kind === 'stored')).toHaveLength(1);
      expect(outcomes.every(({ kind }) => kind === 'stored' || kind === 'stale' || kind === 'conflict')).toBe(true);
      const winner = outcomes.findIndex(({ kind }) => kind === 'stored');
      expect(text((await objects.get(key))?.body)).toBe(`racer ${winner}`);
    });

    it('counts exactly when several swap a counter until they succeed', async () => {
      const key = at('race/counter.json');
      await create(key, '0');
      const increment = async (): Promise<void> => {
        for (;;) {
          const { body, etag } = (await objects.get(key))!;
          if ((await swap(key, etag, String(Number(text(body)) + 1))).kind === 'stored') return;
        }
      };
      await Promise.all(
        Array.from({ length: 4 }, async () => {
          for (let i = 0; i < 5; i += 1) await increment();
        }),
      );
      expect(text((await objects.get(key))?.body)).toBe('20');
    });

    it('names the same ETag in put, get and list', async () => {
      const key = at('etag/same.json');
      const outcome = await create(key, 'content');
      const stored = await objects.get(key);
      const page = await objects.list(at('etag/'));
      expect(outcome).toEqual({ kind: 'stored', etag: stored?.etag });
      expect(page.objects.map(({ etag }) => etag)).toEqual([stored?.etag]);
      expect(page.objects[0]?.sizeBytes).toBe(7);
    });

    it('gives another ETag after a swap to other content', async () => {
      const key = at('etag-after/swap.json');
      await create(key, 'one');
      const before = (await objects.get(key))!.etag;
      const outcome = await swap(key, before, 'two');
      expect(outcome).toEqual({ kind: 'stored', etag: (await objects.get(key))?.etag });
      expect((await objects.get(key))?.etag).not.toBe(before);
    });

    it('reads an inclusive range', async () => {
      const key = at('range/inclusive.json');
      await create(key, '0123456789');
      const ranged = await objects.get(key, { range: { firstByte: 2, lastByte: 4 } });
      expect(text(ranged?.body)).toBe('234');
      expect(['', (await objects.get(key))?.etag]).toContain(ranged?.etag);
      expect(ranged?.sizeBytes).toBe(10);
    });

    it('cuts a range at the end of the object', async () => {
      const key = at('range/cut.json');
      await create(key, '0123456789');
      expect(text((await objects.get(key, { range: { firstByte: 8, lastByte: 99 } }))?.body)).toBe('89');
    });

    it('answers an empty body for a range past the end', async () => {
      const key = at('range/past.json');
      await create(key, '0123456789');
      const ranged = await objects.get(key, { range: { firstByte: 10, lastByte: 20 } });
      expect(ranged).not.toBeNull();
      expect(ranged?.body.byteLength).toBe(0);
    });

    it('lists in the UTF-8 order of the whole key', async () => {
      const inOrder = ['a', 'a-b/1', 'a.json', 'a.x/1', 'aa', 'ab/1', 'ab/2', 'ab0', 'b/-', 'b/0/1', 'é', 'ｆ', '😀'];
      await createAll([...inOrder].reverse().map((one) => `order/${one}`));
      expect(await listed(at('order/'))).toEqual(inOrder.map((one) => at(`order/${one}`)));
    });

    it('lists only what begins with the prefix, which may end within a name', async () => {
      await createAll(['within/ab1', 'within/ab2', 'within/abc/1', 'within/b', 'within-not/ab']);
      expect(await listed(at('within/ab'))).toEqual(['within/ab1', 'within/ab2', 'within/abc/1'].map(at));
      expect(await listed(at('within/zz'))).toEqual([]);
      expect(await listed(at('nowhere/at/all/'))).toEqual([]);
    });

    it('lists in pages that join without gap or overlap', async () => {
      const names = ['1', '2/a', '2/b', '2/c/x', '3', '4/a', '5'].map((one) => `pages/${one}`);
      await createAll(names);
      for (const limit of [1, 2, 3, 7, 8]) {
        const seen: string[] = [];
        let startAfter: string | null = null;
        do {
          const page: Awaited<ReturnType<Objects['list']>> = await objects.list(
            at('pages/'),
            startAfter === null ? { limit } : { startAfter, limit },
          );
          expect(page.objects.length).toBeLessThanOrEqual(limit);
          seen.push(...page.objects.map(({ key }) => key));
          startAfter = page.next;
        } while (startAfter !== null);
        expect(seen).toEqual(names.map(at));
      }
    });

    it('starts a list after a key, whether or not that key exists', async () => {
      await createAll(['after/a', 'after/b/1', 'after/b/2', 'after/c']);
      expect(await listed(at('after/'), { startAfter: at('after/b/1') })).toEqual(['after/b/2', 'after/c'].map(at));
      expect(await listed(at('after/'), { startAfter: at('after/b') })).toEqual(
        ['after/b/1', 'after/b/2', 'after/c'].map(at),
      );
      expect(await listed(at('after/'), { startAfter: at('after/bb') })).toEqual([at('after/c')]);
      expect(await listed(at('after/'), { startAfter: at('after/c') })).toEqual([]);
    });

    it('keeps keys with =, space, +, %, and letters of all scripts', async () => {
      for (const one of UNUSUAL_NAMES) await create(at(`unusual/${one}/x.json`), one);
      for (const one of UNUSUAL_NAMES) expect(text((await objects.get(at(`unusual/${one}/x.json`)))?.body)).toBe(one);
      expect([...(await listed(at('unusual/')))].sort()).toEqual(
        UNUSUAL_NAMES.map((one) => at(`unusual/${one}/x.json`)).sort(),
      );
    });

    it('stores an empty body', async () => {
      const key = at('size/empty.json');
      await create(key, '');
      const stored = await objects.get(key);
      expect(stored?.sizeBytes).toBe(0);
      expect(stored?.body.byteLength).toBe(0);
    });

    it('stores a body of 5 MiB', async () => {
      const key = at('size/large.json');
      const body = new Uint8Array(5 * 1024 * 1024).map((_, i) => (i * 31) % 251);
      await create(key, body);
      const stored = await objects.get(key);
      expect(stored?.sizeBytes).toBe(body.byteLength);
      expect(Buffer.from(stored!.body).equals(Buffer.from(body))).toBe(true);
    });

    it('keeps the content type', async () => {
      await create(at('type/a.json'));
      await objects.put(at('type/a.html'), bytes('<p>'), {
        condition: { kind: 'create-once' },
        contentType: 'text/html; charset=utf-8',
      });
      expect((await objects.get(at('type/a.json')))?.contentType).toBe(contentType);
      expect((await objects.get(at('type/a.html')))?.contentType).toBe('text/html; charset=utf-8');
    });

    it('tells when the object was written', async () => {
      const key = at('time/a.json');
      await create(key);
      const { lastModifiedMs } = (await objects.get(key))!;
      expect(Number.isFinite(lastModifiedMs)).toBe(true);
      expect(lastModifiedMs).toBeGreaterThan(Date.UTC(2020, 0));
    });

    it.end();
  });
}
