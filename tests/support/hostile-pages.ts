/** Pages made to cost much: each is a shape that some rule might take too long over. For the bench and, smaller, for the tests. */

const sentence = 'This is a sentence of some length, which says nothing at all.';

const page = (body: string, head = ''): string =>
  `<!doctype html><html lang="en"><head><title>A new unit</title>${head}</head><body><main><h1>A new unit</h1>${body}</main></body></html>`;

const times = (count: number, part: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => part(at)).join('');

/** `scale` 1 is the full size: about what 5 MiB hold. */
export function hostilePages(scale = 1): readonly (readonly [string, string])[] {
  const many = (count: number): number => Math.max(1, Math.round(count * scale));
  const jsonLd = (text: string): string => `<script type="application/ld+json">${text}</script>`;
  return [
    ['100k nested elements', `${'<div>'.repeat(many(100_000))}x`],
    ['100k nested inline elements', page(`${'<b>'.repeat(many(100_000))}${sentence}`)],
    ['nested elements inside what is skipped', '<svg>'.repeat(many(100_000))],
    ['a million end tags of what is not open', page(`${'<i>'.repeat(400)}${'</b>'.repeat(many(1_000_000))}`)],
    ['a million end tags of unknown elements', page(times(many(400_000), (at) => `</x${at % 5_000}>`))],
    ['100k attributes', page(`<p ${times(many(100_000), (at) => `a${at}=1 `)}>x</p>`)],
    ['100k classes on one element', page(`<p class="${times(many(100_000), (at) => `a${at} `)}">${sentence}</p>`)],
    ['1 MiB attribute', page(`<p class="${'x'.repeat(many(1_048_576))}" id="${'y-'.repeat(many(500_000))}">${sentence}</p>`)],
    ['1 MiB of references in attributes', page(`<a href="${'&amp;'.repeat(many(200_000))}">${sentence}</a>`)],
    ['100k siblings', page(times(many(100_000), (at) => `<p>${at}</p>`))],
    ['100k paragraphs of prose', page(times(many(70_000), () => `<p>${sentence}</p>`))],
    ['100k lines of links', page(times(many(100_000), (at) => `<li><a href="/news/${at}">A headline of some words</a>`))],
    ['100k br', page(`a${'<br>'.repeat(many(100_000))}b`)],
    ['100k br with text', page(times(many(100_000), (at) => `line ${at}<br>`))],
    ['a table of 100k cells', page(`<table>${times(many(20_000), (at) => `<tr><td>${at}<td>b<td>c<td>d<td>e`)}</table>`)],
    ['a million references', page(`<p>${'&amp;'.repeat(many(1_000_000))}</p>`)],
    ['references without end', page(`<p>${'&am'.repeat(many(1_000_000))}</p>`)],
    ['one paragraph of 5 MiB', page(`<p>${`${sentence} `.repeat(many(84_000))}</p>`)],
    ['one word of 5 MiB', page(`<p>${'a'.repeat(many(5_000_000))}</p>`)],
    ['one word of 5 MiB in capitals', page(`<p>${'A'.repeat(many(5_000_000))}</p>`)],
    ['5 MiB without a tag', sentence.repeat(many(84_000))],
    ['5 MiB of accents', page(`<p>e${'\u0301'.repeat(many(2_500_000))}</p>`)],
    ['5 MiB of white space', page(`<p>a${' \n'.repeat(many(2_500_000))}b</p>`)],
    ['5 MiB of soft hyphens', page(`<p>a${'\u00ad'.repeat(many(2_500_000))}b</p>`)],
    ['200k opening quotation marks', page(`<p>${'“a '.repeat(many(200_000))}</p>`)],
    ['200k quotation marks of all kinds', page(`<p>${'“a” "b" «c» said '.repeat(many(60_000))}</p>`)],
    ['100k paragraphs that open a quotation', page(times(many(50_000), () => `<p>“${sentence}</p>`))],
    ['200k blockquotes', page(times(many(100_000), () => `<blockquote>${sentence}</blockquote>`))],
    ['200k dates', page(`<p>${'13 May 2017, '.repeat(many(200_000))}</p>`)],
    ['200k lines of dates', page(times(many(100_000), () => '<p>13 May 2017</p>'))],
    ['200k broken dates', page(`<p>${'12/12/'.repeat(many(200_000))} ${'May May '.repeat(many(100_000))}</p>`)],
    ['200k time elements', page(times(many(100_000), () => '<time datetime="2017-05-13">13 May</time>'))],
    ['50k headings', page(times(many(50_000), (at) => `<h1>A new unit ${at}</h1>`))],
    ['50k headings that are the title', page(times(many(50_000), () => '<h2>A new unit</h2>'))],
    ['50k JSON-LD blocks', page(sentence, jsonLd('{"@type":"NewsArticle","datePublished":"2017-05-13"}').repeat(many(50_000)))],
    ['deep JSON-LD', page(sentence, jsonLd(`{"datePublished":${'['.repeat(many(190_000))}`))],
    ['deep JSON-LD that closes', page(sentence, jsonLd(`${'['.repeat(many(90_000))}"datePublished"${']'.repeat(many(90_000))}`))],
    ['5 MiB of JSON-LD', page(sentence, jsonLd(`{"a":"${'datePublished '.repeat(many(350_000))}"}`))],
    ['50k meta elements', page(sentence, '<meta name="date" content="2017-05-13">'.repeat(many(50_000)))],
    ['changes of direction', page(`<p>${'\u202e\u200f\u2067abc \u05d0\u0628\u2069'.repeat(many(300_000))}</p>`)],
    ['100k forms', page('<form>'.repeat(many(100_000)) + sentence)],
    ['100k pictures', page(times(many(50_000), (at) => `<figure><img src="/${at}.jpg"><figcaption>${sentence}</figcaption></figure>`))],
    ['100k links to files', page(times(many(60_000), (at) => `<p>${sentence}<a href="/${at}.pdf">A file</a></p>`))],
    ['100k comments', page('<!-- x -->'.repeat(many(300_000)))],
    ['a comment without end', page(`${sentence}<!-- ${'- '.repeat(many(2_000_000))}`)],
    ['a million opening brackets', '<'.repeat(many(1_000_000))],
    ['a million scripts', page('<script>x</script>'.repeat(many(200_000)))],
    ['a tag without end', page(`<p ${'a="b" '.repeat(many(800_000))}`)],
    ['preformatted blank lines', page(`<pre>${'a\n \n'.repeat(many(1_000_000))}</pre>`)],
    ['preformatted spaces', page(`<pre>\n${' '.repeat(many(5_000_000))}x</pre>`)],
    ['stops and dashes', page(`<p>${'A. B - C – '.repeat(many(400_000))}</p>`)],
    ['commas', page(`<p>LYON${', A'.repeat(many(1_000_000))} – ${sentence}</p>`)],
    ['brackets', page(`<p>${'('.repeat(many(1_000_000))}${')'.repeat(many(1_000_000))}</p>`)],
    ['operations', page(`<p>${'Operation Alpha Beta '.repeat(many(200_000))}</p>`)],
    ['references of releases', page(`<p>${'IP/26/1801 C-117/15 N2017-063 '.repeat(many(150_000))}</p>`)],
    ['labels of references', page(`<p>${'Press release '.repeat(many(300_000))}</p>`)],
    ['contacts', page(`<p>${sentence}</p><p>Contact:</p>${times(many(60_000), (at) => `<p>Ana Silva ${at}, tel. +33 1 44 00 ${at}, a.silva${at}@x.example</p>`)}`)],
    ['addresses of one run', page(`<p>${sentence}</p><p>Contact:</p><p>${'a.b-c_'.repeat(many(400_000))}@x</p>`)],
    ['lines that ask for consent', page(times(many(60_000), () => '<p>We use cookies. Accept?</p>'))],
    [
      'boxes that ask for consent',
      page(
        `<h1>Port opens its desk</h1><div class="t">${`<p>${sentence}</p>`.repeat(80)}</div><div>${times(many(40_000), () => '<div><p>We use cookies on this site. Accept them?</p></div>')}</div>`,
      ),
    ],
    [
      'boxes with a request',
      page(
        `<h1>Port opens its desk</h1><div class="t">${`<p>${sentence}</p>`.repeat(80)}</div><div>${times(many(40_000), () => '<div><p>Sign up for our newsletter</p><b>x</b></div>')}</div>`,
      ),
    ],
    ['lines that look like credits', page(times(many(60_000), () => '<p>(Photo: Ana Silva / AFP, – Reuters/</p>'))],
    ['lines that begin a request', page(times(many(60_000), () => '<p>Sign up for sign up for sign up for it</p>'))],
    ['counters', page(times(many(80_000), () => '<p>12 comments 12 shares 12 views 12 likes 12x</p>'))],
    ['marks alone', page(`<p>${'|·•-–: '.repeat(many(700_000))}</p>`)],
    ['quotations without end', page(`<p>«Open and “open and „open and said</p>`.repeat(many(100_000)))],
    ['dashes that speak', page(`<p>– Open, and, open, said, ${'and, '.repeat(10)}</p>`.repeat(many(50_000)))],
    ['announcements', page(`<p>Professor Ana Silva said:</p><p>${sentence}</p>`.repeat(many(30_000)))],
    ['words that speak, without end', page(`<p>“${sentence}” ${'said the said '.repeat(many(300_000))}</p>`)],
    ['Han without spaces', page(`<p>${'新闻发布会今天在北京举行'.repeat(many(140_000))}</p>`)],
    ['Arabic with marks', page(`<p>${'الأَخْبَارُ '.repeat(many(200_000))}</p>`)],
    ['surrogates', page(`<p>${'😀 '.repeat(many(500_000))}</p>`)],
    ['halves of surrogates', page(`<p>${'\ud800 '.repeat(many(500_000))}</p>`)],
  ]; // biome-ignore format: a table of shapes
}
