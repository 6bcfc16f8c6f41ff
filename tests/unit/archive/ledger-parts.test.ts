/** The ledger of a release that many watches match: its entries lie in parts, and nothing else is told of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keys } from '../../../shared/archive/keys.ts';
import {
  addEntries,
  claimLedger,
  type Ledger,
  type LedgerClaim,
  type LedgerEntry,
  markLedger,
  readLedger,
  readLedgerEntry,
  reopenEntries,
} from '../../../shared/archive/ledger.ts';
import { alertId } from '../../../shared/ids.ts';
import { deliveryLimits, limits } from '../../../shared/limits.ts';
import type { Objects } from '../../../shared/ports.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';
import { makeRelease } from '../../support/releases.ts';

const release = makeRelease();
const releaseKey = keys.release('harbour', '2026-03-01', release.id, 1);
const ledgerKey = keys.ledger('2026-03-01', release.id, 1);
const at = '2026-03-02T10:00:00.000Z';
const production = { ...deliveryLimits };

const entryOf = (index: number): LedgerEntry => {
  const watch = `watch-${index}`;
  return { watch, alertId: alertId(watch, release.id, 1), kind: 'new', state: 'pending', messageId: null, at };
};

const ledgerOf = (entries: readonly LedgerEntry[]): Ledger => ({
  version: 1,
  key: releaseKey,
  release: release.id,
  revision: 1,
  newsroom: 'harbour',
  origin: 'live',
  claimedAt: at,
  watchesVersion: 'v',
  nonce: null,
  leaseUntil: null,
  releasesTopic: 'accepted',
  entries,
});

const entries = Array.from({ length: 25 }, (_, index) => entryOf(index));
const sorted = entries.map(({ alertId: id }) => id).toSorted();
let ports: MemoryPorts;
let nonces = 0;

beforeEach(() => {
  Object.assign(deliveryLimits, { ledgerEntriesUndividedMax: 10, ledgerEntriesPerPartMax: 10 });
  ports = memoryPorts();
});
afterEach(() => {
  Object.assign(deliveryLimits, production);
});

const claim = (objects: Objects = ports.objects, some = entries): Promise<LedgerClaim> => {
  nonces += 1;
  const now = { ms: ports.clock.nowMs(), nonce: `nonce-${nonces}` };
  return claimLedger(objects, ledgerKey, now, async () => ledgerOf(some));
};

async function claimed(objects?: Objects, some?: readonly LedgerEntry[]): Promise<LedgerClaim & { kind: 'claimed' }> {
  const one = await claim(objects, some as LedgerEntry[]);
  if (one.kind !== 'claimed') throw new Error(one.kind);
  return one;
}

const partKeys = (): readonly string[] =>
  ports.objects.keys().filter((key) => key.startsWith('ledger/') && key !== ledgerKey);

const accept = (ids: readonly string[]) => ({
  updates: new Map(ids.map((id) => [id, { state: 'accepted' as const, messageId: `m-${id}` }])),
});

const acceptedIn = (ledger: Ledger | null): readonly string[] =>
  (ledger?.entries ?? []).filter(({ state }) => state === 'accepted').map(({ alertId: id }) => id);

/** Every put, and how many bytes it moved. */
function counted(): { readonly objects: Objects; readonly puts: { key: string; bytes: number }[] } {
  const puts: { key: string; bytes: number }[] = [];
  const objects: Objects = {
    ...ports.objects,
    put: (key, body, options) => {
      puts.push({ key, bytes: body.byteLength });
      return ports.objects.put(key, body, options);
    },
  };
  return { objects, puts };
}

