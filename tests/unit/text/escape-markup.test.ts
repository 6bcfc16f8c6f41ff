import { describe, expect, it } from 'vitest';
import { escapeMarkup } from '../../../shared/text/escape-markup.ts';
import { plainText } from '../../../shared/text/html-text.ts';

describe('escaped text', () => {
  const hostile = `<script>alert("x")</script> 'a' & b &amp; "><img src=x onerror='y'>`;

  it('has no mark that begins a tag, a reference or ends an attribute', () => {
    expect(escapeMarkup(hostile)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
  });

  it('is read as what it was', () => {
    expect(plainText(escapeMarkup(hostile))).toBe(hostile);
  });
});
