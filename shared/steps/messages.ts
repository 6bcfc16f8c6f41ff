/** What travels on the queues between the steps, checked with zod where it comes in, and the result every step answers. */
import { BadInputError } from '../errors.ts';
import * as z from '../zod.ts';

/** Due: this shard has something to poll. */
export const dueMessageSchema = z.strictObject({ shard: z.string() });
/** Stored and Changed: this release object was created. */
export const objectMessageSchema = z.strictObject({ key: z.string() });
/** Windows: the group window of this watch ends. */
export const windowMessageSchema = z.strictObject({ watch: z.string() });

export type DueMessage = z.infer<typeof dueMessageSchema>;
export type ObjectMessage = z.infer<typeof objectMessageSchema>;
export type WindowMessage = z.infer<typeof windowMessageSchema>;

/**
 * What a step made of one message. `done`: delete the message. `later`: leave it, visible again after `afterSeconds`.
 * A thrown fault leaves it for the queue's own redrive.
 */
export type StepResult =
  | { readonly kind: 'done'; readonly counts: Readonly<Record<string, number>> }
  | { readonly kind: 'later'; readonly afterSeconds: number; readonly reason: string };

export const done = (counts: Readonly<Record<string, number>> = {}): StepResult => ({ kind: 'done', counts });
export const later = (afterSeconds: number, reason: string): StepResult => ({ kind: 'later', afterSeconds, reason });

/** Parses a message body by its schema; a body of another shape is a poison message and goes to the dead-letter queue. */
export function parseMessage<T>(schema: z.core.$ZodType<T>, body: string): T {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    throw new BadInputError('E_MESSAGE', 'a queue message is not JSON', { cause, input: body.slice(0, 200) });
  }
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) {
    throw new BadInputError('E_MESSAGE', `a queue message has the wrong shape: ${z.prettifyError(parsed.error)}`, {
      input: body.slice(0, 200),
    });
  }
  return parsed.data;
}
