/** What became of the messages of this machine behind the topic, as far as it can be told: delivered, on their way, given up, or lost. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { LedgerEntry } from '../../../shared/archive/ledger.ts';
import type { Objects } from '../../../shared/ports.ts';
import type { Delivery } from '../../../shared/steps/audit.ts';
import { parkedMessages } from '../../../shared/watch/parked-messages.ts';
import type { Watch } from '../../../shared/watch/schema.ts';
import { readSubscriptions } from '../../../shared/watch/subscriptions.ts';
import type { DataFolder } from '../folder.ts';
import { diskCode } from '../stores/disk-errors.ts';

export interface Deliveries {
  /**
   * Of several receivers that which is furthest behind. Null where nobody can tell: the message has gone to a mail server, a
   * webhook, the desktop, the terminal, or to nobody.
   */
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

/** The furthest behind first. */
const order = ['lost', 'given-up', 'on-its-way', 'delivered'] as const satisfies readonly Delivery[];

/** What stands in the messages of the spools: of mails, and of webhooks. */
const spooledSchema = z.union([
  z.object({ message: z.object({ messageId: z.string() }) }),
  z.object({ kind: z.literal('webhook'), messageId: z.string() }),
]);

/** Message ids in the bodies of a spool folder. */
async function messageIdsIn(folder: string, read: (path: string) => Promise<string>): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const name of await namesIn(folder)) {
    try {
      const { body } = JSON.parse(await read(join(folder, name))) as { body: string };
      const spooled = spooledSchema.parse(JSON.parse(body));
      found.add('kind' in spooled ? spooled.messageId : spooled.message.messageId);
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
  // In the order of a message's way, so that one that moves is seen at least once.
  const [mails, webhooks] = [folder.spool('deliveries'), folder.spool('webhooks')];
  const waitingMails = await messageIdsIn(join(mails, 'messages'), read);
  const waitingHooks = await messageIdsIn(join(webhooks, 'messages'), read);
  const deadMails = await messageIdsIn(join(mails, 'dead'), read);
  const deadHooks = await messageIdsIn(join(webhooks, 'dead'), read);
  const parked = await parkedMessages(objects);
  const delivered = new Set<string>();
  for (const box of ['new', 'cur']) {
    for (const name of await namesIn(join(folder.mailbox, box))) delivered.add(name.slice(0, name.indexOf('.')));
  }
  const subscriptions = await readSubscriptions(objects);
  const goesToMailbox = (watch: Watch | null): boolean => {
    if (watch === null) return false;
    const own = subscriptions.filter((one) => one.watch === watch.id);
    const kinds = new Set(own.map(({ endpoint }) => endpoint.kind));
    return own.length === 0 || kinds.has('mailbox') || (!hasSmtp && kinds.has('email'));
  };
  return {
    of: async ({ messageId }, watch) => {
      if (messageId === null) return null;
      const found = new Set<Delivery>();
      if (waitingMails.has(messageId) || waitingHooks.has(messageId)) found.add('on-its-way');
      if (deadMails.has(messageId) || deadHooks.has(messageId) || parked.has(messageId)) found.add('given-up');
      if (delivered.has(messageId)) found.add('delivered');
      else if (!waitingMails.has(messageId) && !deadMails.has(messageId) && goesToMailbox(watch)) found.add('lost');
      return order.find((one) => found.has(one)) ?? null;
    },
  };
}
