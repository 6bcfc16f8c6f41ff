/**
 * Candidates whose page could not be had yet (`state/deferred.json`): ingest puts them here with a time, dispatch sends
 * them again when it has come. Kept outside the Found queue because a FIFO message that waits would block its host and
 * use up its receives.
 */
import { keys } from '../archive/keys.ts';
import { readJson, swapJson } from '../archive/objects.ts';
import type { Candidate } from '../channels/candidate.ts';
import { limits } from '../limits.ts';
import type { Clock, Objects, Ports } from '../ports.ts';
import { sendAll } from './send.ts';

interface DeferredItem {
  readonly candidate: Candidate;
  /** ISO 8601 UTC. */
  readonly dueAt: string;
  readonly reason: string;
}

interface DeferredState {
  readonly items: Readonly<Record<string, DeferredItem>>;
}

const none: DeferredState = { items: {} };

/**
 * Keeps the candidate until `dueAtMs`. Answers false when `deferredMax` candidates wait already: the caller then stores
 * what it has instead of waiting.
 */
export async function defer(objects: Objects, candidate: Candidate, dueAtMs: number, reason: string): Promise<boolean> {
  let kept = true;
  await swapJson<DeferredState>(objects, keys.deferred, none, (state) => {
    const full = Object.keys(state.items).length >= limits.deferredMax && !(candidate.hash in state.items);
    kept = !full;
    if (full) return undefined;
    const item: DeferredItem = { candidate, dueAt: new Date(dueAtMs).toISOString(), reason };
    return { items: { ...state.items, [candidate.hash]: item } };
  });
  return kept;
}

/** The candidate came to an end: nothing is sent again for it. */
export async function settleDeferred(objects: Objects, hash: string): Promise<void> {
  await swapJson<DeferredState>(objects, keys.deferred, none, (state) => {
    if (!(hash in state.items)) return undefined;
    const { [hash]: _settled, ...items } = state.items;
    return { items };
  });
}

/** Sends every candidate that is due to Found, then moves its time on, so that one that is lost is sent again. Answers how many. */
export async function resendDeferred(ports: Pick<Ports, 'objects' | 'queues' | 'clock'>): Promise<number> {
  const nowMs = ports.clock.nowMs();
  const { value } = await readJson<DeferredState>(ports.objects, keys.deferred, none);
  const due = Object.values(value.items).filter((item) => Date.parse(item.dueAt) <= nowMs);
  if (due.length === 0) return 0;
  await sendAll(
    ports.queues.found,
    due.map(({ candidate, dueAt }) => ({
      body: JSON.stringify(candidate),
      group: candidate.host,
      deduplicationId: `${candidate.hash}-${Date.parse(dueAt)}`,
    })),
  );
  const again = new Date(nowMs + limits.deferredResendMs).toISOString();
  const sent = new Set(due.map(({ candidate, dueAt }) => `${candidate.hash} ${dueAt}`));
  await swapJson<DeferredState>(ports.objects, keys.deferred, none, (state) => {
    const items = Object.entries(state.items).map(([hash, item]): [string, DeferredItem] =>
      sent.has(`${hash} ${item.dueAt}`) ? [hash, { ...item, dueAt: again }] : [hash, item],
    );
    return { items: Object.fromEntries(items) };
  });
  return due.length;
}

/** When a page attempt number `attempt` (from 0) failed: the time of the next one, or null when the budget is used up. */
export function nextAttemptMs(clock: Clock, attempt: number): number | null {
  const delay = limits.deferralsMs[attempt];
  return delay === undefined ? null : clock.nowMs() + delay;
}
