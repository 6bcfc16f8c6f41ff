/**
 * Verification of the change log: back from the head by the hashes that segments name, then forward by their sequences.
 * What lies under changes/ and is not on that way is a fork, or was put by hand.
 */
import { sha256Hex } from '../../ids.ts';
import type { Objects, StoredObject } from '../../ports.ts';
import { type ChangeLine, type ChangesState, parseSegment, readChangesState } from '../changes.ts';
import { readHead } from '../follow.ts';
import { keys, prefixes, segmentFirstSeq } from '../keys.ts';
import { headsUnder } from '../list.ts';
import { type Finding, isDenied, reasonOf, type VerifyProgress } from './finding.ts';

interface Segment {
  readonly key: string;
  readonly sha256: string;
  readonly lines: readonly ChangeLine[];
}

export interface Chain {
  readonly findings: readonly Finding[];
  /** Release key → its line. */
  readonly named: ReadonlyMap<string, ChangeLine>;
  /** Keys whose line stands in a segment of an earlier day than asked for. */
  readonly earlier: ReadonlySet<string>;
  /** Keys that the writer has fixed for the next segment. */
  readonly pending: ReadonlySet<string>;
  /** Sequence and hash of the last segment: the root of all before it; null while there is none. */
  readonly root: { readonly seq: number; readonly sha256: string } | null;
  /** Hash of the segment that ends at this sequence. */
  readonly endsAt: ReadonlyMap<number, string>;
}

/** Null for a segment that is gone, or denied, which is named. */
async function readOne(objects: Objects, key: string, findings: Finding[]): Promise<StoredObject | null> {
  try {
    return await objects.get(key);
  } catch (fault) {
    if (!isDenied(fault)) throw fault;
    findings.push({ key, problem: fault.message, remedy: 'permission' });
    return null;
  }
}

async function readSegments(
  objects: Objects,
  progress: VerifyProgress,
  findings: Finding[],
): Promise<ReadonlyMap<string, Segment>> {
  const segments = new Map<string, Segment>();
  for await (const { key } of headsUnder(objects, prefixes.changes)) {
    if (key === keys.changesHead) continue;
    if (segmentFirstSeq(key) === null) {
      findings.push({ key, problem: 'no key of a change segment: somebody put it there by hand', remedy: 'remove' });
      continue;
    }
    const stored = await readOne(objects, key, findings);
    if (stored === null) continue;
    progress.segments += 1;
    progress.bytes += stored.sizeBytes;
    let lines: readonly ChangeLine[] = [];
    try {
      lines = parseSegment(key, stored.body);
    } catch (fault) {
      findings.push({ key, problem: reasonOf(fault), remedy: 'restore' });
    }
    segments.set(key, { key, sha256: sha256Hex(stored.body), lines });
  }
  return segments;
}

/** Where the way back begins: the head, or what the writer knows of where the head was not written yet. */
interface Start {
  readonly key: string;
  readonly sha256: string;
  readonly namedBy: string;
}

async function startOf(
  objects: Objects,
  state: ChangesState,
  segments: ReadonlyMap<string, Segment>,
  findings: Finding[],
): Promise<Start | null> {
  const head = await readHead(objects).catch((fault: unknown) => {
    findings.push({
      key: keys.changesHead,
      problem: reasonOf(fault),
      remedy: isDenied(fault) ? 'permission' : 'derived',
    });
    return null;
  });
  const { last, pending } = state;
  // A writer that died left its segment without a head, or its bytes in the state: the next one finishes both.
  if (pending !== null && segments.has(pending.key)) {
    return { key: pending.key, sha256: sha256Hex(pending.body), namedBy: keys.changes };
  }
  if (last !== null && (head === null || head.seq < last.lastSeq)) {
    return { key: last.key, sha256: last.sha256, namedBy: keys.changes };
  }
  if (head !== null) return { key: head.key, sha256: head.sha256, namedBy: keys.changesHead };
  const lastKey = [...segments.keys()].sort().at(-1);
  const lastSegment = lastKey === undefined ? undefined : segments.get(lastKey);
  if (lastSegment === undefined) return null;
  findings.push({ key: keys.changesHead, problem: `not there, though ${lastSegment.key} is`, remedy: 'restore' });
  return { key: lastSegment.key, sha256: lastSegment.sha256, namedBy: keys.changesHead };
}

