import { describe, expect, it } from 'vitest';
import { readChannelText, readPage } from '../../../shared/release/read.ts';
import type { ChannelHints, PageContext } from '../../../shared/release/types.ts';
import { emptyContext } from './context.ts';

const first = 'The agency said that its new coordination unit will begin work next month with eleven regions.';
const second = 'Partners in the project are the customs service, the coast guard and two universities of the coast.';
const third = 'A second phase is planned for the spring, when the service will be opened to the municipal authorities.';
const prose = `<p>${first}</p>\n<p>${second}</p>\n<p>${third}</p>`;
const nav =
  '<nav><a href="/a">About us</a> <a href="/n">News and events of the agency</a> <a href="/c">Contact</a></nav>';
const footer = '<footer><p>© 2019–2024 Example Agency, all rights reserved in every part of the world.</p></footer>';

interface PageOptions {
  readonly head?: string;
  readonly title?: string;
  readonly language?: string;
  readonly context?: Partial<PageContext>;
}

const read = (main: string, { head = '', title = 'A new unit', language = 'en', context = {} }: PageOptions = {}) => {
  const html = `<!doctype html><html lang="${language}"><head><title>${title}</title>${head}</head><body>${nav}${main}${footer}</body></html>`;
  return readPage(new TextEncoder().encode(html), {
    ...emptyContext,
    url: 'https://agency.example.org/press/unit',
    contentType: 'text/html; charset=utf-8',
    ...context,
  });
};

const hints = (change: Partial<ChannelHints>): ChannelHints => ({
  kind: 'rss',
  title: null,
  published: null,
  updated: null,
  summary: null,
  content: null,
  language: null,
  ...change,
});

