/** What the archive says of an object that was inspected: the change log of a release, the record of daily files of theirs. */
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

function againstLog({ key, sha256, sizeBytes, problems }: Inspection, { named, pending }: Chain): readonly Problem[] {
  const line = named.get(key);
  if (line !== undefined && (sha256 !== line.sha256 || sizeBytes !== line.size)) {
    const problem = `its bytes are not those that the change log names (sequence ${line.seq})`;
    return [{ problem, remedy: 'restore' }];
  }
  if (line !== undefined || pending.has(key) || parseReleaseKey(key) === null) return problems;
  return [{ problem: 'not in the change log', remedy: 'publish' }, ...problems];
}

function againstArchive(inspection: Inspection, { chain, daily }: VerifyContext): readonly Problem[] {
  const { key, sha256, problems } = inspection;
  if (key.startsWith(prefixes.releases)) return againstLog(inspection, chain);
  const file = daily.get(key);
  if (file === undefined || file.sha256 === sha256) return problems;
  return [{ problem: 'its bytes are not those that were written', remedy: 'restore' }, ...problems];
}

/** What is wrong with the object. What it needs counts only while its bytes are those that the archive names. */
export function judge(inspection: Inspection, context: VerifyContext): readonly Finding[] {
  const { key, needs, packed } = inspection;
  const problems = againstArchive(inspection, context);
  const line = context.chain.named.get(key);
  if (line === undefined || line.sha256 === inspection.sha256) {
    for (const one of needs) context.needed.set(one, key);
    if (packed !== undefined) context.packed.set(packed.key, packed.sha256);
  }
  return problems.map(({ problem, remedy }) => ({ key, problem, remedy }));
}
