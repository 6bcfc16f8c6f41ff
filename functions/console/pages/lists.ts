/** The full lists: releases with their search, and alerts. */
import type { Newsroom } from '../../../shared/newsrooms/schema.ts';
import type { Problem } from '../../../shared/query/types.ts';
import type { ReleasePage } from '../../../shared/search/release-page.ts';
import { each, type Html, html, nothing } from './html.ts';
import { type AlertGroup, alertList, releaseList } from './pieces.ts';

export interface ReleasesPageData {
  readonly page: ReleasePage;
  readonly query: string;
  readonly newsroom: string;
  readonly newsrooms: readonly Newsroom[];
  readonly errors: readonly Problem[];
  readonly total: number;
}

export function releasesPage({ page, query, newsroom, newsrooms, errors, total }: ReleasesPageData): Html {
  const more = new URLSearchParams({ q: query, newsroom, cursor: page.next ?? '' });
  return html`<h1>Releases</h1>
<form class="search" action="/releases" role="search">
<label>Search <input type="search" name="q" value="${query}" placeholder="a query, as in a watch"${
    errors.length > 0 ? html` aria-invalid="true" aria-describedby="search-message"` : ''
  }></label>
<label>From <select name="newsroom"><option value="">every newsroom</option>
${each(
  newsrooms,
  ({ id, organization }) =>
    html`<option value="${id}"${id === newsroom ? html` selected` : ''}>${organization}</option>\n`,
)}</select></label>
<button type="submit">Search</button>
${query === '' ? nothing : html`<a href="/watches/new?query=${encodeURIComponent(query)}">Watch this</a>`}
</form>
${errors.length === 0 ? nothing : html`<p id="search-message" class="message" role="alert">${errors.map((error) => error.message).join(' ')}</p>`}
<div id="releases" data-live>
${query === '' && newsroom === '' ? html`<p class="meta">${total} stored, the last changed first</p>` : nothing}
${releaseList(page.items, query === '' ? 'No release yet. The newsrooms are being asked.' : 'No stored release matches.')}
${page.next === null ? nothing : html`<p><a class="more" href="/releases?${more.toString()}">Older ones</a></p>`}
</div>`;
}

export function alertsPage(groups: readonly AlertGroup[]): Html {
  return html`<h1>Alerts</h1>
<p class="lead">What matched a watch and was sent, the latest first.</p>
<div id="alerts" data-live>
${alertList(groups, 'Nothing was sent yet.')}
</div>`;
}
