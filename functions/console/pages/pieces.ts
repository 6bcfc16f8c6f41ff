/** Lists of releases and alerts as they stand on several pages. */
import type { Release } from '../../../shared/release/schema.ts';
import type { ReleaseHit } from '../../../shared/search/hits.ts';
import type { Watch } from '../../../shared/watch/schema.ts';
import type { AcceptedAlert } from '../data/alerts.ts';
import { each, type Html, html, moment, nothing, printedDay } from './html.ts';
import { marked } from './marks.ts';

/** What a reader should know of a release at a glance. */
function badges(release: Release): Html {
  return html`${release.status === 'withdrawn' ? html` <span class="badge warn">withdrawn</span>` : nothing}${
    release.revision > 1 && release.status !== 'withdrawn'
      ? html` <span class="badge">revision ${release.revision}</span>`
      : nothing
  }${release.origin === 'live' ? nothing : html` <span class="badge quiet">there before</span>`}`;
}

function releaseItem({ release, sentence }: ReleaseHit): Html {
  return html`<li data-key="${release.id}-${release.revision}">
<h3><a href="/releases/${release.id}" lang="${release.inLanguage ?? ''}" dir="auto">${release.headline}</a></h3>
<p class="meta">${release.organization} · ${printedDay(release.datePublished)}${badges(release)}</p>
${sentence === null ? nothing : html`<p class="sentence" dir="auto">${marked(sentence.text, sentence.marks)}</p>`}
</li>
`;
}

export function releaseList(hits: readonly ReleaseHit[], empty: string): Html {
  if (hits.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<ul class="items">
${each(hits, releaseItem)}</ul>`;
}

/** The alerts of one release revision, as one card. */
export interface AlertGroup {
  readonly release: Release;
  readonly alerts: readonly {
    readonly alert: AcceptedAlert;
    /** Null when the watch was removed since. */
    readonly watch: Watch | null;
    readonly hit: ReleaseHit | null;
  }[];
}

const kindWords = { new: 'new', revised: 'revised', withdrawn: 'withdrawn', digest: 'digest' } as const;

function alertCard({ release, alerts }: AlertGroup): Html {
  const [first] = alerts;
  return html`<li data-key="${release.id}-${release.revision}">
<h3><a href="/releases/${release.id}" lang="${release.inLanguage ?? ''}" dir="auto">${release.headline}</a></h3>
<p class="meta">${release.organization} · ${printedDay(release.datePublished)}${
    first === undefined ? nothing : html` · alerted ${moment(first.alert.at)}`
  }</p>
${each(
  alerts,
  ({ alert, watch, hit }) => html`<div class="match">
<p class="why">${
    watch === null
      ? html`<span class="watch">${alert.watch}</span> <span class="badge quiet">removed</span>`
      : html`<a class="watch" href="/watches/${watch.id}">${watch.name}</a>`
  }${alert.kind === 'new' ? nothing : html` <span class="badge">${kindWords[alert.kind]}</span>`}</p>
${
  hit?.sentence === null || hit === null
    ? nothing
    : html`<blockquote class="sentence" lang="${release.inLanguage ?? ''}" dir="auto">${marked(hit.sentence.text, hit.sentence.marks)}</blockquote>`
}
</div>
`,
)}</li>
`;
}

export function alertList(groups: readonly AlertGroup[], empty: string): Html {
  if (groups.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<ul class="items cards">
${each(groups, alertCard)}</ul>`;
}
