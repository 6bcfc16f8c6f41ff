/** What lies in an archive and should not: names outside its grammar, and small objects that were cut or altered by hand. */
import { doctorKey, indexKeys, keys, prefixes } from '../../shared/archive/keys.ts';
import { headsUnder } from '../../shared/archive/list.ts';
import { parseJson } from '../../shared/archive/objects.ts';
import { isDenied, reasonOf } from '../../shared/archive/verify/finding.ts';
import { kindOf } from '../../shared/archive/verify/inspection.ts';
import { mapConcurrently } from '../../shared/concurrently.ts';
import { limits } from '../../shared/limits.ts';
import type { Objects } from '../../shared/ports.ts';
import { type Finding, failed, ok } from './finding.ts';

const namedMax = 5;
/** Of each folder; `verify` reads all. */
const stateObjectsMax = 2_000;

const top = (prefix: string): string => prefix.slice(0, prefix.indexOf('/') + 1);
const folders: ReadonlySet<string> = new Set([...Object.values(prefixes), indexKeys.all].map(top));

/** The first key of each name at the top, by one LIST a name. */
async function namesAtTop(objects: Objects): Promise<readonly string[]> {
  const found: string[] = [];
  let startAfter: string | null = null;
  for (;;) {
    const page = await objects.list('', { limit: 1, etags: false, ...(startAfter === null ? {} : { startAfter }) });
    const [first] = page.objects;
    if (first === undefined) return found;
    found.push(first.key);
    startAfter = first.key.includes('/') ? `${top(first.key)}\u{10ffff}` : first.key;
  }
}

async function checkNames(objects: Objects): Promise<Finding> {
  const strange = (await namesAtTop(objects)).filter((key) =>
    key.includes('/') ? !folders.has(top(key)) : kindOf(key) === null,
  );
  if (strange.length === 0)
    return ok('keys', 'every name at the top is one of the archive; `dateline verify` looks at all keys');
  const message = `no keys of the archive: ${strange.slice(0, namedMax).join(', ')}${strange.length > namedMax ? ` and ${strange.length - namedMax} more` : ''}`;
  const remedy = 'move them out of the archive; nothing of Dateline reads them. `dateline verify` names each';
  return { check: 'keys', status: 'warn', message, remedy };
}

/** Of those that follow from others: what is moved away is made anew. */
const derived: ReadonlySet<string> = new Set([keys.catalog, doctorKey]);

function remedyOf(key: string): string {
  if (derived.has(key)) return 'move it out of the archive: the next pass makes it anew';
  if (key.startsWith(prefixes.watches))
    return 'restore it from a copy, or move it away and `dateline watch add` the watch again';
  return 'restore it from a copy, on AWS an earlier version of the object';
}

/** The objects that change, which alone can stop a pass. */
async function checkStates(objects: Objects): Promise<readonly Finding[]> {
  const wanted: string[] = [keys.catalog];
  for (const prefix of ['state/', prefixes.watches]) {
    let count = 0;
    for await (const { key } of headsUnder(objects, prefix)) {
      if (count === stateObjectsMax) break;
      count += 1;
      // That of the change log is looked at with the log.
      if (key.endsWith('.json') && key !== keys.changes) wanted.push(key);
    }
  }
  const findings = await mapConcurrently(
    wanted,
    limits.archiveReadsConcurrentMax,
    async (key): Promise<Finding | null> => {
      try {
        const stored = await objects.get(key);
        if (stored !== null) parseJson(key, stored.body);
        return null;
      } catch (fault) {
        if (isDenied(fault)) return failed('states', fault);
        return {
          check: 'states',
          status: 'fail',
          message: `half-written or altered: ${reasonOf(fault)}`,
          remedy: remedyOf(key),
        };
      }
    },
  );
  const wrong = findings.filter((one) => one !== null);
  if (wrong.length === 0) return [ok('states', `${wanted.length} objects that change can be read`)];
  const left = wrong.length - namedMax;
  return left <= 0
    ? wrong
    : [
        ...wrong.slice(0, namedMax),
        {
          check: 'states',
          status: 'fail',
          message: `${left} more cannot be read`,
          remedy: '`dateline verify` names each',
        },
      ];
}

export async function checkStrays(objects: Objects): Promise<readonly Finding[]> {
  try {
    return [await checkNames(objects), ...(await checkStates(objects))];
  } catch (error) {
    return [failed('keys', error)];
  }
}
