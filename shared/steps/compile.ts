/**
 * compile: keeps the stored index of watches near the present, so that alert loads it instead of reading every watch. The base
 * holds all watches as of one change of them, the delta those changed since; both are written once under `index/<version>/`
 * and put in force by one swap of `state/index.json`. A step and a function of its own, not a part of publish: a
 * compilation may take minutes, and the change log waits for nothing; and publish has no right to read watches.
 */
import { indexKeys, prefixes } from '../archive/keys.ts';
import { writeJson } from '../archive/objects.ts';
import { CorruptDataError } from '../errors.ts';
import { indexLimits } from '../limits.ts';
import type { Objects, Ports } from '../ports.ts';
import { COMPILER_VERSION } from '../query/compiler-version.ts';
import { changedSince, endDeadWriters, noteChanges, type WatchJournal } from '../watch/journal.ts';
import { type Gathering, gatherWhole, readSourcesOf, readStoredSources, type Whole } from '../watch/standing/gather.ts';
import {
  type IndexManifest,
  readDamage,
  readManifest,
  type StoredSegment,
  segmentsOf,
} from '../watch/standing/manifest.ts';
import { compileSegment } from '../watch/standing/segment.ts';
import { mergeSources, type SourceRow } from '../watch/standing/sources.ts';
import { storeSegment } from '../watch/standing/stored.ts';
import { done, type StepResult } from './messages.ts';

type CompilePorts = Pick<Ports, 'objects' | 'clock' | 'random' | 'log'>;

/**
 * `whole`: all watches are listed, where there is no index, it was damaged, is behind the journal, or is a day old. `base`: base,
 * delta and changes become a new base. `delta`: the delta and the changes since it become a new delta.
 */
type Work = 'none' | 'whole' | 'base' | 'delta';

const emptyManifest: IndexManifest = {
  version: 1,
  compiler: COMPILER_VERSION,
  changes: 0,
  base: null,
  delta: null,
  listedAt: '',
  lease: null,
};

/** The manifest while the lease is ours. */
class Claim {
  private readonly objects: Objects;
  private standing: IndexManifest;
  private etag: string;

  constructor(objects: Objects, standing: IndexManifest, etag: string) {
    this.objects = objects;
    this.standing = standing;
    this.etag = etag;
  }

  get manifest(): IndexManifest {
    return this.standing;
  }

  /** False: somebody else has taken over. */
  async write(manifest: IndexManifest): Promise<boolean> {
    const outcome = await writeJson(this.objects, indexKeys.manifest, manifest, this.etag);
    if (outcome.kind !== 'stored') return false;
    this.standing = manifest;
    this.etag = outcome.etag;
    return true;
  }
}

/** More watches than are listed for each release. */
async function areMany(objects: Objects): Promise<boolean> {
  let count = 0;
  let startAfter: string | null = '';
  while (startAfter !== null && count <= indexLimits.listedAlwaysMax) {
    const page = await objects.list(prefixes.watches, { etags: false, ...(startAfter === '' ? {} : { startAfter }) });
    count += page.objects.length;
    startAfter = page.next;
  }
  return count > indexLimits.listedAlwaysMax;
}

/**
 * No message. Counts: watches (compiled); none where there are few watches, where nothing was changed, while another one
 * compiles, and where a later call goes on reading. Throws DependencyError.
 */
