/**
 * Reads the change log from a cursor on, without a LIST: from the head back to the cursor by the keys that the segments
 * name, then forward again. Every segment is held against the hash that the one behind it (or the head) names.
 */
import { CorruptDataError } from '../errors.ts';
import { sha256Hex } from '../ids.ts';
import { limits } from '../limits.ts';
import type { Objects } from '../ports.ts';
import { type ChangeLine, type ChangesHead, checkedHead, headFault, parseSegment } from './changes.ts';
import { keys, segmentFirstSeq } from './keys.ts';
import { readJson } from './objects.ts';

/** Where a reader stands. `seq` is that of the last change it has; 0 at the beginning. */
export interface ChangeCursor {
  readonly seq: number;
  /** First 16 hexadecimal digits of the SHA-256 of the segment that holds `seq`; null when the reader kept the number alone. */
  readonly segment: string | null;
}

export const beginning: ChangeCursor = { seq: 0, segment: null };

const cursorPattern = /^(0|[1-9]\d{0,14})(?:-([0-9a-f]{16}))?$/;
const hashCharacters = 16;

/** `SEQ` or `SEQ-HASH`; null for anything else. */
export function parseCursor(text: string): ChangeCursor | null {
  const [, seq, segment = null] = cursorPattern.exec(text) ?? [];
  return seq === undefined ? null : { seq: Number(seq), segment };
}

export function printCursor({ seq, segment }: ChangeCursor): string {
  return segment === null ? String(seq) : `${seq}-${segment}`;
}

export interface ChangeSegment {
  readonly key: string;
  /** SHA-256 of its bytes. */
  readonly sha256: string;
  /** Those behind the cursor, in order, at least one. */
  readonly lines: readonly ChangeLine[];
}

/** The cursor of a reader that has taken in this change. */
export function cursorAfter(segment: ChangeSegment, line: ChangeLine): ChangeCursor {
  return { seq: line.seq, segment: segment.sha256.slice(0, hashCharacters) };
}

const broken = (message: string, key: string): CorruptDataError =>
  new CorruptDataError('E_CHAIN', message, { input: key, hint: 'run `dateline verify`, which names every fault' });

const foreign = (cursor: ChangeCursor, why: string): CorruptDataError =>
  new CorruptDataError('E_CURSOR', `the cursor ${printCursor(cursor)} is none of this archive: ${why}`, {
    input: printCursor(cursor),
    hint: 'start again from 0, or restore the archive that the cursor is of',
  });

/** A segment's key and the hash that its bytes must have. */
interface NamedSegment {
  readonly key: string;
  readonly sha256: string;
}

async function firstLine(objects: Objects, key: string, namedBy: string): Promise<ChangeLine> {
  const range = { firstByte: 0, lastByte: limits.changeLineBytesMax - 1 };
  const stored = await objects.get(key, { range });
  if (stored === null) throw broken(`the change segment ${key}, which ${namedBy} names, is not there`, key);
  const end = stored.body.indexOf(10);
  const [line] = end < 0 ? [] : parseSegment(key, stored.body.subarray(0, end + 1));
  if (line === undefined) throw broken(`the change segment ${key} has no first line`, key);
  return line;
}

/** The segments that hold what lies behind `seq`, the last one first. */
async function backTo(objects: Objects, head: ChangesHead, seq: number): Promise<readonly NamedSegment[]> {
  const found: NamedSegment[] = [];
  let next: NamedSegment = { key: head.key, sha256: head.sha256 };
  let namedBy: string = keys.changesHead;
  for (;;) {
    const firstSeq = segmentFirstSeq(next.key);
    if (firstSeq === null) throw broken(`${namedBy} names ${next.key}, which is no change segment`, namedBy);
    const later = found.at(-1);
    if (later !== undefined && firstSeq >= (segmentFirstSeq(later.key) ?? 0)) {
      throw broken(`${namedBy} names ${next.key}, which does not lie before it`, namedBy);
    }
    found.push(next);
    if (firstSeq <= seq + 1) return found;
    const { previous, previousKey } = await firstLine(objects, next.key, namedBy);
    if (previous === null || typeof previousKey !== 'string') {
      throw broken(`the change segment ${next.key} names none before it, though it begins at ${firstSeq}`, next.key);
    }
    namedBy = next.key;
    next = { key: previousKey, sha256: previous };
  }
}

async function readSegment(objects: Objects, { key, sha256 }: NamedSegment): Promise<readonly ChangeLine[]> {
  const stored = await objects.get(key);
  if (stored === null) throw broken(`the change segment ${key} is not there`, key);
  if (sha256Hex(stored.body) !== sha256) {
    throw broken(`the bytes of the change segment ${key} are not those that the chain names`, key);
  }
  return parseSegment(key, stored.body);
}

function isCursorIn(cursor: ChangeCursor, sha256: string): boolean {
  return cursor.segment === null || sha256.startsWith(cursor.segment);
}

/** `changes/head.json`; null while nothing was logged. Throws CorruptDataError. */
export async function readHead(objects: Objects): Promise<ChangesHead | null> {
  const { value } = await readJson<unknown>(objects, keys.changesHead, null).catch((fault: unknown) => {
    throw fault instanceof CorruptDataError ? headFault(fault) : fault;
  });
  return checkedHead(value);
}

/**
 * Every segment with changes behind the cursor, up to the head as it stands at the call. Each change comes exactly once,
 * in the order of `seq`. Costs no LIST: one GET of the head, then two a segment, the first of its first line only.
 * Throws CorruptDataError: E_CHAIN when the chain is broken, E_CURSOR when the cursor is of another archive.
 */
export async function* readChanges(objects: Objects, from: ChangeCursor): AsyncGenerator<ChangeSegment> {
  const head = await readHead(objects);
  if (head === null || head.seq < from.seq) {
    if (from.seq === 0) return;
    throw foreign(from, `its change log ends at ${head?.seq ?? 0}`);
  }
  if (head.seq === from.seq) {
    if (!isCursorIn(from, head.sha256)) throw foreign(from, `sequence ${head.seq} stands in another segment`);
    return;
  }
  const segments = [...(await backTo(objects, head, from.seq))].reverse();
  let seq = from.seq;
  for (const segment of segments) {
    const all = await readSegment(objects, segment);
    const [first] = all;
    if (first !== undefined && first.seq === from.seq + 1 && !isCursorIn(from, first.previous ?? '')) {
      throw foreign(from, `${segment.key} follows another segment`);
    }
    if (first !== undefined && first.seq <= from.seq && !isCursorIn(from, segment.sha256)) {
      throw foreign(from, `sequence ${from.seq} stands in another segment, ${segment.key}`);
    }
    const lines = all.filter((line) => line.seq > seq);
    for (const line of lines) {
      if (line.seq !== seq + 1) throw broken(`${segment.key} goes from ${seq} to ${line.seq}`, segment.key);
      seq = line.seq;
    }
    if (lines.length > 0) yield { ...segment, lines };
  }
  if (seq !== head.seq) throw broken(`the head says ${head.seq}, but the last change is ${seq}`, keys.changesHead);
}
