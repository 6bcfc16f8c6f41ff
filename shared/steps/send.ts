/** Sends to a queue so that no refusal is overlooked: every failed entry is a fault of the whole step, which is retried. */
import { DependencyError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { OutgoingMessage, Queue } from '../ports.ts';

/** Sends all messages in batches; throws DependencyError E_SEND when any was not accepted. */
export async function sendAll(queue: Queue, messages: readonly OutgoingMessage[]): Promise<void> {
  for (let i = 0; i < messages.length; i += limits.queueBatchMessagesMax) {
    const failed = await queue.send(messages.slice(i, i + limits.queueBatchMessagesMax));
    const [first] = failed;
    if (first !== undefined) {
      throw new DependencyError('E_SEND', `${failed.length} queue messages were not accepted: ${first.reason}`);
    }
  }
}
