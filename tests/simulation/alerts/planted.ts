/**
 * Protocol faults planted on purpose, each a variant of the steps' ports, of how they are called, or of a limit: a checker
 * that does not find them proves nothing. `seed` is one that found it, recorded from `npm run sim:alerts -- --record`; when
 * the steps make other calls, another seed does.
 */
import type { StepName } from '../../../infra/aws/steps.ts';
import type { DigestLedger } from '../../../shared/archive/digest-ledger.ts';
import { indexKeys, keys } from '../../../shared/archive/keys.ts';
import type { Ledger } from '../../../shared/archive/ledger.ts';
import { jsonBytes } from '../../../shared/archive/objects.ts';
import type { limits } from '../../../shared/limits.ts';
import type { Objects, Ports, Queue, StoredObject } from '../../../shared/ports.ts';
import type { Release } from '../../../shared/release/schema.ts';
import type { Watch } from '../../../shared/watch/schema.ts';
import type { IndexManifest } from '../../../shared/watch/standing/manifest.ts';
import type { WindowState } from '../../../shared/watch/window.ts';
import type { Cloud, Variant } from './cloud.ts';
import { type FaultMix, mixOf } from './faults.ts';
import { type RunOptions, runSeed } from './run.ts';
import type { WorldOptions } from './world.ts';

export interface PlantedFault {
  readonly name: string;
  readonly says: string;
  readonly seed: number;
  readonly variant?: Variant;
  readonly limits?: Partial<Record<keyof typeof limits, number | readonly number[]>>;
  readonly world?: WorldOptions;
  /** In place of the seed's own mix of faults. */
  readonly mix?: (seed: number) => FaultMix;
}

/** The same run without the fault: it has to be clean, or something else was found. */
const controlOf = (fault: PlantedFault, seed: number): RunOptions => {
  const { without = [] } = fault.variant ?? {};
  const { limits: _limits, ...others } = fault;
  // Without the sweeper a lost event is a loss: there, the sweeper is the fault.
  return optionsOf({ ...others, variant: fault.name === 'no-sweeper' ? {} : { without } }, seed);
};

const plantedSeedsMax = 400;

/**
 * The first seed that finds the fault where the same run without it is clean: the recorded one, unless the steps make other
 * calls since. Null when no seed up to `plantedSeedsMax` does.
 */
export async function findPlanted(fault: PlantedFault): Promise<number | null> {
  const finds = async (seed: number): Promise<boolean> =>
    (await runSeed(optionsOf(fault, seed))).violations.length > 0 &&
    (await runSeed(controlOf(fault, seed))).violations.length === 0;
  if (await finds(fault.seed)) return fault.seed;
  for (let seed = 1; seed <= plantedSeedsMax; seed += 1) if (await finds(seed)) return seed;
  return null;
}

/** Nothing fails but the writes of those who die at them: for what the next one finds half done. */
const writersDie = (): FaultMix => ({ rate: 0.15, kinds: new Map([['s3.put', ['die-before', 'die-after']]]) });

/** The seed's mix without what only the sweeper makes good: for faults that it would hide. */
function nothingForTheSweeper(seed: number): FaultMix {
  const { rate, kinds } = mixOf(seed);
  return { rate, kinds: new Map([...kinds].filter(([name]) => name !== 's3.event')) };
}

/** Two workers at one release, whose writes land late. */
const comesTwiceSlowly = (): FaultMix => ({
  rate: 0.3,
  kinds: new Map([
    ['s3.event', ['twice']],
    ['sqs.deliver', ['twice']],
    ['s3.put', ['slow']],
  ]),
});

export const optionsOf = ({ variant, limits, world, mix }: PlantedFault, seed: number): RunOptions => ({
  seed,
  ...(mix === undefined ? {} : { mix: mix(seed) }),
  ...(variant === undefined ? {} : { variant }),
  ...(limits === undefined ? {} : { limits }),
  ...(world === undefined ? {} : { world }),
});

