/** The newsroom file: everything that is particular to one organization's press office, as data. */
import * as z from 'zod';

/** `90s`, `15m`, `1h`, `10d`; `2s` and the like are allowed for loopback hosts only (politeness checks it). */
export const durationPattern = /^([1-9]\d{0,5})(s|m|h|d)$/;

const duration = z.string().regex(durationPattern, 'a duration such as 15m, 1h or 10d');
const httpUrl = z.url({ protocol: /^https?$/, error: 'an http or https address' });
const isoCountry = z.string().regex(/^([A-Z]{2}|INT|EU)$/, 'an ISO 3166-1 alpha-2 code, EU or INT');
const languageTag = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a BCP 47 language tag such as en or fr-CH');

export const listingSchema = z.strictObject({
  /** CSS selector of one item. */
  item: z.string().min(1),
  /** Inside the item; absent: the item itself or its first link. */
  link: z.string().min(1).optional(),
  title: z.string().min(1).optional(),
  date: z.string().min(1).optional(),
  /** Where the date stands: the element's text (default), an attribute (`attribute:datetime`), or the link's address (`url`). */
  dateFrom: z
    .string()
    .regex(/^(text|url|attribute:[\w-]+)$/)
    .optional(),
  dateFormat: z.string().min(1).optional(),
  /** CSS selector of the next-page link, or a query such as `?page={n}`. */
  next: z.string().min(1).optional(),
  pagesMax: z.int().min(1).max(20).optional(),
  /** Query parameters to drop from item links. */
  dropParameters: z.array(z.string()).optional(),
});

export const channelKinds = ['rss', 'atom', 'json-feed', 'json-api', 'sitemap', 'listing'] as const;

export const channelSchema = z.strictObject({
  kind: z.enum(channelKinds),
  url: httpUrl,
  every: duration.optional(),
  language: languageTag.optional(),
  uiLanguage: languageTag.optional(),
  listing: listingSchema.optional(),
});

export const newsroomSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/, 'lower-case letters, digits and hyphens'),
  organization: z.string().min(1),
  acronym: z.string().min(1).optional(),
  country: isoCountry,
  homepage: httpUrl,
  enabled: z.boolean(),
  recommended: z.boolean().optional(),
  language: languageTag.optional(),
  uiLanguage: languageTag.optional(),
  timeZone: z.string().min(1).optional(),
  dateOrder: z.enum(['day-first', 'month-first']).optional(),
  channels: z.array(channelSchema).min(1),
  allowedHosts: z.array(z.string().min(1)).optional(),
  expect: z
    .strictObject({
      itemsMin: z.int().min(0).optional(),
      itemsMax: z.int().min(1).optional(),
      silentAfter: duration.optional(),
    })
    .optional(),
});

export type Newsroom = z.infer<typeof newsroomSchema>;
export type Channel = z.infer<typeof channelSchema>;
export type ChannelKind = (typeof channelKinds)[number];
export type ListingSelectors = z.infer<typeof listingSchema>;
export type DateOrder = 'day-first' | 'month-first';
