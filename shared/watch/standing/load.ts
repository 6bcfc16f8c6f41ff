/**
 * All watches for matching, kept between calls and brought up to the present by each. Few are listed each time. Of more the
 * stored index is loaded, or they are listed and compiled where there is none; then each call reads the journal, and again
 * the watches that were changed since, or are being changed (journal.ts says why that misses none).
 */
import { keys } from '../../archive/keys.ts';
import { mapConcurrently } from '../../concurrently.ts';
import { sha256Hex } from '../../ids.ts';
import { indexLimits } from '../../limits.ts';
import type { Objects, Ports } from '../../ports.ts';
import { changedSince, readJournal, type WatchJournal } from '../journal.ts';
import { listWatches, readWatch, type WatchCache } from '../read.ts';
import type { Watch } from '../schema.ts';
import { readManifest, segmentsOf } from './manifest.ts';
import { type Segment, segmentOf } from './segment.ts';
import { StandingWatches } from './standing.ts';
import { loadIndex } from './stored.ts';
import type { TableRow } from './table.ts';

type LoadPorts = Pick<Ports, 'objects' | 'clock' | 'log'>;

/** What was compiled, here or by somebody else, and what was changed since. */
interface Kept {
  readonly segments: readonly Segment[];
  /** Watches that later segments hold, by segment. */
  readonly replaced: readonly ReadonlySet<string>[];
  /** The change as of which the segments were compiled. */
  readonly compiledAt: number;
  /** When the watches were listed; null when the segments were loaded. */
  readonly listedAtMs: number | null;
  /** Up to this change the overlay has them. */
  readonly changes: number;
  /** Their queries; null for a watch that was removed. */
  readonly overlay: ReadonlyMap<string, string | null>;
  readonly overlaySegment: Segment | null;
}

/** The set of watches as of a change; only where nobody is writing one. */
export function versionOf(journal: WatchJournal): string | null {
  return journal.writing.length === 0 ? `changes-${journal.changes}` : null;
}

/** The same of watches that were listed. */
export function versionOfListed(watches: readonly Watch[]): string {
  return sha256Hex(watches.map((watch) => `${watch.id}\n${watch.query}`).join('\n\n')).slice(0, 16);
}

/** The query of each of these watches as it stands; null for one that is not there or was removed. */
async function readQueries(objects: Objects, ids: readonly string[]): Promise<readonly TableRow[]> {
  return mapConcurrently(ids, indexLimits.watchReadsConcurrentMax, async (id) => {
    const stored = await objects.get(keys.watch(id));
    const watch = stored === null ? null : readWatch(keys.watch(id), stored.body);
    return { id, query: watch === null || watch.removedAt !== null ? null : watch.query };
  });
}

function kept(segments: readonly Segment[], changes: number, listedAtMs: number | null): Kept {
  return {
    segments,
    replaced: segments.slice(1).map((segment) => new Set(segment.ids())),
    compiledAt: changes,
    listedAtMs,
    changes,
    overlay: new Map(),
    overlaySegment: null,
  };
}

/** A loader for one process. Calls that overlap wait for each other: each must look at the journal itself. */
export function standingWatches(ports: LoadPorts): () => Promise<StandingWatches> {
  const { objects, clock, log } = ports;
  const cache: WatchCache = new Map();
  const turn = { rows: indexLimits.queriesPerTurn, pause: () => clock.wait(0) };
  /** Null before the first call, and where there are few. */
  let current: Kept | null = null;
  let isFew = false;
  let few: StandingWatches | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const compiled = (rows: readonly TableRow[]): Promise<Segment> => segmentOf(rows, turn);

  async function listed(): Promise<readonly Watch[]> {
    const watches = await listWatches(objects, cache);
    isFew = watches.length <= indexLimits.listedAlwaysMax;
    return watches;
  }

  async function fewOf(watches: readonly Watch[]): Promise<StandingWatches> {
    const version = versionOfListed(watches);
    const known = new Map(watches.map((watch) => [watch.id as string, watch]));
    // A rate or a pause may have changed where no query did.
    few =
      few?.version === version
        ? few.with(known)
        : new StandingWatches({ version, segments: [await compiled(watches)], replaced: [], objects, known });
    return few;
  }

  /** From the store, or else from a list. */
  async function begin(): Promise<Kept | StandingWatches> {
    const index = await loadIndex(objects, log);
    if (index !== null) {
      cache.clear();
      return kept(index.segments, index.changes, null);
    }
    // Read before the list, so that a change that comes meanwhile is read again.
    const { changes } = await readJournal(objects);
    const watches = await listed();
    return isFew ? fewOf(watches) : kept([await compiled(watches)], changes, clock.nowMs());
  }

  /** With the changes since; null when it is too old for that. */
  async function upToDate(state: Kept): Promise<StandingWatches | null> {
    const journal = await readJournal(objects);
    const changed = changedSince(journal, state.changes);
    if (changed === null) return null;
    if (state.listedAtMs !== null && clock.nowMs() - state.listedAtMs >= indexLimits.listedAgainMs) return null;
    if (changed.size > 0 && state.overlay.size >= indexLimits.overlayWatchesMax && (await isOld(state))) return null;
    const ids = new Set([...changed, ...journal.writing.map(({ watch }) => watch)]);
    const rows = (await readQueries(objects, [...ids])).filter(({ id, query }) => state.overlay.get(id) !== query);
    const overlay = rows.length === 0 ? state.overlay : new Map(state.overlay);
    if (overlay !== state.overlay)
      for (const { id, query } of rows) (overlay as Map<string, string | null>).set(id, query);
    const overlaySegment =
      overlay === state.overlay
        ? state.overlaySegment
        : await compiled([...overlay].map(([id, query]) => ({ id, query })));
    current = { ...state, changes: journal.changes, overlay, overlaySegment };
    const ending = overlaySegment === null ? [] : [overlaySegment];
    return new StandingWatches({
      version: versionOf(journal) ?? `writing-${journal.tickets}`,
      segments: [...state.segments, ...ending],
      replaced: [...state.replaced, ...ending.map(() => new Set(overlay.keys()))],
      objects,
      known: null,
    });
  }

  /** Whether a newer version of the index is there. */
  async function isOld({ compiledAt }: Kept): Promise<boolean> {
    const { value } = await readManifest(objects);
    return segmentsOf(value).length > 0 && (value?.changes ?? 0) > compiledAt;
  }

  async function load(): Promise<StandingWatches> {
    if (isFew) {
      const watches = await listed();
      if (isFew) return fewOf(watches);
      few = null;
    }
    const before = current === null ? null : await upToDate(current);
    if (before !== null) return before;
    const begun = await begin();
    if (begun instanceof StandingWatches) return begun;
    const after = await upToDate(begun);
    if (after !== null) return after;
    // The index is further behind than the journal reaches.
    const { changes } = await readJournal(objects);
    const state = kept([await compiled(await listed())], changes, clock.nowMs());
    return (await upToDate(state)) ?? load();
  }

  return () => {
    const next = last.then(load, load);
    last = next.catch(() => undefined);
    return next;
  };
}