describe('a large ledger', () => {
  it('stays one object up to the limit', async () => {
    await claimed(undefined, entries.slice(0, 10));
    expect(partKeys()).toEqual([]);
    expect((ports.objects.json(ledgerKey) as Ledger).entries).toHaveLength(10);
  });

  it('keeps its entries in parts, and reads as a whole', async () => {
    const { ledger } = await claimed();
    expect(partKeys()).toHaveLength(3);
    const head = ports.objects.json(ledgerKey) as Ledger;
    expect(head.entries).toEqual([]);
    expect(head.parts?.map(({ key }) => key)).toEqual(partKeys());
    expect(ledger.entries.map(({ alertId: id }) => id)).toEqual(sorted);
    expect((await readLedger(ports.objects, ledgerKey))?.entries).toEqual(ledger.entries);
    for (const entry of entries) {
      expect(await readLedgerEntry(ports.objects, ledgerKey, entry.alertId)).toEqual(entry);
    }
    expect(await readLedgerEntry(ports.objects, ledgerKey, alertId('nobody', release.id, 1))).toBeNull();
  });

  it('records what became of an alert in its part alone', async () => {
    const { standing } = await claimed();
    const { objects, puts } = counted();
    await markLedger({ ...ports, objects }, ledgerKey, accept([sorted[12]!]), standing);
    expect(puts.map(({ key }) => key)).toEqual([partKeys()[1]]);
    expect(acceptedIn(await readLedger(ports.objects, ledgerKey))).toEqual([sorted[12]]);
  });

  it('records what went out together in all of its parts, and ends the lease behind them', async () => {
    const { standing, ledger } = await claimed();
    const { objects, puts } = counted();
    const mark = { ...accept(sorted), releaseLeaseOf: ledger.nonce! };
    await markLedger({ ...ports, objects }, ledgerKey, mark, standing);
    expect(puts.map(({ key }) => key)).toEqual([...partKeys(), ledgerKey]);
    expect((await claim()).kind).toBe('settled');
  });

  it('knows what another writer recorded in a part meanwhile', async () => {
    const { standing } = await claimed();
    await markLedger(ports, ledgerKey, accept([sorted[3]!]));
    await markLedger(ports, ledgerKey, accept([sorted[4]!]), standing);
    expect(acceptedIn(await readLedger(ports.objects, ledgerKey))).toEqual([sorted[3], sorted[4]]);
  });

  it('is claimed with its parts as they stand then, though its own object looks as it did before another one worked', async () => {
    const first = await claimed();
    await markLedger(ports, ledgerKey, { updates: new Map(), releaseLeaseOf: first.ledger.nonce! });
    // Between the look of a slow worker and its claim, a whole attempt begins and ends.
    let isFirstPut = true;
    const slow: Objects = {
      ...ports.objects,
      put: async (key, body, options) => {
        if (isFirstPut && key === ledgerKey) {
          isFirstPut = false;
          const other = await claimed();
          const mark = { ...accept(sorted.slice(0, 20)), releaseLeaseOf: other.ledger.nonce! };
          await markLedger(ports, ledgerKey, mark, other.standing);
        }
        return ports.objects.put(key, body, options);
      },
    };
    const { ledger } = await claimed(slow);
    expect(acceptedIn(ledger)).toEqual(sorted.slice(0, 20));
  });

  it('holds the hits of one attempt, though two began it with others', async () => {
    let isFirstPut = true;
    const slow: Objects = {
      ...ports.objects,
      put: async (key, body, options) => {
        if (isFirstPut && key === ledgerKey) {
          isFirstPut = false;
          await claimed(undefined, entries.slice(0, 20));
        }
        return ports.objects.put(key, body, options);
      },
    };
    expect((await claim(slow)).kind).toBe('leased');
    const ledger = await readLedger(ports.objects, ledgerKey);
    expect(ledger?.entries.map(({ watch }) => watch).toSorted()).toEqual(
      entries
        .slice(0, 20)
        .map(({ watch }) => watch)
        .toSorted(),
    );
  });

  it('comes about when the store takes a put of a part twice', async () => {
    const twice: Objects = {
      ...ports.objects,
      put: async (key, body, options) => {
        if (key !== ledgerKey) await ports.objects.put(key, body, options);
        return ports.objects.put(key, body, options);
      },
    };
    const { ledger, standing } = await claimed(twice);
    expect(ledger.entries).toHaveLength(25);
    await markLedger(ports, ledgerKey, accept(sorted), standing);
    expect(acceptedIn(await readLedger(ports.objects, ledgerKey))).toEqual(sorted);
  });

  it('is not there before all of its parts are', async () => {
    let puts = 0;
    const busy: Objects = {
      ...ports.objects,
      put: async (key, body, options) => {
        puts += 1;
        return puts === 2 ? { kind: 'conflict' } : ports.objects.put(key, body, options);
      },
    };
    await expect(claim(busy)).rejects.toThrow('is being written');
    expect(await readLedger(ports.objects, ledgerKey)).toBeNull();
    expect((await claimed()).ledger.entries).toHaveLength(25);
  });

  it('opens entries again, and takes those that were missing', async () => {
    const { standing, ledger } = await claimed();
    const grouped = new Map([[sorted[5]!, { state: 'grouped' as const, messageId: null }]]);
    await markLedger(ports, ledgerKey, { updates: grouped, releaseLeaseOf: ledger.nonce! }, standing);
    await reopenEntries(ports.objects, ledgerKey, at, new Set([sorted[5]!]));
    expect((await readLedgerEntry(ports.objects, ledgerKey, sorted[5]!))?.state).toBe('pending');

    await addEntries(ports.objects, ledgerKey, [entryOf(3), entryOf(99)]);
    const added = await readLedger(ports.objects, ledgerKey);
    expect(added?.entries).toHaveLength(26);
    await markLedger(ports, ledgerKey, accept([entryOf(99).alertId, sorted[0]!]));
    expect(acceptedIn(await readLedger(ports.objects, ledgerKey)).toSorted()).toEqual(
      [entryOf(99).alertId, sorted[0]!].toSorted(),
    );
  });

  it('says which of its parts is gone', async () => {
    await claimed();
    const [, gone] = partKeys();
    const without: Objects = {
      ...ports.objects,
      get: async (key, options) => (key === gone ? null : ports.objects.get(key, options)),
    };
    await expect(readLedger(without, ledgerKey)).rejects.toMatchObject({ code: 'E_CORRUPT', input: gone });
  });
});

describe('a ledger of ten thousand hits', () => {
  it('is recorded for a small part of the bytes', async () => {
    Object.assign(deliveryLimits, production);
    const many = Array.from({ length: 10_000 }, (_, index) => entryOf(index));
    const { ledger, standing } = await claimed(undefined, many);
    const { objects, puts } = counted();
    let known = standing;
    for (let from = 0; from < many.length; from += limits.ledgerEntriesPerSwapMax) {
      const some = ledger.entries.slice(from, from + limits.ledgerEntriesPerSwapMax);
      const mark = accept(some.map(({ alertId: id }) => id));
      known = await markLedger({ ...ports, objects }, ledgerKey, mark, known);
    }
    expect(acceptedIn(await readLedger(ports.objects, ledgerKey))).toHaveLength(10_000);
    expect(puts).toHaveLength(100);
    expect(Math.max(...puts.map(({ bytes }) => bytes))).toBeLessThan(60_000);
  });
});
