/** The links of a page that could lead to releases, with where each stands, and what makes a link's text a headline. */
import { type Document, type Element, isTag, type ParentNode } from 'domhandler';
import { elementsBelow, textBelow } from './html-document.ts';
import { resolveLink, withoutFragment } from './links.ts';

export interface Link {
  readonly element: Element;
  readonly url: string;
  readonly text: string;
  readonly inHeading: boolean;
  /** In navigation, header, footer or sidebar of the page. */
  readonly isAside: boolean;
  /** Names of the elements around it. */
  readonly place: string;
}

export const headings: ReadonlySet<string> = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const asides: ReadonlySet<string> = new Set(['nav', 'footer', 'aside']);

/** All links to other pages of the site, with their place. */
export function linksOf(root: Document, base: string | null): readonly Link[] {
  const links: Link[] = [];
  const own = base === null ? null : withoutFragment(base);
  const site = base === null ? null : siteOf(new URL(base).hostname);
  const walk = (node: ParentNode, path: string, inHeading: boolean, isAside: boolean, inItem: boolean): void => {
    for (const child of node.children) {
      if (!isTag(child)) continue;
      const place = `${path}>${child.name}`;
      const item = inItem || child.name === 'article' || child.name === 'li' || child.name === 'main';
      const aside = isAside || asides.has(child.name) || (child.name === 'header' && !item) || isMenu(child);
      const heading = inHeading || headings.has(child.name);
      if (child.name === 'a') {
        const url = resolveLink(child.attribs['href'], base);
        if (url !== null && isOther(url, own, site)) {
          const text = textBelow(child) || child.attribs['title']?.trim() || '';
          links.push({
            element: child,
            url: withoutFragment(url),
            text,
            inHeading: heading || holdsHeading(child),
            isAside: aside,
            place,
          });
        }
      }
      walk(child, place, heading, aside, item);
    }
  };
  walk(root, '', false, false, false);
  return links;
}

function holdsHeading(element: Element): boolean {
  return elementsBelow(element).some((child) => headings.has(child.name));
}

function isMenu(element: Element): boolean {
  const role = element.attribs['role'];
  return role === 'navigation' || role === 'contentinfo' || role === 'menu' || role === 'menubar';
}

/** The last two labels of a host name: sister hosts of one site often hold the releases. */
function siteOf(host: string): string {
  return host.split('.').slice(-2).join('.');
}

/** On the same site, and neither this page nor the start page, which identify no release. */
function isOther(url: string, own: string | null, site: string | null): boolean {
  const parsed = new URL(url);
  if (site !== null && siteOf(parsed.hostname) !== site) return false;
  if (parsed.pathname === '/' && parsed.search === '') return false;
  return withoutFragment(url) !== own;
}

/** Several links to one address are one item, led by the one that reads like a headline. */
export function representatives(links: readonly Link[]): readonly Link[] {
  const byUrl = new Map<string, Link>();
  for (const link of links) {
    const known = byUrl.get(link.url);
    if (known === undefined || weight(link) > weight(known)) byUrl.set(link.url, link);
  }
  const chosen = new Set(byUrl.values());
  return links.filter((link) => chosen.has(link));
}

function weight(link: Link): number {
  return (link.inHeading ? 1_000 : 0) + (link.isAside ? 0 : 500) + Math.min(link.text.length, 400);
}

/** Words of a headline; scripts without spaces count two characters as a word. */
export function wordsIn(text: string): number {
  const unspaced = (text.match(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g) ?? []).length;
  return unspaced > 3 ? Math.ceil(unspaced / 2) : text.split(/[\s/–—-]+/).filter((word) => /\p{L}/u.test(word)).length;
}
