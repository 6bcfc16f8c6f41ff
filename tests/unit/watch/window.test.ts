import { describe, expect, it } from 'vitest';
import { limits } from '../../../shared/limits.ts';
import { arrive } from '../../../shared/watch/arrival.ts';
import { accepted, close, closed, emptyWindow, freed, type WindowState } from '../../../shared/watch/window.ts';
import { alert } from './waiting-alert.ts';

const startMs = Date.parse('2026-03-02T09:00:00Z');

const arrival = { at: '2026-03-02T09:00:00Z', route: { immediate: true, digests: [] }, timeZone: 'UTC' } as const;
const admitted = (state: WindowState, n: number, nowMs: number): WindowState =>
  arrive(state, alert(n), { ...arrival, nowMs }).next;

const closing = (state: WindowState, nowMs: number, nonce: string, force = false) =>
  close(state, { nowMs, nonce, force, timeZone: 'UTC' });

describe('a group window', () => {
  it('closes when its minute is over, or when it is forced', () => {
    const state = admitted(admitted(emptyWindow, 1, startMs), 2, startMs + 1_000);
    expect(closing(state, startMs + 30_000, 'n')).toEqual({ kind: 'not-yet', untilMs: startMs + 60_000 });
    expect(closing(state, startMs + 30_000, 'n', true)).toMatchObject({ kind: 'send', items: [alert(2)] });
    expect(closing(state, startMs + 60_000, 'n')).toMatchObject({ kind: 'send', items: [alert(2)] });
  });

  it('is sent again as it was when its sender died, and what came since goes with the next one', () => {
    const waiting = admitted(admitted(emptyWindow, 1, startMs), 2, startMs + 1_000);
    const sending = closing(waiting, startMs + 60_000, 'first');
    if (sending.kind !== 'send') throw new Error('not sent');
    const more = admitted(sending.next, 3, startMs + 61_000);
    expect(closing(more, startMs + 62_000, 'second').kind).toBe('not-yet');
    const later = startMs + 60_000 + limits.alertLeaseMs;
    const again = closing(more, later, 'second');
    expect(again).toMatchObject({ kind: 'send', items: [alert(2)], recovered: true, next: { waiting: [alert(3)] } });
    if (again.kind !== 'send') throw new Error('not sent');
    const after = closed(accepted(again.next, 'second', 'message-1'), 'second');
    expect(closing(after, later + 60_000, 'third')).toMatchObject({ kind: 'send', items: [alert(3)] });
  });

  it('is not sent again by a successor who took it over and did not hear that its own write landed', () => {
    const waiting = admitted(admitted(emptyWindow, 1, startMs), 2, startMs + 1_000);
    const sending = closing(waiting, startMs + 60_000, 'first');
    if (sending.kind !== 'send') throw new Error('not sent');
    const died = accepted(sending.next, 'first', 'message-1');
    const taken = closing(died, startMs + 60_000 + limits.alertLeaseMs, 'second');
    const wanted = { kind: 'accepted', items: [alert(2)], messageId: 'message-1' };
    expect(taken).toMatchObject(wanted);
    if (taken.kind !== 'accepted') throw new Error('not accepted');
    expect(closing(taken.next, startMs + 60_000 + limits.alertLeaseMs, 'second')).toMatchObject(wanted);
  });

  it('is sent again at once by the successor of a process that was killed while sending', () => {
    const sending = closing(
      admitted(admitted(emptyWindow, 1, startMs), 2, startMs + 1_000),
      startMs + 60_000,
      'first',
      false,
    );
    if (sending.kind !== 'send') throw new Error('not sent');
    const again = closing(freed(sending.next, startMs + 61_000), startMs + 61_000, 'second');
    expect(again).toMatchObject({ kind: 'send', items: [alert(2)], recovered: true });
  });

  it('remembers what it sent, so that a late retry is not published again', () => {
    const waiting = admitted(admitted(emptyWindow, 1, startMs), 2, startMs + 1_000);
    const sending = closing(waiting, startMs + 60_000, 'n');
    if (sending.kind !== 'send') throw new Error('not sent');
    const state = closed(accepted(sending.next, 'n', 'message-1'), 'n');
    const late = arrive(state, alert(2), { ...arrival, nowMs: startMs + 200_000 });
    expect(late.fate).toEqual({ kind: 'settled', update: { state: 'accepted', messageId: 'message-1' } });
    expect(closing(state, startMs + 200_000, 'm')).toEqual({ kind: 'empty' });
  });

  it('sends at most the named number at once and keeps the rest', () => {
    let state = admitted(emptyWindow, 0, startMs);
    for (let n = 1; n <= limits.groupedAlertsPerMessageMax + 5; n += 1) state = admitted(state, n, startMs + 1_000);
    const sending = closing(state, startMs + 60_000, 'n');
    if (sending.kind !== 'send') throw new Error('not sent');
    expect([sending.items.length, sending.next.waiting.length]).toEqual([limits.groupedAlertsPerMessageMax, 5]);
  });
});
