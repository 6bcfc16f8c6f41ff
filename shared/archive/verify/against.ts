/** What the archive says of an object that was inspected: the change log of a release, the record of daily files of theirs. */
import type { ChangeLine } from '../changes.ts';
import type { DailyFile } from '../daily.ts';
import { parseReleaseKey, prefixes } from '../keys.ts';
import type { Chain } from './chain.ts';
import type { Finding } from './finding.ts';
import type { Inspection, Problem } from './inspection.ts';

/** What verification knows of the archive, and what it learns of it. */
export interface VerifyContext {
  readonly chain: Chain;
  /** Daily files of every version, by key. */
  readonly daily: ReadonlyMap<string, DailyFile>;
  /** Every key that was met. */
  readonly seen: Set<string>;
  /** Keys that must be there → the key that needs them. */
  readonly needed: Map<string, string>;
  /** Captures that were not met yet → the hash that a release names of their packed bytes. */
  readonly packed: Map<string, string>;
}

function againstLog(
  { key, sha256, sizeBytes, problems }: Inspection,
  line: ChangeLine | undefined,
  { pending }: Chain,
): readonly Problem[] {
  if (line !== undefined && (sha256 !== line.sha256 || sizeBytes !== line.size)) {
    const problem = `its bytes are not those that the change log names (sequence ${line.seq})`;
    return [{ problem, remedy: 'restore' }];
  }
  if (line !== undefined || pending.has(key) || parseReleaseKey(key) === null) return problems;
  return [{ problem: 'not in the change log', remedy: 'publish' }, ...problems];
}

function againstDaily(
  { key, sha256, problems }: Inspection,
  daily: ReadonlyMap<string, DailyFile>,
): readonly Problem[] {
  const file = daily.get(key);
  if (file === undefined || file.sha256 === sha256) return problems;
  return [{ problem: 'its bytes are not those that were written', remedy: 'restore' }, ...problems];
}

/** What the object needs and was not met yet; releases are met first, so that nothing is remembered for what names them. */
function remember({ key, needs, packed }: Inspection, { seen, needed, packed: hashes }: VerifyContext): void {
  for (const one of needs) if (!seen.has(one)) needed.set(one, key);
  if (packed !== undefined) hashes.set(packed.key, packed.sha256);
}

const nothing: readonly Finding[] = [];
const found = (key: string, problems: readonly Problem[]): readonly Finding[] =>
  problems.length === 0 ? nothing : problems.map(({ problem, remedy }) => ({ key, problem, remedy }));

/** What is wrong with the object. What it needs counts only while its bytes are those that the archive names. */
export function judge(inspection: Inspection, context: VerifyContext): readonly Finding[] {
  const { key, sha256 } = inspection;
  const { chain, daily } = context;
  if (!key.startsWith(prefixes.releases)) {
    remember(inspection, context);
    return found(key, key.startsWith(prefixes.daily) ? againstDaily(inspection, daily) : inspection.problems);
  }
  const line = chain.named.get(key);
  if (line === undefined || line.sha256 === sha256) remember(inspection, context);
  return found(key, againstLog(inspection, line, chain));
}
