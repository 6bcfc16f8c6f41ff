/** Verification of the archive: every hash, the chain of the change log, and release objects that the log does not name. */
import { sha256Hex } from '../ids.ts';
import type { Objects } from '../ports.ts';
import { type ChangeLine, type ChangesHead, parseSegment, readChangesState } from './changes.ts';
import { keys, parseReleaseKey, prefixes } from './keys.ts';
import { keysUnder } from './list.ts';
import { readJson } from './objects.ts';
import { parseRelease } from './release-object.ts';

export interface Finding {
  readonly key: string;
  readonly problem: string;
}

export interface VerifyProgress {
  segments: number;
  releases: number;
  bytes: number;
}

export interface VerifyOptions {
  /** Release objects logged on an earlier day (UTC) are looked for, but not read. The chain is always checked whole. */
  readonly sinceMs?: number;
}

interface Chain {
  readonly named: Map<string, ChangeLine>;
  /** Keys whose line stands in a segment of an earlier day than `sinceMs`. */
  readonly earlier: Set<string>;
  readonly findings: Finding[];
}

function checkLines(
  key: string,
  lines: readonly ChangeLine[],
  expectedSeq: number,
  previous: string | null,
  chain: Chain,
): number {
  let seq = expectedSeq;
  const firstSeq = lines[0]?.seq;
  if (firstSeq !== undefined && !key.endsWith(`-${String(firstSeq).padStart(12, '0')}.ndjson`)) {
    chain.findings.push({ key, problem: `the name does not say its first sequence ${firstSeq}` });
  }
  for (const line of lines) {
    if (line.seq !== seq) chain.findings.push({ key, problem: `sequence ${line.seq} where ${seq} was expected` });
    if (line.previous !== previous) {
      chain.findings.push({
        key,
        problem: `line ${line.seq} names another previous segment: the chain is broken or forked`,
      });
    }
    const twice = chain.named.get(line.key);
    if (twice !== undefined)
      chain.findings.push({ key: line.key, problem: `logged twice, as ${twice.seq} and ${line.seq}` });
    chain.named.set(line.key, line);
    seq = line.seq + 1;
  }
  return seq;
}

/** Walks the segments in order. */
async function readChain(objects: Objects, progress: VerifyProgress, sinceMs: number | null): Promise<Chain> {
  const chain: Chain = { named: new Map(), earlier: new Set(), findings: [] };
  // Segment keys sort by their day.
  const sinceKey = sinceMs === null ? '' : keys.changeSegment(sinceMs, 0).slice(0, 'changes/yyyy/mm/dd'.length);
  let seq = 1;
  let previous: string | null = null;
  let lastKey: string | null = null;
  for await (const key of keysUnder(objects, prefixes.changes)) {
    if (key === keys.changesHead) continue;
    const stored = await objects.get(key);
    if (stored === null) continue;
    let lines: readonly ChangeLine[] = [];
    try {
      lines = parseSegment(key, stored.body);
    } catch (fault) {
      chain.findings.push({ key, problem: fault instanceof Error ? fault.message : String(fault) });
    }
    seq = checkLines(key, lines, seq, previous, chain);
    if (key < sinceKey) for (const line of lines) chain.earlier.add(line.key);
    previous = sha256Hex(stored.body);
    lastKey = key;
    progress.segments += 1;
    progress.bytes += stored.sizeBytes;
  }
  const head = (await readJson<ChangesHead | null>(objects, keys.changesHead, null)).value;
  if (lastKey !== null && head?.key !== lastKey) {
    chain.findings.push({
      key: keys.changesHead,
      problem: `names ${head?.key ?? 'nothing'} where ${lastKey} is the last segment`,
    });
  }
  if (head !== null && head.key === lastKey && head.sha256 !== previous) {
    chain.findings.push({ key: lastKey, problem: 'its bytes are not those that the head names' });
  }
  if (head !== null && lastKey === null)
    chain.findings.push({ key: head.key, problem: 'named by the head, but not there' });
  return chain;
}

function checkRecord(key: string, body: Uint8Array): readonly Finding[] {
  try {
    const release = parseRelease(key, body);
    const parts = parseReleaseKey(key);
    return release.id === parts?.release ? [] : [{ key, problem: `holds the release ${release.id}` }];
  } catch (fault) {
    return [{ key, problem: fault instanceof Error ? fault.message : String(fault) }];
  }
}

/**
 * Yields every finding; nothing found means that each release object has the bytes that the log names, each is named
 * exactly once, and the chain is whole. `progress` is updated as it goes. Changes nothing.
 */
export async function* verifyArchive(
  objects: Objects,
  progress: VerifyProgress,
  { sinceMs }: VerifyOptions = {},
): AsyncGenerator<Finding> {
  const chain = await readChain(objects, progress, sinceMs ?? null);
  yield* chain.findings;
  const { value } = await readChangesState(objects);
  const pending = new Set(
    value.pending === null
      ? []
      : parseSegment(value.pending.key, Buffer.from(value.pending.body)).map(({ key }) => key),
  );
  const seen = new Set<string>();
  for await (const key of keysUnder(objects, prefixes.releases)) {
    seen.add(key);
    if (chain.earlier.has(key)) continue;
    const stored = await objects.get(key);
    if (stored === null) continue;
    progress.releases += 1;
    progress.bytes += stored.sizeBytes;
    const line = chain.named.get(key);
    if (line === undefined) {
      if (!pending.has(key)) yield { key, problem: 'not in the change log' };
    } else if (sha256Hex(stored.body) !== line.sha256 || stored.body.byteLength !== line.size) {
      yield { key, problem: `its bytes are not those that the change log names (sequence ${line.seq})` };
      continue;
    }
    yield* checkRecord(key, stored.body);
  }
  for (const [key, line] of chain.named) {
    if (!seen.has(key)) yield { key, problem: `named by the change log (sequence ${line.seq}), but not there` };
  }
}
