/** Why a message may lie with the dead letters, as far as it can be told from the message and the archive. */
import { parseReleaseKey } from '../archive/keys.ts';
import { requireRelease } from '../archive/release-object.ts';
import { candidateSchema } from '../channels/candidate.ts';
import { DatelineError } from '../errors.ts';
import type { Objects } from '../ports.ts';
import * as z from '../zod.ts';
import { dueMessageSchema, objectMessageSchema, parseMessage, windowMessageSchema } from './messages.ts';

/** S3's own event, as far as it names the object. */
const createdSchema = z.object({
  Records: z.array(z.object({ s3: z.object({ object: z.object({ key: z.string() }) }) })).check(z.minLength(1)),
});

const failedBefore = 'it failed as often as it may; the log of its step names the fault';

async function releaseReason(objects: Objects, body: string): Promise<string> {
  const message = parseMessage(z.union([objectMessageSchema, createdSchema]), body);
  const key = 'key' in message ? message.key : decodeURIComponent(message.Records[0]?.s3.object.key ?? '');
  if (parseReleaseKey(key) === null) return `${key} is no key of a release`;
  await requireRelease(objects, key);
  return `${key}: ${failedBefore}`;
}

const readers: Readonly<Record<string, (objects: Objects, body: string) => Promise<string>>> = {
  due: async (_, body) => `shard ${parseMessage(dueMessageSchema, body).shard}: ${failedBefore}`,
  found: async (_, body) => `${parseMessage(candidateSchema, body).url}: ${failedBefore}`,
  windows: async (_, body) => `watch ${parseMessage(windowMessageSchema, body).watch}: ${failedBefore}`,
  stored: releaseReason,
  changed: releaseReason,
};

/** One sentence for people. A message that still cannot be read, or whose release is damaged, will come back. */
export async function parkedReason(objects: Objects, queue: string, body: string): Promise<string> {
  try {
    return (await readers[queue]?.(objects, body)) ?? failedBefore;
  } catch (fault) {
    if (fault instanceof DatelineError) return fault.message;
    throw fault;
  }
}
