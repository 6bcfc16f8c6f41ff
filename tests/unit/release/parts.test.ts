import { describe, expect, it } from 'vitest';
import { isTailMark, splitTail } from '../../../shared/release/boilerplate.ts';
import { contentHash } from '../../../shared/release/content-hash.ts';
import { findReferences } from '../../../shared/release/references.ts';

const paragraph = 'The harbour service opened its new building and thanked all who had worked on it for years.';

describe('the tail of a release', () => {
  it.each([
    '###',
    '# # #',
    '- ENDS -',
    '// انتهى //',
    'Notes to editors',
    'Media contact: Ana Silva, +44 20 0000 0000',
    'About the Harbour Service',
    'Pressekontakt:',
    'Rückfragehinweis',
    'Adresse für Rückfragen',
    'Contact presse',
    'Contacto de prensa',
    'للحصول على المزيد من المعلومات',
    'Контакты для СМИ',
    'Lisätietoja antaa:',
    'Więcej informacji:',
    'Kontakt pro média',
    'Sajtókapcsolat:',
    'お問い合わせ先：',
    '媒体联系人：王明',
    '（完）',
    'Despre Serviciul Portuar',
  ])('begins at %s', (mark) => {
    expect(isTailMark(mark)).toBe(true);
    const split = splitTail([paragraph, paragraph, mark, 'Harbour Street 1']);
    expect(split).toEqual({ body: [paragraph, paragraph], tail: [mark, 'Harbour Street 1'], start: mark });
  });

  it('is cut off the last word where the end mark is glued to it', () => {
    expect(splitTail([paragraph, 'and the yearly Parade and Festival###'])).toMatchObject({
      body: [paragraph, 'and the yearly Parade and Festival'],
      start: '###',
    });
  });

  it.each([
    'About 300 people came to the opening of the new building.',
    'Contact with the ship was lost on Monday, and a search began.',
    'The background of the decision is a report of last year.',
    'Ende der Woche beginnt die Arbeit.',
    'Контакты между портами севера были темой встречи в городе.',
    'Despre aceste măsuri s-a vorbit ieri în port.',
  ])('does not begin at a sentence: %s', (sentence) => {
    expect(splitTail([paragraph, paragraph, paragraph, sentence]).start).toBeNull();
  });

  it('is not begun by the first paragraph, nor by a background heading in the first half', () => {
    expect(splitTail(['###', paragraph]).tail).toEqual([]);
    expect(splitTail([paragraph, 'Background', ...Array.from({ length: 6 }, () => paragraph)]).tail).toEqual([]);
  });
});

const references = (headline: string | null, labels: readonly string[], body: string) =>
  findReferences({ headline, labels, news: [body], tail: [], url: null });

describe('references', () => {
  it('are found as printed, in the headline, the labels and the text', () => {
    expect(references('Ruling in a case (06-410)', [], '')).toEqual(['06-410']);
    expect(references(null, ['Pressemitteilung: 6/2022'], '')).toEqual(['6/2022']);
    expect(references(null, ['89/2022'], '')).toEqual(['89/2022']);
    expect(references(null, ['Press Release No. 10/458'], '')).toEqual(['10/458']);
    expect(references(null, ['IP/26/1801', 'N2017-063'], 'Case C-117/15 and MEX-19-1994.')).toEqual([
      'IP/26/1801',
      'N2017-063',
      'MEX-19-1994',
      'C-117/15',
    ]);
  });

  it('are neither systems, nor dates, nor plain numbers', () => {
    const body = 'The I-24/7 system and the 2030 Agenda; 24/7 service since 12/2020.';
    expect(references('A release', ['Pressemitteilung 12.01.2022', '13 mayo 2017', '12/05/2021'], body)).toEqual([]);
  });
});

describe('the content hash', () => {
  const content = { headline: 'A', subtitle: null, datePublished: '2017-05-13', body: 'B' };
  it('changes with headline, subtitle, date and body, and not with their borders', () => {
    const hashes = [
      content,
      { ...content, headline: 'AB', body: '' },
      { ...content, subtitle: 'A' },
      { ...content, datePublished: '2017-05-14' },
      { ...content, body: 'C' },
    ].map(contentHash);
    expect(new Set(hashes).size).toBe(5);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});
