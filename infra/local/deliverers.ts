/** The ways out of this machine but webhooks, each loaded when the first message goes that way. */
import { BadInputError } from '../../shared/errors.ts';
import type { Objects, Random } from '../../shared/ports.ts';
import { signingKey, subscriberLinks } from '../../shared/watch/links.ts';
import type { DataFolder } from './folder.ts';
import type { Settings } from './settings.ts';
import type { Deliverer, Deliverers, PersonalOf } from './topic/delivery.ts';
import { personalText } from './topic/personal.ts';
import { type Print, stdoutDeliverer } from './topic/stdout.ts';

export interface DelivererOptions {
  readonly folder: DataFolder;
  readonly settings: Settings;
  readonly objects: Objects;
  readonly random: Random;
  /** Shows a message on the terminal; null where nobody reads it. */
  readonly print: Print | null;
}

const defaultFrom = 'Dateline <dateline@localhost>';

/** Opens a deliverer at its first delivery; an opening that failed is tried again. */
function whenNeeded(open: () => Promise<Deliverer>): Deliverer {
  let opened: Promise<Deliverer> | null = null;
  return async (delivery) => {
    opened ??= open();
    try {
      return await (await opened)(delivery);
    } catch (error) {
      opened = null;
      throw error;
    }
  };
}

async function openSmtp(address: string, from: string, personalOf: PersonalOf): Promise<Deliverer> {
  const { smtpDeliverer } = await import('./topic/smtp.ts');
  const url = new URL(address);
  if (url.hostname === '') {
    throw new BadInputError('E_SETTINGS', `the address ${address} in settings.yaml names no mail server`, {
      input: address,
      hint: 'smtp: smtp://mail.example.org:587',
    });
  }
  const secure = url.protocol === 'smtps:';
  return smtpDeliverer({
    host: url.hostname,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    from,
    personalOf,
    ...(url.username === ''
      ? {}
      : { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) }),
  });
}

export function localDeliverers({ folder, settings, objects, random, print }: DelivererOptions): Deliverers {
  const from = settings.from ?? defaultFrom;
  const { smtp, consoleAddress } = settings;
  const personalOf: PersonalOf = async (delivery) => {
    const { subscription } = delivery;
    const links =
      subscription === null || consoleAddress === undefined
        ? null
        : subscriberLinks(await signingKey({ objects, random }), consoleAddress, subscription);
    return { links, text: personalText(delivery, links, folder.named) };
  };
  const mailbox = whenNeeded(async () => {
    const { openMailbox } = await import('./topic/mailbox.ts');
    return openMailbox({ folder: folder.mailbox, from, personalOf });
  });
  return {
    mailbox,
    email: smtp === undefined ? mailbox : whenNeeded(() => openSmtp(smtp, from, personalOf)),
    desktop: whenNeeded(async () => (await import('./topic/desktop.ts')).desktopDeliverer()),
    stdout: stdoutDeliverer(print, personalOf),
  };
}
