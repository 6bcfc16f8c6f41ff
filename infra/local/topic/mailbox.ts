/** Delivers into a Maildir: a mail is written in `tmp`, then linked into `new` under a name that a retry makes again. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { onDisk } from '../stores/disk-errors.ts';
import { durableFiles } from '../stores/durable-files.ts';
import { type Deliverer, deliveryId, type PersonalOf } from './delivery.ts';
import { composeMail } from './mail.ts';

export interface MailboxOptions {
  /** The Maildir, such as DATA/mailbox: gets `tmp`, `new` and `cur`. */
  readonly folder: string;
  readonly from: string;
  readonly personalOf: PersonalOf;
  /** Default true. */
  readonly fsync?: boolean;
}

/** Throws DependencyError when the disk refuses; a mail is in `new` or `cur` whole, and once. */
export async function openMailbox({ folder, from, personalOf, fsync = true }: MailboxOptions): Promise<Deliverer> {
  const files = durableFiles({ temporary: join(folder, 'tmp'), fsync });
  await onDisk('prepare the mailbox', folder, async () => {
    for (const name of ['tmp', 'new', 'cur']) await files.makeFolder(join(folder, name));
    await files.sweep();
  });

  /** Mail programs move what was read to `cur` and append flags after a colon. */
  async function wasRead(name: string): Promise<boolean> {
    return (await readdir(join(folder, 'cur'))).some((file) => file === name || file.startsWith(`${name}:`));
  }

  return async (delivery) => {
    const name = `${delivery.message.messageId.replace(/[^a-z0-9]/gi, '')}.${deliveryId(delivery)}.dateline`;
    const bytes = await composeMail(delivery, { from, newline: 'unix', personal: await personalOf(delivery) });
    await onDisk('deliver into the mailbox', folder, async () => {
      if (await wasRead(name)) return;
      const staged = await files.stage(bytes);
      try {
        await files.linkStaged(staged, join(folder, 'new', name));
      } finally {
        await files.discard(staged).catch(() => undefined);
      }
    });
    return { kind: 'delivered' };
  };
}
