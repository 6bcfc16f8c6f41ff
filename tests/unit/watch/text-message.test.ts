import { describe, expect, it } from 'vitest';
import { textMessage } from '../../../shared/watch/text-message.ts';

const url = 'https://harbour.example.org/news/one';
const loneSurrogate = /\p{Surrogate}/u;

describe('a line for a mobile phone', () => {
  it('holds 160 characters of the GSM alphabet', () => {
    const words = 'a'.repeat(160);
    expect(textMessage(words)).toBe(words);
    expect(textMessage(`${words}a`)).toBe(`${'a'.repeat(157)}...`);
  });

  it('counts a character that needs an escape as two', () => {
    expect(textMessage('€'.repeat(80))).toBe('€'.repeat(80));
    expect(textMessage('€'.repeat(81))).toBe(`${'€'.repeat(78)}...`);
  });

  it('does not give up half of its room for a dash, a quotation mark or an ellipsis of print', () => {
    const words = `Ministry – “no comment” … it’s «over» ${'b'.repeat(110)}`;
    expect(textMessage(words)).toBe(`Ministry - "no comment" ... it's "over" ${'b'.repeat(110)}`);
  });

  it.each([
    ['Arabic', 'الإنتربول يكافح الجريمة السيبرانية '.repeat(4)],
    ['Chinese', '国际刑警组织打击网络犯罪'.repeat(10)],
    ['Polish', 'Żółta łódź patrolowa wróciła do portu '.repeat(4)],
    ['emoji', '🚢 harbour '.repeat(12)],
  ])('holds 70 units of other characters: %s', (_, words) => {
    const text = textMessage(words, url);
    expect(text.length).toBeGreaterThan(50);
    expect(text.length).toBeLessThanOrEqual(70);
    expect(text.endsWith('…')).toBe(true);
    expect(text).not.toMatch(loneSurrogate);
  });

  it('keeps marks as they are printed where plain ones would save nothing', () => {
    expect(textMessage('Порт – «закрыт»')).toBe('Порт – «закрыт»');
  });

  it('gives the address where words fit beside it, and leaves it out where they do not', () => {
    expect(textMessage('Unit '.repeat(60), url)).toBe(`${'Unit '.repeat(24).trimEnd()}... ${url}`);
    const long = `https://harbour.example.org/${'x'.repeat(150)}`;
    expect(textMessage('A new unit is formed at the harbour', long)).toBe('A new unit is formed at the harbour');
    expect(textMessage('Short', url)).toBe(`Short ${url}`);
  });
});
