/**
 * Verification of the archive: the chain of the change log, every hash, and what objects name of each other. It changes
 * nothing; what is wrong is named, with its key, for a person to decide.
 */
import { mapConcurrently } from '../../concurrently.ts';
import { CorruptDataError, DependencyError } from '../../errors.ts';
import { limits } from '../../limits.ts';
import type { ObjectHead, Objects } from '../../ports.ts';
import { type DailyFile, readDailyState } from '../daily.ts';
import { prefixes } from '../keys.ts';
import { headsUnder } from '../list.ts';
import { type Chain, readChain } from './chain.ts';
import { checks, isSkipped, type VerifyContext } from './checks.ts';
import { type Finding, reasonOf, type VerifyProgress } from './finding.ts';

export interface VerifyOptions {
  /** Objects of an earlier day (UTC) are looked for, but not read. The chain is always checked whole. */
  readonly sinceMs?: number;
  /** A root that was noted elsewhere: the chain must hold it. */
  readonly root?: NotedRoot;
  /** Told when the chain was read: the root of all that it holds. */
  readonly onRoot?: (root: NotedRoot) => void;
}

/** The hash of the segment that ends at this sequence: it vouches for everything up to there. */
export interface NotedRoot {
  readonly seq: number;
  readonly sha256: string;
}

/** Objects that are read at once. */
const portionSize = 256;

async function* portions(heads: AsyncIterable<ObjectHead>): AsyncGenerator<readonly ObjectHead[]> {
  let portion: ObjectHead[] = [];
  for await (const head of heads) {
    portion.push(head);
    if (portion.length < portionSize) continue;
    yield portion;
    portion = [];
  }
  yield portion;
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

async function checkObject(
  objects: Objects,
  head: ObjectHead,
  context: VerifyContext,
  progress: VerifyProgress,
  sinceMs: number | null,
): Promise<readonly Finding[]> {
  const { key } = head;
  context.seen.add(key);
  const check = checks.find(({ pattern }) => pattern.test(key));
  if (check === undefined) return [{ key, problem: 'no key of the archive: somebody put it there by hand' }];
  if (isSkipped(check, head, context.chain, sinceMs) || key.startsWith(prefixes.changes)) return [];
  try {
    const stored = await objects.get(key);
    if (stored === null) return [];
    if (key.startsWith(prefixes.releases)) progress.releases += 1;
    else progress.others += 1;
    progress.bytes += stored.body.byteLength;
    return (await check.check(stored, context)).map((problem) => ({ key, problem }));
  } catch (fault) {
    // One object that is denied leaves the others to be checked; a disk or a bucket that fails does not.
    if (fault instanceof DependencyError && fault.code !== 'E_PERMISSION') throw fault;
    if (fault instanceof DependencyError) return [{ key, problem: fault.message }];
    return [{ key, problem: `half-written or altered: ${reasonOf(fault)}` }];
  }
}

function checkRoot(chain: Chain, noted: NotedRoot): readonly Finding[] {
  const standing = chain.endsAt.get(noted.seq);
  if (standing === noted.sha256) return [];
  const what = standing === undefined ? 'no segment ends there' : `the segment that ends there is ${standing}`;
  return [
    { key: prefixes.changes, problem: `the noted root ${noted.seq}-${noted.sha256} is not in the chain: ${what}` },
  ];
}

/** What objects name and nobody met; what the change log names is told by its own words. */
function missing({ chain, needed, seen, daily }: VerifyContext): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [key, { seq }] of chain.named) {
    if (!seen.has(key)) findings.push({ key, problem: `named by the change log (sequence ${seq}), but not there` });
  }
  for (const [key, by] of needed) {
    if (!seen.has(key) && !chain.named.has(key)) findings.push({ key, problem: `named by ${by}, but not there` });
  }
  for (const key of daily.keys()) {
    if (!seen.has(key)) findings.push({ key, problem: 'a daily file that was written, but is not there' });
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
  { sinceMs, root, onRoot }: VerifyOptions = {},
): AsyncGenerator<Finding> {
  const since = sinceMs ?? null;
  const chain = await readChain(objects, progress, since);
  yield* chain.findings;
  if (chain.root !== null) onRoot?.(chain.root);
  if (root !== undefined) yield* checkRoot(chain, root);
  const context: VerifyContext = { chain, daily: await dailyFiles(objects), seen: new Set(), needed: new Map() };
  for await (const portion of portions(headsUnder(objects, ''))) {
    const found = await mapConcurrently(portion, limits.archiveReadsConcurrentMax, (head) =>
      checkObject(objects, head, context, progress, since),
    );
    yield* found.flat();
  }
  yield* missing(context);
}
