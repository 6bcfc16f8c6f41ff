/**
 * Watches that people add, edit and remove while releases come, by command lines that may die, and what the watches were at
 * each time: by it the checker knows which hits there must be, may be, and must not be.
 */
import { keys } from '../../../shared/archive/keys.ts';
import type { Ports } from '../../../shared/ports.ts';
import type { Watch } from '../../../shared/watch/schema.ts';
import { addWatch, editWatch, removeWatch } from '../../../shared/watch/store.ts';
import type { Cloud } from './cloud.ts';
import { Draws } from './faults.ts';
import { matches, type WatchPlan, words } from './world.ts';

export type EditPlan =
  | { readonly at: number; readonly kind: 'add' | 'edit'; readonly watch: Watch; readonly query: string }
  | { readonly at: number; readonly kind: 'remove'; readonly watch: Watch };

/** Limits at which a few watches and edits bring everything of the index about. */
export const smallIndexLimits = {
  listedAlwaysMax: 0,
  recentChangesMax: 6,
  changesMin: 2,
  deltaWatchesMax: 2,
  overlayWatchesMax: 2,
  writerDeadAfterMs: 120_000,
  renewedMs: 240_000,
  // Shorter than a compilation may take: two at a time must do no harm.
  leaseMs: 60_000,
} as const;

/** Who works by hand tries again when told that it failed, and not for ever. */
const triesMax = 3;

function drawQuery(draws: Draws): string {
  const first = draws.pick(words);
  const second = draws.pick(words.filter((word) => word !== first));
  return draws.pick([first, first, `${first} ${second}`, `${first} NOT ${second}`]);
}

/** What happens to the watches until all is calm; those of `late` are added in that time. */
export function drawEdits(seed: number, watches: readonly WatchPlan[], calmAt: number): readonly EditPlan[] {
  const draws = new Draws(seed, 11);
  const time = (): number => Math.floor((0.05 + 0.75 * draws.next()) * calmAt);
  return watches.flatMap(({ watch, createdAt }): EditPlan[] => {
    const edits: EditPlan[] = [];
    if (createdAt > 0) edits.push({ at: createdAt, kind: 'add', watch, query: watch.query });
    for (let left = draws.below(4); left > 0; left -= 1) {
      edits.push({ at: time(), kind: 'edit', watch, query: drawQuery(draws) });
    }
    if (draws.chance(0.2)) edits.push({ at: time(), kind: 'remove', watch });
    return edits;
  });
}

async function doEdit({ objects, clock }: Ports, edit: EditPlan): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      if (edit.kind === 'remove') await removeWatch(objects, clock, edit.watch.id);
      else if (edit.kind === 'edit') await editWatch(objects, clock, edit.watch.id, { query: edit.query });
      else await addWatch(objects, clock, { name: edit.watch.name, query: edit.query });
      return;
    } catch (fault) {
      if (tries >= triesMax) throw fault;
    }
  }
}

export function playEdits(edits: readonly EditPlan[], cloud: Cloud): void {
  for (const edit of edits) cloud.simulation.after(edit.at, () => cloud.client((ports) => doEdit(ports, edit)));
}

interface State {
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** Null while there is no such watch. */
  readonly query: string | null;
}

function meets(query: string | null, text: string): boolean {
  if (query === null) return false;
  const [all = '', ...none] = query.split(' NOT ');
  return matches({ all: all.split(' ') as WatchPlan['all'], none: none as unknown as WatchPlan['none'] }, text);
}

export class WatchHistory {
  private readonly states = new Map<string, State[]>();
  /** When each ledger was made. */
  private readonly claims = new Map<string, number>();

  saw(key: string, body: Uint8Array, isNew: boolean, nowMs: number): void {
    if (key.startsWith('ledger/date=') && isNew) this.claims.set(key, nowMs);
    if (!key.startsWith('watches/')) return;
    const { query, removedAt } = JSON.parse(Buffer.from(body).toString('utf8')) as Watch;
    const state = { from: nowMs, query: removedAt === null ? query : null };
    this.states.set(key, [...(this.states.get(key) ?? []), state]);
  }

  /** What must have become of a release that was stored then, whose ledger has this key. */
  verdict(watch: string, text: string, storedMs: number, ledgerKey: string): 'hit' | 'none' | 'open' {
    const claimed = this.claims.get(ledgerKey) ?? storedMs;
    const states = this.states.get(keys.watch(watch)) ?? [];
    const before = states.findLast(({ from }) => from < storedMs) ?? { from: 0, query: null };
    const during = states.filter(({ from }) => from >= storedMs && from <= claimed);
    const found = new Set([before, ...during].map(({ query }) => meets(query, text)));
    return found.size > 1 ? 'open' : found.has(true) ? 'hit' : 'none';
  }
}
