import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBytes, type TextKind } from '../../../shared/text/encoding.ts';
import { plainText } from '../../../shared/text/html-text.ts';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
const decode = (body: Uint8Array, contentType: string | null = null, kind: TextKind = 'xml') =>
  decodeBytes(body, { contentType, kind });
const declared = (label: string) => `<?xml version="1.0" encoding="${label}"?>`;

describe('the order of evidence', () => {
  it('a byte order mark beats every label', () => {
    expect(decode(bytes([0xef, 0xbb, 0xbf], 'é'), 'text/xml; charset=koi8-r')).toEqual({
      text: 'é',
      encoding: 'utf-8',
      warnings: [],
    });
    expect(decode(bytes([0xfe, 0xff, 0x04, 0x1c])).text).toBe('М');
    expect(decode(bytes([0xff, 0xfe, 0, 0, 0x41, 0xf6, 1, 0])).text).toBe('🙁');
    expect(decode(bytes([0, 0, 0xfe, 0xff, 0, 0, 4, 0x1c])).text).toBe('М');
  });

  it.each([
    ['utf-16le', [0x3c, 0, 0x3f, 0, 0x1c, 4]],
    ['utf-16be', [0, 0x3c, 0, 0x3f, 4, 0x1c]],
    ['utf-32le', [0x3c, 0, 0, 0, 0x3f, 0, 0, 0, 0x1c, 4, 0, 0]],
    ['utf-32be', [0, 0, 0, 0x3c, 0, 0, 0, 0x3f, 0, 0, 4, 0x1c]],
  ])('the byte pattern of %s needs no mark', (encoding, body) => {
    expect(decode(bytes(body))).toMatchObject({ text: '<?М', encoding });
  });

  it('the header beats the declaration inside', () => {
    expect(decode(bytes(declared('windows-1251'), [0xc1]), 'text/xml; charset="KOI8-R"').text).toContain('а');
  });

  it('the declaration and the meta element count where nothing else speaks', () => {
    expect(decode(bytes(declared('koi8-r'), [0xc1])).encoding).toBe('koi8-r');
    expect(
      decode(bytes("<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-2'>", [0xb1]), null, 'html')
        .text,
    ).toContain('ą');
    expect(decode(bytes('<?xml version="1.0"?><meta charset="koi8-r">', [0xc3, 0xa9])).text).toContain('é');
  });

  it('valid UTF-8 needs no label, and what is none is windows-1252', () => {
    expect(decode(bytes('naïve')).encoding).toBe('utf-8');
    expect(decode(bytes('na', [0xef], 've'))).toMatchObject({ text: 'naïve', encoding: 'windows-1252' });
  });
});

describe('labels that cannot be meant', () => {
  it('a utf-16 label that can be read as ASCII is ignored', () => {
    expect(decode(bytes(declared('utf-16'), 'é')).text).toContain('é');
  });

  it('latin-1 on UTF-8 bytes is a server’s default, not the truth', () => {
    const { text, warnings } = decode(bytes('Überblick'), 'text/html; charset=ISO-8859-1', 'html');
    expect(text).toBe('Überblick');
    expect(warnings).toHaveLength(1);
  });

  it('utf-8 on other bytes gives way to the declaration', () => {
    expect(decode(bytes(declared('windows-1251'), [0xcc]), 'text/xml; charset=utf-8').text).toContain('М');
  });

  it('UTF-8 with stray windows bytes keeps both', () => {
    expect(decode(bytes('é ', [0x93], 'x', [0x94]), 'text/xml; charset=utf-8').text).toBe('é “x”');
  });

  it('UTF-8 cut in the middle of a letter loses only that letter', () => {
    expect(decode(bytes('né', [0xe2, 0x82]), 'text/xml; charset=utf-8').text).toBe('né\ufffd');
  });

  it('UTF-7 is refused, unknown labels are passed over, both with a warning', () => {
    expect(decode(bytes(declared('utf-7'), '+ADw-')).warnings).toEqual(['the encoding utf-7 is refused']);
    expect(decode(bytes(declared('x-nonsense'), 'é'))).toMatchObject({
      encoding: 'utf-8',
      warnings: ['the encoding x-nonsense is unknown'],
    });
  });
});

describe('windows-1252', () => {
  const table = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

  it.each(['windows-1252', 'ISO-8859-1', 'latin1', 'us-ascii'])(
    '%s decodes the bytes 80 to 9F by the table',
    (label) => {
      const body = Buffer.from(Array.from({ length: 32 }, (_, i) => 0x80 + i));
      expect(decode(body, `text/xml; charset=${label}`).text).toBe(table);
    },
  );
});

describe('names of the wild', () => {
  it.each([
    ['cp932', [0x93, 0xfa], '日'],
    ['Shift_JIS', [0x93, 0xfa], '日'],
    ['cp949', [0xc7, 0xd1], '한'],
    ['windows-936', [0xd6, 0xd0], '中'],
    ['GB2312', [0xd6, 0xd0], '中'],
    ['x-sjis', [0x93, 0xfa], '日'],
  ])('%s is known', (label, body, text) => {
    expect(decode(bytes(body), `text/xml; charset=${label}`).text).toBe(text);
  });
});

it('any bytes decode under any label', () => {
  const label = fc.constantFrom(null, 'utf-8', 'utf-16', 'shift_jis', 'latin1', 'utf-32', 'gbk', '"', 'x'.repeat(300));
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      label,
      fc.constantFrom<TextKind>('xml', 'html', 'json'),
      (body, name, kind) => {
        expect(typeof decode(body, name === null ? null : `a/b;charset=${name}`, kind).text).toBe('string');
      },
    ),
  );
});

describe('plain text of HTML', () => {
  it.each([
    ['<p>One</p>\n<p>two&nbsp;three\u2028four</p>', 'One two\u00a0three four'],
    ['a<b>b</b>c<br>d', 'abc d'],
    ['&amp;lt; stays, &#146; is a mark', '&lt; stays, ’ is a mark'],
    ['5 < 6 && 7 > 2', '5 < 6 && 7 > 2'],
    ['safe <iframe src="x"> description', 'safe description'],
    ['<script>if (a<b) c()</script>x<style>p{}</style>', 'x'],
    ['soft\u00adhyphen and zero\u200bwidth', 'softhyphen and zerowidth'],
    ['<a title="a > b">link</a', 'link'],
  ])('%s', (html, text) => {
    expect(plainText(html)).toBe(text);
  });
});