describe('the body of a page', () => {
  it('is the prose without navigation, label, title and footer', async () => {
    const { content, pageKind } = await read(
      `<main><h1>A new unit</h1><p class="date">12 February 2025</p>${prose}</main>`,
    );
    expect(pageKind).toBe('release');
    expect(content.body).toBe([first, second, third].join('\n\n'));
    expect(content).toMatchObject({ headline: 'A new unit', datePublished: '2025-02-12', dateSource: 'page-label' });
  });

  it('holds list items, table cells and subheads as paragraphs', async () => {
    const list = '<h2>Hours</h2><table><tr><td>Monday</td><td><ul><li>8.00 to 12.30</li></ul></td></tr></table>';
    const { content } = await read(`<main><h1>A new unit</h1><p>${first}</p>${list}<p>${second}</p></main>`);
    expect(content.body.split('\n\n')).toEqual([first, 'Hours', 'Monday', '8.00 to 12.30', second]);
  });

  it('is without captions, share bars, related links and repeated titles', async () => {
    const furniture =
      '<figure><img src="x.jpg"><figcaption>The new unit, seen from the north side of the harbour.</figcaption></figure>' +
      '<div class="share"><p>Send this page to a friend. As a reader you may pass on ten texts a month.</p></div>';
    const after = '<h3>Related news</h3><ul><li><a href="/1">How to become a diver in one year</a></li></ul>';
    const { content } = await read(`<main><h1>A new unit</h1>${furniture}<h2>A new unit</h2>${prose}${after}</main>`);
    expect(content.body).toBe([first, second, third].join('\n\n'));
  });

  it('stays where the article is named like furniture or hidden under a dialog', async () => {
    const dialog = `<div role="dialog"><p>${'We and our partners store and use information on your device such as cookies. '.repeat(12)}</p></div>`;
    const hidden = await read(`<div aria-hidden="true"><main><h1>A new unit</h1>${prose}</main></div>${dialog}`);
    expect(hidden.content.body).toBe([first, second, third].join('\n\n'));
    const named = await read(`<div class="contentWithSidebar gallery"><h1>A new unit</h1>${prose}</div>`);
    expect(named.content.body).toBe([first, second, third].join('\n\n'));
    const form = await read(`<form action="/"><h1>A new unit</h1>${prose}</form>`);
    expect(form.content.body).toBe([first, second, third].join('\n\n'));
  });

  it('is without what a line hides from the eye, and with the rest of that line', async () => {
    const line = `<p>${first} <a href="/x">Read the report<span class="sr-only"> (opens in a new window)</span></a> at once.</p>`;
    const { content } = await read(`<main><h1>A new unit</h1>${line}<p>${second}</p></main>`);
    expect(content.body).toBe(`${first} Read the report at once.\n\n${second}`);
  });

  it('ends before the tail, which is kept beside it', async () => {
    const tail = '<p>Media contact</p><p>Ana Silva, press@agency.example.org</p>';
    const { content } = await read(`<main><h1>A new unit</h1>${prose}${tail}</main>`);
    expect(content.body.endsWith(third)).toBe(true);
    expect(content.boilerplateStart).toBe('Media contact');
    expect(content.boilerplate).toBe('Media contact\n\nAna Silva, press@agency.example.org');
  });

  it('joins one br and parts at two, decodes references once and drops soft hyphens', async () => {
    const { content } = await read(
      `<main><h1>A new unit</h1><div>${first}<br>It costs 5 &lt; 6 &amp;amp; is in&shy;visible.<br><br>${second}</div></main>`,
    );
    expect(content.body).toBe(`${first} It costs 5 < 6 &amp; is invisible.\n\n${second}`);
  });

  it('keeps the subhead above the first paragraph where others of its level follow', async () => {
    const sections = `<section><h2>What</h2><p>${first}</p></section><section><h2>When</h2><p>${second}</p></section>`;
    const { content } = await read(`<main><h1>A new unit</h1>${sections}</main>`);
    expect(content.body.split('\n\n')).toEqual(['What', first, 'When', second]);
    expect(content.subtitle).toBeNull();
  });

  it('takes a heading below the title as subtitle', async () => {
    const { content } = await read(`<main><h1>A new unit</h1><h2>Eleven regions take part</h2>${prose}</main>`);
    expect(content.subtitle).toBe('Eleven regions take part');
    expect(content.body.startsWith(first)).toBe(true);
  });

  it('reads a blockquote below "said:" as a quotation', async () => {
    const { content } = await read(
      `<main><h1>A new unit</h1>${prose}<p>Ana Silva, head of the unit, said:</p><blockquote><p>We begin with joy.</p><p>And we go on.</p></blockquote></main>`,
    );
    expect(content.quotes.map(({ text, speaker }) => ({ text, speaker }))).toEqual([
      { text: 'We begin with joy.\n\nAnd we go on.', speaker: 'Ana Silva' },
    ]);
  });
});

