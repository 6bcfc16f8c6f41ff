/** The catalog's shape, from which its JSON Schema is made: `schema/catalog-v1.json` of the archive and the reference page. */
import * as z from '../zod.ts';

export const catalogVersion = 1;

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const moment = z.iso.datetime();

const fileSchema = z.strictObject({
  key: z.string(),
  sha256,
  size: z.int().check(z.gte(0), z.describe('Bytes.')),
});

const newsroomSchema = z.strictObject({
  id: z.string(),
  organization: z.string(),
  country: z.nullable(z.string()),
  homepage: z.string(),
  status: z
    .string()
    .check(z.describe('Health: new, fresh, quiet, silent, blocked, robots, broken, gone, or disabled (not polled).')),
  reason: z.nullable(z.string()).check(z.describe('Why, for people.')),
  lastItemAt: z.nullable(z.string()).check(z.describe('When it last offered something new.')),
  releases: z.int().check(z.gte(0), z.describe('Each counted once, whatever its revisions.')),
  revisions: z.int().check(z.gte(0), z.describe('Later revisions, withdrawals among them.')),
  withdrawals: z.int().check(z.gte(0)),
  firstDate: z.nullable(day).check(z.describe('First `date=` partition with a release; null without a dated one.')),
  lastDate: z.nullable(day),
  lastChange: z
    .nullable(z.strictObject({ seq: z.int(), key: z.string() }))
    .check(z.describe('Its last line in the change log.')),
  license: z
    .nullable(z.string())
    .check(z.describe('The terms its texts are published under; null where they are not known: ask at its homepage.')),
});

const daySchema = z.strictObject({
  date: day.check(z.describe('Printed day; of an undated release the day it was first seen.')),
  releases: z.int().check(z.gte(0)),
  revisions: z.int().check(z.gte(0)),
  late: z
    .int()
    .check(z.gte(0), z.describe('Releases that changed since the files were made; the next version has them.')),
  version: z
    .nullable(z.int().check(z.gte(1)))
    .check(z.describe('Version of the daily files that is valid; null before.')),
  rows: z.nullable(z.int()),
  parquet: z.nullable(fileSchema),
  ndjson: z.nullable(fileSchema).check(z.describe('Gzipped JSON Lines.')),
});

export const catalogSchema = z.strictObject({
  version: z.literal(catalogVersion),
  updatedAt: moment,
  license: z.string(),
  schemas: z
    .strictObject({ release: z.string(), catalog: z.string() })
    .check(z.describe('Keys of the JSON Schemas; the number in the name is the major version.')),
  changes: z.strictObject({
    head: z.string(),
    lastSegment: z.nullable(z.string()).check(z.describe('Key of the last good segment.')),
    sha256: z.nullable(sha256).check(z.describe('Of that segment.')),
    seq: z.int().check(z.gte(0)),
    days: z
      .array(z.strictObject({ date: day, segment: z.string(), seq: z.int(), sha256 }))
      .check(z.describe('The last segment of each day (UTC) of the log: its hash is the root of all before it.')),
  }),
  lastDay: z.nullable(day).check(z.describe('The last day with daily files.')),
  totals: z.strictObject({ newsrooms: z.int(), releases: z.int(), revisions: z.int(), withdrawals: z.int() }),
  newsrooms: z.array(newsroomSchema),
  days: z.array(daySchema).check(z.describe('Coverage by day, and the valid daily files.')),
});

export type Catalog = z.infer<typeof catalogSchema>;
export type CatalogNewsroom = Catalog['newsrooms'][number];

/** JSON Schema (draft 2020-12) of `catalog.json`. */
export function catalogJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    ...z.toJSONSchema(catalogSchema),
    title: `Dateline catalog, version ${catalogVersion}`,
    description: 'What is in the archive: newsrooms, days, and where the change log stands.',
  };
}
