import { describe, expect, it } from 'vitest';
import { limits } from '../../../shared/limits.ts';
import { type Arrival, type Arrived, arrive } from '../../../shared/watch/arrival.ts';
import { emptied } from '../../../shared/watch/digest-box.ts';
import { accepted, close, closed, emptyWindow, type WindowState } from '../../../shared/watch/window.ts';
import { alert } from './waiting-alert.ts';

const startMs = Date.parse('2026-03-02T09:00:00Z');
const timeZone = 'UTC';
const atOnce: Arrival['route'] = { immediate: true, digests: [] };
const paused: Arrival['route'] = { immediate: false, digests: ['immediate'] };
const unheard: Arrival['route'] = { immediate: false, digests: [] };

const come = (state: WindowState, n: number, nowMs = startMs, route = atOnce): Arrived =>
  arrive(state, alert(n), { at: new Date(nowMs).toISOString(), nowMs, route, timeZone });

const settled = (state: string, messageId: string | null = null) => ({ kind: 'settled', update: { state, messageId } });

/** The window of a watch that has sent as many messages as a day allows. */
function spent(): WindowState {
  let state = emptyWindow;
  for (let n = 0; n < limits.messagesAtOncePerDayMax; n += 1) state = come(state, 100 + n, startMs + n * 61_000).next;
  return state;
}
const afterwardsMs = startMs + limits.messagesAtOncePerDayMax * 61_000;

/** A window in which alert 2 is being sent with its group. */
function sendingTwo(): WindowState {
  const waiting = come(come(emptyWindow, 1).next, 2, startMs + 1_000).next;
  const closing = close(waiting, { nowMs: startMs + 60_000, nonce: 'n', timeZone, force: false });
  if (closing.kind !== 'send') throw new Error('not sent');
  return closing.next;
}

describe('a hit that arrives at the window of its watch', () => {
  it('leads when it is the first of its minute, and waits for the group of the minute otherwise', () => {
    const { next, fate } = come(emptyWindow, 1);
    expect(fate).toEqual({ kind: 'leads', unheard: 'no-subscriber' });
    expect(come(next, 2, startMs + 59_000)).toMatchObject({ fate: { kind: 'grouped' }, next: { waiting: [alert(2)] } });
    expect(come(next, 2, startMs + 60_000).fate.kind).toBe('leads');
  });

  it('is in its group once, however often it comes', () => {
    const { next } = come(come(emptyWindow, 1).next, 2, startMs + 1_000);
    const again = come(next, 2, startMs + 2_000);
    expect(again.fate).toEqual({ kind: 'grouped' });
    expect(again.next).toBe(next);
  });

  it('leads again when its record was lost, within its minute and behind it, and counts once', () => {
    const { next } = come(emptyWindow, 1);
    for (const nowMs of [startMs + 2_000, startMs + 400_000]) {
      const again = come(next, 1, nowMs);
      expect(again.fate.kind).toBe('leads');
      expect(again.next).toBe(next);
    }
    const group = come(next, 2, startMs + 3_000).next;
    expect(come(group, 1, startMs + 4_000).fate.kind).toBe('leads');
  });

  it('does not lead while a group is being sent, however long that takes', () => {
    expect(come(sendingTwo(), 3, startMs + 300_000).fate).toEqual({ kind: 'grouped' });
  });

  it('is settled with the message that it went out with', () => {
    const sent = closed(accepted(sendingTwo(), 'n', 'message-1'), 'n');
    expect(come(sent, 2, startMs + 200_000).fate).toEqual(settled('accepted', 'message-1'));
  });

  it('stands in the feed of its watch, and goes nowhere when nobody wants it', () => {
    const { next, fate } = come(emptyWindow, 1, startMs, unheard);
    expect(fate).toEqual(settled('no-subscriber'));
    expect(next).toEqual({ ...emptyWindow, recent: [alert(1)] });
  });

  it('leads and waits for the digest of its day too, where its watch has both rates', () => {
    const { next, fate } = come(emptyWindow, 1, startMs, { immediate: true, digests: ['daily'] });
    expect(fate).toEqual({ kind: 'leads', unheard: 'waiting' });
    expect(next.boxes?.daily?.waiting).toMatchObject([{ alertId: 'alert-1', at: '2026-03-02T09:00:00.000Z' }]);
  });
});

