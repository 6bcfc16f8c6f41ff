/**
 * Which watches were changed, and which are being changed (`state/watches.json`): whoever keeps what it read of them, or an
 * index of them, learns here which to read again.
 *
 * A watch is noted as being written before it is, and as changed after it. So whenever a write has landed, its watch stands
 * in `writing` or among the changes that were counted: a reader who knows the watches as of change N and reads again those of
 * the changes behind N and those in `writing` has missed nothing. The note of a writer who died stays until `endDeadWriters`.
 */
import { keys } from '../archive/keys.ts';
import { readJson, swapJson } from '../archive/objects.ts';
import { DatelineError } from '../errors.ts';
import { indexLimits } from '../limits.ts';
import type { Clock, Objects } from '../ports.ts';

interface WatchBeingWritten {
  readonly watch: string;
  /** Unlike that of any other write. */
  readonly ticket: number;
  /** ISO 8601 UTC. */
  readonly since: string;
}

export interface WatchJournal {
  /** How many changes there were. */
  readonly changes: number;
  /** Whose the last of them were, oldest first: the last one is that of change number `changes`. */
  readonly recent: readonly string[];
  readonly writing: readonly WatchBeingWritten[];
  readonly tickets: number;
}

const emptyJournal: WatchJournal = { changes: 0, recent: [], writing: [], tickets: 0 };

export async function readJournal(objects: Objects): Promise<WatchJournal> {
  // An earlier version of Dateline wrote the number alone.
  return whole((await readJson<Partial<WatchJournal>>(objects, keys.watchChanges, {})).value);
}

const whole = (value: Partial<WatchJournal>): WatchJournal => ({ ...emptyJournal, ...value });

/** Everybody who changes watches writes this one object: who loses again and again waits a little longer each time. */
async function swapJournal(
  objects: Objects,
  clock: Clock,
  change: (journal: WatchJournal) => WatchJournal,
): Promise<WatchJournal> {
  for (let tries = 1; ; tries += 1) {
    try {
      const swapped = swapJson<Partial<WatchJournal>>(objects, keys.watchChanges, {}, (value) => change(whole(value)));
      return whole(await swapped);
    } catch (fault) {
      const isContended = fault instanceof DatelineError && fault.code === 'E_CONTENDED';
      if (!isContended || tries >= indexLimits.journalTriesMax) throw fault;
      await clock.wait(tries * indexLimits.journalPauseMs);
    }
  }
}

function withChanges(journal: WatchJournal, watches: readonly string[]): WatchJournal {
  return {
    ...journal,
    changes: journal.changes + watches.length,
    recent: [...journal.recent, ...watches].slice(-indexLimits.recentChangesMax),
  };
}

/** The watches of the changes behind number `changes`, each once; null when the journal does not reach back so far. */
export function changedSince(journal: WatchJournal, changes: number): ReadonlySet<string> | null {
  const count = journal.changes - changes;
  if (count < 0 || count > journal.recent.length) return null;
  return new Set(journal.recent.slice(journal.recent.length - count));
}

/**
 * Writes a watch between the two notes. When `write` throws, its effect may still come: the watch stays noted as being
 * written. Throws DependencyError.
 */
export async function journaled<T>(objects: Objects, clock: Clock, watch: string, write: () => Promise<T>): Promise<T> {
  const since = new Date(clock.nowMs()).toISOString();
  let ticket = 0;
  await swapJournal(objects, clock, (journal) => {
    ticket = journal.tickets + 1;
    return { ...journal, tickets: ticket, writing: [...journal.writing, { watch, ticket, since }] };
  });
  const result = await write();
  await swapJournal(objects, clock, (journal) => ({
    ...withChanges(journal, [watch]),
    writing: journal.writing.filter((one) => one.ticket !== ticket),
  }));
  return result;
}

/** Counts as changed what was begun so long ago that its writer is dead. Answers the journal as it then stands. */
export async function endDeadWriters(objects: Objects, clock: Clock): Promise<WatchJournal> {
  const nowMs = clock.nowMs();
  const isDead = ({ since }: WatchBeingWritten): boolean => nowMs - Date.parse(since) > indexLimits.writerDeadAfterMs;
  const standing = await readJournal(objects);
  if (!standing.writing.some(isDead)) return standing;
  return swapJournal(objects, clock, (journal) => {
    const dead = journal.writing.filter(isDead).map(({ watch }) => watch);
    return { ...withChanges(journal, dead), writing: journal.writing.filter((one) => !isDead(one)) };
  });
}

/** Counts changes that nobody noted: of watches that were written by hand, or restored. Null where there are none. */
export async function noteChanges(
  objects: Objects,
  clock: Clock,
  watches: readonly string[],
): Promise<WatchJournal | null> {
  return watches.length === 0 ? null : swapJournal(objects, clock, (journal) => withChanges(journal, watches));
}
