/** Whether an archive can be read, listed and written, and whether its store keeps the promise of conditional writes. */
import { doctorKey, keys } from '../../shared/archive/keys.ts';
import { jsonBytes, jsonContentType } from '../../shared/archive/objects.ts';
import { DependencyError } from '../../shared/errors.ts';
import type { Objects, PutCondition, PutOutcome } from '../../shared/ports.ts';
import { type Finding, failed, ok } from './finding.ts';

/** Equal to no ETag of any store. */
const foreignEtag = '"00000000000000000000000000000000"';

const unconditional =
  'use a store that honours If-None-Match and If-Match on PUT, as S3 does: on this one two writers can overwrite each other';

const away: ReadonlySet<string> = new Set(['E_UNREACHABLE', 'E_THROTTLED', 'E_AWS', 'E_CREDENTIALS']);
const isAway = (error: unknown): boolean => error instanceof DependencyError && away.has(error.code);

async function tryWrites(objects: Objects, nowMs: number): Promise<Finding> {
  const body = jsonBytes({ checkedAt: new Date(nowMs).toISOString() });
  const put = (condition: PutCondition): Promise<PutOutcome> =>
    objects.put(doctorKey, body, { condition, contentType: jsonContentType });
  const broken = (message: string): Finding => ({ check: 'writes', status: 'fail', message, remedy: unconditional });

  await put({ kind: 'create-once' });
  if ((await put({ kind: 'create-once' })).kind === 'stored') return broken(`${doctorKey} could be created twice`);
  if ((await put({ kind: 'compare-and-swap', etag: foreignEtag })).kind === 'stored') {
    return broken(`${doctorKey} could be written in place of another state than it has`);
  }
  const standing = await objects.get(doctorKey);
  const swapped = standing === null ? null : await put({ kind: 'compare-and-swap', etag: standing.etag });
  // Stale: another doctor was as quick.
  return swapped?.kind === 'stored' || swapped?.kind === 'stale'
    ? ok('writes', 'the archive can be written, and refuses to create twice or to swap what has changed')
    : broken(`${doctorKey} could not be written over (${swapped?.kind ?? 'it is gone'})`);
}

/** One finding for each right that is denied: get, list and put are granted apart from one another. */
export async function checkAccess(objects: Objects, nowMs: number): Promise<readonly Finding[]> {
  const checks: readonly (() => Promise<Finding>)[] = [
    async () => {
      await objects.get(keys.catalog);
      return ok('reads', 'the archive can be read');
    },
    async () => {
      await objects.list('', { limit: 1, etags: false });
      return ok('lists', 'the archive can be listed');
    },
    () => tryWrites(objects, nowMs),
  ];
  const names = ['reads', 'lists', 'writes'] as const;
  const findings: Finding[] = [];
  for (const [at, check] of checks.entries()) {
    const name = names[at] ?? 'archive';
    findings.push(await check().catch((error: unknown) => failed(name, error, isAway(error) ? 'unreachable' : 'fail')));
  }
  return findings;
}
