/** Whether the change log's head, its writer's state and its last segment agree, and whether the clock that dated them was right. */
import { type ChangesState, parseSegment, readChangesState } from '../../shared/archive/changes.ts';
import { readHead } from '../../shared/archive/follow.ts';
import { keys, segmentMs } from '../../shared/archive/keys.ts';
import { parseRelease } from '../../shared/archive/release-object.ts';
import { CorruptDataError } from '../../shared/errors.ts';
import { sha256Hex } from '../../shared/ids.ts';
import { units } from '../../shared/limits.ts';
import type { Objects } from '../../shared/ports.ts';
import { type Finding, failed, ok } from './finding.ts';

/** publish runs every minute; what has waited so long waits for a person. */
const pendingMsMax = 15 * units.MINUTE_MS;
const aheadMsMax = 10 * units.MINUTE_MS;
const releasesLookedAtMax = 20;

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

function checkPending({ pending }: ChangesState, nowMs: number): Finding | null {
  const ms = pending === null ? null : segmentMs(pending.key);
  if (pending === null || ms === null || nowMs - ms < pendingMsMax) return null;
  const message = `${pending.key} has been about to be written since ${day(ms)} UTC: nothing publishes`;
  const remedy =
    'the next pass finishes it: `dateline start`, or `dateline run --once`; on AWS look at the errors of the function publish';
  return { check: 'changes', status: 'warn', message, remedy };
}

async function checkLast(objects: Objects, { last, pending }: ChangesState): Promise<Finding> {
  const head = await readHead(objects);
  const fail = (message: string, remedy: string): Finding => ({ check: 'changes', status: 'fail', message, remedy });
  if (last === null) {
    return head === null || pending !== null
      ? ok('changes', 'nothing was logged yet')
      : fail(
          `${keys.changes} knows of no segment, and ${keys.changesHead} names ${head.key}: a copy that is too old was restored`,
          `move ${keys.changes} out of the archive: the next pass makes it anew from the log`,
        );
  }
  if (head === null || (head.seq < last.lastSeq && pending === null)) {
    const what = head === null ? 'is not there' : `ends at ${head.seq}`;
    const message = `${keys.changesHead} ${what}, and the log at ${last.lastSeq}`;
    return { check: 'changes', status: 'warn', message, remedy: 'the next pass raises it: `dateline run --once`' };
  }
  if (head.seq > last.lastSeq && pending?.key !== head.key) {
    return fail(
      `${keys.changesHead} names sequence ${head.seq}, and ${keys.changes} only ${last.lastSeq}: a copy that is too old was restored`,
      `move ${keys.changes} out of the archive before anything is published: the next pass makes it anew from the log`,
    );
  }
  const stored = await objects.get(head.key);
  if (stored === null || sha256Hex(stored.body) !== head.sha256) {
    return fail(
      `${head.key}, the last segment, ${stored === null ? 'is gone' : 'holds other bytes than its head says'}`,
      'restore it from a copy; `dateline verify` names all that is wrong',
    );
  }
  return ok('changes', `${head.seq} changes; head, state and last segment agree`);
}

/** A clock that was ahead: names of segments go on from there until it is caught up with, and releases say so for good. */
async function checkTimes(objects: Objects, nowMs: number): Promise<Finding> {
  const head = await readHead(objects);
  const ms = head === null ? null : segmentMs(head.key);
  if (head === null || ms === null) return ok('times', 'nothing was logged yet');
  const stored = await objects.get(head.key);
  const lines = stored === null ? [] : parseSegment(head.key, stored.body);
  const ahead: string[] = [];
  for (const { key } of lines.slice(-releasesLookedAtMax)) {
    const one = await objects.get(key);
    try {
      const seenMs = one === null ? 0 : Date.parse(parseRelease(key, one.body).firstSeenAt);
      if (seenMs > nowMs + aheadMsMax) ahead.push(key);
    } catch (fault) {
      // `verify` names it.
      if (!(fault instanceof CorruptDataError)) throw fault;
    }
  }
  if (ms <= nowMs + aheadMsMax && ahead.length === 0) return ok('times', `the last segment is of ${day(ms)} UTC`);
  const seen =
    ahead.length === 0 ? '' : `, and ${ahead.length} of its last releases were first seen later than now (${ahead[0]})`;
  return {
    check: 'times',
    status: 'warn',
    message: `the last segment is of ${day(ms)} UTC, and it is ${day(nowMs)}${seen}: a clock was ahead, or is behind now`,
    remedy:
      'set the clock right; nothing is lost: segments go on under that minute until it has come, and what was first seen then is checked again later. Written times are never changed',
  };
}

export async function checkChangeLog(objects: Objects, nowMs: number): Promise<readonly Finding[]> {
  try {
    const { value: state } = await readChangesState(objects);
    const pending = checkPending(state, nowMs);
    return [...(pending === null ? [] : [pending]), await checkLast(objects, state), await checkTimes(objects, nowMs)];
  } catch (error) {
    const found = failed('changes', error);
    const isState = error instanceof CorruptDataError && error.input === keys.changes;
    return [
      isState
        ? { ...found, remedy: `move ${keys.changes} out of the archive: the next pass makes it anew from the log` }
        : found,
    ];
  }
}
