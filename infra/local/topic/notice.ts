/** A notice to whoever runs this machine, as a mail in its own mailbox. */
import type { Queue } from '../../../shared/ports.ts';
import type { Notice } from '../../../shared/steps/deliver.ts';
import { sendAll } from '../../../shared/steps/send.ts';
import type { Delivery } from './delivery.ts';

export const ownMailbox = 'you@localhost';

/** Throws DependencyError when the spool does not take it. */
export async function mailNotice(deliveries: Queue, notice: Notice, nowMs: number): Promise<void> {
  const { id, watch, subject, text } = notice;
  const delivery: Delivery = {
    subscription: null,
    endpoint: { kind: 'mailbox', address: ownMailbox },
    watch,
    publishedAtMs: nowMs,
    message: { messageId: id, subject, text, json: JSON.stringify({ version: 1, messageId: id, watch }), alerts: [] },
  };
  await sendAll(deliveries, [{ body: JSON.stringify(delivery) }]);
}
