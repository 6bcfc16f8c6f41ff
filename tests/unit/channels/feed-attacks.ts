/** Documents made to exhaust or to mislead a reader of feeds. Each has a first item that must still be read. */
import { gzipSync } from 'node:zlib';
import { rss } from './context.ts';

const item = '<item><title>Real</title><link>/1</link></item>';
const open = `<rss><channel>${item}`;
const many = (count: number, text: string): string => text.repeat(Math.ceil(count));

/** By name; `size` 1 is that of the largest body a poll takes (10 MiB) or what the name says, smaller ones are parts of it. */
export const attacks: Readonly<Record<string, (size: number) => string | Uint8Array>> = {
  'entities that double ten times over': () =>
    `<!DOCTYPE rss [<!ENTITY e0 "ha">${Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};">`).join('')}]>${rss(`${item}<item><title>&e30;</title></item>`)}`,
  'one long entity used 20,000 times': (size) =>
    `<!DOCTYPE rss [<!ENTITY a "${many(1_000, 'a')}">]>${rss(`${item}<item><title>${many(20_000 * size, '&a;')}</title></item>`)}`,
  'an external entity of a file': () =>
    `<!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/passwd">]>${rss(`${item}<item><title>&e;</title></item>`)}`,
  'an external entity of an address': () =>
    `<!DOCTYPE rss [<!ENTITY e SYSTEM "http://127.0.0.1/">]>${rss(`${item}<item><title>&e;</title></item>`)}`,
  'a parameter entity': () =>
    `<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p; <!ENTITY e "%p;">]>${rss(`${item}<item><title>&e;</title></item>`)}`,
  '100,000 tags nested in a title': (size) => rss(`${item}<item><title>${many(100_000 * size, '<b>')}</title></item>`),
  '100,000 tags nested and closed in a title': (size) =>
    rss(`${item}<item><title>${many(100_000 * size, '<b>')}${many(100_000 * size, '</b>')}</title></item>`),
  '1,000 tags nested in XHTML content': () =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Real</title><link href="/1"/></entry><entry><content type="xhtml">${many(1_000, '<div>')}x${many(1_000, '</div>')}</content></entry></feed>`,
  'a million tags nested in the channel': (size) => `${open}${many(1_000_000 * size, '<a>')}`,
  'an attribute of 10 MB': (size) => rss(`${item}<item a="${many(10_000_000 * size, 'x')}"/>`),
  '200,000 attributes': (size) =>
    rss(`${item}<item ${Array.from({ length: 200_000 * size }, (_, i) => `a${i}="1"`).join(' ')}/>`),
  'a text of 10 MB': (size) => rss(`${item}<item><description>${many(10_000_000 * size, 'x')}</description></item>`),
  'two million numeric references': (size) =>
    rss(`${item}<item><description>${many(2_000_000 * size, '&#65;')}</description></item>`),
  'a CDATA section of 10 MB that is not closed': (size) =>
    `${open}<item><description><![CDATA[${many(5_000_000 * size, 'x<')}`,
  'comments that are not closed': (size) => `${open}${many(2_500_000 * size, '<!--')}`,
  '10 million less-than signs': (size) => `${open}${many(10_000_000 * size, '<')}`,
  '5 million less-than signs and spaces': (size) => `${open}${many(5_000_000 * size, '< ')}`,
  '10 million ampersands': (size) => rss(`${item}<item><title>${many(10_000_000 * size, '&')}</title></item>`),
  'names that belong to objects': () =>
    rss(
      `${item}<constructor/><__proto__><x>polluted</x></__proto__><item __proto__="2" hasOwnProperty="1"/><toString/>`,
    ),
  '200,000 items': (size) => rss(item + many(200_000 * size, '<item><title>T</title></item>')),
  'NUL bytes between all characters of a title': (size) =>
    rss(`${item}<item><title>${many(1_000_000 * size, 'a\u0000')}</title></item>`),
  'a gzip bomb of 100 MB': (size) => gzipSync(Buffer.alloc(100_000_000 * size, 0x20)),
  'scripts that are not closed in a description': (size) =>
    rss(`${item}<item><description><![CDATA[${many(1_200_000 * size, '<script>')}]]></description></item>`),
  'tags that are not closed in a title': (size) =>
    rss(`${item}<item><title><![CDATA[${many(3_000_000 * size, '<b ')}]]></title></item>`),
  '60 declarations of prefixes on each of 100 levels, and a leaf of 300,000': (size) =>
    `<rss><channel>${item}${Array.from({ length: 90 }, (_, level) => `<x ${Array.from({ length: 60 }, (_, i) => `xmlns:p${level}-${i}="u"`).join(' ')}>`).join('')}${many(300_000 * size, '<y xmlns:q="u"/>')}${many(90, '</x>')}</channel></rss>`,
  'a chain of xml:base under 200,000 enclosures': (size) =>
    rss(
      `${item}${many(80, '<x xml:base="a/">')}<item><title>T</title>${many(200_000 * size, '<enclosure xml:base="b/" url="c"/>')}</item>${many(80, '</x>')}`,
    ),
  'a date of 10 MB': (size) =>
    rss(`${item}<item><title>T</title><pubDate>${many(1_000_000 * size, '1 Jan 2025')}</pubDate></item>`),
  'an address of 10 MB': (size) =>
    rss(`${item}<item><title>T</title><link>https://a.example/${many(10_000_000 * size, 'x')}</link></item>`),
  'JSON nested a million times': (size) => many(1_000_000 * size, '['),
  'tags whose quotes are not closed': (size) => `${open}${many(1_000_000 * size, '<a b="x>')}`,
  'attributes without an end of their tag': (size) => `${open}<a ${many(1_000_000 * size, 'b="x" ')}`,
  'attributes of both quotes that run into one another': (size) => `${open}${many(500_000 * size, `<a b="x><a b='x>`)}`,
  'CDATA sections that are not closed': (size) => `${open}${many(1_000_000 * size, '<![CDATA[')}`,
  'a DOCTYPE that is not closed': (size) => `<!DOCTYPE rss [${many(2_000_000 * size, '<!a>')}${open}</channel></rss>`,
};
