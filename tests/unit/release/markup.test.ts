import { decodeHTML, decodeHTMLAttribute } from 'entities';
import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { type Attributes, slots } from '../../../shared/release/page/attributes.ts';
import { type MarkupHandler, readMarkup } from '../../../shared/release/page/markup.ts';
import { decodeAttribute, decodeText } from '../../../shared/release/page/references.ts';
import type { Tag } from '../../../shared/release/page/tags.ts';
import { cleanLine, visibleLength } from '../../../shared/release/page/text.ts';
import { readTree } from '../../../shared/release/page/tree.ts';

class Recorder implements MarkupHandler {
  readonly stopped = false;
  readonly events: string[] = [];

  open(tag: Tag, attributes: Attributes): void {
    const { name } = tag;
    this.events.push(`<${name} class=${attributes.get(slots.class)} href=${attributes.get(slots.href)}>`);
    if (tag.isVoid) this.events.push(`</${name}>`);
  }
  close(tag: Tag): void {
    this.events.push(`</${tag.name}>`);
  }
  text(text: string): void {
    this.events.push(text);
  }
  wantsText(): boolean {
    return true;
  }
  wantsAttributes(): boolean {
    return true;
  }
  tooManyAttributes(): void {}
}

/** Texts beside each other are one, and a tag that is cut off by the end is none. */
function joined(events: readonly string[]): string {
  return events.join('');
}

function ours(html: string): string {
  const recorder = new Recorder();
  readMarkup(html, recorder);
  return joined(recorder.events).toLowerCase();
}

/** What htmlparser2 makes of the same markup; it writes some names of SVG with capitals. */
function reference(html: string): string {
  const events: string[] = [];
  const parser = new Parser({
    onopentag: (name, { class: className, href }) => events.push(`<${name} class=${className} href=${href}>`),
    onclosetag: (name) => events.push(`</${name}>`),
    ontext: (text) => events.push(text),
  });
  parser.write(html);
  parser.end();
  return joined(events).toLowerCase();
}

describe('markup', () => {
  it.each([
    '<p>a<p>b<div>c</p>d</div>',
    '<ul><li>a<li>b<ul><li>c</ul></ul>',
    '<table><tr><td>a<td>b<tr><th>c</table>',
    '<a href=x>a<a href=y>b</a></a>',
    '<form><p><form class="inner">x</form></form>',
    '<svg><title>a</title><foreignObject><p>b</p></foreignObject><style>&amp;</style></svg>c',
    '<script>if (a < b && c) "</p>"</script>d',
    '<title>a &amp; <b>c</title>',
    '<textarea><p>&eacute;</textarea><xmp><b>&amp;</xmp>',
    'x</br>y</p>z</div>',
    '<DIV CLASS="A" class="b">x</DIV><image>y',
    '<br/><p/>text<svg/>text<path/>',
    '<p class=a&amp;b href="?a=1&copy=2&amp;b">&notit; &not &#x80; &#0; &amp</p>',
    '<![CDATA[x]]><!-- <p> --><?php x ?><!doctype html>y',
  ])('is nested as htmlparser2 nests it: %s', (html) => {
    expect(ours(html)).toBe(reference(html));
  });

  it('is nested as htmlparser2 nests it, whatever stands together', () => {
    const piece = fc.constantFrom(
      ...'p /p div /div li ul /ul table tr td th /table a /a form /form h1 h2 /h1 svg /svg title /title script /script style /style br /br img image section dd dt select option /select button p/ svg/ path/ x-y /x-y textarea /textarea body head'
        .split(' ')
        .map((name) => `<${name}>`),
      'a', ' ', '&amp;', '&eacute', '&#65;', '<p class="a" class="b">', "<a href='x&amp;y'>", '<i class=a/>', '<!-- c -->', '<!x>', '<?x?>', '< ', '</ p>', '<p\n',
    ); // biome-ignore format: a list of pieces
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        // A tag that the end cuts off is nothing here; htmlparser2 has opened it by then.
        const html = `${pieces.join('')}<!-- end --></plaintext>`;
        expect(ours(html)).toBe(reference(html));
      }),
      { numRuns: 500 },
    );
  });

  it('reads comments, CDATA and what is left open to its end, and nothing twice', () => {
    const texts = (html: string): string =>
      readTree(html)
        .blocks.map((block) => block.text)
        .join('|');
    expect(texts('<!-->a<!--->b<!-- c --!>d<!-- <p> -->e')).toBe('abde');
    expect(texts('a<![CDATA[ b > ]]>c<![CDAT>d')).toBe('acd');
    expect(texts('a<!-- b <p>c')).toBe('a');
    expect(texts('a</ b>c</>d<?e?>f')).toBe('acdf');
    expect(texts('a < b <3 c<')).toBe('a < b <3 c<');
    expect(texts('<p>a</p')).toBe('a');
    expect(texts('<p>a<b class="c')).toBe('a');
    expect(texts('<p>a</scrip></SCRIPT x>b<script>c</scripts></script >d')).toBe('abd');
    expect(texts('<svg><style></svg>a</style>b')).toBe('ab');
  });

  it('holds names and attributes in any spelling, each attribute once', () => {
    const { elements, language } = readTree('<HTML LANG=de><DIV Class="A b" ID=c CLASS=x>t</DIV>');
    expect(language).toBe('de');
    expect(elements.find((element) => element.name === 'div')).toMatchObject({ className: 'A b', id: 'c' });
  });

  it('ends paragraphs of preformatted text where references write the line ends', () => {
    const { blocks } = readTree('<pre>Head office&#xD;\n&#xD;\nStreet 7</pre>');
    expect(blocks.map((block) => block.text)).toEqual(['Head office', 'Street 7']);
  });
});

describe('a character reference', () => {
  it('is decoded as the standard says, in text and in attributes', () => {
    const piece = fc.constantFrom(
      ...'& ; # x X 8211 2013 160 128 65 1114112 55296 0 amp amp; nbsp; &amp; &auml; &Auml; &uuml &eacute; &hellip; &notit; &copy &copy; &#8220; &#x201D; &#150; &#xD800; &#38; &#; &#x; &; a = ä'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        expect(decodeText(text)).toBe(decodeHTML(text));
        expect(decodeAttribute(text)).toBe(decodeHTMLAttribute(text));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a clean line', () => {
  const reference = (text: string): string =>
    text
      .replace(
        /[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g,
        '',
      )
      .replace(/\p{Surrogate}/gu, '\ufffd')
      .replace(/[\s\u0085]+/g, ' ')
      .trim()
      .normalize('NFC');

  it('has every character as it would be cleaned alone and beside others', () => {
    const wrong: string[] = [];
    for (let unit = 0; unit < 0x10000; unit += 1) {
      const char = String.fromCharCode(unit);
      for (const text of [char, `a${char}b`, ` e${char} ${char}`, `\u0301${char}`]) {
        if (cleanLine(text) !== reference(text)) wrong.push(unit.toString(16));
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has every run of characters as it would be cleaned at leisure', () => {
    const unit = fc.constantFrom(
      ...'aZ é\u0301\u00a0\u00ad\t\n\r\u0085\u200b\u200f\ufeff\u2028\u3000가\u11a8ी中。‘“—–ك\u0651й\u0306\ud83d\ude00\ud800'.split(
        '',
      ),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 20 }), (units) => {
        const text = units.join('');
        expect(cleanLine(text)).toBe(reference(text));
        expect(visibleLength(text)).toBe(text.replace(/\s+/g, ' ').length);
      }),
      { numRuns: 1_500 },
    );
  });
});
