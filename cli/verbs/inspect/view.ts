/** `inspect page --open`: one HTML file with the page's text on the left, kept and dropped blocks marked, and the record on the right. */
import { spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InspectedRecord } from '../../../shared/release/inspect.ts';
import { escapeMarkup } from '../../../shared/text/escape-markup.ts';
import { safeText } from '../../../shared/watch/safe-text.ts';
import { type ExplainedBlock, type Explanation, reasonWords } from './explanation.ts';

function text(value: string): string {
  return escapeMarkup(safeText(value));
}

const style = `
:root { color-scheme: light dark; --kept: #2f9e44; --dropped: #868e96; --line: #8884; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0; }
header { padding: 1rem 1.5rem; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.2rem; margin: 0 0 .25rem; } h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
main { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
section { padding: 0 1.5rem 3rem; } section + section { border-left: 1px solid var(--line); }
.block { border-left: 4px solid var(--kept); padding: .15rem .75rem; margin: .35rem 0; }
.block.dropped { border-color: var(--dropped); opacity: .6; }
.reason { font-size: .8rem; color: var(--dropped); } .block.dropped .words { text-decoration: line-through; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .2rem .75rem .2rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 600; white-space: nowrap; } .used { font-weight: 600; }
td ul { margin: 0; padding-left: 1.1rem; } td li + li { margin-top: .3rem; } .part { margin-right: .6rem; } small { color: var(--dropped); }
 .body p { margin: .5rem 0; }
@media (max-width: 50rem) { main { grid-template-columns: 1fr; } section + section { border-left: 0; } }
`;

const fieldsShown = [
  'headline',
  'subtitle',
  'datePublished',
  'dateSource',
  'dateConfidence',
  'dateModified',
  'inLanguage',
  'uiLanguage',
  'canonicalUrl',
  'dateline',
  'quotes',
  'references',
  'operations',
  'timing',
  'images',
  'links',
  'attachments',
  'translations',
  'contacts',
  'boilerplateStart',
  'warnings',
] as const satisfies readonly (keyof InspectedRecord)[];

function shown(value: unknown): string {
  if (value === null || value === undefined) return '<i>unknown</i>';
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => `<li dir="auto">${shown(item)}</li>`);
    return items.length === 0 ? '<i>none</i>' : `<ul>${items.join('')}</ul>`;
  }
  if (typeof value !== 'object') return text(String(value));
  // Parts that are not known are left out: the record has them all.
  return Object.entries(value)
    .filter(([, part]) => part !== null)
    .map(([name, part]) => `<span class="part"><small>${text(name)}</small> ${shown(part)}</span>`)
    .join(' ');
}

/** Longer runs of dropped blocks are folded: a page is mostly menus. */
const RUN_SHOWN_MAX = 4;

/** Neighbours that are all kept or all dropped. */
function runsOf(blocks: readonly ExplainedBlock[]): readonly (readonly ExplainedBlock[])[] {
  const runs: ExplainedBlock[][] = [];
  for (const block of blocks) {
    const run = runs.at(-1);
    if (run !== undefined && run[0]?.kept === block.kept) run.push(block);
    else runs.push([block]);
  }
  return runs;
}

function blockView({ text: words, kept, reason }: ExplainedBlock): string {
  const why = `${kept ? 'kept' : 'dropped'}: ${reasonWords[reason]}`;
  return `<div class="block${kept ? '' : ' dropped'}"><div class="words" dir="auto">${text(words)}</div><div class="reason">${text(why)}</div></div>`;
}

/** The whole file. It loads nothing and runs nothing. */
export function viewOf(file: string, record: InspectedRecord, { blocks, evidence }: Explanation): string {
  const left = runsOf(blocks).map((run) => {
    const words = run.map(blockView).join('\n');
    const [first] = run;
    if (first?.kept === true || run.length <= RUN_SHOWN_MAX) return words;
    return `<details><summary>${run.length} blocks dropped: ${text(first?.text.slice(0, 60) ?? '')} …</summary>${words}</details>`;
  });
  const rows = fieldsShown.map(
    (field) => `<tr><th scope="row">${field}</th><td dir="auto">${shown(record[field])}</td></tr>`,
  );
  const found = evidence.map(
    ({ field, source, value, used }) =>
      `<tr${used ? ' class="used"' : ''}><td>${text(field)}</td><td>${text(source)}</td><td dir="auto">${text(value)}</td><td>${used ? 'used' : ''}</td></tr>`,
  );
  const body = (record.body ?? '').split('\n\n').filter((part) => part !== '');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(record.headline ?? file)} – inspected</title><style>${style}</style></head><body>
<header><h1 dir="auto">${text(record.headline ?? 'No headline')}</h1><div>${text(file)} · ${text(record.pageKind)}: ${text(record.reason)}</div></header>
<main><section><h2>The page, block by block</h2>
${left.join('\n')}
</section><section><h2>The record</h2><table>${rows.join('\n')}</table>
<h2>Body, ${record.wordCount ?? 0} words</h2><div class="body" dir="auto">${body.map((part) => `<p>${text(part)}</p>`).join('\n')}</div>
<h2>What was found, and where</h2><table><tr><th>field</th><th>from</th><th>value</th><th></th></tr>${found.join('\n')}</table>
</section></main></body></html>
`;
}

/** Writes a view into a folder of its own below the system's temporary one; answers its path. */
export async function writeView(html: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dateline-inspect-'));
  const path = join(folder, 'page.html');
  await writeFile(path, html);
  return path;
}

const openers: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Shows the file in the browser of the desktop; where there is none, nothing happens. */
export function openInBrowser(path: string): void {
  const [command, ...before] = openers[process.platform] ?? ['xdg-open'];
  const opened = spawn(command, [...before, path], { stdio: 'ignore', detached: true });
  opened.on('error', () => {});
  opened.unref();
}
