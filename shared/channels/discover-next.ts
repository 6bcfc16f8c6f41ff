/** How a listing names its next page: tried on the page itself, and proposed only when it leads there. Pure. */
import type { Element } from 'domhandler';
import type { ListingSelectors } from '../newsrooms/schema.ts';
import { hostOf } from '../politeness/host.ts';
import type { ReadPage } from './discover-leads.ts';
import { textBelow } from './html-document.ts';
import { resolveLink, withoutFragment } from './links.ts';
import { countedPage } from './next-page.ts';

const nextClass = /(^|[-_])next([-_]|$)/i;

/** `?page=2` and the like, which "2" or "next" leads to, as the pattern that counts. */
function countedPattern(page: ReadPage, target: string): string | null {
  const own = new URL(page.url);
  const next = new URL(target);
  if (next.pathname !== own.pathname) return null;
  const changed = [...next.searchParams].filter(([name, value]) => own.searchParams.get(name) !== value);
  const [only] = changed;
  if (changed.length !== 1 || only === undefined || !/^\d{1,6}$/.test(only[1])) return null;
  const [name, value] = only;
  const step = Number(value) - Number(own.searchParams.get(name) ?? 0);
  // Compared as the counting writes it, which drops a trailing "&".
  next.search = next.searchParams.toString();
  next.hash = '';
  return [`?${name}={n}`, `?${name}={+${step}}`].find((one) => countedPage(one, page.url) === next.href) ?? null;
}

function isOwnPage(page: ReadPage, url: string | null): url is string {
  return url !== null && hostOf(url) === hostOf(page.url) && withoutFragment(url) !== withoutFragment(page.url);
}

/**
 * Null where the page names none. A query that counts comes before a class, which a new design renames; `next` absent with
 * `pagesMax` means rel=next.
 */
export function proposeNext(page: ReadPage): Pick<ListingSelectors, 'next' | 'pagesMax'> | null {
  const links = page.elements.flatMap((element) => {
    const url = element.name === 'a' || element.name === 'link' ? element.attribs['href'] : undefined;
    const target = url === undefined ? null : resolveLink(url, page.base);
    return isOwnPage(page, target) ? [{ element, target }] : [];
  });
  const pagesMax = 2;
  const isNext = ({ attribs }: Element): boolean => (attribs['rel'] ?? '').toLowerCase().split(/\s+/).includes('next');
  if (links.some(({ element }) => isNext(element))) return { pagesMax };
  const anchors = links.filter(({ element }) => element.name === 'a');
  const second = anchors.find(({ element }) => textBelow(element).trim() === '2');
  const named = anchors.find(({ element: { attribs, parent } }) => {
    const around = parent !== null && 'attribs' in parent ? (parent as Element).attribs['class'] : undefined;
    return nextClass.test(attribs['class'] ?? '') || nextClass.test(around ?? '');
  });
  for (const found of [second, named]) {
    const next = found === undefined ? null : countedPattern(page, found.target);
    if (next !== null) return { next, pagesMax };
  }
  return null;
}