/** The segments on the way back, in the order of the log. */
function walkBack(start: Start, segments: ReadonlyMap<string, Segment>, findings: Finding[]): readonly Segment[] {
  const way: Segment[] = [];
  const sorted = [...segments.keys()].sort();
  const visited = new Set<string>();
  /** Where the way is lost it goes on with the segment that lies before. */
  const before = (key: string): string | undefined => sorted.findLast((one) => one < key && !visited.has(one));
  let next: { readonly key: string; readonly sha256: string | null } | null = start;
  let namedBy = start.namedBy;
  while (next !== null) {
    const { key, sha256 }: { readonly key: string; readonly sha256: string | null } = next;
    const segment = segments.get(key);
    visited.add(key);
    if (segment === undefined) {
      findings.push({ key, problem: `missing: ${namedBy} names it`, remedy: 'restore' });
    } else {
      way.push(segment);
      if (sha256 !== null && segment.sha256 !== sha256) {
        findings.push({
          key,
          problem: `its bytes are not those that ${namedBy} names: it was altered or replaced`,
          remedy: 'restore',
        });
      }
      namedBy = key;
    }
    const first: ChangeLine | undefined = segment?.lines[0];
    const lost = first === undefined || typeof first.previousKey !== 'string' || visited.has(first.previousKey);
    if (first?.previous === null && segmentFirstSeq(key) === 1) return way.reverse();
    const fallback: string | undefined = lost ? before(key) : undefined;
    if (!lost) next = { key: first.previousKey as string, sha256: first.previous };
    else next = fallback === undefined ? null : { key: fallback, sha256: null };
  }
  return way.reverse();
}

/** What is not on the way: a second segment behind the same one is a fork. */
function checkOthers(way: readonly Segment[], segments: ReadonlyMap<string, Segment>, findings: Finding[]): void {
  const onWay = new Set(way.map(({ key }) => key));
  const followers = new Map(way.map((segment) => [segment.lines[0]?.previous ?? null, segment.key]));
  for (const { key, lines } of segments.values()) {
    if (onWay.has(key)) continue;
    const rival = lines[0] === undefined ? undefined : followers.get(lines[0].previous);
    findings.push(
      rival === undefined
        ? { key, problem: 'not in the chain: somebody put it there by hand', remedy: 'remove' }
        : { key, problem: `follows the same segment as ${rival}: the chain is forked`, remedy: 'fork' },
    );
  }
}

interface Named {
  readonly named: Map<string, ChangeLine>;
  readonly earlier: Set<string>;
  readonly endsAt: Map<number, string>;
}

function checkLines(way: readonly Segment[], sinceDay: string | null, findings: Finding[]): Named {
  const result: Named = { named: new Map(), earlier: new Set(), endsAt: new Map() };
  const { named, earlier, endsAt } = result;
  let expected = 1;
  let previous: string | null = null;
  let before = '';
  for (const { key, lines, sha256 } of way) {
    if (key < before)
      findings.push({ key, problem: `its name says an earlier time than ${before}, which it follows`, remedy: 'look' });
    before = key;
    const first = lines[0]?.seq;
    if (first !== undefined && first !== segmentFirstSeq(key)) {
      findings.push({ key, problem: `the name does not say its first sequence ${first}`, remedy: 'look' });
    }
    if (first !== undefined && first > expected) {
      findings.push({
        key,
        problem: `begins at sequence ${first}: ${first - 1 === expected ? `${expected} is` : `${expected} to ${first - 1} are`} missing`,
        remedy: 'restore',
      });
    } else if (first !== undefined && first < expected) {
      findings.push({ key, problem: `begins at sequence ${first} where ${expected} was expected`, remedy: 'look' });
    }
    expected = first ?? expected;
    const strange = lines.find((line) => line.previous !== previous);
    if (strange !== undefined) {
      const problem = `line ${strange.seq} names another previous segment: the chain is broken or forked`;
      findings.push({ key, problem, remedy: 'look' });
    }
    for (const line of lines) {
      if (line.seq !== expected)
        findings.push({ key, problem: `sequence ${line.seq} where ${expected} was expected`, remedy: 'look' });
      const twice = named.get(line.key);
      if (twice !== undefined) {
        findings.push({ key: line.key, problem: `logged twice, as ${twice.seq} and ${line.seq}`, remedy: 'look' });
      }
      named.set(line.key, line);
      if (sinceDay !== null && key < sinceDay) earlier.add(line.key);
      expected = line.seq + 1;
    }
    endsAt.set(expected - 1, sha256);
    previous = sha256;
  }
  return result;
}

/** Reads the whole log. `sinceMs`: releases logged on earlier days (UTC) are listed as `earlier`. */
export async function readChain(objects: Objects, progress: VerifyProgress, sinceMs: number | null): Promise<Chain> {
  const findings: Finding[] = [];
  const segments = await readSegments(objects, progress, findings);
  const none: ChangesState = { pending: null, last: null, recent: {} };
  const state = await readChangesState(objects).then(
    ({ value }) => value,
    // Named by the check of states.
    () => none,
  );
  const start = await startOf(objects, state, segments, findings);
  const way = start === null ? [] : walkBack(start, segments, findings);
  checkOthers(way, segments, findings);
  // Segment keys sort by their day.
  const sinceDay = sinceMs === null ? null : keys.changeSegment(sinceMs, 0).slice(0, 'changes/yyyy/mm/dd'.length);
  const { named, earlier, endsAt } = checkLines(way, sinceDay, findings);
  const { pending } = state;
  const fixed = pending === null ? [] : parseSegment(pending.key, Buffer.from(pending.body)).map(({ key }) => key);
  const last = way.at(-1);
  const seq = last?.lines.at(-1)?.seq;
  return {
    findings,
    named,
    earlier,
    pending: new Set(fixed),
    root: last === undefined || seq === undefined ? null : { seq, sha256: last.sha256 },
    endsAt,
  };
}