export function compile(ports: CompilePorts): () => Promise<StepResult> {
  const { objects, clock, log } = ports;
  /** The change at which there were few watches, and when: they may be written by hand, too. */
  let few = { changes: -1, atMs: 0 };

  async function workOf(manifest: IndexManifest | null, journal: WatchJournal): Promise<Work> {
    const segments = segmentsOf(manifest);
    if (manifest === null || segments.length === 0) {
      const isKnown = few.changes === journal.changes && clock.nowMs() - few.atMs < indexLimits.listedAgainMs;
      if (isKnown) return 'none';
      if (await areMany(objects)) return 'whole';
      few = { changes: journal.changes, atMs: clock.nowMs() };
      return 'none';
    }
    const damage = await readDamage(objects);
    if (segments.some(({ version }) => version === damage?.version)) return 'whole';
    const changed = changedSince(journal, manifest.changes);
    if (changed === null) return 'whole';
    if (clock.nowMs() - Date.parse(manifest.listedAt) >= indexLimits.renewedMs) return 'whole';
    if (journal.changes - manifest.changes < indexLimits.changesMin) return 'none';
    const deltaWatches = changed.size + (manifest.delta?.watches ?? 0);
    const deltaMax = Math.max(indexLimits.deltaWatchesMax, (manifest.base?.watches ?? 0) / 10);
    return deltaWatches > deltaMax ? 'base' : 'delta';
  }

  const newVersion = (changes: number): string =>
    `${String(changes).padStart(10, '0')}-${ports.random.nonce().slice(0, 12)}`;

  async function stored(rows: readonly SourceRow[], journal: WatchJournal): Promise<StoredSegment> {
    const turn = { rows: indexLimits.queriesPerTurn, pause: () => clock.wait(0) };
    const compiled = await compileSegment(rows, turn);
    for (const watch of compiled.refused) {
      log.error('watch-query-refused', { watch, hint: 'it matches nothing: edit its query' });
    }
    return storeSegment(objects, newVersion(journal.changes), compiled, rows);
  }

  /** From where an earlier call came to, if that is of use yet. Null where a later call goes on. */
  async function gathered(claim: Claim, begun: Gathering): Promise<Whole | null> {
    const startMs = clock.nowMs();
    const { manifest } = claim;
    try {
      return await gatherWhole(objects, {
        segments: [manifest.base, manifest.delta].flatMap((segment) => segment ?? []),
        begun,
        newVersion: () => newVersion(begun.changes),
        keep: (gathering) => claim.write({ ...claim.manifest, gathering }),
        isOver: () => clock.nowMs() - startMs >= indexLimits.gatherMs,
        log,
      });
    } catch (fault) {
      const isOfPart = fault instanceof CorruptDataError && (fault.input ?? '').startsWith(indexKeys.all);
      if (!isOfPart || begun.after === '') throw fault;
      log.error('index-damaged', { key: fault.input, message: fault.message });
      return gathered(claim, { ...begun, after: '', parts: [] });
    }
  }

  function begunOf({ gathering }: IndexManifest, journal: WatchJournal): Gathering {
    const isKept = gathering !== undefined && clock.nowMs() - Date.parse(gathering.since) < indexLimits.gatheringKeptMs;
    const since = new Date(clock.nowMs()).toISOString();
    return isKept ? gathering : { changes: journal.changes, since, after: '', parts: [] };
  }

  /** All watches. Null where a later call goes on. */
  async function renewed(claim: Claim, journal: WatchJournal): Promise<IndexManifest | null> {
    const { gathering: earlier, ...before } = claim.manifest;
    const begun = begunOf(claim.manifest, journal);
    if (earlier === begun) log.info('index-gathering-goes-on', { after: begun.after, parts: begun.parts.length });
    const whole = await gathered(claim, begun);
    if (whole === null) return null;
    // Those who hold an earlier version hear of what was written without the journal.
    const named = changedSince(journal, before.changes) ?? new Set<string>();
    const unnamed = whole.changed.filter((id) => !named.has(id));
    if (unnamed.length > 0) log.warn('watches-not-journaled', { watches: unnamed.slice(0, 20), count: unnamed.length });
    const noted = await noteChanges(objects, clock, unnamed);
    // What was read is as of these changes too, unless others stand between.
    const changes = noted !== null && noted.changes - unnamed.length === begun.changes ? noted.changes : begun.changes;
    const listedAt = new Date(clock.nowMs()).toISOString();
    const base = await stored(whole.rows, journal);
    return { ...before, compiler: COMPILER_VERSION, changes, base, delta: null, listedAt, lease: null };
  }

  /** With the changes since. Null when what they are added to was damaged. */
  async function grown(work: Work, claim: Claim, journal: WatchJournal): Promise<IndexManifest | null> {
    const { gathering: _, ...before } = claim.manifest;
    const after = { ...before, compiler: COMPILER_VERSION, changes: journal.changes, lease: null };
    const changed = changedSince(journal, before.changes);
    if (work === 'whole' || changed === null || before.base === null) return null;
    try {
      const fresh = await readSourcesOf(objects, [...changed].sort());
      const delta = before.delta === null ? [] : await readStoredSources(objects, before.delta);
      const rows = mergeSources(delta, fresh);
      if (work === 'delta') return { ...after, delta: await stored(rows, journal) };
      const all = mergeSources(await readStoredSources(objects, before.base), rows);
      const standing = all.filter(({ query }) => query !== null);
      return { ...after, base: await stored(standing, journal), delta: null };
    } catch (fault) {
      if (!(fault instanceof CorruptDataError)) throw fault;
      log.error('index-damaged', { key: fault.input, message: fault.message });
      return null;
    }
  }

  return async () => {
    const nowMs = clock.nowMs();
    const { value, etag } = await readManifest(objects);
    // Read before anything that is compiled.
    const journal = await endDeadWriters(objects, clock);
    if (value?.lease != null && Date.parse(value.lease.until) > nowMs) return done();
    const work = await workOf(value, journal);
    if (work === 'none') return done();

    const nonce = ports.random.nonce();
    const until = new Date(nowMs + indexLimits.leaseMs).toISOString();
    const leased = { ...(value ?? emptyManifest), lease: { nonce, until } };
    const claimed = await writeJson(objects, indexKeys.manifest, leased, etag);
    if (claimed.kind !== 'stored') return done();
    const claim = new Claim(objects, leased, claimed.etag);
    // The next call need not wait for the end of the lease.
    const release = (): Promise<unknown> => claim.write({ ...claim.manifest, lease: null }).catch(() => null);
    try {
      const after = (await grown(work, claim, journal)) ?? (await renewed(claim, journal));
      if (after === null) {
        await release();
        return done();
      }
      if (!(await claim.write(after))) {
        // Its objects stay, named by nobody, until they are removed as old.
        log.warn('index-not-put-in-force', { changes: after.changes });
        return done();
      }
      const compiled = work === 'delta' ? after.delta : after.base;
      log.info('index-compiled', { work, changes: after.changes, ...compiled });
      return done({ watches: compiled?.watches ?? 0 });
    } catch (fault) {
      await release();
      throw fault;
    }
  };
}

/** Ends the lease of a compilation that was killed. Only for a caller who knows that nobody compiles. */
export async function freeCompilation(objects: Objects): Promise<void> {
  const { value, etag } = await readManifest(objects);
  if (value?.lease == null) return;
  await writeJson(objects, indexKeys.manifest, { ...value, lease: null }, etag);
}
