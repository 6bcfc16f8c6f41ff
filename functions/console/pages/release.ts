/** One release: its text with what matched, its quotes, and where every field comes from. */
import type { Release } from '../../../shared/release/schema.ts';
import type { ReleaseHit } from '../../../shared/search/hits.ts';
import type { Watch } from '../../../shared/watch/schema.ts';
import { each, type Html, html, languageName, moment, nothing, outsideLink, printedDay } from './html.ts';
import { marked, markedParagraphs } from './marks.ts';

export interface ReleasePageData {
  readonly release: Release;
  readonly matches: readonly { readonly watch: Watch; readonly hit: ReleaseHit }[];
}

const sourceWords: Readonly<Record<string, string>> = {
  feed: 'the feed',
  listing: 'the list of releases',
  url: 'the address',
  microdata: 'the page’s microdata',
  meta: 'the page’s meta elements',
  'json-ld': 'the page’s JSON-LD',
  'time-element': 'a time element',
  'page-label': 'the label on the page',
  dateline: 'the dateline of the text',
};

function row(name: string, value: Html | string | null): Html {
  return value === null ? nothing : html`<dt>${name}</dt><dd>${value}</dd>\n`;
}

function details(release: Release): Html {
  const { dateline } = release;
  return html`<section aria-labelledby="record"><h2 id="record">Record</h2>
<dl class="record">
${row('Organization', release.organization)}${row(
  'Published',
  release.dateSource === null
    ? printedDay(release.datePublished)
    : `${printedDay(release.datePublished)}, by ${sourceWords[release.dateSource] ?? release.dateSource}${release.dateConfidence === 'certain' ? '' : ` (${release.dateConfidence})`}`,
)}${row('Dateline', dateline === null ? null : [dateline.place, dateline.country].filter(Boolean).join(', '))}${row(
  'Language',
  release.inLanguage === null ? null : languageName(release.inLanguage),
)}${row('Labels in', release.uiLanguage === null ? null : languageName(release.uiLanguage))}${row(
  'Words',
  String(release.wordCount),
)}${row('First seen', moment(release.firstSeenAt))}${row('Revision', String(release.revision))}${row(
  'Id',
  html`<code>${release.id}</code>`,
)}</dl>
<p><a href="/api/v1/releases/${release.id}">As JSON</a></p>
</section>`;
}

function notices({ release }: ReleasePageData): Html {
  return html`${
    release.status === 'withdrawn'
      ? html`<p class="notice warn">The newsroom has withdrawn this release. This is its last text.</p>`
      : nothing
  }${
    release.bodyStatus === 'full'
      ? nothing
      : html`<p class="notice">The page could not be read; this is what the newsroom’s channel said of it.</p>`
  }${
    release.change === null
      ? nothing
      : html`<p class="notice">Revision ${release.revision}: ${release.change.fields.join(', ') || 'the text'} changed.
<a href="/api/v1/releases/${release.id}/diff">What changed, as JSON</a></p>`
  }`;
}

export function releasePage(data: ReleasePageData): Html {
  const { release, matches } = data;
  const spans = matches.flatMap(({ hit }) => hit.spans);
  const quoted = (field: 'headline' | 'body') => spans.filter((span) => span.field === field);
  const language = release.inLanguage ?? '';
  return html`<article class="release">
<header>
<p class="meta">${release.organization} · ${printedDay(release.datePublished)}</p>
<h1 lang="${language}" dir="auto">${marked(release.headline, quoted('headline'))}</h1>
${release.subtitle === null ? nothing : html`<p class="subtitle" lang="${language}" dir="auto">${release.subtitle}</p>`}
<p class="source">${outsideLink(release.canonicalUrl, 'Read it where it was published')}</p>
${notices(data)}
</header>
<div class="columns">
<div class="body" lang="${language}" dir="auto">
${markedParagraphs(release.body, quoted('body'))}
${
  release.boilerplate === null
    ? nothing
    : html`<details><summary>About the organization, as printed below the text</summary>${markedParagraphs(release.boilerplate, [])}</details>`
}</div>
<aside>
<section aria-labelledby="matches"><h2 id="matches">Matches</h2>
${
  matches.length === 0
    ? html`<p class="empty">No watch matches this release.</p>`
    : html`<ul class="plain">${each(
        matches,
        ({ watch }) =>
          html`<li><a class="watch" href="/watches/${watch.id}">${watch.name}</a> <code>${watch.query}</code></li>`,
      )}</ul>`
}</section>
${
  release.quotes.length === 0
    ? nothing
    : html`<section aria-labelledby="quotes"><h2 id="quotes">Quotes</h2>
${each(
  release.quotes,
  (quote) => html`<figure class="quote"><blockquote lang="${language}" dir="auto">${quote.text}</blockquote>
<figcaption>${quote.speaker ?? 'speaker not named'}</figcaption></figure>
`,
)}</section>`
}
${details(release)}
</aside>
</div>
</article>`;
}
