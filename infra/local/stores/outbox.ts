/** Tells the queues of every created release, as the bucket's own events do, with no moment at which kill -9 loses one. */
import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { prefixes } from '../../../shared/archive/keys.ts';
import type { Objects, Queue } from '../../../shared/ports.ts';
import type { ObjectMessage } from '../../../shared/steps/messages.ts';
import { sendAll } from '../../../shared/steps/send.ts';
import { diskCode, onDisk } from './disk-errors.ts';
import { durableFiles } from './durable-files.ts';
import { identityLives, ownIdentity } from './process-identity.ts';

export interface CreatedEventsOptions {
  readonly stored: Queue;
  readonly changed: Queue;
  /** Where intents lie until both queues have the event. */
  readonly outboxFolder: string;
  /** Default true. */
  readonly fsync?: boolean;
}

export interface CreatedEvents {
  readonly objects: Objects;
  /** Sends what a killed process, or a queue that failed, left unsent. Run it at start and now and then. Answers how many. */
  recoverOutbox(): Promise<number>;
}

/**
 * Before a create-once under `releases/` an intent is written durably; after it the event is sent to both queues, then
 * the intent is removed. An intent belongs to one attempt of one process, so a loser never removes the winner's.
 * A create that succeeded but could not be told throws; its intent stays for `recoverOutbox`.
 */
export function withCreatedEvents(objects: Objects, options: CreatedEventsOptions): CreatedEvents {
  const { stored, changed, outboxFolder } = options;
  const fsync = options.fsync ?? true;
  const files = durableFiles({ temporary: outboxFolder, fsync });
  /** Intents of this process whose put is still under way. */
  const underWay = new Set<string>();

  function newIntent(key: string): string {
    const hash = createHash('sha256').update(key).digest('hex').slice(0, 24);
    return `${ownIdentity()}.${hash}.${randomBytes(6).toString('hex')}.intent`;
  }

  async function writeIntent(name: string, key: string): Promise<void> {
    await onDisk('write', join(outboxFolder, name), async () => {
      await files.makeFolder(outboxFolder);
      const handle = await open(join(outboxFolder, name), 'wx');
      try {
        await handle.writeFile(`${key}\n`);
        if (fsync) await handle.sync();
      } finally {
        await handle.close();
      }
      await files.syncFolder(outboxFolder);
    });
  }

  async function removeIntent(name: string): Promise<void> {
    const path = join(outboxFolder, name);
    try {
      await unlink(path);
    } catch (error) {
      if (diskCode(error) !== 'ENOENT') await onDisk('remove', path, () => Promise.reject(error));
    }
  }

  async function tell(key: string): Promise<void> {
    const body = JSON.stringify({ key } satisfies ObjectMessage);
    await Promise.all([sendAll(stored, [{ body }]), sendAll(changed, [{ body }])]);
  }

  async function recoverIntent(name: string): Promise<boolean> {
    const text = await readFile(join(outboxFolder, name), 'utf8').catch((error: unknown) => {
      if (diskCode(error) === 'ENOENT') return '';
      return onDisk('read', join(outboxFolder, name), () => Promise.reject(error));
    });
    const key = text.slice(0, -1);
    // An intent without its line end was cut: that attempt did not get as far as the put.
    const created = text === `${key}\n` && key !== '' && (await objects.get(key)) !== null;
    if (created) await tell(key);
    await removeIntent(name);
    return created;
  }

  return {
    objects: {
      get: (key, getOptions) => objects.get(key, getOptions),
      list: (prefix, listOptions) => objects.list(prefix, listOptions),
      async put(key, body, putOptions) {
        if (putOptions.condition.kind !== 'create-once' || !key.startsWith(prefixes.releases)) {
          return objects.put(key, body, putOptions);
        }
        const intent = newIntent(key);
        underWay.add(intent);
        try {
          await writeIntent(intent, key);
          const outcome = await objects.put(key, body, putOptions);
          if (outcome.kind === 'stored') await tell(key);
          await removeIntent(intent);
          return outcome;
        } finally {
          underWay.delete(intent);
        }
      },
    },

    async recoverOutbox() {
      const names = await readdir(outboxFolder).catch((error: unknown) => {
        if (diskCode(error) === 'ENOENT') return [] as string[];
        return onDisk('read', outboxFolder, () => Promise.reject(error));
      });
      let sent = 0;
      for (const name of names) {
        if (!name.endsWith('.intent') || underWay.has(name)) continue;
        const identity = name.slice(0, name.indexOf('.'));
        // Another live process is about to tell it itself.
        if (identity !== ownIdentity() && identityLives(identity)) continue;
        if (await recoverIntent(name)) sent += 1;
      }
      return sent;
    },
  };
}
