/** DATA/settings.yaml: what a person sets on this machine; the same keys as the CDK context. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { BadInputError } from '../../shared/errors.ts';
import { newsroomSchema } from '../../shared/newsrooms/schema.ts';
import { isTimeZone } from '../../shared/text/zones.ts';
import { readYaml } from './yaml-file.ts';

/** What may stand in the comment of a User-Agent header (RFC 9110 §5.6.5). */
export const contactPattern = /^[\x20-\x27\x2a-\x5b\x5d-\x7e]{1,300}$/;

const settingsSchema = z.strictObject({
  /** Who newsrooms may write to about our requests: an address or a page, in the User-Agent. */
  contact: z.string().regex(contactPattern, 'a mail or web address in ASCII, without brackets').optional(),
  /** From address of alert mails. */
  from: z.string().min(1).optional(),
  /** `smtp://user:password@host:port`, or `smtps://…`; without it mails lie in DATA/mailbox. */
  smtp: z.url({ protocol: /^smtps?$/, error: 'an address such as smtp://mail.example.org:587' }).optional(),
  /** Where people reach the console, for links in alerts. */
  consoleAddress: z.url({ protocol: /^https?$/, error: 'an http or https address' }).optional(),
  /** IANA name: where the days of a new watch's digests begin, unless it says otherwise. Absent: UTC. */
  timeZone: z.string().refine(isTimeZone, 'a name such as Europe/Paris').optional(),
  /** The proxy that newsrooms may be asked through, `http://host:port`; used where HTTPS_PROXY or HTTP_PROXY names it too. */
  proxy: z.url({ protocol: /^http$/, error: 'an address such as http://proxy.example.org:3128' }).optional(),
  newsrooms: z.array(newsroomSchema).optional(),
});

export type Settings = z.infer<typeof settingsSchema>;

/** No file means no settings. Throws BadInputError E_SETTINGS that names the file, the line and the key. */
export async function readSettings(file: string): Promise<Settings> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  const read = readYaml(text, settingsSchema);
  if (read.kind === 'read') return read.value ?? {};
  throw new BadInputError('E_SETTINGS', `${file}:${read.line}: ${read.message}`, {
    input: file,
    hint: `known keys: ${Object.keys(settingsSchema.shape).join(', ')}`,
  });
}
