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
import { gatherWhole, readSourcesOf, readStoredSources } from '../watch/standing/gather.ts';
import {
  type IndexManifest,
  readDamage,
  readManifest,
  type StoredSegment,
  segmentsOf,
} from '../watch/standing/manifest.ts';
import { compileSegment } from '../watch/standing/segment.ts';
import { mergeSources, type SourceRow, writeSources } from '../watch/standing/sources.ts';
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
 * No message. Counts: watches (compiled), changes (that nobody had journaled). Does nothing where there are few watches, where
 * nothing was changed, or while another one compiles. Throws DependencyError.
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

  async function stored(rows: readonly SourceRow[], journal: WatchJournal): Promise<StoredSegment> {
    const version = `${String(journal.changes).padStart(10, '0')}-${ports.random.nonce().slice(0, 12)}`;
    const turn = { rows: indexLimits.queriesPerTurn, pause: () => clock.wait(0) };
    const compiled = await compileSegment(rows, turn);
    for (const watch of compiled.refused) {
      log.error('watch-query-refused', { watch, hint: 'it matches nothing: edit its query' });
    }
    return storeSegment(objects, version, rows.length, compiled, writeSources(rows));
  }

  /** The manifest that the work leads to. The journal was read before anything else. */
  async function worked(work: Work, before: IndexManifest, journal: WatchJournal): Promise<IndexManifest> {
    const after = { ...before, compiler: COMPILER_VERSION, changes: journal.changes, lease: null };
    const changed = changedSince(journal, before.changes);
    if (work !== 'whole' && changed !== null && before.base !== null) {
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
      }
    }
    const segments = [before.base, before.delta].flatMap((segment) => segment ?? []);
    const whole = await gatherWhole(objects, segments, log);
    // Those who hold an earlier version hear of what was written without the journal.
    const named = changed ?? new Set<string>();
    const unnamed = whole.changed.filter((id) => !named.has(id));
    if (unnamed.length > 0) log.warn('watches-not-journaled', { watches: unnamed.slice(0, 20), count: unnamed.length });
    await noteChanges(objects, clock, unnamed);
    const listedAt = new Date(clock.nowMs()).toISOString();
    return { ...after, base: await stored(whole.rows, journal), delta: null, listedAt };
  }

  return async () => {
    const nowMs = clock.nowMs();
    const { value, etag } = await readManifest(objects);
    const journal = await endDeadWriters(objects, clock);
    if (value?.lease != null && Date.parse(value.lease.until) > nowMs) return done();
    const work = await workOf(value, journal);
    if (work === 'none') return done();

    const nonce = ports.random.nonce();
    const until = new Date(nowMs + indexLimits.leaseMs).toISOString();
    const before = value ?? emptyManifest;
    const claimed = await writeJson(objects, indexKeys.manifest, { ...before, lease: { nonce, until } }, etag);
    if (claimed.kind !== 'stored') return done();
    const after = await worked(work, before, journal).catch(async (fault: unknown) => {
      // The next call need not wait for the end of the lease.
      await writeJson(objects, indexKeys.manifest, { ...before, lease: null }, claimed.etag).catch(() => null);
      throw fault;
    });
    const outcome = await writeJson(objects, indexKeys.manifest, after, claimed.etag);
    if (outcome.kind !== 'stored') {
      // Its objects stay, named by nobody, until they are removed as old.
      log.warn('index-not-put-in-force', { outcome: outcome.kind });
      return done();
    }
    const compiled = work === 'delta' ? after.delta : after.base;
    log.info('index-compiled', { work, changes: after.changes, ...compiled });
    return done({ watches: compiled?.watches ?? 0 });
  };
}

/** Ends the lease of a compilation that was killed. Only for a caller who knows that nobody compiles. */
export async function freeCompilation(objects: Objects): Promise<void> {
  const { value, etag } = await readManifest(objects);
  if (value?.lease == null) return;
  await writeJson(objects, indexKeys.manifest, { ...value, lease: null }, etag);
}
