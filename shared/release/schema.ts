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
  region: z.nullable(z.string()).check(z.describe('State or province, as printed.')),
  country: z.nullable(z.string()).check(z.describe('As printed.')),
  countryCode: z.nullable(z.string()).check(z.describe('ISO 3166-1 alpha-2.')),
  date: z.nullable(datelineDate).check(z.describe('ISO date, or `--05-13` where no year is printed.')),
  service: z.nullable(z.string()).check(z.describe('Wire service printed in it: "PRNewswire".')),
});

export const quoteSchema = z.strictObject({
  text: z.string().check(z.describe('What stands between the outer marks.')),
  speaker: z.nullable(z.string()).check(z.describe('As printed.')),
  start: z.int().check(z.gte(0), z.describe('UTF-16 offset in body.')),
  end: z.int().check(z.gte(0), z.describe('Exclusive.')),
});

export const timingSchema = z.strictObject({
  kind: z
    .enum(['immediate', 'embargo', 'scheduled'])
    .check(z.describe('"For immediate release"; "Embargoed until …"; "For release at …".')),
  text: z.string().check(z.describe('The line as printed.')),
  until: z.nullable(z.iso.date()).check(z.describe('The day the line names; null where it names none.')),
});

export const contactSchema = z.strictObject({
  name: z.nullable(z.string()).check(z.describe('As printed; null where only an office is named.')),
  email: z.nullable(z.string()).check(z.describe('As printed.')),
  phone: z.nullable(z.string()).check(z.describe('As printed.')),
});

const absoluteUrl = z.string().check(z.describe('Absolute, without trackers.'));

export const imageSchema = z.strictObject({
  url: absoluteUrl,
  caption: z.nullable(z.string()).check(z.describe('As printed below it.')),
  alternative: z.nullable(z.string()).check(z.describe('The text that stands in for it (`alt`).')),
});

export const linkSchema = z.strictObject({
  url: absoluteUrl,
  text: z.string().check(z.describe('The linked words.')),
});

export const attachmentSchema = z.strictObject({
  url: absoluteUrl,
  title: z.nullable(z.string()).check(z.describe('The linked words.')),
  type: z.string().check(z.describe('Media type, by the ending of the name.')),
});

export const translationSchema = z.strictObject({
  language: z.string().check(z.describe('As the page names it (BCP 47), lower case.')),
  url: absoluteUrl,
  source: z
    .enum(['hreflang', 'link'])
    .check(z.describe('`hreflang`: the page declares it; `link`: it links the same path below another language.')),
});

const changeVerdicts = ['typo', 'headline', 'figures', 'quote', 'correction-notice', 'text', 'withdrawn'] as const;

