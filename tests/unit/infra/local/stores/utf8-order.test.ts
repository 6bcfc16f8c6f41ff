import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareUtf8 } from '../../../../../infra/local/stores/utf8-order.ts';

const text = fc.string({
  unit: fc.constantFrom('a', 'b', '/', '-', 'é', '\u{d7ff}', '\u{e000}', 'ｆ', '\u{10000}', '😀'),
});

test('keys compare as their UTF-8 bytes do', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});
