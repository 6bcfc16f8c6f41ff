/** S3's word that an object was created, as the Object message of the pipeline. */
import type { Log, Queue, ReceivedMessage } from '../shared/ports.ts';
import { type ObjectMessage, objectMessageSchema, parseMessage } from '../shared/steps/messages.ts';
import * as z from '../shared/zod.ts';

/** S3 sends it once, when the notification is configured. */
const testEventSchema = z.object({ Event: z.literal('s3:TestEvent') });
/** S3 event notification, as far as we read it. */
const createdEventSchema = z.object({
  Records: z.array(z.object({ s3: z.object({ object: z.object({ key: z.string() }) }) })),
});
const bodySchema = z.union([objectMessageSchema, createdEventSchema, testEventSchema]);

/** S3 writes keys in events as form-encoded text: `+` is a space, the rest is percent-encoded UTF-8. */
function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '));
}

/**
 * The objects that a message body is about: those of an S3 event, or the one of a message that was sent again by us.
 * None for S3's test event. Throws BadInputError for anything else.
 */
export function objectMessagesOf(body: string): readonly ObjectMessage[] {
  const read = parseMessage(bodySchema, body);
  if ('key' in read) return [read];
  return 'Records' in read ? read.Records.map((record) => ({ key: decodeKey(record.s3.object.key) })) : [];
}

/**
 * A queue fed by S3, read as if it were fed by the pipeline. A message that nobody can read is left to the queue's
 * redrive: handed on, it would fail the whole batch of a step that takes many messages at once.
 */
export function objectQueue(queue: Queue, log: Log): Queue {
  return {
    send: (messages) => queue.send(messages),
    delete: (receipts) => queue.delete(receipts),
    changeVisibility: (receipt, seconds) => queue.changeVisibility(receipt, seconds),
    async receive(options) {
      const read: ReceivedMessage[] = [];
      const empty: string[] = [];
      for (const message of await queue.receive(options)) {
        try {
          const objects = objectMessagesOf(message.body);
          if (objects.length === 0) empty.push(message.receipt);
          read.push(...objects.map((object) => ({ ...message, body: JSON.stringify(object) })));
        } catch (fault) {
          log.error('unreadable-message', { message: message.id, error: String(fault) });
        }
      }
      if (empty.length > 0) await queue.delete(empty);
      return read;
    },
  };
}
