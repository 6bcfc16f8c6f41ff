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
});
