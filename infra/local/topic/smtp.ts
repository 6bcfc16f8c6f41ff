/** Delivers by SMTP: the same bytes as in the mailbox, over the server of the settings. */
import nodemailer from 'nodemailer';
import { deliveryLimits } from '../../../shared/limits.ts';
import { type Deliverer, mailAddressOf, type PersonalOf } from './delivery.ts';
import { composeMail } from './mail.ts';

export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (port 465); otherwise STARTTLS where the server offers it. */
  readonly secure: boolean;
  readonly user?: string;
  readonly password?: string;
  readonly from: string;
  readonly personalOf: PersonalOf;
}

/** The server takes a mail or the delivery fails with the server's own words. */
export function smtpDeliverer({ host, port, secure, user, password, from, personalOf }: SmtpOptions): Deliverer {
  const transport = nodemailer.createTransport({
    host,
    port,
    secure,
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' }, requireTLS: !secure }),
    connectionTimeout: deliveryLimits.deliveryDeadlineMs,
    greetingTimeout: deliveryLimits.deliveryDeadlineMs,
    socketTimeout: deliveryLimits.deliveryDeadlineMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async (delivery) => {
    const raw = Buffer.from(
      await composeMail(delivery, { from, newline: 'windows', personal: await personalOf(delivery) }),
    );
    try {
      await transport.sendMail({ envelope: { from, to: [mailAddressOf(delivery)] }, raw });
      return { kind: 'delivered' };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { kind: 'failed', message: `the mail server ${host}:${port} did not take the mail: ${reason}` };
    }
  };
}
