import { describe, expect, it } from 'vitest';
import { type ComparedContent, compareContents } from '../../../shared/release/revision.ts';

const state: ComparedContent = {
  headline: 'Harbour opens in winter',
  subtitle: null,
  datePublished: '2025-11-04',
  body: 'The harbour will open for 240 ships this winter.\n\nThe skippers recieve a chart each morning.',
  quotes: [{ text: 'We are ready,', speaker: 'Ana Silva', start: 0, end: 13 }],
  boilerplate: null,
  dateline: null,
};
const changed = (change: Partial<ComparedContent>) => compareContents(state, { ...state, ...change });

describe('a revision', () => {
  it('without a difference has no fields', () => {
    expect(changed({})).toMatchObject({ material: false, fields: [] });
    expect(changed({ boilerplate: 'New press officer' }).fields).toEqual([]);
  });

  it('that mends a typo is not material', () => {
    expect(changed({ body: state.body.replace('recieve', 'receive') })).toEqual({
      verdict: 'typo',
      material: false,
      fields: ['body'],
    });
    expect(changed({ headline: 'Harbour opens in Winter' })).toMatchObject({ verdict: 'typo', material: false });
    expect(changed({ body: state.body.replace('morning.', 'morning') })).toMatchObject({ verdict: 'typo' });
  });

  it.each([
    ['Talks are now open', 'Talks are not open'],
    ['Envoy travels to Iran', 'Envoy travels to Iraq'],
    ['Treaty with Austria is signed', 'Treaty with Australia is signed'],
    ['Court finds the search lawful', 'Court finds the search unlawful'],
    ['Return is possible', 'Return is impossible'],
  ])('that makes another word of one is no mended typo: %s, %s', (before, after) => {
    const change = compareContents({ ...state, headline: before }, { ...state, headline: after });
    expect(change).toMatchObject({ verdict: 'headline', material: true });
  });

  it.each([
    ['Goverment signs treaty', 'Government signs treaty'],
    ['Unoin signs treaty', 'Union signs treaty'],
    ['Treaty with Australa is signed', 'Treaty with Australia is signed'],
  ])('that mends a word is a typo: %s, %s', (before, after) => {
    const change = compareContents({ ...state, headline: before }, { ...state, headline: after });
    expect(change).toMatchObject({ verdict: 'typo', material: false });
  });

  it('of the headline, of a figure, of a quotation is material', () => {
    expect(changed({ headline: 'Harbour stays closed' })).toMatchObject({ verdict: 'headline', material: true });
    expect(changed({ body: state.body.replace('240', '260') })).toMatchObject({ verdict: 'figures', material: true });
    expect(
      changed({
        body: `${state.body} New words were added here.`,
        quotes: [{ text: 'We are not ready,', speaker: 'Ana Silva', start: 0, end: 17 }],
      }),
    ).toMatchObject({ verdict: 'quote', material: true });
  });

  it('that carries a correction notice is material whatever else it changes', () => {
    const body = `${state.body}\n\nCorrection: an earlier version named the wrong pier.`;
    expect(changed({ body })).toMatchObject({ verdict: 'correction-notice', material: true });
  });

  it('of the text alone is told as such and is not material', () => {
    expect(changed({ body: `${state.body}\n\nFurther talks follow in spring with all partners.` })).toEqual({
      verdict: 'text',
      material: false,
      fields: ['body'],
    });
    expect(changed({ body: 'each morning a chart' }).verdict).toBe('figures');
  });

  it.each([
    ['The board spent five million on the quay.', 'The board spent five billion on the quay.'],
    ['The quay opens on Tuesday for all ships.', 'The quay opens on Thursday for all ships.'],
    ['The quay opens on 12 March for ships.', 'The quay opens on 12 May for ships.'],
    ['Police arrested seven people in the port.', 'Police arrested nine people in the port.'],
    ['Arrests rose from 5 to 7 in a year.', 'Arrests rose from 7 to 5 in a year.'],
    ['Die Polizei nahm zwölf Menschen fest.', 'Die Polizei nahm zwanzig Menschen fest.'],
    ['Порт откроется в понедельник для всех судов.', 'Порт откроется во вторник для всех судов.'],
    ['اعتقلت الشرطة ١٢ شخصا في الميناء', 'اعتقلت الشرطة ١٤ شخصا في الميناء'],
    ['港口将为240艘船开放。', '港口将为260艘船开放。'],
  ])('tells other figures or another day: %s', (before, after) => {
    const change = compareContents({ ...state, body: before }, { ...state, body: after });
    expect(change).toMatchObject({ verdict: 'figures', material: true });
  });

  it.each([
    ['The port has 1,200 berths and grew 2.5 percent.', 'The port has 1 200 berths and grew 2,5 percent.', 'typo'],
    ['He said "we go" at last and left.', 'He said “we go” at last and left.', 'typo'],
    ['Die Behörde erföffnet ein Büro am Hafen.', 'Die Behörde eröffnet ein Büro am Hafen.', 'typo'],
    ['First 5 ships came.\n\nThen 7 ships went.', 'Then 7 ships went.\n\nFirst 5 ships came.', 'text'],
    ['港口将为240艘船开放的消息。', '港口将为240艘船开房的消息。', 'text'],
  ])('in another form or order is not material: %s', (before, after, verdict) => {
    const change = compareContents({ ...state, body: before }, { ...state, body: after });
    expect(change).toMatchObject({ verdict, material: false });
  });

  it('whose characters are words is no mended typo', () => {
    const change = compareContents(
      { ...state, headline: '港口将开放给所有船只' },
      { ...state, headline: '港口将关闭给所有船只' },
    );
    expect(change).toMatchObject({ verdict: 'headline', material: true });
  });

  it.each([
    'Corrección: una versión anterior decía abril.',
    '【訂正】日付が違いました。',
    'This release has been withdrawn.',
    'Diese Pressemitteilung wurde zurückgezogen.',
    'Oikaisu: päivä oli väärä.',
  ])('that says of itself that it was wrong is material: %s', (notice) => {
    expect(changed({ body: `${notice}\n\n${state.body}` })).toMatchObject({
      verdict: 'correction-notice',
      material: true,
    });
  });

  it('with a second correction is told of it as of the first', () => {
    const once = { ...state, body: `${state.body}\n\nCorrection: the pier was wrong.` };
    const twice = { ...once, body: `${once.body}\n\nCorrection: the day was wrong.` };
    expect(compareContents(once, twice)).toMatchObject({ verdict: 'correction-notice', material: true });
  });
});