export const releaseSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion).check(z.describe('The major version of this schema.')),
  id: z
    .string()
    .check(
      z.regex(/^[a-z2-7]{20}$/),
      z.describe('Made of the newsroom and the canonical address; equal in all revisions.'),
    ),
  newsroom: z.string().check(z.describe('Id of the newsroom, as in the registry.')),
  organization: z.string().check(z.describe('Name of the organization, from the registry, never from the page.')),
  country: z.nullable(z.string()).check(z.describe("The newsroom's country: ISO 3166-1 alpha-2, EU or INT.")),
  url: z.string().check(z.describe("The address the page was asked at; the channel's, where the item has none.")),
  canonicalUrl: z
    .string()
    .check(z.describe('What the page calls its own address, else `url` without fragment, trackers and session ids.')),
  guid: z.nullable(z.string()).check(z.describe('The id the channel gives the item, raw.')),
  headline: z.string().check(z.describe('The title as printed, on one line.')),
  subtitle: z.nullable(z.string()).check(z.describe('A second title below the headline.')),
  summary: z.nullable(z.string()).check(z.describe("The channel's own summary.")),
  datePublished: z
    .nullable(printedDate)
    .check(z.describe('When the page says it was published; never the time of fetching.')),
  dateSource: z.nullable(z.enum(dateSources)).check(z.describe('Where `datePublished` was read.')),
  dateConfidence: z
    .nullable(z.enum(['certain', 'probable', 'uncertain']))
    .check(
      z.describe(
        '`uncertain`: day and month could change places, sources disagree, or nothing names it; `warnings` says why.',
      ),
    ),
  dateModified: z.nullable(printedDate).check(z.describe('When the page says it was changed last.')),
  inLanguage: z.nullable(z.string()).check(z.describe('Language of the text (BCP 47).')),
  uiLanguage: z.nullable(z.string()).check(z.describe('Language of the labels around it.')),
  dateline: z.nullable(datelineSchema).check(z.describe('Place and date printed before the first sentence.')),
  body: z.string().check(z.describe('The news text alone: paragraphs joined by blank lines.')),
  quotes: z.array(quoteSchema).check(z.describe('Direct speech, in the order of the text.')),
  references: z
    .array(z.string())
    .check(
      z.describe('Numbers the newsroom gives its releases, as printed; from the address where only that has one.'),
    ),
  operations: z.array(z.string()).check(z.describe('Operations the text names: "Operation HAECHI V".')),
  topics: z.array(z.string()).check(z.describe('Tags the page declares.')),
  images: z.array(imageSchema).check(z.describe('Pictures of the release, in the order of the page.')),
  links: z.array(linkSchema).check(z.describe('Links inside the text, each address once.')),
  attachments: z.array(attachmentSchema).check(z.describe('Files linked in or below the text.')),
  translations: z.array(translationSchema).check(z.describe('The same page in other languages.')),
  boilerplate: z.nullable(z.string()).check(z.describe("The tail's text.")),
  boilerplateStart: z.nullable(z.string()).check(z.describe('Its first words as printed.')),
  contacts: z.array(contactSchema).check(z.describe('Press contacts printed in the tail.')),
  timing: z.nullable(timingSchema).check(z.describe('The line that says when the release may be used.')),
  wordCount: z.int().check(z.gte(0), z.describe('Words of `body`.')),
  contentHash: z.string().check(z.regex(/^[0-9a-f]{64}$/), z.describe('SHA-256 over meaning only: no fetch times.')),
  origin: z
    .enum(origins)
    .check(z.describe('`live` alerts; `baseline` (first poll), `backfill` and `reprocessed` are archived silently.')),
  revision: z.int().check(z.gte(1), z.describe('1 for the first state; each later state is an object of its own.')),
  status: z
    .enum(['current', 'withdrawn'])
    .check(z.describe('`withdrawn`: the page is gone; headline and body are the last ones.')),
  bodyStatus: z
    .enum(['full', 'summary', 'unavailable'])
    .check(z.describe('`full`: read from the page; `summary`, `unavailable`: the page could not be had.')),
  change: z
    .nullable(
      z.strictObject({
        previousContentHash: z.string().check(z.describe('`contentHash` of the revision before.')),
        verdict: z.enum(changeVerdicts).check(z.describe('What kind of change it is.')),
        material: z.boolean().check(z.describe('Whether subscribers who know the earlier state are told.')),
        fields: z.array(z.string()).check(z.describe('Names of the fields that differ.')),
      }),
    )
    .check(z.describe('How this revision differs from the one before; null for revision 1.')),
  firstSeenAt: z.iso.datetime().check(z.describe('When it was seen first, in UTC.')),
  channel: z
    .nullable(
      z.strictObject({
        kind: z.string().check(z.describe('As in the newsroom file, or what the bytes turned out to be.')),
        url: z.string().check(z.describe('Its address.')),
      }),
    )
    .check(z.describe('The channel that offered the item.')),
  capture: z
    .nullable(
      z.strictObject({
        key: z.string().check(z.describe('Where they lie, gzipped, in this bucket.')),
        sha256: z.string().check(z.describe('Of the bytes before gzip.')),
        packedSha256: z
          .optional(z.string())
          .check(z.describe('Of the object as it lies there. Not in records that are older than the field.')),
      }),
    )
    .check(z.describe('The bytes the record was made of.')),
  warnings: z.array(z.string()).check(z.describe('What was doubtful, in words for people; not for programs.')),
});

export type Release = z.infer<typeof releaseSchema>;
export type Dateline = z.infer<typeof datelineSchema>;
export type Quote = z.infer<typeof quoteSchema>;
export type ReleaseTiming = z.infer<typeof timingSchema>;
export type PagePicture = z.infer<typeof imageSchema>;
export type PageLinkTarget = z.infer<typeof linkSchema>;
export type PageAttachment = z.infer<typeof attachmentSchema>;
export type PageTranslation = z.infer<typeof translationSchema>;
export type ReleaseContact = z.infer<typeof contactSchema>;
export type DateSource = (typeof dateSources)[number];
export type DateConfidence = 'certain' | 'probable' | 'uncertain';
export type PageKind = (typeof pageKinds)[number];
export type ChangeVerdict = (typeof changeVerdicts)[number];