describe('the headline of a page', () => {
  it('is the heading that the head of the page confirms', async () => {
    const { content } = await read(`<h1>Example Agency</h1><main><h2>A new unit</h2>${prose}</main>`, {
      title: 'A new unit | Example Agency',
    });
    expect(content.headline).toBe('A new unit');
  });

  it('leaves kicker and date inside the heading out', async () => {
    const { content } = await read(
      `<main><h1><span>Press release: 6/2022</span><br><br>A new unit for evidence</h1>${prose}</main>`,
      { title: 'A new unit for evidence - EA' },
    );
    expect(content.headline).toBe('A new unit for evidence');
    expect(content.references).toEqual(['6/2022']);
  });

  it('is without the kind of document in front of a colon', async () => {
    const { content } = await read(`<main><h1>Press release: A new unit for evidence</h1>${prose}</main>`, {
      title: 'Press',
    });
    expect(content.headline).toBe('A new unit for evidence');
  });

  it('is og:title or the title element without the name of the site where no heading is', async () => {
    const meta =
      '<meta property="og:title" content="A unit &amp;amp; more"><meta property="og:site_name" content="Example Agency">';
    expect((await read(`<main>${prose}</main>`, { head: meta, title: 'x' })).content.headline).toBe('A unit & more');
    const bare = await read(`<main>${prose}</main>`, {
      title: 'EA - A new unit | Example Agency',
      context: { organization: 'EA' },
    });
    expect(bare.content.headline).toBe('A new unit');
  });

  it('is without a kicker that the heading sets apart by its form and the head by a mark', async () => {
    const heading = async (text: string, title: string) => (await read(`<main><h1>${text}</h1>${prose}</main>`, { title })).content.headline;
    expect(await heading('<span>New in the port</span> Twelve people work on the quay', 'New in the port | Twelve people work on the quay - EA')).toBe('Twelve people work on the quay');
    expect(await heading('Harbour news Twelve people work – on the quay', 'Twelve people work - on the quay')).toBe('Twelve people work – on the quay');
    expect(await heading('After the harbour strike Twelve people work on the quay', 'The harbour strike: Twelve people work on the quay')).toBe('Twelve people work on the quay');
    const whole = 'New in the port: Twelve people work on the quay';
    expect(await heading(whole, `${whole} | EA`)).toBe(whole);
    expect(await heading('Twelve people work on the northern quay', 'The port: on the northern quay')).toBe('Twelve people work on the northern quay');
  }); // biome-ignore format: a table

  it('is not the name of the site, in whichever order the title element has them', async () => {
    const blog = `<h1>Port and sea</h1><main><h2>Twelve people on the quay</h2>${prose}</main>`;
    for (const title of [
      'Port and sea &raquo; Archive &raquo; Twelve people on the quay',
      'Twelve people on the quay | Port and sea',
    ])
      expect((await read(blog, { title })).content.headline).toBe('Twelve people on the quay');
  });

  it('is what og:title states, where headings of the section and of parts of the page stand before', async () => {
    const head = '<meta property="og:title" content="Twelve people work on the quay">';
    const main = `<h1>Navigation and service</h1><main><h1>Harbour</h1><h2>Twelve people work on the quay</h2>${prose}</main>`;
    expect((await read(main, { head, title: 'Harbour - EA' })).content.headline).toBe('Twelve people work on the quay');
    const landmark = `<h1>Main navigation</h1><main>${prose}</main>`;
    expect((await read(landmark, { title: 'Twelve people work on the quay' })).content.headline).toBe(
      'Twelve people work on the quay',
    );
  });

  it('is the whole heading, where the head has its beginning only or a letter less', async () => {
    const whole = 'Twelve people work on the northern quay today and many more will come in the spring';
    for (const title of ['Twelve people work on the north', whole.replace('northern', 'nothern')])
      expect(
        (await read(`<main><h1>${whole}</h1>${prose}<h2>Twelve people</h2>${prose}</main>`, { title })).content
          .headline,
      ).toBe(whole);
  });
});