describe('a hit of a paused watch', () => {
  it('waits for the end of the pause', () => {
    const { next, fate } = come(emptyWindow, 1, startMs, paused);
    expect(fate).toEqual(settled('waiting'));
    expect(next.boxes?.immediate?.waiting).toHaveLength(1);
  });

  it('is taken out of the group that an earlier attempt put it into', () => {
    const waiting = come(come(emptyWindow, 1).next, 2, startMs + 1_000).next;
    const { next, fate } = come(waiting, 2, startMs + 2_000, paused);
    expect(fate).toEqual(settled('waiting'));
    expect(next.waiting).toEqual([]);
  });

  it('stays in the group that is being sent, and in no box beside it', () => {
    const { next, fate } = come(sendingTwo(), 2, startMs + 61_000, paused);
    expect(fate).toEqual({ kind: 'grouped' });
    expect(next.boxes).toBeUndefined();
  });

  it('goes again alone when it went alone and its record was lost, and waits in no box beside that', () => {
    const { next, fate } = come(come(emptyWindow, 1).next, 1, startMs + 2_000, paused);
    expect(fate.kind).toBe('leads');
    expect(next.boxes).toBeUndefined();
  });

  it('does not go at once when the pause has ended since it was boxed', () => {
    const { next } = come(emptyWindow, 1, startMs, paused);
    expect(come(next, 1, startMs + 5_000).fate).toEqual(settled('waiting'));
  });

  it('is settled when the digest of the pause has told of it', () => {
    const { next } = come(emptyWindow, 1, startMs, paused);
    const box = next.boxes?.immediate;
    if (box === undefined) throw new Error('not boxed');
    const told = { ...next, boxes: { immediate: emptied(box, '2026-03-02T10:00:00Z', new Set(['alert-1']), 0) } };
    expect(come(told, 1, startMs + 5_000).fate).toEqual(settled('accepted'));
  });
});

describe('a hit of a watch that has sent as many messages as a day allows', () => {
  it('waits for the digest of its hour, and the first one says until when', () => {
    const first = come(spent(), 1, afterwardsMs);
    expect(first.fate).toEqual(settled('waiting'));
    expect(first.slowedUntil).toBe('2026-03-03T00:00:00.000Z');
    const second = come(first.next, 2, afterwardsMs + 1_000);
    expect([second.fate, second.slowedUntil]).toEqual([settled('waiting'), null]);
  });

  it('goes at once again behind the midnight of its watch', () => {
    const { fate } = arrive(spent(), alert(1), {
      at: '2026-03-02T23:00:00Z',
      nowMs: Date.parse('2026-03-03T00:00:00Z'),
      route: atOnce,
      timeZone,
    });
    expect(fate.kind).toBe('leads');
  });

  it('stays in the group that has it already', () => {
    const almost = { ...spent(), lastPublishedAt: new Date(afterwardsMs).toISOString() };
    const waiting = { ...almost, waiting: [alert(1)] };
    expect(come(waiting, 1, afterwardsMs + 1_000).fate).toEqual({ kind: 'grouped' });
  });
});

describe('the messages of a day', () => {
  it('are counted in the day in which they are begun, a group that waited over midnight in the new one', () => {
    const beforeMs = Date.parse('2026-03-02T23:59:30Z');
    const waiting = come(come(emptyWindow, 1, beforeMs).next, 2, beforeMs + 1_000).next;
    expect(waiting.pace).toEqual({ until: '2026-03-03T00:00:00.000Z', messages: 1 });
    const closing = close(waiting, { nowMs: beforeMs + 60_000, nonce: 'n', timeZone, force: false });
    if (closing.kind !== 'send') throw new Error('not sent');
    expect(closing.next.pace).toEqual({ until: '2026-03-04T00:00:00.000Z', messages: 1 });
  });

  it('end at the midnight of the time zone of the watch', () => {
    const { next } = arrive(emptyWindow, alert(1), {
      at: '2026-03-02T09:00:00Z',
      nowMs: startMs,
      route: atOnce,
      timeZone: 'Asia/Tokyo',
    });
    expect(next.pace).toEqual({ until: '2026-03-02T15:00:00.000Z', messages: 1 });
  });
});
