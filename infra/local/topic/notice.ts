/** Mails beside alerts: notices to whoever runs this machine, and links that confirm an address. */
import { messageId } from '../../../shared/ids.ts';
import type { Clock, Queue, Random } from '../../../shared/ports.ts';
import type { Notice } from '../../../shared/steps/deliver.ts';
import { sendAll } from '../../../shared/steps/send.ts';
import type { Delivery } from './delivery.ts';

export const ownMailbox = 'you@localhost';

interface Mail {
  readonly id: string;
  readonly watch: string;
  readonly subject: string;
  readonly text: string;
}

async function send(deliveries: Queue, mail: Mail, endpoint: Delivery['endpoint'], nowMs: number): Promise<void> {
  const { id, watch, subject, text } = mail;
  const delivery: Delivery = {
    subscription: null,
    endpoint,
    watch,
    publishedAtMs: nowMs,
    message: { messageId: id, subject, text, json: JSON.stringify({ version: 1, messageId: id, watch }), alerts: [] },
  };
  await sendAll(deliveries, [{ body: JSON.stringify(delivery) }]);
}

/** Into the machine's own mailbox. Throws DependencyError when the spool does not take it. */
export function mailNotice(deliveries: Queue, notice: Notice, nowMs: number): Promise<void> {
  return send(deliveries, notice, { kind: 'mailbox', address: ownMailbox }, nowMs);
}

/** To an address that has not subscribed. Throws DependencyError when the spool does not take it. */
export function sendPlainMail(
  deliveries: Queue,
  mail: Omit<Mail, 'id'> & { readonly address: string },
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Promise<void> {
  const id = messageId(['mail', random.nonce()]);
  return send(deliveries, { ...mail, id }, { kind: 'email', address: mail.address }, clock.nowMs());
}