const parse = <T>(body: Uint8Array): T => JSON.parse(Buffer.from(body).toString('utf8')) as T;

/** Puts under a prefix whatever stands there. */
function unconditional(prefix: string): Variant {
  return {
    ports: (ports, { cloud, invocation }) => ({
      ...ports,
      objects: {
        ...ports.objects,
        put: (key, body, options) =>
          key.startsWith(prefix)
            ? cloud.simulation.call(invocation(), 's3.put', key, () =>
                cloud.store.put(key, body, null, options.contentType),
              )
            : ports.objects.put(key, body, options),
      },
    }),
  };
}

/** The objects of a step with some reads or writes changed. */
function objectsOf(steps: readonly (StepName | 'client')[], change: (objects: Objects) => Partial<Objects>): Variant {
  return {
    ports: (ports, { step }) =>
      steps.some((one) => one === step) ? { ...ports, objects: { ...ports.objects, ...change(ports.objects) } } : ports,
  };
}

/** What alert reads of ledgers, as `seen` has it; `current`: the release that it works on. */
function ledgersSeen(seen: (stored: StoredObject, current: Release) => StoredObject | null): Variant {
  return objectsOf(['alert'], (objects) => {
    let current: Release | null = null;
    return {
      get: async (key, options) => {
        const stored = await objects.get(key, options);
        if (stored !== null && key.startsWith('releases/')) current = parse<Release>(stored.body);
        return stored === null || current === null || !key.startsWith('ledger/date=') ? stored : seen(stored, current);
      },
    };
  });
}

/** A part of a large ledger. */
const isPart = (key: string): boolean => /^ledger\/date=.*\.[a-z0-9]+-\d+\.json$/.test(key);

const withQueue = (ports: Ports, name: keyof Ports['queues'], change: Partial<Queue>): Ports => ({
  ...ports,
  queues: { ...ports.queues, [name]: { ...ports.queues[name], ...change } },
});

/** What `alert-before-archive` knows of puts under way, for each stack. */
const uncommittedOf = new WeakMap<Cloud, Map<string, Uint8Array>>();

function uncommittedIn(cloud: Cloud): Map<string, Uint8Array> {
  const known = uncommittedOf.get(cloud) ?? new Map<string, Uint8Array>();
  uncommittedOf.set(cloud, known);
  return known;
}

