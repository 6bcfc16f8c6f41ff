/** Whether a change of speed changed no record: the hash of each page's whole record, written by one run and compared by the next. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { readPage } from '../../../shared/release/read.ts';
import type { Case } from './cases.ts';
import { nothingTold } from './readers.ts';

/** Set and file name → hash of what was read, with what would be explained. */
async function hashes(cases: readonly Case[]): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const page of cases) {
    const { explain, ...reading } = await readPage(page.bytes, { ...nothingTold, url: page.url });
    const all = JSON.stringify([reading, explain()]);
    found[`${page.set}/${page.id}`] = createHash('sha256').update(all).digest('hex').slice(0, 16);
  }
  return found;
}

export async function writeRecords(cases: readonly Case[], file: string): Promise<void> {
  writeFileSync(file, JSON.stringify(await hashes(cases)));
}

/** Names of pages whose record differs from the one in the file. */
export async function differingRecords(cases: readonly Case[], file: string): Promise<readonly string[]> {
  const before = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;
  const now = await hashes(cases);
  return Object.keys(now).filter((name) => now[name] !== before[name]);
}
