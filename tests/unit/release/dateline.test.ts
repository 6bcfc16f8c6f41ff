import { describe, expect, it } from 'vitest';
import { isDatelineLine, readDateline } from '../../../shared/release/dateline.ts';

const behind = 'The service presented its yearly report to the members of the board.';
const read = (head: string, options = {}) => readDateline([`${head}${behind}`], [], options);

describe('a dateline', () => {
  it.each([
    ['LYON, France – ', { text: 'LYON, France', place: 'LYON', country: 'France', countryCode: 'FR' }],
    ['LYON, France– ', { place: 'LYON', country: 'France' }],
    ['PRAGUE, Czech Republic – ', { place: 'PRAGUE', countryCode: 'CZ' }],
    ['WILLEMSTAD, Curaçao – ', { place: 'WILLEMSTAD', countryCode: 'CW' }],
    ['LYON (Francia) – ', { place: 'LYON', country: 'Francia', countryCode: 'FR' }],
    ['ليون (فرنسا) - ', { place: 'ليون', country: 'فرنسا', countryCode: 'FR' }],
    ['THE HAGUE, Netherlands—25 July 2018—', { place: 'THE HAGUE', countryCode: 'NL', date: '2018-07-25' }],
    ['CONAKRY, 29 DECEMBER 2015 – ', { place: 'CONAKRY', country: null, date: '2015-12-29' }],
    ['BAMAKO, Mali/GENEVA/NEW YORK, 18 December 2015 – ', { place: 'BAMAKO', countryCode: 'ML', date: '2015-12-18' }],
    ['SANTIAGO (24 de marzo de 2015) – ', { place: 'SANTIAGO', date: '2015-03-24' }],
    [
      'VIENNA, 22 June (UN Information Service) -- ',
      { place: 'VIENNA', date: '--06-22', service: 'UN Information Service' },
    ],
    ['WILSON, NC – ', { place: 'WILSON', region: 'NC', country: null }],
    ['Washington, D.C. - ', { place: 'Washington', region: 'D.C.' }],
    ['City Hall, DC [4/14/15] – ', { region: 'DC', date: '2015-04-14' }],
    [
      'Ginebra (Suiza), 13 jul (EFE).- ',
      { text: 'Ginebra (Suiza), 13 jul (EFE)', countryCode: 'CH', date: '--07-13', service: 'EFE' },
    ],
    ['WASHINGTON—', { place: 'WASHINGTON' }],
    [
      'RENO, Nev., May 5, 2025 /PRNewswire/ -- ',
      { place: 'RENO', region: 'Nev.', date: '2025-05-05', service: 'PRNewswire' },
    ],
    ['NEW YORK , Feb. 3, 2025 (GLOBE NEWSWIRE) -- ', { place: 'NEW YORK', date: '2025-02-03' }],
    ['ATLANTA, Georgia – ', { place: 'ATLANTA', region: 'Georgia', country: null }],
    ['TBILISI, Georgia – ', { place: 'TBILISI', countryCode: 'GE' }],
    ['Bern, 17.08.2007 - ', { place: 'Bern', date: '2007-08-17' }],
    ['Aveiro (Portugal), 16.10.2014 - ', { place: 'Aveiro', countryCode: 'PT', date: '2014-10-16' }],
    ['Potsdam – ', { place: 'Potsdam' }],
    ['(Hamburg) - ', { place: 'Hamburg' }],
    ['Berlin, 29. November 2022. ', { place: 'Berlin', date: '2022-11-29' }],
    ['Steinheim, Nordrhein-Westfalen/Stuttgart. ', { place: 'Steinheim', region: 'Nordrhein-Westfalen' }],
    ['جنيف 18 رمضان 1446 هـ الموافق 18 مارس 2025 م واس - ', { date: '2025-03-18' }],
  ])('is read from "%s"', (head, expected) => {
    expect(read(head)).toMatchObject(expected);
  });

  it('keeps to the first dash of the sentence', () => {
    const found = readDateline(['LYON, France – The region – long a route – was discussed by the members.']);
    expect(found?.text).toBe('LYON, France');
  });

  it('is found behind a caption that is glued to it', () => {
    expect(readDateline([`© NorthwindHamburg (iwr-pressedienst) - ${behind}`])?.place).toBe('Hamburg');
    expect(readDateline([`The new pier after expansionLYON, France – ${behind}`])?.place).toBe('LYON');
  });

  it.each([
    `UPDATE – ${behind}`,
    `MEDIA ADVISORY – ${behind}`,
    `WHAT: ${behind}`,
    'The minister of France – a member since 1958 – spoke first and thanked the hosts for their work.',
    'Nearly 26 million litres have been seized in a joint operation – the largest so far – this year.',
    'He said on 18 December 2015 – a Friday – that the project would go on as planned by the board.',
    '“We are ready – more than ever,” said the director of the service in front of the members.',
    '',
  ])('is not found in %s', (paragraph) => {
    expect(readDateline([paragraph])).toBeNull();
  });

  it('is never the organization', () => {
    expect(read('INTERPOL – ', { organization: 'INTERPOL' })).toBeNull();
  });

  it('may be a line of its own beside the title', () => {
    expect(isDatelineLine('Brussels, 12 July 2021')).toBe(true);
    expect(isDatelineLine('The Hague, the Netherlands')).toBe(true);
    expect(isDatelineLine('Schengen, 3. Juli 2018 — Aussendung')).toBe(true);
    expect(isDatelineLine('New rules for the harbour')).toBe(false);
    expect(readDateline([behind], ['DATELINE: 22 MAY 2023, GENEVA, SWITZERLAND'])).toMatchObject({
      place: 'GENEVA',
      countryCode: 'CH',
      date: '2023-05-22',
    });
  });
});
