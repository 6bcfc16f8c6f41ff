import { describe, expect, it } from 'vitest';
import { limits } from '../../../shared/limits.ts';
import {
  accepted,
  admit,
  close,
  closed,
  emptyWindow,
  freed,
  type WaitingAlert,
  type WindowState,
} from '../../../shared/watch/window.ts';

const startMs = Date.parse('2026-03-02T09:00:00Z');
const alert = (n: number): WaitingAlert => ({
  alertId: `alert-${n}`,
  watch: 'w',
  release: `release-${n}`,
  revision: 1,
  kind: 'new',
  key: `key-${n}`,
  ledgerKey: `ledger-${n}`,
});

function admitted(state: WindowState, n: number, nowMs: number): WindowState {
  const admission = admit(state, alert(n), nowMs);
  return admission.kind === 'sent' ? state : (admission.next ?? state);
}

describe('a group window', () => {
  it('lets the first hit go at once and keeps those of the next minute', () => {
    const led = admit(emptyWindow, alert(1), startMs);
    expect(led.kind).toBe('leading');
    const state = admitted(emptyWindow, 1, startMs);
    expect(admit(state, alert(2), startMs + 59_000)).toMatchObject({ kind: 'waits', next: { waiting: [alert(2)] } });
    expect(admit(state, alert(2), startMs + 60_000).kind).toBe('leading');
  });

  it('keeps an alert once, however often it comes', () => {
    const state = admitted(admitted(emptyWindow, 1, startMs), 2, startMs + 1_000);
    expect(admit(state, alert(2), startMs + 2_000)).toEqual({ kind: 'waits', next: null });
  });

  it('closes when its minute is over, or when it is forced', () => {
    const state = admitted(admitted(emptyWindow, 1, startMs), 2, startMs + 1_000);
    expect(close(state, startMs + 30_000, 'n', false)).toEqual({ kind: 'not-yet', untilMs: startMs + 60_000 });
    expect(close(state, startMs + 30_000, 'n', true)).toMatchObject({ kind: 'send', items: [alert(2)] });
    expect(close(state, startMs + 60_000, 'n', false)).toMatchObject({ kind: 'send', items: [alert(2)] });
  });

  it('sends a group again when its sender died, together with what came since', () => {
    const waiting = admitted(admitted(emptyWindow, 1, startMs), 2, startMs + 1_000);
    const sending = close(waiting, startMs + 60_000, 'first', false);
    if (sending.kind !== 'send') throw new Error('not sent');
    const more = admitted(sending.next, 3, startMs + 61_000);
    expect(close(more, startMs + 62_000, 'second', false).kind).toBe('not-yet');
    const later = startMs + 60_000 + limits.alertLeaseMs;
    expect(close(more, later, 'second', false)).toMatchObject({ kind: 'send', items: [alert(2), alert(3)] });
  });

  it('is not sent again by a successor who took it over and did not hear that its own write landed', () => {
    const waiting = admitted(admitted(emptyWindow, 1, startMs), 2, startMs + 1_000);
    const sending = close(waiting, startMs + 60_000, 'first', false);
    if (sending.kind !== 'send') throw new Error('not sent');
    const died = accepted(sending.next, 'first', 'message-1');
    const taken = close(died, startMs + 60_000 + limits.alertLeaseMs, 'second', false);
    const wanted = { kind: 'accepted', items: [alert(2)], messageId: 'message-1' };
    expect(taken).toMatchObject(wanted);
    if (taken.kind !== 'accepted') throw new Error('not accepted');
    expect(close(taken.next, startMs + 60_000 + limits.alertLeaseMs, 'second', false)).toMatchObject(wanted);
  });

  it('is sent again at once by the successor of a process that was killed while sending', () => {
    const sending = close(
      admitted(admitted(emptyWindow, 1, startMs), 2, startMs + 1_000),
      startMs + 60_000,
      'first',
      false,
    );
    if (sending.kind !== 'send') throw new Error('not sent');
    const again = close(freed(sending.next, startMs + 61_000), startMs + 61_000, 'second', false);
    expect(again).toMatchObject({ kind: 'send', items: [alert(2)], recovered: true });
  });

  it('remembers what it sent, so that a late retry is not published again', () => {
    const waiting = admitted(admitted(emptyWindow, 1, startMs), 2, startMs + 1_000);
    const sending = close(waiting, startMs + 60_000, 'n', false);
    if (sending.kind !== 'send') throw new Error('not sent');
    const state = closed(accepted(sending.next, 'n', 'message-1'), 'n');
    expect(admit(state, alert(2), startMs + 200_000)).toEqual({ kind: 'sent', messageId: 'message-1' });
    expect(close(state, startMs + 200_000, 'm', false)).toEqual({ kind: 'empty' });
  });

  it('sends at most the named number at once and keeps the rest', () => {
    let state = admitted(emptyWindow, 0, startMs);
    for (let n = 1; n <= limits.groupedAlertsPerMessageMax + 5; n += 1) state = admitted(state, n, startMs + 1_000);
    const sending = close(state, startMs + 60_000, 'n', false);
    if (sending.kind !== 'send') throw new Error('not sent');
    expect([sending.items.length, sending.next.waiting.length]).toEqual([limits.groupedAlertsPerMessageMax, 5]);
  });
});
