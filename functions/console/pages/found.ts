/** The page of all that a watch found, for whoever has its signed link: the releases, and nothing of who else hears of it. */
import type { ReleasePage } from '../../../shared/search/release-page.ts';
import type { Watch } from '../../../shared/watch/schema.ts';
import { each, type Html, html, nothing, outsideLink, printedDay } from './html.ts';
import { marked } from './marks.ts';

export interface FoundPageData {
  readonly watch: Watch;
  readonly page: ReleasePage;
  /** Path of the next page; null at the end. */
  readonly olderPath: string | null;
}

export function foundPage({ watch, page, olderPath }: FoundPageData): Html {
  return html`<h1>What ${watch.name} found</h1>
<p class="lead"><code>${watch.query}</code></p>
${
  page.items.length === 0
    ? html`<p class="empty">Nothing yet.</p>`
    : html`<ul class="items">${each(
        page.items,
        ({ release, sentence }) => html`<li data-key="${release.id}-${release.revision}">
<h3 lang="${release.inLanguage ?? ''}" dir="auto">${outsideLink(release.canonicalUrl || release.url, release.headline)}</h3>
<p class="meta">${release.organization} · ${printedDay(release.datePublished)}${
          release.status === 'withdrawn' ? html` <span class="badge warn">withdrawn</span>` : nothing
        }</p>
${sentence === null ? nothing : html`<p class="sentence" dir="auto">${marked(sentence.text, sentence.marks)}</p>`}
</li>
`,
      )}</ul>`
}
${olderPath === null ? nothing : html`<p><a class="more" href="${olderPath}">Older ones</a></p>`}`;
}
