/** Newsrooms: those that are asked, with their health, and those that could be. */
import type { HealthStatus, NewsroomHealth } from '../../../shared/newsrooms/health.ts';
import type { Newsroom } from '../../../shared/newsrooms/schema.ts';
import { each, type Html, html, moment, nothing, outsideLink } from './html.ts';

export interface NewsroomRow {
  readonly newsroom: Newsroom;
  readonly health: NewsroomHealth;
  readonly releases: number;
}

const healthClass: Readonly<Record<HealthStatus, string>> = {
  new: 'quiet',
  fresh: 'good',
  quiet: 'quiet',
  silent: 'warn',
  blocked: 'warn',
  robots: 'warn',
  broken: 'warn',
  gone: 'warn',
  disabled: 'quiet',
};

function nextAt({ channels }: NewsroomHealth): string | null {
  const times = channels.flatMap(({ nextAt: at }) => at ?? []).sort();
  return times[0] ?? null;
}

function newsroomRow({ newsroom, health, releases }: NewsroomRow): Html {
  const next = nextAt(health);
  return html`<tr data-key="${newsroom.id}">
<th scope="row">${outsideLink(newsroom.homepage, newsroom.organization)}</th>
<td><span class="badge ${healthClass[health.status]}">${health.status}</span>${health.reason === null ? nothing : html` <span class="meta">${health.reason}</span>`}</td>
<td>${newsroom.channels.map(({ kind }) => kind).join(', ')}</td>
<td>${health.lastAskedAt === null ? 'not yet' : moment(health.lastAskedAt)}</td>
<td>${next === null ? '–' : moment(next)}</td>
<td class="number"><a href="/releases?newsroom=${newsroom.id}">${releases}</a></td>
</tr>
`;
}

export function newsroomsPage(rows: readonly NewsroomRow[]): Html {
  const on = rows.filter(({ health }) => health.status !== 'disabled');
  const off = rows.filter(({ health }) => health.status === 'disabled');
  const recommended = off.filter(({ newsroom }) => newsroom.recommended === true);
  return html`<h1>Newsrooms</h1>
<div id="newsrooms" data-live>
<div class="scroll" tabindex="0" role="region" aria-label="Newsrooms that are asked">
<table>
<thead><tr><th scope="col">Newsroom</th><th scope="col">Health</th><th scope="col">Channel</th><th scope="col">Last asked</th><th scope="col">Next</th><th scope="col" class="number">Releases</th></tr></thead>
<tbody>
${each(on, newsroomRow)}</tbody>
</table>
</div>
${on.length === 0 ? html`<p class="empty">No newsroom is asked yet.</p>` : nothing}
</div>
${
  off.length === 0
    ? nothing
    : html`<section aria-labelledby="off"><h2 id="off">Ready to be watched</h2>
<p>${off.length} real newsrooms are known and not asked yet. Nothing outside this machine is asked before you say so.</p>
${
  recommended.length === 0
    ? nothing
    : html`<p><button type="button" class="button" data-enable="${recommended.map(({ newsroom }) => newsroom.id).join(' ')}">Ask the ${recommended.length} recommended ones</button>
<span role="status" data-enable-status></span></p>
<p class="meta">The same by command: <code>npx dateline newsroom enable --recommended</code></p>`
}
<details><summary>All of them</summary>
<ul class="plain columns-list">${each(
        off,
        ({ newsroom }) =>
          html`<li>${outsideLink(newsroom.homepage, newsroom.organization)} <code>${newsroom.id}</code></li>`,
      )}</ul></details>
</section>`
}`;
}
