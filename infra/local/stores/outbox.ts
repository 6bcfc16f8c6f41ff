/** Tells the queues of every created release, as the bucket's own events do, with no moment at which kill -9 loses one. */
import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { prefixes } from '../../../shared/archive/keys.ts';
import type { Objects, Queue } from '../../../shared/ports.ts';
import type { ObjectMessage } from '../../../shared/steps/messages.ts';
import { sendAll } from '../../../shared/steps/send.ts';
import { diskCode, onDisk } from './disk-errors.ts';
import { durableFiles } from './durable-files.ts';
import { type Intent, intentLog, intentsOwner, readIntents } from './intent-log.ts';
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
  /** Leaves no file behind where nothing is unsent. */
  close(): void;
}

/**
 * Before a create-once under `releases/` an intent is noted durably; after it the event is sent to both queues, then the
 * intent is settled. A create that succeeded but could not be told throws; its intent stays for `recoverOutbox`.
 */
export function withCreatedEvents(objects: Objects, options: CreatedEventsOptions): CreatedEvents {
  const { stored, changed, outboxFolder } = options;
  const fsync = options.fsync ?? true;
  const intents = intentLog(outboxFolder, durableFiles({ temporary: outboxFolder, fsync }), fsync);
  /** Of this process: created or not, and if so not told. */
  const failed = new Map<Intent, string>();

  async function tell(key: string): Promise<void> {
    const body = JSON.stringify({ key } satisfies ObjectMessage);
    await Promise.all([sendAll(stored, [{ body }]), sendAll(changed, [{ body }])]);
  }

  /** What was not created needs no telling. */
  async function tellCreated(key: string): Promise<boolean> {
    if ((await objects.get(key)) === null) return false;
    await tell(key);
    return true;
  }

  async function recoverOwn(): Promise<number> {
    let told = 0;
    for (const [intent, key] of failed) {
      if (await tellCreated(key)) told += 1;
      failed.delete(intent);
      intent.settle();
    }
    return told;
  }

  async function recoverFile(name: string): Promise<number> {
    const path = join(outboxFolder, name);
    let told = 0;
    for (const key of await onDisk('read', path, async () => readIntents(path))) {
      if (await tellCreated(key)) told += 1;
    }
    await onDisk('remove', path, () => unlink(path));
    return told;
  }

  return {
    objects: {
      get: (key, getOptions) => objects.get(key, getOptions),
      list: (prefix, listOptions) => objects.list(prefix, listOptions),
      async put(key, body, putOptions) {
        if (putOptions.condition.kind !== 'create-once' || !key.startsWith(prefixes.releases)) {
          return objects.put(key, body, putOptions);
        }
        const intent = await onDisk('write', outboxFolder, () => intents.begin(key));
        try {
          const outcome = await objects.put(key, body, putOptions);
          if (outcome.kind === 'stored') await tell(key);
          intent.settle();
          return outcome;
        } catch (fault) {
          failed.set(intent, key);
          throw fault;
        }
      },
    },

    async recoverOutbox() {
      const names = await readdir(outboxFolder).catch((error: unknown) => {
        if (diskCode(error) === 'ENOENT') return [] as string[];
        return onDisk('read', outboxFolder, () => Promise.reject(error));
      });
      let told = await recoverOwn();
      for (const name of names) {
        const owner = intentsOwner(name);
        // Another live process is about to tell it itself.
        if (owner === null || owner === ownIdentity() || identityLives(owner)) continue;
        told += await recoverFile(name);
      }
      return told;
    },

    close: () => intents.close(),
  };
}