export const plantedFaults: readonly PlantedFault[] = [
  {
    name: 'log-state-without-condition',
    says: 'the state of the change log is put without If-Match',
    seed: 54,
    world: { half: 'archive' },
    variant: unconditional('state/changes.json'),
    mix: () => ({
      rate: 0.35,
      kinds: new Map([
        ['timer', ['twice']],
        ['s3.put', ['slow']],
      ]),
    }),
  },
  {
    name: 'window-without-condition',
    says: 'the group window of a watch is put without If-Match',
    seed: 37,
    // With the sweeper nothing is lost by it but time.
    variant: { ...unconditional('state/windows/'), without: ['sweep'] },
    mix: () => ({
      rate: 0.1,
      kinds: new Map([
        ['s3.get', ['slow']],
        ['s3.put', ['slow']],
      ]),
    }),
  },
  {
    name: 'ledger-without-condition',
    says: 'the ledger is put without If-Match',
    seed: 92,
    variant: unconditional('ledger/date='),
  },
  {
    name: 'short-lease',
    says: 'the lease is shorter than a function may run',
    seed: 8,
    mix: () => ({
      rate: 0.1,
      kinds: new Map([
        ['sns.publish', ['slow']],
        ['s3.event', ['twice']],
        ['sqs.deliver', ['twice']],
        ['s3.put', ['slow']],
      ]),
    }),
    limits: { alertLeaseMs: 5_000, alertLeaseMarginMs: 0 },
  },
  {
    name: 'message-deleted-first',
    says: 'a message is deleted before its step has run',
    seed: 3,
    mix: nothingForTheSweeper,
    variant: { deletesFirst: true, without: ['sweep'] },
  },
  {
    name: 'failures-swallowed',
    says: 'a message that failed is deleted with its batch',
    seed: 3,
    mix: nothingForTheSweeper,
    variant: { swallowsFailures: true, without: ['sweep'] },
  },
  {
    name: 'no-sweeper',
    says: 'nothing looks for events that never came',
    seed: 24,
    variant: { without: ['sweep'] },
  },
  {
    name: 'nonce-not-unique',
    says: 'every worker takes the ledger of another for its own',
    seed: 40,
    variant: {
      ports: (ports) => ({ ...ports, random: { ...ports.random, nonce: () => 'one-nonce-for-all-of-them' } }),
    },
  },
  {
    name: 'no-ledger-claim',
    says: 'alert neither looks for a ledger nor claims one',
    seed: 2,
    variant: objectsOf(['alert'], (objects) => {
      const own = new Map<string, StoredObject>();
      const isLedger = (key: string): boolean => key.startsWith('ledger/date=');
      return {
        get: (key, options) => {
          const mine = own.get(key);
          // Each look finds what this worker itself wrote, once.
          if (isLedger(key)) return Promise.resolve(mine ?? null);
          return objects.get(key, options);
        },
        put: async (key, body, options) => {
          if (!isLedger(key)) return objects.put(key, body, options);
          own.set(key, { key, body, etag: 'own', sizeBytes: body.byteLength, lastModifiedMs: 0, contentType: null });
          const standing = await objects.get(key);
          await objects.put(key, body, {
            ...options,
            condition: standing === null ? { kind: 'create-once' } : { kind: 'compare-and-swap', etag: standing.etag },
          });
          const ended = parse<Ledger>(body).leaseUntil === null;
          if (ended) own.delete(key);
          return { kind: 'stored', etag: 'own' };
        },
      };
    }),
  },
  {
    name: 'parts-behind-ledger',
    says: 'a ledger is put before its parts are',
    seed: 46,
    variant: objectsOf(['alert'], (objects) => {
      let held: (() => Promise<unknown>)[] = [];
      return {
        put: async (key, body, options) => {
          if (isPart(key) && options.condition.kind === 'create-once') {
            held.push(() => objects.put(key, body, options));
            return { kind: 'stored', etag: 'held' };
          }
          const outcome = await objects.put(key, body, options);
          const parts = held;
          held = [];
          for (const put of parts) await put();
          return outcome;
        },
      };
    }),
  },
  {
    name: 'parts-seen-before-claim',
    says: 'alert goes on with the parts as they were before it claimed their ledger',
    seed: 118,
    world: { half: 'archive' },
    mix: () => ({ ...comesTwiceSlowly(), rate: 0.45 }),
    variant: {
      ports: (ports, { step, invocation }) => {
        if (step !== 'alert') return ports;
        const seen = new Map<string, StoredObject | null>();
        return {
          ...ports,
          objects: {
            ...ports.objects,
            get: async (key, options) => {
              if (!isPart(key)) return ports.objects.get(key, options);
              const name = `${invocation().id} ${key}`;
              const known = seen.get(name) ?? (await ports.objects.get(key, options));
              seen.set(name, known);
              return known;
            },
            put: (key, body, options) => {
              seen.delete(`${invocation().id} ${key}`);
              return ports.objects.put(key, body, options);
            },
          },
        };
      },
    },
  },
  {
    name: 'parts-of-all-attempts',
    says: 'attempts to make a ledger put its parts under the same keys',
    seed: 4,
    world: { half: 'archive' },
    mix: comesTwiceSlowly,
    variant: {
      ports: (ports, { step, cloud, invocation }) => {
        if (step !== 'alert') return ports;
        const same = (text: string): string => text.replaceAll(/\.[a-z2-7]{10}-(\d+)\.json/g, '.ofanybody2-$1.json');
        return {
          ...ports,
          objects: {
            ...ports.objects,
            get: (key, options) => ports.objects.get(same(key), options),
            put: (key, body, options) => {
              if (!key.startsWith('ledger/date=')) return ports.objects.put(key, body, options);
              const written = new TextEncoder().encode(same(Buffer.from(body).toString('utf8')));
              if (!isPart(key) || options.condition.kind !== 'create-once') {
                return ports.objects.put(same(key), written, options);
              }
              return cloud.simulation.call(invocation(), 's3.put', key, () =>
                cloud.store.put(same(key), written, null, options.contentType),
              );
            },
          },
        };
      },
    },
  },
  {
    name: 'marked-before-publish',
    says: 'the claim says accepted before anything is published',
    seed: 2,
    variant: objectsOf(['alert'], (objects) => ({
      put: (key, body, options) => {
        if (!key.startsWith('ledger/date=')) return objects.put(key, body, options);
        const ledger = parse<Ledger>(body);
        const entries = ledger.entries.map((entry) =>
          entry.state === 'pending' ? { ...entry, state: 'accepted' as const } : entry,
        );
        return objects.put(key, jsonBytes({ ...ledger, entries }), options);
      },
    })),
  },
  {
    name: 'marks-forgotten',
    says: 'what was published is not recorded in the ledger',
    seed: 1,
    variant: objectsOf(['alert', 'digest'], (objects) => ({
      put: (key, body, options) => {
        if (!key.startsWith('ledger/date=')) return objects.put(key, body, options);
        const ledger = parse<Ledger>(body);
        const entries = ledger.entries.map((entry) =>
          entry.state === 'accepted' ? { ...entry, state: 'pending' as const } : entry,
        );
        return objects.put(key, jsonBytes({ ...ledger, entries }), options);
      },
    })),
  },
  {
    name: 'alert-before-archive',
    says: 'alert reads a release that is not stored yet',
    seed: 17,
    world: { half: 'newsrooms' },
    mix: () => ({ rate: 0.1, kinds: new Map([['s3.put', ['slow', 'error']]]) }),
    variant: {
      ports: (ports, { step, cloud }) => {
        const uncommitted = uncommittedIn(cloud);
        if (step === 'ingest') {
          return {
            ...ports,
            objects: {
              ...ports.objects,
              put: (key, body, options) => {
                if (key.startsWith('releases/') && !uncommitted.has(key)) {
                  uncommitted.set(key, body);
                  cloud.queues.stored.send([{ body: JSON.stringify({ key }) }]);
                }
                return ports.objects.put(key, body, options);
              },
            },
          };
        }
        if (step !== 'alert') return ports;
        return {
          ...ports,
          objects: {
            ...ports.objects,
            get: async (key, options) => {
              const standing = await ports.objects.get(key, options);
              const body = uncommitted.get(key);
              if (standing !== null || body === undefined) return standing;
              return { key, body, etag: '', sizeBytes: body.byteLength, lastModifiedMs: 0, contentType: null };
            },
          },
        };
      },
    },
  },
  {
    name: 'state-before-send',
    says: 'poll writes what it has seen before it sends its candidates',
    seed: 1,
    world: { half: 'newsrooms' },
    variant: {
      ports: (ports, { step }) => {
        if (step !== 'poll') return ports;
        let held: Parameters<Queue['send']>[0][] = [];
        return {
          ...withQueue(ports, 'found', {
            send: async (messages) => {
              held.push(messages);
              return [];
            },
          }),
          objects: {
            ...ports.objects,
            put: async (key, body, options) => {
              const outcome = await ports.objects.put(key, body, options);
              if (key.startsWith('state/shards/') && parse<{ leaseUntil: unknown }>(body).leaseUntil === null) {
                const sending = held;
                held = [];
                for (const messages of sending) await ports.queues.found.send(messages);
              }
              return outcome;
            },
          },
        };
      },
    },
  },
  {
    name: 'newest-date-mark',
    says: 'an item that is older than the newest one seen counts as seen',
    seed: 14,
    world: { half: 'newsrooms' },
    variant: {
      ports: (ports, { step }) => {
        if (step !== 'poll') return ports;
        let newest = '';
        return withQueue(ports, 'found', {
          send: (messages) => {
            const dateOf = (body: string): string =>
              (JSON.parse(body) as { published: string | null }).published ?? '~';
            const fresh = messages.filter(({ body }) => dateOf(body) > newest);
            for (const { body } of fresh) if (dateOf(body) !== '~' && dateOf(body) > newest) newest = dateOf(body);
            return fresh.length === 0 ? Promise.resolve([]) : ports.queues.found.send(fresh);
          },
        });
      },
    },
  },
  {
    name: 'failed-entries-overlooked',
    says: 'poll does not look at the entries of a batch that were refused',
    seed: 2,
    world: { half: 'newsrooms' },
    mix: () => ({ rate: 0.3, kinds: new Map([['sqs.send', ['partial']]]) }),
    variant: {
      ports: (ports, { step }) =>
        step === 'poll'
          ? withQueue(ports, 'found', {
              send: async (messages) => {
                await ports.queues.found.send(messages);
                return [];
              },
            })
          : ports,
    },
  },
  {
    name: 'window-closed-inclusive',
    says: 'the last alert of a closed group window stays in it and is in the next one too',
    seed: 4,
    variant: objectsOf(['digest'], (objects) => {
      let last: WindowState['waiting'] = [];
      return {
        put: (key, body, options) => {
          if (!key.startsWith('state/windows/')) return objects.put(key, body, options);
          const state = parse<WindowState>(body);
          if (state.sending !== null) last = state.sending.items.slice(-1);
          else if (last.length > 0) {
            const kept = { ...state, waiting: [...last, ...state.waiting], sent: state.sent.slice(0, -1) };
            last = [];
            return objects.put(key, jsonBytes(kept), options);
          }
          return objects.put(key, body, options);
        },
      };
    }),
  },
  {
    name: 'group-resent-with-more',
    says: 'a group whose sender died is sent again together with what came since',
    seed: 40,
    variant: objectsOf(['digest'], (objects) => ({
      get: async (key, options) => {
        const stored = await objects.get(key, options);
        if (stored === null || !key.startsWith('state/windows/')) return stored;
        const state = parse<WindowState>(stored.body);
        if (state.sending === null) return stored;
        const sending = { ...state.sending, items: [...state.sending.items, ...state.waiting] };
        return { ...stored, body: jsonBytes({ ...state, sending, waiting: [] }) };
      },
    })),
  },
  {
    name: 'leaders-forgotten',
    says: 'an alert that went alone is not known when it comes again, and goes with a group',
    seed: 8,
    world: { half: 'archive' },
    mix: () => ({
      rate: 0.25,
      kinds: new Map([
        ['sns.publish', ['unknown']],
        ['s3.event', ['lost', 'slow']],
      ]),
    }),
    variant: objectsOf(['alert'], (objects) => ({
      put: (key, body, options) =>
        key.startsWith('state/windows/')
          ? objects.put(key, jsonBytes({ ...parse<WindowState>(body), led: [] }), options)
          : objects.put(key, body, options),
    })),
  },
  {
    name: 'window-emptied-first',
    says: 'the alerts of a group window are taken out before they are published',
    seed: 40,
    mix: nothingForTheSweeper,
    variant: {
      without: ['sweep'],
      ...objectsOf(['digest'], (objects) => ({
        put: (key, body, options) => {
          if (!key.startsWith('state/windows/')) return objects.put(key, body, options);
          return objects.put(key, jsonBytes({ ...parse<WindowState>(body), sending: null }), options);
        },
      })),
    },
  },
  {
    name: 'digest-window-closed-inclusive',
    says: 'what a digest has sent stays in its box and is in the next one too',
    seed: 4,
    variant: objectsOf(['digest'], (objects) => ({
      put: async (key, body, options) => {
        if (!key.startsWith('state/windows/')) return objects.put(key, body, options);
        const state = parse<WindowState>(body);
        const before = (await objects.get(key))?.body;
        const standing = before === undefined ? undefined : parse<WindowState>(before).boxes?.daily;
        const daily = state.boxes?.daily;
        if (standing === undefined || daily === undefined || daily.waiting.length >= standing.waiting.length) {
          return objects.put(key, body, options);
        }
        const kept = { ...daily, waiting: standing.waiting };
        return objects.put(key, jsonBytes({ ...state, boxes: { ...state.boxes, daily: kept } }), options);
      },
    })),
  },
  {
    name: 'changes-deleted-first',
    says: 'publish deletes its messages before the segment stands',
    seed: 3,
    mix: nothingForTheSweeper,
    variant: {
      without: ['sweep'],
      ports: (ports, { step, cloud }) =>
        step === 'publish'
          ? withQueue(ports, 'changed', {
              receive: async (options) => {
                const received = await ports.queues.changed.receive(options);
                cloud.queues.changed.delete(received.map(({ receipt }) => receipt));
                return received;
              },
            })
          : ports,
    },
  },
  {
    name: 'log-without-memory',
    says: 'publish forgets which releases it has logged',
    seed: 6,
    variant: objectsOf(['publish'], (objects) => ({
      put: (key, body, options) =>
        key === 'state/changes.json'
          ? objects.put(key, jsonBytes({ ...parse<object>(body), recent: {} }), options)
          : objects.put(key, body, options),
    })),
  },
  {
    name: 'index-never-looks-again',
    says: 'alert goes on with the watches as they were when it loaded them',
    seed: 11,
    world: { indexed: true },
    variant: objectsOf(['alert'], (objects) => {
      let first: StoredObject | null = null;
      return {
        get: async (key, options) => {
          if (key !== keys.watchChanges) return objects.get(key, options);
          first ??= await objects.get(key, options);
          return first;
        },
      };
    }),
  },
  {
    name: 'tombstones-ignored',
    says: 'alert takes what the base says of a watch that the delta has',
    seed: 29,
    world: { indexed: true },
    variant: objectsOf(['alert'], (objects) => ({
      get: async (key, options) => {
        const stored = await objects.get(key, options);
        if (key !== indexKeys.manifest || stored === null) return stored;
        return { ...stored, body: jsonBytes({ ...parse<object>(stored.body), delta: null }) };
      },
    })),
  },
  {
    name: 'index-ahead-of-itself',
    says: 'an index says that it has a change more than were counted when its watches were read',
    seed: 13,
    world: { indexed: true },
    variant: objectsOf(['compile'], (objects) => ({
      put: (key, body, options) => {
        if (key !== indexKeys.manifest) return objects.put(key, body, options);
        const manifest = parse<IndexManifest>(body);
        const changes = manifest.lease === null ? manifest.changes + 1 : manifest.changes;
        return objects.put(key, jsonBytes({ ...manifest, changes }), options);
      },
    })),
  },
  {
    name: 'noted-only-afterwards',
    says: 'a watch is not noted as being written before it is, so a writer who dies leaves no trace',
    seed: 56,
    world: { indexed: true },
    mix: () => ({ rate: 0.2, kinds: new Map([['s3.put', ['die-after', 'slow']]]) }),
    variant: objectsOf(['client'], (objects) => ({
      put: (key, body, options) =>
        key === keys.watchChanges
          ? objects.put(key, jsonBytes({ ...parse<object>(body), writing: [] }), options)
          : objects.put(key, body, options),
    })),
  },
  {
    name: 'sharers-unread',
    says: 'alert does not look what the other newsroom told of the same page',
    seed: 1,
    world: { half: 'archive', shared: true },
    variant: objectsOf(['alert'], (objects) => ({
      get: (key, options) => (key.startsWith('claims/') ? Promise.resolve(null) : objects.get(key, options)),
    })),
  },
  {
    name: 'sharers-silence-counts',
    says: 'what the other newsroom was silent about counts as told',
    seed: 2,
    world: { half: 'archive', shared: true },
    variant: ledgersSeen((stored, { id }) => {
      if (stored.key.includes(id)) return stored;
      const ledger = parse<Ledger>(stored.body);
      const entries = ledger.entries.map((entry) => ({ ...entry, state: 'accepted' as const }));
      return { ...stored, body: jsonBytes({ ...ledger, entries }) };
    }),
  },
  {
    name: 'messages-uncounted',
    says: 'how many messages a watch has sent in its day is forgotten',
    seed: 12,
    world: { half: 'archive', slow: 1 },
    variant: objectsOf(['alert', 'digest'], (objects) => ({
      put: (key, body, options) =>
        key.startsWith('state/windows/')
          ? objects.put(key, jsonBytes({ ...parse<WindowState>(body), pace: undefined }), options)
          : objects.put(key, body, options),
    })),
  },
  {
    name: 'midnight-uncounted',
    says: 'a group that waited over midnight counts for no day',
    seed: 187,
    world: { half: 'archive', slow: 2, flood: 60, floodAt: 215_000 },
    mix: () => ({ rate: 0.2, kinds: new Map([['s3.event', ['slow']]]) }),
    variant: objectsOf(['digest'], (objects) => ({
      put: async (key, body, options) => {
        if (!key.startsWith('state/windows/')) return objects.put(key, body, options);
        const state = parse<WindowState>(body);
        const before = (await objects.get(key))?.body;
        const standing = before === undefined ? undefined : parse<WindowState>(before).pace;
        if (state.pace === undefined || state.pace.until === standing?.until) return objects.put(key, body, options);
        return objects.put(key, jsonBytes({ ...state, pace: { ...state.pace, messages: 0 } }), options);
      },
    })),
  },
  {
    name: 'told-by-last-revision',
    says: 'who was told is read from no ledger, so a correction is told as new',
    seed: 3,
    variant: ledgersSeen((stored, { id, revision }) =>
      stored.key.endsWith(`${id}.r${revision}.json`) ? stored : null,
    ),
  },
  {
    name: 'recheck-before-commit',
    says: 'recheck records that it has looked before the revision is committed',
    seed: 3,
    world: { half: 'newsrooms' },
    limits: { recheckOffsetsMs: [6 * 60_000] },
    mix: nothingForTheSweeper,
    variant: objectsOf(['recheck'], (objects) => {
      const held: (() => Promise<unknown>)[] = [];
      return {
        put: async (key, body, options) => {
          if (key.startsWith('releases/')) {
            held.push(() => objects.put(key, body, options));
            return { kind: 'stored', etag: 'held' };
          }
          const outcome = await objects.put(key, body, options);
          if (key.startsWith('state/rechecks/')) for (const commit of held.splice(0)) await commit();
          return outcome;
        },
      };
    }),
  },
  {
    name: 'withdrawn-at-once',
    says: 'one answer that a page is gone withdraws its release',
    seed: 4,
    world: { half: 'newsrooms' },
    limits: { recheckGoneMin: 1 },
  },
  {
    name: 'delivery-deleted-first',
    says: 'deliver deletes its message before it knows what became of it',
    seed: 26,
    world: { half: 'archive' },
    variant: { deletesFirst: ['deliver'] },
  },
  {
    name: 'delivery-not-kept',
    says: 'what a disabled webhook misses is not kept',
    seed: 10,
    world: { half: 'archive' },
    variant: objectsOf(['deliver'], (objects) => ({
      put: (key, body, options) =>
        key.startsWith('state/parked/')
          ? Promise.resolve({ kind: 'stored', etag: 'forgotten' })
          : objects.put(key, body, options),
    })),
  },
  {
    name: 'keeping-unchecked',
    says: 'deliver takes a message for kept though the store was busy and refused it',
    seed: 44,
    world: { half: 'archive' },
    mix: () => ({ rate: 0.4, kinds: new Map([['s3.put', ['conflict']]]) }),
    variant: objectsOf(['deliver'], (objects) => ({
      put: async (key, body, options) => {
        const outcome = await objects.put(key, body, options);
        const isTaken = key.startsWith('state/parked/') && outcome.kind === 'conflict';
        return isTaken ? { kind: 'stored', etag: 'refused' } : outcome;
      },
    })),
  },
  {
    name: 'pause-ends-short',
    says: 'the end of a pause leaves out what came last',
    seed: 63,
    world: { half: 'archive', pauses: true },
    variant: objectsOf(['digest'], (objects) => ({
      put: async (key, body, options) => {
        if (key.startsWith('ledger/digest/') && key.includes('.immediate/')) {
          const ledger = parse<DigestLedger>(body);
          return objects.put(key, jsonBytes({ ...ledger, items: ledger.items.slice(0, -1) }), options);
        }
        if (!key.startsWith('state/windows/')) return objects.put(key, body, options);
        const state = parse<WindowState>(body);
        const { immediate } = state.boxes ?? {};
        // What the ledger does not list is taken out of the box all the same.
        if (immediate?.since === undefined || immediate.since === null) return objects.put(key, body, options);
        const boxes = { ...state.boxes, immediate: { ...immediate, waiting: [] } };
        return objects.put(key, jsonBytes({ ...state, boxes }), options);
      },
    })),
  },
  {
    name: 'pause-overlooked',
    says: 'the end of a pause is not looked for',
    seed: 1,
    world: { half: 'archive', pauses: true },
    variant: objectsOf(['digest'], (objects) => ({
      get: async (key, options) => {
        const stored = await objects.get(key, options);
        if (stored === null || !key.startsWith('watches/')) return stored;
        return {
          ...stored,
          body: jsonBytes({ ...parse<Watch>(stored.body), rate: 'off', pausedAt: '2026-03-01T00:00:00.000Z' }),
        };
      },
    })),
  },
  {
    name: 'gathered-forgotten',
    says: 'what a slowed watch gathers is lost with the swap of its hour',
    seed: 51,
    world: { half: 'archive', slow: 1 },
    variant: objectsOf(['digest'], (objects) => ({
      put: (key, body, options) => {
        if (!key.startsWith('ledger/digest/') || !key.includes('.immediate/')) return objects.put(key, body, options);
        const ledger = parse<DigestLedger>(body);
        const items = ledger.items.filter(({ isGathered }) => isGathered !== true);
        return objects.put(key, jsonBytes({ ...ledger, items }), options);
      },
    })),
  },
  {
    name: 'week-closed-twice',
    says: 'a week is closed again by whoever finds its box not yet emptied',
    seed: 8,
    world: { half: 'archive' },
    mix: writersDie,
    variant: {
      ports: (ports, { step, cloud, invocation }) => {
        const isWeek = (key: string): boolean => key.startsWith('ledger/digest/') && key.includes('.weekly/');
        if (step !== 'digest') return ports;
        return {
          ...ports,
          objects: {
            ...ports.objects,
            get: (key, options) => (isWeek(key) ? Promise.resolve(null) : ports.objects.get(key, options)),
            put: (key, body, options) =>
              isWeek(key)
                ? cloud.simulation.call(invocation(), 's3.put', key, () =>
                    cloud.store.put(key, body, null, options.contentType),
                  )
                : ports.objects.put(key, body, options),
          },
        };
      },
    },
  },
];
