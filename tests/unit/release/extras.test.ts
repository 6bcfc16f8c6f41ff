/** What else a release says of itself: when it may be used, which operation it is about, whom to call. */
import { describe, expect, it } from 'vitest';
import { findContacts } from '../../../shared/release/contacts.ts';
import { findOperations } from '../../../shared/release/operations.ts';
import { readText } from '../../../shared/release/read.ts';
import { findTiming } from '../../../shared/release/timing.ts';
import { emptyContext } from './context.ts';

const context = { uiLanguage: 'en', dateOrder: null };

describe('the line that says when a release may be used', () => {
  it.each([
    ['FOR IMMEDIATE RELEASE', 'immediate', null],
    ['For immediate release: 3 May 2026', 'immediate', null],
    ['EMBARGOED UNTIL 1200 GMT, 3 May 2026', 'embargo', '2026-05-03'],
    ['Sperrfrist: 12. Mai 2026, 10.00 Uhr', 'embargo', '2026-05-12'],
    ['Embargo: 10:00 CET', 'embargo', null],
    ['For release at 2:00 p.m. EST', 'scheduled', null],
    ['Pour diffusion immédiate', 'immediate', null],
    ['للنشر الفوري', 'immediate', null],
    ['Embargo till 3 May 2026', 'embargo', '2026-05-03'],
    ['Для негайної публікації', 'immediate', null],
    ['立即发布', 'immediate', null],
  ])('is kept as printed: %s', (line, kind, until) => {
    expect(findTiming(['Press office', line], [], context)).toEqual({ kind, text: line, until });
  });

  it('leaves a day that could be read in two ways open', () => {
    expect(findTiming(['Embargoed until 03/05/2026'], [], context)?.until).toBeNull();
    expect(findTiming(['Embargoed until 03/05/2026'], [], { ...context, dateOrder: 'day-first' })?.until).toBe(
      '2026-05-03',
    );
  });

  it('is found in front of the text, and not in its middle or in a sentence', () => {
    const line = 'Embargoed until 3 May 2026';
    expect(findTiming([], [line, 'The text.'], context)?.text).toBe(line);
    expect(findTiming([], ['One.', 'Two.', line], context)).toBeNull();
    expect(findTiming(['Embargoes on arms were discussed'], [], context)).toBeNull();
    expect(findTiming([`${line} ${'and so on '.repeat(20)}`], [], context)).toBeNull();
  });
});

describe('operations', () => {
  it.each([
    ['More than 40 were held in Operation Blue Lantern V across Europe.', ['Operation Blue Lantern V']],
    ['Codenamed operation “Red Heron”, it ran for a week.', ['Operation Red Heron']],
    ["L'opération baptisée Marée Haute a duré un mois.", ['Opération Marée Haute']],
    ['La operación Faro Norte permitió dos detenciones. La operación Faro Norte sigue.', ['Operación Faro Norte']],
    ['Operation HERON’s second phase began; the operation Heron team met.', ['Operation HERON']],
    ['Operation Tidal Wave 2024 ended.', ['Operation Tidal Wave 2024']],
  ])('are read as printed: %s', (body, operations) => {
    expect(findOperations(null, body)).toEqual(operations);
  });

  it.each([
    'The operation was led by the Operation Support Unit and the Operation Manager.',
    'Operation of the plant began. The operation, Europol said, is over.',
    'Cooperation Agreement signed. Operation 2 of 3.',
    'Co-operation Council',
  ])('are not made of other words: %s', (body) => {
    expect(findOperations(null, body)).toEqual([]);
  });

  it('are taken from a headline in title case only where the text confirms them', () => {
    expect(findOperations('Police Praise Operation Success Across Borders', 'Police praised it.')).toEqual([]);
    expect(findOperations('Twelve Held During Operation Heron', 'Twelve were held in operation Heron.')).toEqual([
      'Operation Heron',
    ]);
  });

  it('reads a hostile text in one pass', () => {
    expect(findOperations(null, 'Operation '.repeat(20_000))).toEqual([]);
  });
});

describe('contacts', () => {
  it('pairs names with the addresses and numbers printed with them', () => {
    expect(
      findContacts([
        'Media contacts',
        'Jane Doe, Head of Press',
        'Tel: +33 4 72 44 70 00',
        'jane.doe@harbour.example.org',
        'Jürgen von der Weide – Pressesprecher, Telefon 030 1234567, Fax 030 1234568, presse@harbour.example.org',
      ]),
    ).toEqual([
      { name: 'Jane Doe', email: 'jane.doe@harbour.example.org', phone: '+33 4 72 44 70 00' },
      { name: 'Jürgen von der Weide', email: 'presse@harbour.example.org', phone: '030 1234567' },
    ]);
  });

  it('invents no name where only an office is given', () => {
    expect(findContacts(['Adresse für Rückfragen', 'Press Office: press@harbour.example.org'])).toEqual([
      { name: null, email: 'press@harbour.example.org', phone: null },
    ]);
  });

  it('takes no year, sum or reference for a telephone number', () => {
    expect(findContacts(['Reference 2024-0012345', '1 500 000 euros', '2023/2024', 'C-117/15, 12.03.2024'])).toEqual(
      [],
    );
  });

  it('stands the longest lines without searching long', () => {
    expect(findContacts([`${'a'.repeat(200_000)}@${'b-'.repeat(50_000)}`, '1 '.repeat(100_000)])).toEqual([]);
  });
});

it('puts all three into the record, and leaves the news text as it is', async () => {
  const text = [
    'FOR IMMEDIATE RELEASE',
    'Forty held at sea',
    '3 May 2026',
    'LYON, France – Forty people were held in Operation Blue Heron, which ran for two weeks along the coast of three countries.',
    'The officers queried the network at every border and shared what they found with their colleagues in the region.',
    'Media contact: Jane Doe, +33 4 72 44 70 00, jane.doe@harbour.example.org',
  ].join('\n\n');
  const { content } = await readText(text, emptyContext);
  expect(content.timing).toEqual({ kind: 'immediate', text: 'FOR IMMEDIATE RELEASE', until: null });
  expect(content.operations).toEqual(['Operation Blue Heron']);
  expect(content.contacts).toEqual([
    { name: 'Jane Doe', email: 'jane.doe@harbour.example.org', phone: '+33 4 72 44 70 00' },
  ]);
  expect(content.body.startsWith('LYON, France – Forty')).toBe(true);
});
