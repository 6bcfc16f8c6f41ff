/**
 * The release record, schema version 1: what lies under releases/ and what downstream systems build on.
 * Words are schema.org NewsArticle's (headline, datePublished, inLanguage) and IPTC ninjs' where schema.org has none.
 * Absent knowledge is null, never invented. docs/reference/schema and schema/release-v1.json are generated from this file.
 */
import { origins } from '../channels/candidate.ts';
import * as z from '../zod.ts';

export const schemaVersion = 1;

export const dateSources = [
  'feed',
  'listing',
  'url',
  'microdata',
  'meta',
  'json-ld',
  'time-element',
  'page-label',
  'dateline',
] as const;
export const pageKinds = ['release', 'listing', 'challenge', 'not-found', 'empty'] as const;

/** The day the page prints (`2017-05-13`), or with time and offset (`2022-01-28T11:05:37+01:00`); never shifted to UTC. */
const printedDate = z
  .string()
  .check(
    z.regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/),
    z.describe('The printed day, or day and time with offset; never shifted to UTC.'),
  );
/** ISO date, or `--05-13` without a year. */
const datelineDate = z.string().check(z.regex(/^(\d{4}|-)-\d{2}-\d{2}$/));

export const datelineSchema = z.strictObject({
  text: z.string().check(z.describe('As printed, without the dash that ends it.')),
  place: z.string().check(z.describe('As printed; the first of several.')),
  region: z.nullable(z.string()),
  country: z.nullable(z.string()).check(z.describe('As printed.')),
  countryCode: z.nullable(z.string()).check(z.describe('ISO 3166-1 alpha-2.')),
  date: z.nullable(datelineDate),
  service: z.nullable(z.string()),
});

export const quoteSchema = z.strictObject({
  text: z.string().check(z.describe('What stands between the outer marks.')),
  speaker: z.nullable(z.string()).check(z.describe('As printed.')),
  start: z.int().check(z.gte(0), z.describe('UTF-16 offset in body.')),
  end: z.int().check(z.gte(0)),
});

const changeVerdicts = ['typo', 'headline', 'figures', 'quote', 'correction-notice', 'text', 'withdrawn'] as const;

export const releaseSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  id: z.string().check(z.regex(/^[a-z2-7]{20}$/)),
  newsroom: z.string(),
  organization: z.string(),
  country: z.nullable(z.string()).check(z.describe("The newsroom's country: ISO 3166-1 alpha-2, EU or INT.")),
  url: z.string(),
  canonicalUrl: z.string(),
  guid: z.nullable(z.string()),
  headline: z.string(),
  subtitle: z.nullable(z.string()),
  summary: z.nullable(z.string()).check(z.describe("The channel's own summary.")),
  datePublished: z.nullable(printedDate),
  dateSource: z.nullable(z.enum(dateSources)),
  dateConfidence: z.nullable(z.enum(['certain', 'probable', 'uncertain'])),
  dateModified: z.nullable(printedDate),
  inLanguage: z.nullable(z.string()).check(z.describe('Language of the text (BCP 47).')),
  uiLanguage: z.nullable(z.string()).check(z.describe('Language of the labels around it.')),
  dateline: z.nullable(datelineSchema),
  body: z.string().check(z.describe('The news text alone: paragraphs joined by blank lines.')),
  quotes: z.array(quoteSchema),
  references: z.array(z.string()),
  topics: z.array(z.string()),
  boilerplate: z.nullable(z.string()).check(z.describe("The tail's text.")),
  boilerplateStart: z.nullable(z.string()).check(z.describe('Its first words as printed.')),
  wordCount: z.int().check(z.gte(0)),
  contentHash: z.string().check(z.regex(/^[0-9a-f]{64}$/), z.describe('SHA-256 over meaning only: no fetch times.')),
  origin: z.enum(origins),
  revision: z.int().check(z.gte(1)),
  status: z.enum(['current', 'withdrawn']),
  bodyStatus: z.enum(['full', 'summary', 'unavailable']),
  /** Null for revision 1. */
  change: z.nullable(
    z.strictObject({
      previousContentHash: z.string(),
      verdict: z.enum(changeVerdicts),
      material: z.boolean().check(z.describe('Whether subscribers who know the earlier state are told.')),
      fields: z.array(z.string()),
    }),
  ),
  firstSeenAt: z.iso.datetime().check(z.describe('UTC.')),
  channel: z.nullable(z.strictObject({ kind: z.string(), url: z.string() })),
  capture: z
    .nullable(z.strictObject({ key: z.string(), sha256: z.string() }))
    .check(z.describe('The bytes the record was made of.')),
  warnings: z.array(z.string()),
});

export type Release = z.infer<typeof releaseSchema>;
export type Dateline = z.infer<typeof datelineSchema>;
export type Quote = z.infer<typeof quoteSchema>;
export type DateSource = (typeof dateSources)[number];
export type DateConfidence = 'certain' | 'probable' | 'uncertain';
export type PageKind = (typeof pageKinds)[number];
export type ChangeVerdict = (typeof changeVerdicts)[number];
