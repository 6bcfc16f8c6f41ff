/** A release as the query language sees it: the one mapping that alerts, search and backtest share. */
import type { QueryDocument } from '../query/types.ts';
import type { Release } from '../release/schema.ts';

export function queryDocument(release: Release): QueryDocument {
  return {
    headline: release.headline,
    body: release.body,
    organization: release.organization,
    newsroom: release.newsroom,
    language: release.inLanguage,
    date: release.datePublished?.slice(0, 10) ?? null,
    url: release.canonicalUrl,
    country: release.country,
    topics: release.topics,
    dateline: release.dateline?.text ?? null,
    quotes: release.quotes.map(({ text, speaker }) => ({ text, speaker })),
  };
}
