/** Which sitemaps of an index are worth a request: pure, since every request is somebody's server. */
import type { ChannelItem } from './types.ts';

export interface ChosenSitemap {
  readonly url: string;
  /** As the index has it; a hint, since many sites write the time of asking. */
  readonly lastmod: string | null;
}

export interface SitemapChoice {
  /** Newest first, those without a date behind them. */
  readonly follow: readonly ChosenSitemap[];
  /** Dated ones that are newer but over the limit. */
  readonly leftOver: number;
  /** Addresses on hosts that may not be asked. */
  readonly foreign: readonly string[];
}

/**
 * Chooses among the entries of an index: those with a lastmod newer than `since` (null: any), newest first. Those without one
 * could all be new: of them the `undatedMax` likeliest, by "news" in the name, then by the highest number in it.
 */
export function sitemapsToFollow(
  entries: readonly ChannelItem[],
  since: string | null,
  mayFollow: (url: string) => boolean,
  max: number,
  undatedMax: number,
): SitemapChoice {
  const chosen = new Map<string, ChosenSitemap>();
  const foreign: string[] = [];
  for (const { url, updated } of entries) {
    if (url === null) continue;
    if (!mayFollow(url)) foreign.push(url);
    else if (updated === null || isNewer(updated, since)) {
      const known = chosen.get(url);
      if (known === undefined || (known.lastmod ?? '') < (updated ?? '')) chosen.set(url, { url, lastmod: updated });
    }
  }
  const dated = [...chosen.values()].filter(({ lastmod }) => lastmod !== null);
  const undated = [...chosen.values()].filter(({ lastmod }) => lastmod === null);
  dated.sort((a, b) => descending(a.lastmod ?? '', b.lastmod ?? ''));
  undated.sort(
    (a, b) => Number(isNews(b.url)) - Number(isNews(a.url)) || descending(numbersIn(a.url), numbersIn(b.url)),
  );
  return {
    follow: [...dated, ...undated.slice(0, undatedMax)].slice(0, max),
    leftOver: Math.max(0, dated.length - max),
    foreign,
  };
}

/** A day alone may have gone on since it was seen: the same day is newer. */
function isNewer(lastmod: string, since: string | null): boolean {
  if (since === null) return true;
  const isDay = lastmod.length === 10 || since.length === 10;
  return isDay ? lastmod.slice(0, 10) >= since.slice(0, 10) : lastmod > since;
}

/** The newest lastmod of an index, which a date in the future must not push ahead of `now`; `since` when none is newer. */
export function newestLastmod(entries: readonly ChannelItem[], since: string | null, now: string): string | null {
  return entries.reduce<string | null>((newest, { updated }) => {
    if (updated === null) return newest;
    const known = updated > now ? now : updated;
    return newest === null || known > newest ? known : newest;
  }, since);
}

const descending = (a: string, b: string): number => (a === b ? 0 : a < b ? 1 : -1);

function isNews(url: string): boolean {
  return /news|press/i.test(new URL(url).pathname);
}

/** The numbers of an address, so written that their order is that of the texts: sitemap-9 stands before sitemap-10. */
function numbersIn(url: string): string {
  const { pathname, search } = new URL(url);
  return (`${pathname}${search}`.slice(0, 500).match(/\d+/g) ?? []).map((digits) => digits.padStart(12, '0')).join('.');
}
