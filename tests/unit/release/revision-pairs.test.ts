/** Two states of one release, read from their texts: what kind of change it is; and what changes of a page are none. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readPage, readText } from '../../../shared/release/read.ts';
import { compareContents } from '../../../shared/release/revision.ts';
import { emptyContext } from './context.ts';

const golden = (name: string): unknown =>
  parse(readFileSync(new URL(`../../golden/release/${name}.yaml`, import.meta.url), 'utf8'));
const texts = golden('fields/texts') as Readonly<Record<string, string>>;
const pairs = golden('revisions') as readonly (readonly [string, string, string, string])[];

async function contentOf(language: string, sentence: string) {
  const [first = '', second = ''] = (texts[language] ?? '').split('\n\n');
  const text = ['Harbour office begins joint patrols', first, sentence, second].join('\n\n');
  return (await readText(text, emptyContext)).content;
}

describe('a later state of a release', () => {
  it.each(pairs)('%s: "%s", then "%s": %s', async (language, before, after, verdict) => {
    const previous = await contentOf(language, before);
    const next = await contentOf(language, after);
    const change = compareContents({ ...previous, headline: 'A' }, { ...next, headline: 'A' });
    if (verdict === 'none') {
      expect(change.fields).toEqual([]);
      expect(next.contentHash).toBe(previous.contentHash);
    } else {
      expect(change.verdict).toBe(verdict);
      expect(change.material).toBe(!['typo', 'text'].includes(verdict));
      expect(next.contentHash).not.toBe(previous.contentHash);
    }
  });
});

describe('the hash of the meaning', () => {
  const page = (around: {
    head?: string;
    above?: string;
    below?: string;
    attributes?: string;
    gap?: string;
  }): string => {
    const { head = '', above = '', below = '', attributes = '', gap = '\n' } = around;
    const [first = '', second = ''] = (texts['en'] ?? '').split('\n\n');
    return `<!doctype html><html lang="en"><head><title>Harbour office begins joint patrols</title>${head}</head><body><nav><a href="/">Home</a>${above}</nav>
<main><article${attributes}><h1>Harbour office begins joint patrols</h1><p class="date">3 March 2026</p>${gap}<p>${first}</p>${gap}<p>${second} It lies <a href="/r/1${attributes === '' ? '' : '?utm_source=x'}">here</a>.</p></article></main>${below}<footer>© Harbour Office</footer></body></html>`;
  };
  const hashOf = async (html: string) =>
    (await readPage(Buffer.from(html), { ...emptyContext, contentType: 'text/html' })).content.contentHash;

  it.each([
    ['white space', { gap: ' \n\t\n\n ' }],
    [
      'a nonce and trackers',
      { attributes: ' nonce="8f2a" data-reactid="17"', head: '<script nonce="8f2a">x()</script>' },
    ],
    ['another menu', { above: '<a href="/jobs">Jobs</a><a href="/shop">Shop</a>' }],
    ['a counter of shares', { below: '<div class="share"><span>1,240 shares</span> <a href="#">Share</a></div>' }],
    [
      'other related news',
      { below: '<aside><h2>Related news</h2><ul><li><a href="/n/1">Crane opens</a></li></ul></aside>' },
    ],
    ['a time of the build', { head: '<meta name="generated" content="2026-11-25T17:00:00Z"><!-- built 17:00 -->' }],
  ])('is the same with %s', async (_what, around) => {
    expect(await hashOf(page(around))).toBe(await hashOf(page({})));
  });

  it('is another with another word', async () => {
    expect(await hashOf(page({}).replace('doubled', 'tripled'))).not.toBe(await hashOf(page({})));
  });
});
