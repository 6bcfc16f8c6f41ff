/** The n-gram table of language detection as the bundles carry it: JSON, compressed, in a file that esbuild takes in as bytes. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';

let written: string | null = null;

/**
 * Writes the table of `eld/extrasmall` below `node_modules/.cache` and answers the path. The package has it as an object literal
 * of one megabyte, which costs V8 several times what JSON does.
 */
export function languageTableFile(projectRoot: string): string {
  if (written !== null) return written;
  const source = readFileSync(join(projectRoot, 'node_modules/eld/src/ngrams/extrasmall.js'), 'utf8');
  const table: unknown = runInNewContext(`(${source.slice(source.indexOf('{'), source.lastIndexOf('}') + 1)})`);
  const folder = join(projectRoot, 'node_modules/.cache/dateline');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'language-table.gz');
  // Moved into place: another process may bundle meanwhile.
  writeFileSync(`${file}.${process.pid}`, gzipSync(JSON.stringify(table), { level: 9 }));
  renameSync(`${file}.${process.pid}`, file);
  written = file;
  return file;
}