describe('the date of a page', () => {
  const withDate = (label: string, options: PageOptions = {}) =>
    read(`<main><h1>A new unit</h1>${label}${prose}</main>`, options);

  it('is the printed one, whatever machines are told', async () => {
    const head = '<meta name="date" content="2022-01-21T09:43+01:00">';
    const { content } = await withDate('<p>25 January 2022</p>', { head });
    expect(content).toMatchObject({ datePublished: '2022-01-25', dateSource: 'page-label', dateConfidence: 'certain' });
  });

  it('has a time where the label itself carries one', async () => {
    const { content } = await withDate('<p><time datetime="2022-01-28T11:05:37+0100">28 January 2022</time></p>');
    expect(content).toMatchObject({ datePublished: '2022-01-28T11:05:37+01:00', dateSource: 'time-element' });
  });

  it('is read where it is cut into elements of its own', async () => {
    const { content } = await withDate('<div><span>Le</span><div>06 Novembre</div><div>2019</div></div>', {
      language: 'fr',
    });
    expect(content).toMatchObject({ datePublished: '2019-11-06', uiLanguage: 'fr' });
    expect(content.body.startsWith(first)).toBe(true);
  });

  it('is not that of a card beside the title', async () => {
    const card =
      '<aside><p class="date">19 April 2022</p><p><a href="/d">Another release of the agency</a></p></aside>';
    const { content } = await read(
      `${card}<main><h1>A new unit</h1><p>Investment</p><p>26 April 2022</p>${prose}</main>`,
    );
    expect(content.datePublished).toBe('2022-04-26');
  });

  it('of two readings is marked uncertain, unless other evidence or the newsroom settles it', async () => {
    const label = '<p>02/01/2022</p>';
    expect((await withDate(label)).content).toMatchObject({ datePublished: '2022-01-02', dateConfidence: 'uncertain' });
    expect((await withDate(label)).content.warnings[0]).toContain('02/01/2022');
    const head = '<script type="application/ld+json">{"@graph":[{"datePublished":"2022-02-01T08:00:00Z"}]}</script>';
    expect((await withDate(label, { head })).content).toMatchObject({
      datePublished: '2022-02-01',
      dateConfidence: 'probable',
    });
    expect((await withDate(label, { context: { dateOrder: 'month-first' } })).content).toMatchObject({
      datePublished: '2022-02-01',
      dateConfidence: 'certain',
    });
  });

  it('is not that of the last change, of the page clock or of the copyright line', async () => {
    const other = '<p>Last updated: 3 May 2024</p><p>Today: 2 May 2025</p>';
    const { content } = await withDate(other);
    expect(content).toMatchObject({
      datePublished: null,
      dateSource: null,
      dateConfidence: null,
      dateModified: '2024-05-03',
    });
  });

  it('comes from the channel, in the time zone of the newsroom, where the page has none', async () => {
    const channel = hints({ published: '2017-05-12T22:30:00Z' });
    const { content } = await withDate('', { context: { channel, timeZone: 'Europe/Paris' } });
    expect(content).toMatchObject({ datePublished: '2017-05-13T00:30:00+02:00', dateSource: 'feed' });
  });

  it('comes from microdata, meta or the address, and conflicting ones are uncertain', async () => {
    const micro = await withDate('<span itemprop="datePublished" content="2022-01-28"></span>');
    expect(micro.content).toMatchObject({ datePublished: '2022-01-28', dateSource: 'microdata' });
    const url = await withDate('', { context: { url: 'https://agency.example.org/2022/01/28/unit' } });
    expect(url.content).toMatchObject({ datePublished: '2022-01-28', dateSource: 'url', dateConfidence: 'probable' });
    const head = '<meta property="article:published_time" content="2022-01-29">';
    const both = await withDate('', { head, context: { url: 'https://agency.example.org/2022/01/28/unit' } });
    expect(both.content.dateConfidence).toBe('uncertain');
  });
});

describe('the languages of a page', () => {
  it('are two: that of the labels and that of the text', async () => {
    const { content } = await read(`<main><h1>A new unit</h1><p>13 mayo 2017</p>${prose}</main>`, { language: 'en' });
    expect(content).toMatchObject({ uiLanguage: 'es', inLanguage: 'en' });
  });

  it('follow the html element where the label is all numbers', async () => {
    const { content } = await read(`<main><h1>A new unit</h1><p>13/05/2017</p>${prose}</main>`, {
      language: 'fr-FR',
      context: { uiLanguage: 'en' },
    });
    expect(content).toMatchObject({ uiLanguage: 'fr', inLanguage: 'en' });
  });
});

