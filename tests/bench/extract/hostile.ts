/**
 * Measures what hostile pages of about 5 MiB cost: CPU seconds of reading each as a page and as text, and the memory that
 * the process has then. Exits 1 when one takes longer than 3 s or is not read.
 *
 * Usage: npm run bench:hostile -- [--only WORDS] [--scale NUMBER]
 */
import { parseArgs } from 'node:util';
import { readPage, readText } from '../../../shared/release/read.ts';
import type { PageContext } from '../../../shared/release/types.ts';
import { hostilePages } from '../../support/hostile-pages.ts';
import { nothingTold } from './readers.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, scale: { type: 'string', default: '1' } } });
const SECONDS_MAX = 3;

const context: PageContext = { ...nothingTold, url: 'https://agency.example.org/x' };

async function secondsOf(read: () => Promise<unknown>): Promise<number> {
  const started = process.cpuUsage();
  await read();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}

let slow = 0;
for (const [name, html] of hostilePages(Number(values.scale))) {
  if (values.only !== undefined && !name.includes(values.only)) continue;
  const bytes = new TextEncoder().encode(html);
  let said = '';
  const asPage = await secondsOf(async () => {
    const { pageKind, content } = await readPage(bytes, context);
    said = [pageKind, ...content.warnings].join(', ');
  });
  const asText = await secondsOf(() => readText(html, context));
  const tooSlow = Math.max(asPage, asText) > SECONDS_MAX;
  if (tooSlow) slow += 1;
  const megabytes = (size: number): string => (size / 1e6).toFixed(1);
  const row = `${asPage.toFixed(2)} s, as text ${asText.toFixed(2)} s, ${megabytes(bytes.length)} MB read, ${megabytes(process.memoryUsage.rss())} MB held`;
  process.stdout.write(`${tooSlow ? 'TOO SLOW ' : ''}${name}: ${row}; ${said}\n`);
}
process.exitCode = slow > 0 ? 1 : 0;
