/** Small pieces that every page of the console uses; everything is escaped by the template tag. */
import { html } from 'hono/html';

export { html };

export type Html = ReturnType<typeof html>;

export const nothing: Html = html``;

/** Joins pieces with nothing between them. */
export function each<T>(items: readonly T[], render: (item: T, index: number) => Html): Html {
  return html`${items.map(render)}`;
}

/** A moment for people, in UTC; the page's script shows it in the reader's zone. */
export function moment(iso: string): Html {
  return html`<time datetime="${iso}" data-moment>${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

const dayWords = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** The printed day of a release, never shifted: `13 May 2017`. */
export function printedDay(date: string | null): string {
  if (date === null) return 'undated';
  const ms = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(ms) ? date : dayWords.format(ms);
}

const languageNames = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' });

/** `en` → `English`; a tag that is none stays as it is. */
export function languageName(tag: string): string {
  try {
    return languageNames.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** A link to the outside; an address that is not http or https stays text. */
export function outsideLink(url: string, text: string): Html {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') return html`<span>${url}</span>`;
  return html`<a href="${parsed.href}" rel="noopener noreferrer nofollow">${text}</a>`;
}
