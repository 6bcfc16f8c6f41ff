/** The JSON that machines get (SQS, webhooks), as a schema: docs/reference/alert-v1.schema.json is made of it. */
import * as z from '../zod.ts';
import { rates } from './schema.ts';

const place = z.strictObject({
  start: z.int().check(z.describe('UTF-16 offset.')),
  end: z.int().check(z.describe('UTF-16 offset, exclusive.')),
});

const span = z.strictObject({ field: z.enum(['headline', 'body']), ...place.shape });

const alertSchema = z.strictObject({
  alertId: z
    .string()
    .check(
      z.describe(
        'Made of watch, release and the revision that matched (a digest may show a later one): equal for every subscriber, protocol and retry.',
      ),
    ),
  watch: z.string().check(z.describe('Id of the watch.')),
  release: z.string().check(z.describe('Id of the release.')),
  revision: z.int().check(z.minimum(1)),
  kind: z
    .enum(['new', 'revised', 'withdrawn', 'digest'])
    .check(z.describe('`new`: this watch was never told of the release before.')),
  newsroom: z.string(),
  organization: z.string().check(z.describe('From our registry, never from the feed.')),
  headline: z.string().check(z.describe('On one line, without control, bidi and invisible characters.')),
  url: z.string().check(z.describe('Canonical address; hosts in punycode.')),
  datePublished: z.nullable(z.string()).check(z.describe('As printed: a day, or a time with its offset.')),
  inLanguage: z.nullable(z.string()),
  why: z
    .strictObject({
      clauses: z.array(z.string()).check(z.describe('The clauses of the query that made the match.')),
      sentence: z
        .nullable(z.strictObject({ field: z.enum(['headline', 'body']), text: z.string(), marks: z.array(place) }))
        .check(z.describe('The sentence that matched, on one line; `marks` are offsets in its text.')),
      spans: z.array(span).check(z.describe('Offsets in the headline and body of the release record.')),
    })
    .check(z.describe('Why it matched.')),
  change: z
    .nullable(
      z.strictObject({
        previousContentHash: z.string(),
        verdict: z.string(),
        material: z.boolean(),
        fields: z.array(z.string()),
      }),
    )
    .check(z.describe('How the revision differs from the one before; null for the first.')),
  changes: z
    .array(
      z.strictObject({
        field: z.enum(['headline', 'body']),
        before: z.nullable(z.string()),
        after: z.nullable(z.string()),
      }),
    )
    .check(z.describe('At most three places that a revised release changed.')),
});

export const alertMessageSchema = z.strictObject({
  version: z.literal(1),
  messageId: z
    .string()
    .check(z.describe('Made of the alert ids: identical on each retry, and the `webhook-id` of a delivery.')),
  watch: z.string(),
  watchName: z.string(),
  rate: z.enum(rates).check(z.describe('The rate of the subscription that it goes to.')),
  digest: z
    .optional(
      z.strictObject({
        alertId: z.string().check(z.describe('Made of watch, rate and the end of the window.')),
        from: z.iso.datetime(),
        to: z.iso
          .datetime()
          .check(z.describe('The window is half-open: what is recorded at `to` comes with the next.')),
        timeZone: z.string(),
        releases: z.int().check(z.describe('How many matched, those beyond `alerts` too.')),
      }),
    )
    .check(z.describe('Only in digests.')),
  alerts: z.array(alertSchema).check(z.describe('One, or several of a minute or of a window; none in a test message.')),
  more: z.optional(z.int()).check(z.describe('How many releases of a digest are not in `alerts`.')),
  test: z.optional(z.literal(true)).check(z.describe('A test message: nothing matched.')),
  truncated: z
    .optional(z.literal(true))
    .check(
      z.describe(
        'The message would be too long (256 KiB; on AWS 128): `why` and `changes` are empty, headlines cut. Read the releases in the archive.',
      ),
    ),
});

/** JSON Schema (draft 2020-12) of one message. */
export function alertMessageJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    // Fields may be added within version 1: a reader that validates must not stumble over them.
    ...z.toJSONSchema(alertMessageSchema, {
      override: ({ jsonSchema }) => {
        delete jsonSchema.additionalProperties;
      },
    }),
    title: 'Dateline alert message, version 1',
    description:
      'What SQS and webhook subscribers of a watch get. Where addresses of thousands of characters make even a truncated message too long, its alerts hold ids alone: alertId, watch, release, revision, kind.',
  };
}
