/** The state of the log's writer, made anew from the log when it is gone: without it the next segment would fork the chain. */
import { CorruptDataError } from '../errors.ts';
import { sha256Hex } from '../ids.ts';
import { limits, units } from '../limits.ts';
import type { Objects } from '../ports.ts';
import { type ChangesState, parseSegment, readChangesState, recentHash } from './changes.ts';
import { readHead } from './follow.ts';
import { keys, prefixes, segmentFirstSeq, segmentMs } from './keys.ts';
import { headsUnder } from './list.ts';
import { writeJson } from './objects.ts';

const unclear = (problem: string, key: string): CorruptDataError =>
  new CorruptDataError('E_CHAIN', `${keys.changes} is gone, and cannot be made anew: ${problem}`, {
    input: key,
    hint: `restore ${keys.changes} from a copy, or repair what \`dateline verify\` names under ${prefixes.changes}`,
  });

/** What the segments say, in the order of their names, which is that of their sequences. */
async function stateOf(objects: Objects, nowMs: number): Promise<ChangesState> {
  let last: ChangesState['last'] = null;
  const recent: Record<string, number> = {};
  for await (const { key } of headsUnder(objects, prefixes.changes)) {
    if (segmentFirstSeq(key) === null) continue;
    const stored = await objects.get(key);
    if (stored === null) throw unclear(`${key} is gone`, key);
    const lines = parseSegment(key, stored.body);
    const [first, end] = [lines[0], lines.at(-1)];
    if (first === undefined || end === undefined || first.previous !== (last?.sha256 ?? null)) {
      throw unclear(`${key} does not follow ${last?.key ?? 'from the beginning'}`, key);
    }
    last = { key, sha256: sha256Hex(stored.body), lastSeq: end.seq };
    const ms = segmentMs(key) ?? 0;
    if (nowMs - ms > limits.changesRecentMs) continue;
    for (const line of lines) recent[recentHash(line.key)] = Math.floor(ms / units.DAY_MS);
  }
  return { pending: null, last, recent };
}

/** Answers whether it had to. Throws CorruptDataError when the segments do not say plainly where the log ends. */
export async function recoverChangesState(objects: Objects, nowMs: number): Promise<boolean> {
  if ((await readChangesState(objects)).etag !== null) return false;
  const state = await stateOf(objects, nowMs);
  const head = await readHead(objects).catch((fault: unknown) => {
    // It follows from the state, and is named when it is to be raised.
    if (fault instanceof CorruptDataError) return null;
    throw fault;
  });
  if (head !== null && head.seq > (state.last?.lastSeq ?? 0)) throw unclear(`${head.key} is gone`, keys.changesHead);
  if (state.last === null) return false;
  // Somebody who was faster made the same.
  await writeJson(objects, keys.changes, state, null);
  return true;
}
