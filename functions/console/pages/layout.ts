/** The frame around every page: header, navigation, footer. */
import { each, type Html, html } from './html.ts';

export interface Page {
  readonly title: string;
  /** Path of the navigation entry that this page belongs to. */
  readonly section: string;
  readonly content: Html;
  /** Regions with `data-live` are brought up to date when something happens. */
  readonly live: boolean;
}

const sections = [
  { path: '/releases', name: 'Releases' },
  { path: '/alerts', name: 'Alerts' },
  { path: '/watches', name: 'Watches' },
  { path: '/newsrooms', name: 'Newsrooms' },
] as const;

export function layout({ title, section, content, live }: Page): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Dateline</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/console.css">
<script src="/assets/console.js" defer></script>
</head>
<body${live ? html` data-follow="/api/v1/events"` : ''}>
<a class="skip" href="#content">Skip to the content</a>
<header class="bar">
<a class="brand" href="/"${section === '/' ? html` aria-current="page"` : ''}>Dateline</a>
<nav aria-label="Sections">
${each(
  sections,
  ({ path, name }) => html`<a href="${path}"${path === section ? html` aria-current="page"` : ''}>${name}</a>\n`,
)}</nav>
<a class="button" href="/watches/new">New watch</a>
</header>
<main id="content">
${content}
</main>
<footer>
<p><a href="/api/openapi.json">HTTP interface</a></p>
<p class="connection" role="status" data-connection></p>
</footer>
</body>
</html>
`;
}