describe('the canonical address', () => {
  const canonical = async (href: string) =>
    (await read(`<main><h1>A new unit</h1>${prose}</main>`, { head: `<link rel="canonical" href="${href}">` })).content;

  it('is the link of the page, resolved', async () => {
    expect((await canonical('/press/unit-1?utm_source=x#a')).canonicalUrl).toBe(
      'https://agency.example.org/press/unit-1',
    );
    expect((await canonical('https://www.agency.example.org/p')).canonicalUrl).toBe('https://www.agency.example.org/p');
  });

  it('is the own address with a warning where the link leads to another site or to the front page', async () => {
    for (const href of ['https://syndication.example.net/p', '/', 'javascript:void(0)', 'http://[']) {
      const content = await canonical(href);
      expect(content.canonicalUrl).toBe('https://agency.example.org/press/unit');
      expect(content.warnings).toHaveLength(1);
    }
  });
});

describe('what a page is', () => {
  it.each([
    [
      'challenge',
      '<h1>Just a moment...</h1><p>Checking your browser before accessing the site.</p>',
      'Just a moment...',
    ],
    ['challenge', "<h1>Access Denied</h1><p>You don't have permission to access this page.</p>", 'Access Denied'],
    ['not-found', `<h1>Page not found</h1><p>${first}</p>`, 'Page not found | Example Agency'],
    ['not-found', '<h1>404</h1><p>Sorry.</p>', 'Error'],
    ['empty', '<div id="app"></div>', 'Example Agency'],
  ])('is %s where it says so', async (kind, main, title) => {
    const reading = await read(main, { title });
    expect(reading.pageKind).toBe(kind);
    expect(reading.reason).not.toBe('');
    expect(reading.content.body).toBe('');
  });

  it('is a listing where headlines are links with little text each', async () => {
    const item = (n: number) =>
      `<div><h2><a href="/${n}">A headline of some length, number ${n}</a></h2><p>${n} May 2025</p><p>${first}</p></div>`;
    const reading = await read(
      `<main><h1>Press releases</h1>${Array.from({ length: 9 }, (_, n) => item(n + 1)).join('')}</main>`,
      {
        title: 'Press releases',
      },
    );
    expect(reading.pageKind).toBe('listing');
    expect(reading.content.body).toBe('');
  });

  it.each([
    ['<h1>Sorry, you have been blocked</h1><p>You are unable to access agency.example.org, which uses a security service.</p>', 'Attention Required! | Cloudflare'],
    [`<h1>Please verify you are human</h1>${prose}`, 'agency.example.org'],
    ['<h1>agency.example.org</h1><p>Please enable JavaScript and cookies to continue, then load this page again.</p>', 'agency.example.org'],
    ["<h1>Zugriff verweigert</h1><p>25 November 2026</p><p>Ihre Anfrage wurde von unserem Schutz vor Angriffen angehalten.</p>", 'Zugriff verweigert - Behörde'],
  ])('is a challenge where a wall says little else: %s', async (main, title) => {
    expect((await read(main, { title })).pageKind).toBe('challenge');
  }); // biome-ignore format: a table

  it.each([
    ['Aid access denied to towns on the coast', `<p>25 November 2026</p>${prose}`],
    ['Agency warns of pages that ask "are you human"', `<p class="date">25 November 2026</p><p>${first}</p>`],
    ['Court: access denied for the press was unlawful', `<p>Published: 25 November 2026</p><p>${first}</p><p>${second}</p>`],
  ])('is a release where a dated headline speaks of walls: %s', async (headline, text) => {
    expect((await read(`<main><h1>${headline}</h1>${text}</main>`, { title: `${headline} | Example Agency` })).pageKind).toBe('release');
  }); // biome-ignore format: a table

  it.each([
    ['Missing diver not found, search ends', `<p class="date">25 November 2026</p><p>${first}</p>`],
    ['Spare parts no longer available for old ships', `<p>25 November 2026</p><p>${first}</p><p>${second}</p>`],
  ])('is a release where a dated headline tells of something missing: %s', async (headline, text) => {
    expect((await read(`<main><h1>${headline}</h1>${text}</main>`, { title: `${headline} | EA` })).pageKind).toBe('release');
  }); // biome-ignore format: a table

  it.each([
    ['The page you requested could not be found', 'EA'],
    ['Not found', 'Not found | EA'],
    ['Sorry, this page does not exist any more', 'EA'],
    ['Страница не найдена', 'Сайт'],
    ['ページが見つかりません', 'EA'],
    ['Az oldal nem található', 'EA'],
    ['找不到頁面', 'EA'],
  ])('is not found where the page itself is missing, also under the day of today: %s', async (headline, title) => {
    const reading = await read(`<main><h1>${headline}</h1><p>25 November 2026</p><p>${first}</p></main>`, { title });
    expect(reading.pageKind).toBe('not-found');
    expect(reading.content.body).toBe('');
  }); // biome-ignore format: a table

  it('is a release where the text only speaks of walls and missing pages', async () => {
    const words = 'The captcha said "verify you are human", and the answer was "page not found", the court wrote.';
    const reading = await read(`<main><h1>A new unit</h1>${prose}<p>${words}</p></main>`);
    expect(reading.pageKind).toBe('release');
  });
});

