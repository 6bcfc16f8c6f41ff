/** The JSON Schema of a newsroom file, for editors and for whoever writes one. */
import * as z from '../zod.ts';
import { newsroomSchema } from './schema.ts';

/** JSON Schema (draft 2020-12) of a newsroom file. */
export function newsroomJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    ...z.toJSONSchema(newsroomSchema),
    title: 'Dateline newsroom file',
    description: "One organization's press office: what it is, where it publishes, and what to expect of it.",
  };
}
