/** `index.html` of the bucket: the catalog for people. Static, without scripts. */
import type { Catalog } from './catalog.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

export function renderIndexPage(catalog: Catalog): string {
  const rows = catalog.newsrooms.map(
    (one) =>
      `<tr><td>${escapeHtml(one.organization)}</td><td>${escapeHtml(one.status)}</td><td>${one.releases}</td>` +
      `<td>${escapeHtml(one.firstDate ?? '–')}</td><td>${escapeHtml(one.lastDate ?? '–')}</td>` +
      `<td><code>releases/newsroom=${escapeHtml(one.id)}/</code></td></tr>`,
  );
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    '<title>Dateline archive</title>',
    '<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}',
    'table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ccc}</style>',
    '<h1>Dateline archive</h1>',
    `<p>Last change: ${escapeHtml(catalog.changes.lastSegment ?? 'none yet')} (sequence ${catalog.changes.seq}).`,
    ' For programs: <a href="catalog.json">catalog.json</a>, <a href="changes/head.json">changes/head.json</a>,',
    ' <a href="schema/release-v1.json">schema/release-v1.json</a>.</p>',
    '<table><tr><th>Newsroom</th><th>Status</th><th>Releases</th><th>First</th><th>Last</th><th>Prefix</th></tr>',
    ...rows,
    '</table></html>\n',
  ].join('\n');
}
