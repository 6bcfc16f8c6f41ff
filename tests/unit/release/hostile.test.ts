import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPage, readText } from '../../../shared/release/read.ts';
import { releaseSchema } from '../../../shared/release/schema.ts';
import type { ReleaseContent } from '../../../shared/release/types.ts';
import * as z from '../../../shared/zod.ts';
import { emptyContext } from './context.ts';

const context = { ...emptyContext, url: 'https://agency.example.org/x', contentType: 'text/html' };
const utf8 = (text: string) => new TextEncoder().encode(text);
const contentSchema = z.pick(releaseSchema, {
  datePublished: true,
  dateModified: true,
  dateline: true,
  quotes: true,
  contentHash: true,
});

function expectSound(content: ReleaseContent): void {
  for (const quote of content.quotes) expect(content.body.slice(quote.start, quote.end)).toBe(quote.text);
  const { datePublished, dateModified, dateline, quotes, contentHash } = content;
  contentSchema.parse({ datePublished, dateModified, dateline, quotes, contentHash });
  expect(/\p{Surrogate}/u.test(content.body)).toBe(false);
}

describe('hostile bytes', () => {
  const sentence = 'This is a sentence of some length, which says nothing at all.';
  it.each<[string, Uint8Array]>([
    ['100,000 nested elements', utf8(`${'<div>'.repeat(100_000)}x`)],
    ['nested elements inside what is skipped', utf8('<svg>'.repeat(100_000))],
    ['200,000 attributes', utf8(`<p ${Array.from({ length: 200_000 }, (_, at) => `a${at}=1`).join(' ')}>x</p>`)],
    ['a million opening brackets', utf8('<'.repeat(1_000_000))],
    ['NUL alone', new Uint8Array(1_000_000)],
    ['nothing', new Uint8Array(0)],
    ['binary', Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7919) % 256)],
    ['many paragraphs', utf8(`<p>${sentence}`.repeat(5_000))],
    ['many opening quotation marks', utf8(`<p>${'“a '.repeat(200_000)}`)],
    ['many headings', utf8('<h1>x y z w v u</h1>'.repeat(10_000))],
    ['one endless word', utf8('A'.repeat(1_000_000))],
    ['deep JSON-LD', utf8(`<script type="application/ld+json">${'['.repeat(100_000)}</script>`)],
    ['endless white space', utf8(`<p>${' '.repeat(1_000_000)}x`)],
  ])('are read in bounded time: %s', async (_, bytes) => {
    const started = process.cpuUsage();
    const { content, pageKind } = await readPage(bytes, context);
    const used = process.cpuUsage(started);
    expectSound(content);
    if (pageKind !== 'release') expect(content.body).toBe('');
    expect((used.user + used.system) / 1000).toBeLessThan(1_500);
  });

  it('leave a warning where the rest was not read', async () => {
    const { content } = await readPage(utf8('<div>'.repeat(100_000)), context);
    expect(content.warnings.join()).toContain('nested');
  });

  it('never make readPage or readText throw, and quotes always stand where they say', async () => {
    const piece = fc.constantFrom(
      '<p>', '</p>', '<div class="related">', '</div>', '<h1>', '</h1>', '<br>', '<time datetime="2022-13-45">', '<title>', '<b', '&amp', '“', '”', '"',
      ` ${sentence} `, ' said Ana Silva. ', '13 mayo 2017', '02/01/2022', '\ud800', '\n\n', 'LYON, France – ', '###', '\u0000', '<link rel=canonical href="//[">',
    ); // biome-ignore format: a list of pieces
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const text = pieces.join('');
        expectSound((await readPage(utf8(text), context)).content);
        expectSound((await readText(text, emptyContext)).content);
      }),
      { numRuns: 40 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expectSound((await readPage(bytes, context)).content);
      }),
      { numRuns: 40 },
    );
  });
});