describe("a channel's own text", () => {
  it('makes a record where the page cannot be had', async () => {
    const channel = hints({
      title: 'Research &amp; more',
      published: '2025-11-04T08:00:00Z',
      summary: 'A summary.',
      content: `<p>LYON, France – ${first}</p><p>“We begin with much joy,” said Ana Silva.</p>`,
    });
    const { content, pageKind } = await readChannelText({ ...emptyContext, channel, url: 'https://a.example/1#x' });
    expect(pageKind).toBe('release');
    expect(content).toMatchObject({
      headline: 'Research & more',
      datePublished: '2025-11-04T08:00:00Z',
      dateSource: 'feed',
      summary: 'A summary.',
      canonicalUrl: 'https://a.example/1',
      dateline: { place: 'LYON', countryCode: 'FR' },
      quotes: [{ speaker: 'Ana Silva' }],
    });
  });

  it('is empty without text, and never an error', async () => {
    expect((await readChannelText({ ...emptyContext, channel: hints({ title: 'A' }) })).content.body).toBe('');
    expect((await readChannelText(emptyContext)).pageKind).toBe('empty');
  });
});

describe('what a release shows and links to', () => {
  const head =
    '<link rel="alternate" hreflang="es" href="/es/prensa/unidad"><link rel="alternate" hreflang="x-default" href="/">' +
    '<link rel="alternate" hreflang="en" href="/press/unit"><link rel="alternate" hreflang="fr" href="/">';
  const figure = (source: string, caption: string) =>
    `<figure><div><img src="${source}" alt="The harbour"></div><figcaption>${caption}</figcaption></figure>`;

  it('is its own pictures with their captions, not those of the site or of other pages', async () => {
    const { content } = await read(
      `<header><img src="/logo.png"></header><main><h1>A new unit</h1>${figure('/i/unit.jpg?utm_source=x', 'Seen from the north. Photo: Port')}${prose}` +
        '<p><img data-src="/i/late.jpg" src="data:image/gif;base64,R0lGOD"></p><img src="/i/dot.gif" width="1" height="1">' +
        '<a href="/press/other"><img src="/i/other.jpg"></a></main>',
    );
    expect(content.images).toEqual([
      {
        url: 'https://agency.example.org/i/unit.jpg',
        caption: 'Seen from the north. Photo: Port',
        alternative: 'The harbour',
      },
      { url: 'https://agency.example.org/i/late.jpg', caption: null, alternative: null },
    ]);
  });

  it('is the links of its text and the files below it', async () => {
    const { content } = await read(
      `<main><h1>A new unit</h1><p>${first} See the <a href="../law">law</a> and <a href="#top">this</a>.</p>` +
        `<p>${second}<a href="https://social.example/share"><i></i></a></p><p>${third}</p>` +
        '<ul class="downloads"><li><a href="/files/plan.PDF?v=2">The plan (PDF, 2 MB)</a></li></ul></main>',
    );
    expect(content.links).toContainEqual({ url: 'https://agency.example.org/law', text: 'law' });
    expect(content.links.map((link) => link.text)).not.toContain('');
    expect(content.attachments).toEqual([
      {
        url: 'https://agency.example.org/files/plan.PDF?v=2',
        title: 'The plan (PDF, 2 MB)',
        type: 'application/pdf',
      },
    ]);
  });

  it('is its versions in other languages, neither itself nor front pages', async () => {
    const { content } = await read(`<main><h1>A new unit</h1>${prose}</main>`, { head });
    expect(content.translations).toEqual([
      { language: 'es', url: 'https://agency.example.org/es/prensa/unidad', source: 'hreflang' },
    ]);
  });

  it('finds a version by the same path below another language', async () => {
    const { content } = await read(
      `<p><a href="/fr/News/2017/N2017-063">Français</a> <a href="/fr/News">Actualités</a></p><main><h1>A new unit</h1>${prose}</main>`,
      { context: { url: 'https://agency.example.org/es/News/2017/N2017-063' } },
    );
    expect(content.translations).toEqual([
      { language: 'fr', url: 'https://agency.example.org/fr/News/2017/N2017-063', source: 'link' },
    ]);
  });
});

