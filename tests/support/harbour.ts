/** A newsroom that does not exist, what was found of it, and the settings of a pipeline that reads it. */
import type { Candidate } from '../../shared/channels/candidate.ts';
import type { Newsroom } from '../../shared/newsrooms/schema.ts';
import type { PipelineConfig } from '../../shared/steps/config.ts';
import { quietConfig } from './pipeline.ts';

const harbourOrigin = 'https://harbour.example.org';
export const harbourHost = 'harbour.example.org:443';
export const harbourFeed = `${harbourOrigin}/feed.xml`;

/** Where the page of a release stands. */
export const harbourPage = (slug: string): string => `${harbourOrigin}/news/${slug}`;

export const harbour: Newsroom = {
  id: 'harbour',
  organization: 'Harbour Authority',
  country: 'GB',
  homepage: `${harbourOrigin}/`,
  enabled: true,
  language: 'en',
  dateOrder: 'day-first',
  channels: [{ kind: 'rss', url: harbourFeed }],
};

export const harbourConfig: PipelineConfig = { ...quietConfig, newsrooms: [harbour] };

/** What the feed told of a release: its address and title, and nothing more. */
export function harbourCandidate(slug: string, overrides: Partial<Candidate> = {}): Candidate {
  return {
    newsroom: harbour.id,
    channel: harbourFeed,
    host: harbourHost,
    guid: slug,
    url: harbourPage(slug),
    title: 'Ferry line renewed',
    published: null,
    updated: null,
    summary: null,
    content: null,
    contentTruncated: false,
    language: null,
    origin: 'live',
    foundAt: '2026-03-02T09:00:00.000Z',
    hash: `hash-${slug}`,
    attempt: 0,
    ...overrides,
  };
}
