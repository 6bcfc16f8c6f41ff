/** The inputs of `dateline inspect`: files, or the lines of a LIST, each with what is known about its bytes (INTERFACES, LIST.ndjson). */

import { dirname, isAbsolute, join } from 'node:path';
import type { ArgsDef } from 'citty';
import * as z from 'zod';
import { BadInputError, type DatelineError, UsageError } from '../../../shared/errors.ts';
import { parseNewsroomFile } from '../../../shared/newsrooms/parse.ts';
import { builtinNewsrooms } from '../../../shared/newsrooms/registry.ts';
import type { DateOrder, Newsroom } from '../../../shared/newsrooms/schema.ts';
import { isTimeZone } from '../../../shared/text/zones.ts';
import { asFault } from '../../faults.ts';
import { readNamedFile } from '../../files.ts';
import { findNewsroom } from '../../known-newsrooms.ts';
import { byteSource, linesOf } from '../../lines.ts';
import type { Output } from '../../output.ts';
import { isThere } from '../../reach.ts';

export const inputArgs = {
  file: { type: 'positional', required: false, description: 'Files; - is standard input' },
  from: { type: 'string', valueHint: 'LIST', description: 'JSON Lines: {"file","url"?,"contentType"?,…} each' },
  url: { type: 'string', valueHint: 'URL', description: 'Address the bytes came from' },
  'content-type': { type: 'string', valueHint: 'HEADER', description: 'The Content-Type they came with' },
  'ui-language': { type: 'string', valueHint: 'TAG', description: 'Language of date labels, such as es' },
  'time-zone': { type: 'string', valueHint: 'ZONE', description: 'For clock times without a zone: Europe/Paris' },
  'date-order': { type: 'enum', options: ['day-first', 'month-first'], description: 'For dates such as 03/04/2026' },
  newsroom: {
    type: 'string',
    valueHint: 'ID',
    description: 'Id or YAML file of a newsroom: its selectors, languages, zone',
  },
} as const satisfies ArgsDef;

const listLineSchema = z.object({
  file: z.string().min(1),
  url: z.string().nullish(),
  contentType: z.string().nullish(),
  uiLanguage: z.string().nullish(),
  timeZone: z.string().nullish(),
  dateOrder: z.enum(['day-first', 'month-first']).nullish(),
  newsroom: z.string().min(1).nullish(),
});

type Described = z.infer<typeof listLineSchema>;

/** One input, read. `file` is as it was named. */
export interface Input {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly url: string | null;
  readonly contentType: string | null;
  readonly uiLanguage: string | null;
  readonly timeZone: string | null;
  readonly dateOrder: DateOrder | null;
  readonly newsroom: Newsroom | null;
}

export interface InputFlags {
  readonly _: readonly string[];
  readonly from?: string | undefined;
  readonly url?: string | undefined;
  readonly 'content-type'?: string | undefined;
  readonly 'ui-language'?: string | undefined;
  readonly 'time-zone'?: string | undefined;
  readonly 'date-order'?: string | undefined;
  readonly newsroom?: string | undefined;
}

/** Every input in order; one that cannot be had is its fault, and the rest goes on. Throws UsageError without any input. */
export async function* inputs(verb: string, flags: InputFlags, output: Output): AsyncGenerator<Input | DatelineError> {
  if (flags._.length === 0 && flags.from === undefined) {
    throw new UsageError('E_ARGUMENT', `\`inspect ${verb}\` needs a FILE, or --from LIST`, {
      hint: `such as: dateline inspect ${verb} saved.${verb === 'text' ? 'txt' : verb === 'feed' ? 'xml' : 'html'}`,
    });
  }
  const read = reader(flags, output);
  for (const file of flags._) yield await read({ file }, null);
  if (flags.from === undefined) return;
  let number = 0;
  const folder = flags.from === '-' ? null : dirname(flags.from);
  for await (const line of linesOf(flags.from, output)) {
    number += 1;
    if (line.trim() === '') continue;
    const described = readListLine(line, flags.from, number);
    yield described instanceof Error ? described : await read(described, folder);
  }
}

function readListLine(line: string, list: string, number: number): Described | BadInputError {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    value = undefined;
  }
  const parsed = listLineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const reason = value === undefined ? 'is no JSON' : `${issue?.path.join('.') || 'the line'}: ${issue?.message}`;
  return new BadInputError('E_LIST', `${list}:${number}: ${reason}`, {
    input: `${list}:${number}`,
    hint: 'write {"file":"saved.xml","url":"https://…"} on each line',
  });
}

function reader(
  flags: InputFlags,
  output: Output,
): (line: Described, folder: string | null) => Promise<Input | DatelineError> {
  const newsrooms = new Map<string, Newsroom>();

  async function newsroomOf(named: string, folder: string | null): Promise<Newsroom> {
    const path = /[/\\]|\.ya?ml$/u.test(named) ? await found(named, folder) : null;
    const known = newsrooms.get(path ?? named);
    if (known !== undefined) return known;
    const newsroom =
      path === null
        ? findNewsroom(builtinNewsrooms(), named)
        : parseNewsroomFile(new TextDecoder().decode(await readNamedFile(path)), path);
    if (newsroom instanceof Error) throw newsroom;
    newsrooms.set(path ?? named, newsroom);
    return newsroom;
  }

  async function bytesOf(file: string, folder: string | null): Promise<Uint8Array> {
    if (file !== '-') return readNamedFile(await found(file, folder));
    const chunks: Buffer[] = [];
    for await (const chunk of byteSource('-', output)) chunks.push(Buffer.from(chunk as Uint8Array));
    return Buffer.concat(chunks);
  }

  return async (line, folder) => {
    try {
      const named = line.newsroom ?? flags.newsroom;
      const newsroom = named === undefined ? null : await newsroomOf(named, folder);
      const timeZone = line.timeZone ?? flags['time-zone'] ?? newsroom?.timeZone ?? null;
      if (timeZone !== null && !isTimeZone(timeZone)) {
        throw new BadInputError('E_TIME_ZONE', `${line.file}: "${timeZone}" is no time zone`, {
          input: line.file,
          hint: 'write an IANA name such as Europe/Paris',
        });
      }
      return {
        file: line.file,
        bytes: await bytesOf(line.file, folder),
        url: line.url ?? flags.url ?? null,
        contentType: line.contentType ?? flags['content-type'] ?? null,
        uiLanguage: line.uiLanguage ?? flags['ui-language'] ?? newsroom?.uiLanguage ?? null,
        timeZone,
        dateOrder: line.dateOrder ?? dateOrderOf(flags['date-order']) ?? newsroom?.dateOrder ?? null,
        newsroom,
      };
    } catch (error) {
      return asFault(error);
    }
  };
}

/** The flag was checked against its options. */
function dateOrderOf(value: string | undefined): DateOrder | undefined {
  return value === 'day-first' || value === 'month-first' ? value : undefined;
}

/** As named from the current folder, else from the folder of the list. */
async function found(path: string, folder: string | null): Promise<string> {
  if (folder === null || isAbsolute(path) || (await isThere(path))) return path;
  const beside = join(folder, path);
  return (await isThere(beside)) ? beside : path;
}
