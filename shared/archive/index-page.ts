/** `index.html` of the bucket: the catalog for people. Static, without scripts. */
import { escapeMarkup } from '../text/escape-markup.ts';
import type { Catalog } from './catalog-schema.ts';

/** Days shown; all are in the catalog. */
const daysShownMax = 60;

const dash = '–';
const link = (key: string, text: string): string =>
  `<a href="${escapeMarkup(encodeURI(key))}">${escapeMarkup(text)}</a>`;
/** Only what a browser asks a server for: addresses come from files of newsrooms. */
const linkOut = (text: string, address: string | null): string =>
  address !== null && /^https?:\/\//i.test(address)
    ? `<a href="${escapeMarkup(address)}" rel="noreferrer">${escapeMarkup(text)}</a>`
    : escapeMarkup(text);
const day = (date: string | null): string => `<span class="day">${escapeMarkup(date ?? dash)}</span>`;
const cells = (...texts: readonly string[]): string => `<tr>${texts.map((text) => `<td>${text}</td>`).join('')}</tr>`;
const heads = (...texts: readonly string[]): string =>
  `<tr>${texts.map((text) => `<th scope="col">${text}</th>`).join('')}</tr>`;

function size(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

function newsroomRow(one: Catalog['newsrooms'][number]): string {
  const status = one.reason === null ? one.status : `${one.status}: ${one.reason}`;
  return cells(
    linkOut(one.organization, one.homepage),
    escapeMarkup(status),
    String(one.releases),
    day(one.firstDate),
    day(one.lastDate),
    `<code>releases/newsroom=${escapeMarkup(one.id)}/</code>`,
    linkOut(one.license ?? dash, one.license),
  );
}

function dayRow({ date, releases, parquet, ndjson }: Catalog['days'][number]): string {
  const files = [parquet, ndjson].flatMap((file) =>
    file === null ? [] : [`${link(file.key, file.key.split('/').at(-1) ?? '')} (${size(file.size)})`],
  );
  return cells(day(date), String(releases), files.join(', ') || 'not over yet');
}

export function renderIndexPage(catalog: Catalog): string {
  const { changes, totals } = catalog;
  const days = [...catalog.days].reverse();
  const last = changes.lastSegment === null ? 'none yet' : link(changes.lastSegment, changes.lastSegment);
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    '<title>Dateline archive</title>',
    // Wide tables scroll in their own box, so that the page never does; long words break, days do not.
    '<style>:root{color-scheme:light dark}',
    'body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}',
    '.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}.newsrooms{min-width:64rem}',
    'td,th{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #8886}',
    'th{white-space:nowrap}.day{white-space:nowrap}</style>',
    '</head><body><h1>Dateline archive</h1>',
    `<p>${totals.releases} releases of ${totals.newsrooms} newsrooms. Last change: ${last} (sequence ${changes.seq}).</p>`,
    `<p>For programs: ${link('catalog.json', 'catalog.json')}, ${link(changes.head, changes.head)},`,
    ` ${link(catalog.schemas.release, catalog.schemas.release)}, ${link(catalog.schemas.catalog, catalog.schemas.catalog)}.</p>`,
    `<p>${escapeMarkup(catalog.license)}</p>`,
    `<h2>Newsrooms</h2><div class="wide" role="region" aria-label="Newsrooms" tabindex="0"><table class="newsrooms">${heads('Newsroom', 'Status', 'Releases', 'First', 'Last', 'Prefix', 'Terms')}`,
    ...catalog.newsrooms.map(newsroomRow),
    `</table></div><h2>Days</h2><div class="wide" role="region" aria-label="Days" tabindex="0"><table>${heads('Day', 'Releases', 'Files')}`,
    ...days.slice(0, daysShownMax).map(dayRow),
    '</table></div>',
    ...(days.length > daysShownMax ? [`<p>${days.length - daysShownMax} earlier days are in the catalog.</p>`] : []),
    '</body></html>\n',
  ].join('\n');
}