describe('which of several dates is the date of the release', () => {
  const meta = (value: string): string => `<meta property="article:published_time" content="${value}">`;
  const dateOf = async (main: string, options: PageOptions = {}) => (await read(main, options)).content;

  it('is a named date at the foot of the page, when none stands near the title', async () => {
    const far = '<p>Port of the north, a service of the state.</p>'.repeat(20);
    const content = await dateOf(
      `<main><h1>A new unit</h1>${prose}</main>${far}<div>Published: 12 February 2025</div>`,
    );
    expect(content).toMatchObject({ datePublished: '2025-02-12', dateSource: 'page-label' });
  });

  it('is not a plain date beside other words that everything machines are told speaks against', async () => {
    const main = `<main><h1>A new unit</h1><div>Meeting of 3 January 2025 in the hall</div>${prose}</main>`;
    expect(await dateOf(main, { head: meta('2025-02-12T09:00:00+01:00') })).toMatchObject({
      datePublished: '2025-02-12T09:00:00+01:00',
      dateSource: 'meta',
      dateConfidence: 'uncertain',
    });
  });

  it('stays what the page prints when machines are told the day beside it, as other zones make it', async () => {
    const main = `<main><h1>A new unit</h1><div>News 12 February 2025 Harbour</div>${prose}</main>`;
    expect(await dateOf(main, { head: meta('2025-02-13T00:30:00Z') })).toMatchObject({ datePublished: '2025-02-12' });
  });

  it('stays a marked label, whatever machines are told', async () => {
    const main = `<main><h1>A new unit</h1><p class="date">12 February 2025</p>${prose}</main>`;
    expect(await dateOf(main, { head: meta('2021-07-01') })).toMatchObject({
      datePublished: '2025-02-12',
      dateSource: 'page-label',
    });
  });

  it('is never that of a post that is quoted in the page', async () => {
    const post =
      '<blockquote><p>Well done!</p>— Ana Silva (@ana) <a href="https://social.example/1">4 November 2023</a></blockquote>';
    expect((await dateOf(`<main><h1>A new unit</h1>${post}${prose}</main>`)).datePublished).toBeNull();
  });

  it.each([
    ['/news/20250212-unit', '2025-02-12'],
    ['/news/2025/2/12/unit', '2025-02-12'],
    ['/news/29-10-2021-unit', '2021-10-29'],
    ['/news/03-04-2021-unit', null],
    ['/news/20251302-unit', null],
    ['/news/2025/02/unit', null],
  ])('is read from the address %s as %s', async (path, date) => {
    const url = `https://agency.example.org${path}`;
    expect((await dateOf(`<main><h1>A new unit</h1>${prose}</main>`, { context: { url } })).datePublished).toBe(date);
  });
});
