/** Writes a delivery as an RFC 5322 message; nodemailer's composer does encoding, folding and line lengths. */
import nodemailer from 'nodemailer';
import type { SubscriberLinks } from '../../../shared/watch/links.ts';
import { safeLine } from '../../../shared/watch/safe-text.ts';
import { type Delivery, deliveryId, mailAddressOf, type Personal } from './delivery.ts';

export interface MailOptions {
  /** `From`: an address, or a name with an address in angle brackets. */
  readonly from: string;
  /** `unix` for files in a Maildir, `windows` for SMTP. */
  readonly newline: 'unix' | 'windows';
  readonly personal: Personal;
}

/** The domain of the sender, for the Message-ID. */
function domainOf(from: string): string {
  const [domain] = from.slice(from.lastIndexOf('@') + 1).split('>');
  return domain !== undefined && /^[A-Za-z0-9.-]+$/.test(domain) ? domain : 'localhost';
}

/** Deterministic: a receiver that sees the same Message-ID twice has seen the same mail twice. */
function messageIdHeader(delivery: Delivery, from: string): string {
  return `<${deliveryId(delivery)}@${domainOf(from)}>`;
}

/**
 * One header line for each alert, in the order of its items; a digest is one alert with many releases. Control characters
 * cannot begin a new header.
 */
function alertHeaders({ message, watch }: Delivery): Record<string, string | string[]> {
  const isDigest = new Set(message.alerts.map(({ alertId }) => alertId)).size === 1;
  const each = (value: (alert: Delivery['message']['alerts'][number]) => string | number): string[] =>
    message.alerts.map((alert) => safeLine(String(value(alert))));
  const once = (lines: string[]): string[] => (isDigest ? lines.slice(0, 1) : lines);
  return {
    'X-Dateline-Alert-Id': once(each(({ alertId }) => alertId)),
    'X-Dateline-Watch': safeLine(watch),
    'X-Dateline-Release': each(({ release }) => release),
    'X-Dateline-Revision': each(({ revision }) => revision),
    'X-Dateline-Kind': once(each(({ kind }) => kind)),
  };
}

/** Each watch is a list of its own, so that a mail program can sort by it (RFC 2919). */
function listHeaders({ watch }: Delivery, from: string): Record<string, string> {
  return /^[a-z0-9-]+$/.test(watch) ? { 'List-Id': `<${watch}.dateline.${domainOf(from)}>` } : {};
}

/** One click in a mail program ends the subscription (RFC 2369, RFC 8058). */
function unsubscribeHeaders(links: SubscriberLinks | null): Record<string, string> {
  if (links === null) return {};
  return { 'List-Unsubscribe': `<${links.unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

const SPELLINGS: Readonly<Record<string, string>> = {
  'x-dateline-alert-id': 'X-Dateline-Alert-Id',
  'list-id': 'List-Id',
};

/** The whole message as bytes. The same delivery always gives the same bytes. */
export async function composeMail(
  delivery: Delivery,
  { from, newline, personal: { text, links } }: MailOptions,
): Promise<Uint8Array> {
  const { message, publishedAtMs } = delivery;
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline });
  const { message: bytes } = await composer.sendMail({
    from,
    to: { name: '', address: mailAddressOf(delivery) },
    subject: safeLine(message.subject),
    text,
    messageId: messageIdHeader(delivery, from),
    date: new Date(publishedAtMs),
    headers: {
      ...alertHeaders(delivery),
      ...listHeaders(delivery, from),
      ...unsubscribeHeaders(links),
      'Auto-Submitted': 'auto-generated',
    },
    // The composer would write `Alert-ID` and `List-ID`.
    normalizeHeaderKey: (key: string) => SPELLINGS[key.toLowerCase()] ?? key,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  if (!Buffer.isBuffer(bytes)) throw new TypeError('the mail composer answered no bytes');
  return bytes;
}
