/**
 * The release record, schema version 1: what lies under releases/ and what downstream systems build on.
 * Words are schema.org NewsArticle's (headline, datePublished, inLanguage) and IPTC ninjs' where schema.org has none.
 * Absent knowledge is null, never invented. docs/reference/schema and schema/release-v1.json are generated from this file.
 */
import * as z from 'zod';
import { origins } from '../channels/candidate.ts';

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
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/)
  .describe('The printed day, or day and time with offset; never shifted to UTC.');
/** ISO date, or `--05-13` without a year. */
const datelineDate = z.string().regex(/^(\d{4}|-)-\d{2}-\d{2}$/);

export const datelineSchema = z.strictObject({
  text: z.string().describe('As printed, without the dash that ends it.'),
  place: z.string().describe('As printed; the first of several.'),
  region: z.string().nullable(),
  country: z.string().nullable().describe('As printed.'),
  countryCode: z.string().nullable().describe('ISO 3166-1 alpha-2.'),
  date: datelineDate.nullable(),
  service: z.string().nullable(),
});

export const quoteSchema = z.strictObject({
  text: z.string().describe('What stands between the outer marks.'),
  speaker: z.string().nullable().describe('As printed.'),
  start: z.int().min(0).describe('UTF-16 offset in body.'),
  end: z.int().min(0),
});

const changeVerdicts = ['typo', 'headline', 'figures', 'quote', 'correction-notice', 'text', 'withdrawn'] as const;

export const releaseSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  id: z.string().regex(/^[a-z2-7]{20}$/),
  newsroom: z.string(),
  organization: z.string(),
  country: z.string().nullable().describe("The newsroom's country: ISO 3166-1 alpha-2, EU or INT."),
  url: z.string(),
  canonicalUrl: z.string(),
  guid: z.string().nullable(),
  headline: z.string(),
  subtitle: z.string().nullable(),
  summary: z.string().nullable().describe("The channel's own summary."),
  datePublished: printedDate.nullable(),
  dateSource: z.enum(dateSources).nullable(),
  dateConfidence: z.enum(['certain', 'probable', 'uncertain']).nullable(),
  dateModified: printedDate.nullable(),
  inLanguage: z.string().nullable().describe('Language of the text (BCP 47).'),
  uiLanguage: z.string().nullable().describe('Language of the labels around it.'),
  dateline: datelineSchema.nullable(),
  body: z.string().describe('The news text alone: paragraphs joined by blank lines.'),
  quotes: z.array(quoteSchema),
  references: z.array(z.string()),
  topics: z.array(z.string()),
  boilerplate: z.string().nullable().describe("The tail's text."),
  boilerplateStart: z.string().nullable().describe('Its first words as printed.'),
  wordCount: z.int().min(0),
  contentHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 over meaning only: no fetch times.'),
  origin: z.enum(origins),
  revision: z.int().min(1),
  status: z.enum(['current', 'withdrawn']),
  bodyStatus: z.enum(['full', 'summary', 'unavailable']),
  /** Null for revision 1. */
  change: z
    .strictObject({
      previousContentHash: z.string(),
      verdict: z.enum(changeVerdicts),
      material: z.boolean().describe('Whether subscribers who know the earlier state are told.'),
      fields: z.array(z.string()),
    })
    .nullable(),
  firstSeenAt: z.iso.datetime().describe('UTC.'),
  channel: z.strictObject({ kind: z.string(), url: z.string() }).nullable(),
  capture: z
    .strictObject({ key: z.string(), sha256: z.string() })
    .nullable()
    .describe('The bytes the record was made of.'),
  warnings: z.array(z.string()),
});

export type Release = z.infer<typeof releaseSchema>;
export type Dateline = z.infer<typeof datelineSchema>;
export type Quote = z.infer<typeof quoteSchema>;
export type DateSource = (typeof dateSources)[number];
export type DateConfidence = 'certain' | 'probable' | 'uncertain';
export type PageKind = (typeof pageKinds)[number];
export type ChangeVerdict = (typeof changeVerdicts)[number];
