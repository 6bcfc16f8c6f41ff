import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inspectRecord } from '../../../shared/release/inspect.ts';
import { readPage, readText } from '../../../shared/release/read.ts';
import { emptyContext } from './context.ts';

const golden = (name: string) => readFileSync(new URL(`../../golden/release/${name}`, import.meta.url));
const text = golden('interpol-2017-05-13.txt').toString('utf8');
const expected = JSON.parse(golden('interpol-2017-05-13.expected.json').toString('utf8'));
const url = 'https://www.interpol.int/es/News-and-media/News/2017/N2017-063';

describe('the sample release', () => {
  it('comes out of its plain text exactly', async () => {
    const reading = await readText(text, emptyContext);
    expect(reading.pageKind).toBe('release');
    expect(reading.content).toMatchObject(expected);
    expect(reading.content.body.split('\n\n')).toHaveLength(10);
  });

  it('comes out of an HTML page of the old site exactly, and with its own address as canonical', async () => {
    const reading = await readPage(golden('interpol-2017-05-13.html'), {
      ...emptyContext,
      url: `${url}?utm_source=x#top`,
      contentType: 'text/html; charset=utf-8',
      organization: 'INTERPOL',
      language: 'en',
      uiLanguage: 'en',
      timeZone: 'Europe/Paris',
      dateOrder: 'day-first',
    });
    expect(reading.pageKind).toBe('release');
    // No line of the page prints its number: the address has it.
    const warnings = ['the page says that its language is "es", its text is in "en"'];
    expect(reading.content).toMatchObject({ ...expected, references: ['N2017-063'], warnings });
    expect(reading.content.canonicalUrl).toBe(url);
  });

  it('gives the same hash from both, and every field to inspect', async () => {
    const fromText = await readText(text, emptyContext);
    const fromPage = await readPage(golden('interpol-2017-05-13.html'), emptyContext);
    expect(fromPage.content.contentHash).toBe(fromText.content.contentHash);
    const record = inspectRecord(fromText, { url, newsroom: 'interpol', organization: 'INTERPOL', country: 'INT' });
    expect(record).toMatchObject({
      id: null,
      newsroom: 'interpol',
      organization: 'INTERPOL',
      schemaVersion: 1,
      origin: 'live',
      revision: 1,
      status: 'current',
      bodyStatus: 'full',
      pageKind: 'release',
      wordCount: 363,
      change: null,
      capture: null,
    });
  });

  it('has an id when a newsroom and an address are known', async () => {
    const reading = await readText(text, { ...emptyContext, url });
    const known = inspectRecord(reading, { url, newsroom: 'interpol', organization: null, country: null });
    expect(known.id).toMatch(/^[a-z2-7]{20}$/);
    expect(inspectRecord(reading, { url, newsroom: null, organization: null, country: null }).id).toBeNull();
  });
});
