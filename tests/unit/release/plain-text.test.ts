import { describe, expect, it } from 'vitest';
import { readText } from '../../../shared/release/read.ts';
import { emptyContext } from './context.ts';

const first = 'The port authority will deepen the basin by two metres, the board decided on Tuesday.';
const second = 'Work begins in March and will be done at night, so that ferries keep to their timetable.';
const read = async (text: string) => (await readText(text, emptyContext)).content;

describe('the plain text of a page', () => {
  it('has navigation, label, title and subtitle in front of the text', async () => {
    const head = 'Pressemitteilung\n\nDatum: 4. Dezember 2025\n\nBecken wird bald vertieft\nArbeiten beginnen im März';
    const content = await read(`${head}\n\nHamburg, 04.12.2025 – ${first}\n\n${second}\n\nPressekontakt:\nJens Ott`);
    expect(content).toMatchObject({
      headline: 'Becken wird bald vertieft',
      subtitle: 'Arbeiten beginnen im März',
      datePublished: '2025-12-04',
      uiLanguage: 'de',
      inLanguage: 'en',
      dateline: { place: 'Hamburg', date: '2025-12-04' },
      body: `Hamburg, 04.12.2025 – ${first}\n\n${second}`,
      boilerplate: 'Pressekontakt:\n\nJens Ott',
      boilerplateStart: 'Pressekontakt:',
    });
  });

  it('is joined where it was wrapped by hand', async () => {
    const prose = `${first} ${second} ${first}`;
    const wrapped = prose.replace(/(.{60,72}) /g, '$1\n');
    const content = await read(`Basin to be deepened\n\n${wrapped}\n\n${second}`);
    expect(content.headline).toBe('Basin to be deepened');
    expect(content.body).toBe(`${prose}\n\n${second}`);
  });

  it('may be one paragraph without a title, or nothing', async () => {
    expect(await read(first)).toMatchObject({ headline: null, body: first });
    const nothing = await readText(' \n\n ', emptyContext);
    expect(nothing).toMatchObject({ pageKind: 'empty', content: { headline: null, body: '', wordCount: 0 } });
  });

  it('is without the line that says when it may be used', async () => {
    const content = await read(`For immediate release\nBasin to be deepened\nMay 6, 2003\n\n${first}\n\n${second}`);
    expect(content).toMatchObject({ headline: 'Basin to be deepened', datePublished: '2003-05-06', uiLanguage: 'en' });
    expect(content.body).toBe(`${first}\n\n${second}`);
  });
});
