/** Prints the demo's stories: a page for each, and the channel that lists them. */
import { escapeMarkup } from '../../../shared/text/escape-markup.ts';
import type { DemoChannel } from './newsrooms.ts';
import type { PublishedStory } from './story.ts';

/** Escapes text for HTML and XML, in elements and in double-quoted attributes. */
const notice = 'Dateline demo newsroom, served by this machine.';

/** The day as a newsroom of that language prints it; the story's own label where it has one. */
function dayLabel(published: PublishedStory, language: string): string {
  return (
    published.story.printed?.label ??
    new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
      published.publishedMs,
    )
  );
}

function paragraphsOf(published: PublishedStory): string {
  return published.state.paragraphs.map((text) => `<p>${escapeMarkup(text)}</p>`).join('\n');
}

function document(language: string, title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<title>${escapeMarkup(title)}</title>
${head}
</head>
<body>
${body}
</body>
</html>
`;
}

/** The old page shape of INTERPOL: "All news", the date in the language of the site, the title, the text. */
function interpolPage(channel: DemoChannel, published: PublishedStory): string {
  return document(
    channel.uiLanguage,
    `${published.state.headline} / News / INTERPOL`,
    '',
    `<header><nav><ul><li><a href="/es">INTERPOL</a></li><li><a href="${channel.path}">News and media</a></li></ul></nav></header>
<div id="content">
<p class="back"><a href="${channel.path}">All news</a></p>
<p class="date">${escapeMarkup(dayLabel(published, channel.uiLanguage))}</p>
<h1>${escapeMarkup(published.state.headline)}</h1>
<div class="text">
${paragraphsOf(published)}
</div>
</div>
<footer><p>${notice} The release of 13 May 2017 is INTERPOL’s; the placeholders are not.</p></footer>`,
  );
}

/** A page with schema.org data in JSON-LD and a time element. */
function rssPage(channel: DemoChannel, published: PublishedStory, origin: string): string {
  const iso = new Date(published.publishedMs).toISOString();
  const data = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: published.state.headline,
    datePublished: iso,
    dateModified: new Date(published.updatedMs).toISOString(),
    inLanguage: published.story.language,
    publisher: { '@type': 'Organization', name: channel.organization },
  };
  return document(
    published.story.language,
    `${published.state.headline} | ${channel.organization}`,
    `<link rel="canonical" href="${origin}${published.story.path}">
<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`,
    `<header><nav><a href="/harbour">Home</a> <a href="/harbour">Press releases</a></nav></header>
<main><article>
<h1>${escapeMarkup(published.state.headline)}</h1>
<p class="meta"><time datetime="${iso}">${dayLabel(published, published.story.language)}</time></p>
${paragraphsOf(published)}
</article></main>
<footer><p>${notice} The port and this text are invented.</p></footer>`,
  );
}

/** A page with meta elements. */
function atomPage(channel: DemoChannel, published: PublishedStory, origin: string): string {
  return document(
    published.story.language,
    published.state.headline,
    `<link rel="canonical" href="${origin}${published.story.path}">
<meta property="og:type" content="article">
<meta property="og:title" content="${escapeMarkup(published.state.headline)}">
<meta property="article:published_time" content="${new Date(published.publishedMs).toISOString()}">
<meta property="article:modified_time" content="${new Date(published.updatedMs).toISOString()}">`,
    `<header><nav><ul><li><a href="/water">${escapeMarkup(channel.organization)}</a></li></ul></nav></header>
<main>
<p class="date">${dayLabel(published, published.story.language)}</p>
<h1>${escapeMarkup(published.state.headline)}</h1>
<div class="article-body">
${paragraphsOf(published)}
</div>
</main>
<footer><p>${notice} The office and this text are invented.</p></footer>`,
  );
}

/** A page that says everything in its visible text alone. */
function listingPage(channel: DemoChannel, published: PublishedStory): string {
  return document(
    channel.uiLanguage,
    `${published.state.headline} - ${channel.organization}`,
    '',
    `<header><nav><ul><li><a href="/observatorio">Inicio</a></li><li><a href="${channel.path}">Notas de prensa</a></li></ul></nav></header>
<main>
<h1>${escapeMarkup(published.state.headline)}</h1>
<p class="date">${dayLabel(published, channel.uiLanguage)}</p>
<div class="nota">
${paragraphsOf(published)}
</div>
</main>
<footer><p>${notice} The observatory and this text are invented.</p></footer>`,
  );
}

/** The page of one story. */
export function printPage(channel: DemoChannel, published: PublishedStory, origin: string): string {
  switch (channel.form) {
    case 'interpol':
      return interpolPage(channel, published);
    case 'rss':
      return rssPage(channel, published, origin);
    case 'atom':
      return atomPage(channel, published, origin);
    case 'listing':
      return listingPage(channel, published);
  }
}

/** A list of all items as a page: a listing channel's own document, and every newsroom's front page. */
export function printListing(channel: DemoChannel, all: readonly PublishedStory[]): string {
  const items = all.map(
    (published) =>
      `<li class="item"><span class="date">${escapeMarkup(dayLabel(published, channel.uiLanguage))}</span> <a href="${published.story.path}">${escapeMarkup(published.state.headline)}</a></li>`,
  );
  return document(
    channel.uiLanguage,
    channel.organization,
    '',
    `<main>
<h1>${escapeMarkup(channel.organization)}</h1>
<ul class="news">
${items.join('\n')}
</ul>
</main>
<footer><p>${notice}</p></footer>`,
  );
}

function printRss(channel: DemoChannel, all: readonly PublishedStory[], origin: string): string {
  const items = all.map(
    (published) => `<item>
<title>${escapeMarkup(published.state.headline)}</title>
<link>${origin}${published.story.path}</link>
<guid isPermaLink="true">${origin}${published.story.path}</guid>
<pubDate>${new Date(published.publishedMs).toUTCString()}</pubDate>
<description>${escapeMarkup(published.state.paragraphs[0] ?? '')}</description>
</item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0">
<channel>
<title>${escapeMarkup(channel.organization)}</title>
<link>${origin}/harbour</link>
<description>${notice}</description>
<language>en</language>
${items.join('\n')}
</channel>
</rss>
`;
}

function printAtom(channel: DemoChannel, all: readonly PublishedStory[], origin: string): string {
  const entries = all.map(
    (published) => `<entry xml:lang="${published.story.language}">
<id>urn:dateline-demo:${published.story.path}</id>
<title>${escapeMarkup(published.state.headline)}</title>
<link rel="alternate" href="${origin}${published.story.path}"/>
<published>${new Date(published.publishedMs).toISOString()}</published>
<updated>${new Date(published.updatedMs).toISOString()}</updated>
<summary>${escapeMarkup(published.state.paragraphs[0] ?? '')}</summary>
</entry>`,
  );
  const updatedMs = Math.max(0, ...all.map((published) => published.updatedMs));
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>urn:dateline-demo:${channel.path}</id>
<title>${escapeMarkup(channel.organization)}</title>
<subtitle>${notice}</subtitle>
<link rel="self" href="${origin}${channel.path}"/>
<updated>${new Date(updatedMs).toISOString()}</updated>
${entries.join('\n')}
</feed>
`;
}

/** The channel's own document and its content type. */
export function printChannel(
  channel: DemoChannel,
  all: readonly PublishedStory[],
  origin: string,
): { readonly body: string; readonly contentType: string } {
  switch (channel.form) {
    case 'interpol':
    case 'listing':
      return { body: printListing(channel, all), contentType: 'text/html; charset=utf-8' };
    case 'rss':
      return { body: printRss(channel, all, origin), contentType: 'application/rss+xml; charset=utf-8' };
    case 'atom':
      return { body: printAtom(channel, all, origin), contentType: 'application/atom+xml; charset=utf-8' };
  }
}
