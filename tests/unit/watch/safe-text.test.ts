import { describe, expect, it } from 'vitest';
import { safeLine, safeText, safeUrl, truncate } from '../../../shared/watch/safe-text.ts';
import { watchIdOf } from '../../../shared/watch/schema.ts';

describe('text from the outside', () => {
  it('cannot turn the reading direction or hide characters', () => {
    expect(safeText('pay\u202Egpj.exe\u202C now\u200B\u2066!\u2069')).toBe('paygpj.exe now!');
  });

  it('cannot break a header line', () => {
    expect(safeLine('Subject\r\nBcc: everyone@example.org\u0000')).toBe('Subject Bcc: everyone@example.org');
  });

  it('keeps Arabic, accents and emoji as they are', () => {
    expect(safeLine('ليون (فرنسا) – Zürich 🚓')).toBe('ليون (فرنسا) – Zürich 🚓');
  });

  it('keeps the joiners that words and emoji are spelled with, and no others', () => {
    expect(safeLine('می\u200Cشود و 👩\u200D🚒')).toBe('می\u200Cشود و 👩\u200D🚒');
    expect(safeLine('pay\u200Cpal \u200Dx\u200Cم\u200C')).toBe('paypal xم');
    expect(safeLine('م\u200C\u200Cم')).toBe('م\u200Cم');
  });

  it('is cut at a grapheme, with a mark', () => {
    expect(truncate('a👩‍👩‍👧b', 20)).toBe('a👩‍👩‍👧b');
    expect(truncate('ab👩‍👩‍👧cdef', 6)).toBe('ab…');
  });

  it('shows hosts in mixed scripts as punycode and refuses other schemes', () => {
    expect(safeUrl('https://interp\u043El.example.org/a')).toMatch(/^https:\/\/xn--interpl-\w+\.example\.org\/a$/);
    expect(safeUrl('javascript:alert(1)')).toBeNull();
  });
});

describe('the id of a watch', () => {
  it.each([
    ['I-24/7', 'i-24-7'],
    ['cybercrime', 'cybercrime'],
    ['  Zürich & Genève! ', 'zurich-geneve'],
  ])('of %s is %s', (name, id) => {
    expect(watchIdOf(name)).toBe(id);
  });

  it('is made of a hash when the name has no Latin letters', () => {
    expect(watchIdOf('الجريمة')).toMatch(/^watch-[0-9a-f]{12}$/);
    expect(watchIdOf('الجريمة')).not.toBe(watchIdOf('جريمة'));
  });
});
