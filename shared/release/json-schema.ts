/** The JSON Schema of the release record, generated from its zod schema: `schema/release-v1.json` of the archive and the reference page. */
import * as z from '../zod.ts';
import { releaseSchema, schemaVersion } from './schema.ts';

/** JSON Schema (draft 2020-12) of one release record. */
export function releaseJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    // Fields may be added within version 1: a reader that validates must not stumble over them.
    ...z.toJSONSchema(releaseSchema, {
      override: ({ jsonSchema }) => {
        delete jsonSchema.additionalProperties;
      },
    }),
    title: `Dateline release, schema version ${schemaVersion}`,
    description: 'One revision of one release. Absent knowledge is null, never invented.',
  };
}
