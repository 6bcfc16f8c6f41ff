/**
 * Verification of the archive: the chain of the change log, every hash, and what objects name of each other. It changes
 * nothing; what is wrong is named, with its key, for a person to decide.
 */
import { CorruptDataError } from '../../errors.ts';
import type { Objects } from '../../ports.ts';
import { type DailyFile, readDailyState } from '../daily.ts';
import { prefixes } from '../keys.ts';
import { judge, type VerifyContext } from './against.ts';
import { type Chain, readChain } from './chain.ts';
import type { Finding, VerifyProgress } from './finding.ts';
import type { Inspection } from './inspection.ts';
import { type ArchiveReader, type Inspected, objectsReader } from './reader.ts';

export interface VerifyOptions {
  /** Objects of an earlier day (UTC) are looked for, but not read. The chain is always checked whole. */
  readonly sinceMs?: number;
  /** A root that was noted elsewhere: the chain must hold it. */
  readonly root?: NotedRoot;
  /** Told when the chain was read: the root of all that it holds. */
  readonly onRoot?: (root: NotedRoot) => void;
  /** A faster way to read the same objects. */
  readonly reader?: ArchiveReader;
}

/** The hash of the segment that ends at this sequence: it vouches for everything up to there. */
export interface NotedRoot {
  readonly seq: number;
  readonly sha256: string;
}

async function dailyFiles(objects: Objects): Promise<ReadonlyMap<string, DailyFile>> {
  try {
    const { value } = await readDailyState(objects);
    const files = Object.values(value.days).flatMap(({ built }) =>
      built === null ? [] : [...built.earlier, built.parquet, built.ndjson],
    );
    return new Map(files.map((file) => [file.key, file]));
  } catch (fault) {
    // Named by the check of states.
    if (fault instanceof CorruptDataError) return new Map();
    throw fault;
  }
}

function count(progress: VerifyProgress, { key, sizeBytes }: Inspection): void {
  if (key.startsWith(prefixes.releases)) progress.releases += 1;
  else progress.others += 1;
  progress.bytes += sizeBytes;
}

/** What is read of a portion: not the chain, which is checked on its own, and not what was logged before the day asked for. */
function toRead(portion: readonly string[], { seen, chain }: VerifyContext): readonly string[] {
  for (const key of portion) seen.add(key);
  return portion.filter((key) => !key.startsWith(prefixes.changes) && !chain.earlier.has(key));
}

/** The answers in the order of the portions, a few of which are under way at a time; what releases say comes before the others begin. */
async function* inspections(
  reader: ArchiveReader,
  context: VerifyContext,
  sinceMs: number | null,
): AsyncGenerator<readonly Inspected[]> {
  const underWay: Promise<readonly Inspected[]>[] = [];
  let releases = true;
  try {
    for await (const portion of reader.keys()) {
      const more = portion[0]?.startsWith(prefixes.releases) ?? false;
      while (releases && !more && underWay.length > 0) yield await (underWay.shift() ?? []);
      releases = more;
      const keys = toRead(portion, context);
      const expected = keys.map(
        (key) => (more ? context.chain.named.get(key)?.sha256 : context.packed.get(key)) ?? null,
      );
      const answer = reader.inspect(keys, expected, sinceMs);
      // One that fails while another is waited for is told of when its turn comes.
      answer.catch(() => undefined);
      underWay.push(answer);
      if (underWay.length < reader.portionsConcurrent) continue;
      yield await (underWay.shift() ?? []);
    }
    while (underWay.length > 0) yield await (underWay.shift() ?? []);
  } finally {
    await Promise.allSettled(underWay);
  }
}

function checkRoot(chain: Chain, noted: NotedRoot): readonly Finding[] {
  const standing = chain.endsAt.get(noted.seq);
  if (standing === noted.sha256) return [];
  const what = standing === undefined ? 'no segment ends there' : `the segment that ends there is ${standing}`;
  return [
    {
      key: prefixes.changes,
      problem: `the noted root ${noted.seq}-${noted.sha256} is not in the chain: ${what}`,
      remedy: 'look',
    },
  ];
}

/** What objects name and nobody met; what the change log names is told by its own words. */
function missing({ chain, needed, seen, daily }: VerifyContext): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (key: string, problem: string): void => {
    findings.push({ key, problem, remedy: 'restore' });
  };
  for (const [key, { seq }] of chain.named) {
    if (!seen.has(key)) add(key, `named by the change log (sequence ${seq}), but not there`);
  }
  for (const [key, by] of needed) {
    if (!seen.has(key) && !chain.named.has(key)) add(key, `named by ${by}, but not there`);
  }
  for (const key of daily.keys()) {
    if (!seen.has(key)) add(key, 'a daily file that was written, but is not there');
  }
  return findings;
}

/**
 * Yields every finding; none means that each object has the bytes that the log (or its name) says, each release is logged
 * exactly once, the chain is whole, and everything that is named is there. `progress` is updated as it goes. Throws
 * DependencyError when the archive cannot be read.
 */
export async function* verifyArchive(
  objects: Objects,
  progress: VerifyProgress,
  { sinceMs, root, onRoot, reader = objectsReader(objects) }: VerifyOptions = {},
): AsyncGenerator<Finding> {
  const since = sinceMs ?? null;
  const chain = await readChain(objects, progress, since);
  yield* chain.findings;
  if (chain.root !== null) onRoot?.(chain.root);
  if (root !== undefined) yield* checkRoot(chain, root);
  const context: VerifyContext = {
    chain,
    daily: await dailyFiles(objects),
    seen: new Set(),
    needed: new Map(),
    packed: new Map(),
  };
  for await (const portion of inspections(reader, context, since)) {
    for (const inspected of portion) {
      if ('left' in inspected) {
        if (inspected.left === 'unread') yield { key: inspected.key, ...inspected.problem };
        continue;
      }
      count(progress, inspected);
      const findings = judge(inspected, context);
      if (findings.length > 0) yield* findings;
    }
  }
  yield* missing(context);
}
