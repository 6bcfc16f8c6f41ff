/** The first page: what was published, who was told, and whether the newsrooms answer. */
import type { ReleaseHit } from '../../../shared/search/hits.ts';
import { type Html, html } from './html.ts';
import { type AlertGroup, alertList, releaseList } from './pieces.ts';

export interface OverviewData {
  readonly newsrooms: number;
  readonly newsroomsInTrouble: number;
  readonly releases: number;
  readonly watches: number;
  readonly latestReleases: readonly ReleaseHit[];
  readonly latestAlerts: readonly AlertGroup[];
}

const plural = (count: number, one: string, many: string): Html =>
  html`<strong>${count}</strong> ${count === 1 ? one : many}`;

export function overviewPage(data: OverviewData): Html {
  return html`<h1 class="visually-hidden">Overview</h1>
<div id="summary" data-live>
<ul class="summary">
<li><a href="/newsrooms">${plural(data.newsrooms, 'newsroom', 'newsrooms')}</a> ${
    data.newsroomsInTrouble === 0
      ? html`<span class="badge good">all answer</span>`
      : html`<span class="badge warn">${data.newsroomsInTrouble} in trouble</span>`
  }</li>
<li><a href="/releases">${plural(data.releases, 'release', 'releases')}</a></li>
<li><a href="/watches">${plural(data.watches, 'watch', 'watches')}</a></li>
</ul>
</div>
<div class="halves">
<section aria-labelledby="matched"><h2 id="matched">What matched</h2>
<div id="overview-matched" data-live>
${alertList(data.latestAlerts, 'Nothing matched yet. As soon as a release does, it stands here with the sentence that matched.')}
</div>
</section>
<section aria-labelledby="published"><h2 id="published">Just published</h2>
<div id="overview-published" data-live>
${releaseList(data.latestReleases, 'No release yet. The newsrooms are being asked.')}
</div>
</section>
</div>`;
}
