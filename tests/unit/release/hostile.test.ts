import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPage, readText } from '../../../shared/release/read.ts';
import { releaseSchema } from '../../../shared/release/schema.ts';
import type { ReleaseContent } from '../../../shared/release/types.ts';
import * as z from '../../../shared/zod.ts';
import { hostilePages } from '../../support/hostile-pages.ts';
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
  const article = `<!doctype html><html lang="en"><head><title>A new unit – Agency</title><meta charset="utf-8"></head><body><nav><a href="/">Home</a></nav><main class="content"><h1>A new unit</h1><p class="date">13 May 2017</p><p>LYON, France – ${sentence}</p><p>“${sentence}” said Ana Silva, head of the café unit.</p><ul><li>${sentence}</li></ul><h2>Contact</h2><p>press@agency.example.org</p></main></body></html>`;

  // Small: that time grows with size alone is measured by `npm run bench:hostile`.
  it.each(hostilePages(0.02))('are read, page or text: %s', async (_, html) => {
    const { content, pageKind } = await readPage(utf8(html), context);
    expectSound(content);
    if (pageKind !== 'release') expect(content.body).toBe('');
    expectSound((await readText(html, emptyContext)).content);
  });

  it.each([
    ['quotations that nothing closes', `<p>He said “${'a “'.repeat(100_000)}</p>`],
    ['a text that has no spaces', `<p>${'新闻发布会今天在北京举行'.repeat(10_000)}</p>`],
  ])('do not take the square of their size: %s', async (_, html) => {
    // Both took minutes.
    expectSound((await readPage(utf8(html), context)).content);
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'empty'],
    ['NUL alone', new Uint8Array(1_000_000), 'empty'],
    ['binary', Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7919) % 256), 'empty'],
    ['a page of pictures alone', utf8(`<html><body>${'<img src="/a.jpg" alt="A ship">'.repeat(40)}</body></html>`), 'empty'],
    ['a page of scripts alone', utf8('<html><body><div id="app"></div><script>render("A headline")</script></body></html>'), 'empty'],
    ['a page cut off in its text', utf8(article.slice(0, article.indexOf('said Ana'))), 'release'],
    ['5 MiB of text', utf8(article.replace('<ul>', `<p>${`${sentence} `.repeat(84_000)}</p><ul>`)), 'release'],
  ])('are told apart: %s', async (_, bytes, kind) => {
    const { content, pageKind, reason } = await readPage(bytes, context);
    expectSound(content);
    expect(pageKind).toBe(kind);
    expect(reason).not.toBe('');
  }); // biome-ignore format: a table

  it.each([
    ['utf-8 that says windows-1252', utf8(article.replace('utf-8', 'windows-1252'))],
    ['windows-1252 that says utf-8', Buffer.from(article.replaceAll('“', '"').replaceAll('”', '"').replaceAll('–', '-'), 'latin1')],
    ['UTF-16 that says utf-8', Buffer.from(`\ufeff${article}`, 'utf16le')],
    ['an encoding that nobody knows', utf8(article.replace('utf-8', 'x-none'))],
  ])('are read whatever they say of their encoding: %s', async (_, bytes) => {
    const { content } = await readPage(bytes, context);
    expectSound(content);
    expect(content.headline).toBe('A new unit');
    expect(content.body).toContain('head of the café unit');
  }); // biome-ignore format: a table

  it('are read wherever the page is cut off', async () => {
    const bytes = utf8(article);
    for (let end = 0; end < bytes.length; end += 9) {
      const { content, pageKind } = await readPage(bytes.subarray(0, end), context);
      expectSound(content);
      if (pageKind !== 'release') expect(content.body).toBe('');
    }
  });

  it('are read however a page is damaged', async () => {
    const bytes = utf8(article);
    const damage = fc.record({
      at: fc.nat(bytes.length - 1),
      length: fc.nat(40),
      put: fc.uint8Array({ maxLength: 12 }),
      type: fc.constantFrom('text/html', 'text/html; charset=shift_jis', 'text/html; charset=utf-16', 'text/plain', '', null),
    }); // biome-ignore format: one field a line
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 6 }), async (damages) => {
        let damaged = Buffer.from(bytes);
        for (const { at, length, put } of damages) {
          damaged = Buffer.concat([damaged.subarray(0, at), put, damaged.subarray(at + length)]);
        }
        const { content } = await readPage(damaged, { ...context, contentType: damages[0]?.type ?? null });
        expectSound(content);
      }),
      { numRuns: 60 },
    );
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
