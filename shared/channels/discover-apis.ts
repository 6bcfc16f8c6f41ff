/** JSON APIs that come with publishing software: where a page says that it has one, and the mapping that reads it. */
import type { JsonMapping } from '../newsrooms/schema.ts';

export interface KnownApi {
  /** The relation of the `<link>` by which pages name the API's root. */
  readonly relation: string;
  /** Where sites have the root that do not say so. */
  readonly usualRoot: string;
  /** Below the root: the newest posts. */
  readonly path: string;
  readonly json: JsonMapping;
}

export const knownApis: readonly KnownApi[] = [
  {
    // WordPress REST API, reference of posts: `date_gmt` is UTC and says no zone; `guid.rendered` is the guid of its feed.
    relation: 'https://api.w.org/',
    usualRoot: '/wp-json/',
    path: 'wp/v2/posts?per_page=20',
    json: {
      id: 'guid.rendered',
      url: 'link',
      title: 'title.rendered',
      published: '{date_gmt}Z',
      content: 'content.rendered',
    },
  },
];

/** Under the root of a known API lie descriptions of single pages, which pages declare as alternates. */
export function isBelowApi(url: string): boolean {
  const { pathname } = new URL(url);
  return knownApis.some(({ usualRoot }) => pathname.startsWith(usualRoot));
}
