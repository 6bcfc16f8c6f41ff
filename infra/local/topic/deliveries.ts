/** What became of the messages that this machine delivers into its mailbox: there, on their way, given up, or lost. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LedgerEntry } from '../../../shared/archive/ledger.ts';
import type { Objects } from '../../../shared/ports.ts';
import type { Delivery } from '../../../shared/steps/audit.ts';
import type { Watch } from '../../../shared/watch/schema.ts';
import { readSubscriptions } from '../../../shared/watch/subscriptions.ts';
import type { DataFolder } from '../folder.ts';
import { diskCode } from '../stores/disk-errors.ts';
import { deliverySchema } from './delivery.ts';

export interface Deliveries {
  /** Null where nobody can tell: the message went to a mail server, a webhook, the desktop, the terminal, or to nobody. */
  of(entry: LedgerEntry, watch: Watch | null): Promise<Delivery | null>;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (diskCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Message ids in the bodies of a spool folder. */
async function messageIdsIn(folder: string, read: (path: string) => Promise<string>): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const name of await namesIn(folder)) {
    try {
      const { body } = JSON.parse(await read(join(folder, name))) as { body: string };
      const delivery = deliverySchema.safeParse(JSON.parse(body));
      if (delivery.success) found.add(delivery.data.message.messageId);
    } catch {
      // Deleted since the folder was read, or no delivery: its own step says so.
    }
  }
  return found;
}

/** Looks once; what moves meanwhile is looked for where it moves to. */
export async function localDeliveries(
  folder: DataFolder,
  objects: Objects,
  { hasSmtp }: { readonly hasSmtp: boolean },
): Promise<Deliveries> {
  const read = (path: string): Promise<string> => readFile(path, 'utf8');
  const spool = folder.spool('deliveries');
  // In the order of a message's way, so that one that moves is seen at least once.
  const waiting = await messageIdsIn(join(spool, 'messages'), read);
  const dead = await messageIdsIn(join(spool, 'dead'), read);
  const delivered = new Set<string>();
  for (const box of ['new', 'cur']) {
    for (const name of await namesIn(join(folder.mailbox, box))) delivered.add(name.slice(0, name.indexOf('.')));
  }
  const subscriptions = await readSubscriptions(objects);
  return {
    of: async ({ messageId }, watch) => {
      if (messageId === null) return null;
      if (delivered.has(messageId)) return 'delivered';
      if (waiting.has(messageId)) return 'on-its-way';
      if (dead.has(messageId)) return 'given-up';
      if (watch === null) return null;
      const own = subscriptions.filter((one) => one.watch === watch.id);
      const kinds = new Set(own.map(({ endpoint }) => endpoint.kind));
      const toMailbox = own.length === 0 || kinds.has('mailbox') || (!hasSmtp && kinds.has('email'));
      return toMailbox ? 'lost' : null;
    },
  };
}
