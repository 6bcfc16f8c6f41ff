/** The newsroom file: everything that is particular to one organization's press office, as data. */
import * as z from '../zod.ts';
import { durationPattern } from './duration.ts';

const duration = z.string().check(z.regex(durationPattern, 'a duration such as 15m, 1h or 10d'));
const httpUrl = z.url({ protocol: /^https?$/, error: 'an http or https address' });
const isoCountry = z.string().check(z.regex(/^([A-Z]{2}|INT|EU)$/, 'an ISO 3166-1 alpha-2 code, EU or INT'));
const languageTag = z
  .string()
  .check(z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a BCP 47 language tag such as en or fr-CH'));

export const listingSchema = z.strictObject({
  /** CSS selector of one item. */
  item: z.string().check(z.minLength(1)),
  /** Inside the item; absent: the item itself or its first link. */
  link: z.optional(z.string().check(z.minLength(1))),
  title: z.optional(z.string().check(z.minLength(1))),
  date: z.optional(z.string().check(z.minLength(1))),
  /** Where the date stands: the element's text (default), an attribute (`attribute:datetime`), or the link's address (`url`). */
  dateFrom: z.optional(z.string().check(z.regex(/^(text|url|attribute:[\w-]+)$/))),
  dateFormat: z.optional(z.string().check(z.minLength(1))),
  /** CSS selector of the next-page link, or a query: `?page={n}` counts on from page 1, `?start={+16}` adds to 0; absent: rel=next. */
  next: z.optional(z.string().check(z.minLength(1))),
  pagesMax: z.optional(z.int().check(z.gte(1), z.lte(20))),
  /** Parameters to drop from item links, of the query or of the path (`jsessionid`). */
  dropParameters: z.optional(z.array(z.string())),
});

/** A path such as `title.cdata!`, or a template such as `https://www.example.org{link}` with paths in braces. */
const jsonPath = z
  .string()
  .check(
    z.minLength(1),
    z.maxLength(500),
    z.regex(/^[^{}]*(\{[^{}]+\}[^{}]*)*$/, 'a path such as title.text, or a template with paths in braces'),
  );
const jsonField = z.union([jsonPath, z.array(jsonPath).check(z.minLength(1), z.maxLength(8))], {
  error: 'a path, a template with paths in braces, or a list of them, of which the first that gives something counts',
});

/** Where a JSON API keeps what an item needs: paths into the answer, not code. */
export const jsonMappingSchema = z.strictObject({
  /** Path to the list of items, or to an object keyed by id; absent: the whole answer. */
  items: z.optional(z.string().check(z.regex(/^[^{}]{1,500}$/, 'a path such as result.items'))),
  /** Keys of an object keyed by id that are no items. */
  dropKeys: z.optional(z.array(z.string())),
  /** Inside the item, here and below; absent: the key, else the address. */
  id: z.optional(jsonField),
  url: jsonField,
  title: z.optional(jsonField),
  published: z.optional(jsonField),
  updated: z.optional(jsonField),
  summary: z.optional(jsonField),
  content: z.optional(jsonField),
  language: z.optional(jsonField),
  authors: z.optional(jsonField),
  /** Path of the next page's address in the answer, or a query: `?page={n}` counts on from page 1, `?start={+20}` adds to 0. */
  next: z.optional(z.string().check(z.minLength(1), z.maxLength(500))),
  pagesMax: z.optional(z.int().check(z.gte(1), z.lte(20))),
});

export const channelKinds = ['rss', 'atom', 'json-feed', 'json-api', 'sitemap', 'listing'] as const;

export const channelSchema = z.strictObject({
  kind: z.enum(channelKinds),
  url: httpUrl,
  every: z.optional(duration),
  language: z.optional(languageTag),
  uiLanguage: z.optional(languageTag),
  listing: z.optional(listingSchema),
  json: z.optional(jsonMappingSchema),
});

const newsroomId = z
  .string()
  .check(z.regex(/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/, 'lower-case letters, digits and hyphens'));

export const newsroomSchema = z.strictObject({
  id: newsroomId,
  organization: z.string().check(z.minLength(1)),
  acronym: z.optional(z.string().check(z.minLength(1))),
  country: isoCountry,
  homepage: httpUrl,
  /** The terms its texts are published under, where they are known; absent otherwise, never guessed. */
  license: z.optional(z.string().check(z.minLength(1), z.maxLength(500))),
  enabled: z.boolean(),
  recommended: z.optional(z.boolean()),
  language: z.optional(languageTag),
  uiLanguage: z.optional(languageTag),
  timeZone: z.optional(z.string().check(z.minLength(1))),
  dateOrder: z.optional(z.enum(['day-first', 'month-first'])),
  channels: z.array(channelSchema).check(z.minLength(1)),
  allowedHosts: z.optional(z.array(z.string().check(z.minLength(1)))),
  /** Ids of newsrooms that publish on the same pages: each has its own record, and a watch is told by the first of them alone. */
  sharesPagesWith: z.optional(z.array(newsroomId).check(z.minLength(1))),
  expect: z.optional(
    z.strictObject({
      itemsMin: z.optional(z.int().check(z.gte(0))),
      itemsMax: z.optional(z.int().check(z.gte(1))),
      silentAfter: z.optional(duration),
    }),
  ),
});

export type Newsroom = z.infer<typeof newsroomSchema>;
export type Channel = z.infer<typeof channelSchema>;
export type ChannelKind = (typeof channelKinds)[number];
export type ListingSelectors = z.infer<typeof listingSchema>;
export type JsonMapping = z.infer<typeof jsonMappingSchema>;
export type DateOrder = 'day-first' | 'month-first';
