/**
 * A queue as a folder whose file names are the state: `<visible at>-<receives>[k<kills>][w]-<id>[-<group>]`, `w` where its receiver said when it comes again. Receiving is rename(2),
 * which one process wins; deleting is unlink(2); a message received too often moves to `dead/`. `ls` shows the queue.
 */
import { createHash, randomBytes } from 'node:crypto';
import { renameSync } from 'node:fs';
import { readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DependencyError } from '../../../shared/errors.ts';
import { base32 } from '../../../shared/ids.ts';
import { limits, units } from '../../../shared/limits.ts';
import type { Clock, OutgoingMessage, Queue, ReceivedMessage, SendFailure } from '../../../shared/ports.ts';
import { diskCode, onDisk } from './disk-errors.ts';
import { durableFiles } from './durable-files.ts';
import { nameLocks } from './name-lock.ts';

export interface SpoolQueueOptions {
  /** The queue's own folder, such as `spool/found`. */
  readonly folder: string;
  readonly clock: Clock;
  /** FIFO by group, one message of a group in flight, deduplication for five minutes. */
  readonly fifo?: boolean;
  /** A message received this often and not deleted is dead. */
  readonly receivesMax: number;
  /** A longer message is refused with a SendFailure. Default `queueMessageBytesMax`. */
  readonly messageBytesMax?: number;
  /** Whether sends are synced to the disk (default true). */
  readonly fsync?: boolean;
}

interface SpoolCounts {
  /** Can be received now. */
  readonly visible: number;
  /** Not yet visible, or held back by an earlier message of the same group. */
  readonly delayed: number;
  readonly inFlight: number;
  /** Of all that are not dead: received before and not deleted, so in flight, or to be tried again. */
  readonly received: number;
  readonly dead: number;
  /** When the next message that is delayed or in flight becomes visible; null when there is none. */
  readonly nextVisibleAtMs: number | null;
}

export interface SpoolQueue extends Queue {
  counts(): Promise<SpoolCounts>;
  /** Bodies of the dead letters, oldest first. */
  deadBodies(): Promise<readonly string[]>;
  /**
   * Makes the messages visible that were received and not deleted: for the only process on the folder, whose
   * predecessor was killed. That receipt is not counted, as a message must not die of kills. What its receiver put off
   * (`changeVisibility`) was held by nobody, and comes at its time. Answers their bodies.
   */
  freeInFlight(): Promise<readonly string[]>;
  /** Makes all dead letters visible again, with no receipts counted. Answers how many. */
  redrive(): Promise<number>;
}

interface Name {
  readonly file: string;
  readonly visibleAtMs: number;
  readonly receives: number;
  /** How often it was freed from a process that ended while it held it: none of the message's own failures. */
  readonly kills: number;
  /** Its receiver is done with it for now and said when it comes again. */
  readonly waits: boolean;
  readonly id: string;
  /** Hash of the group; empty in a standard queue. */
  readonly group: string;
}

const DEDUPLICATION_MS = 5 * units.MINUTE_MS;
const POLL_MS = 100;
/** A message that was held by so many killed processes may be what killed them. */
const KILLS_MAX = 100;
const LOCK_WAIT_MS = 10_000;
/** How many staged files are written at the same time. */
const STAGE_CONCURRENCY = 8;

const storedMessageSchema = z.strictObject({ group: z.string().nullable(), body: z.string() });

const namePattern = /^(\d{15})-(\d{1,6})(?:k(\d{1,3}))?(w)?-([a-z0-9]{20})(?:-([a-z2-7]{16}))?$/;
const seenPattern = /^(\d{15})-([a-z2-7]{26})$/;

function parseName(file: string): Name | null {
  const [, visibleAt, receives, kills, waits, id, group] = namePattern.exec(file) ?? [];
  if (visibleAt === undefined || receives === undefined || id === undefined) return null;
  const counts = { receives: Number(receives), kills: Number(kills ?? 0), waits: waits !== undefined };
  return { file, visibleAtMs: Number(visibleAt), ...counts, id, group: group ?? '' };
}

const atText = (ms: number): string => String(Math.max(0, Math.round(ms))).padStart(15, '0');

function formatName(name: Omit<Name, 'file'>): string {
  const kills = name.kills === 0 ? '' : `k${name.kills}`;
  return `${atText(name.visibleAtMs)}-${name.receives}${kills}${name.waits ? 'w' : ''}-${name.id}${name.group === '' ? '' : `-${name.group}`}`;
}

const hashText = (text: string, length: number): string =>
  base32(createHash('sha256').update(text).digest()).slice(0, length);

const byId = (a: Name, b: Name): number => (a.id < b.id ? -1 : 1);
const byVisibility = (a: Name, b: Name): number => a.visibleAtMs - b.visibleAtMs || byId(a, b);

let lastIdMicros = 0;

/** Ids rise in the order of sending: real time in microseconds, then chance. Real, since `--at` stands still. */
function nextId(): string {
  lastIdMicros = Math.max(lastIdMicros + 1, Date.now() * 1_000);
  return `${lastIdMicros.toString(36).padStart(12, '0')}${randomBytes(4).toString('hex')}`;
}

/** Runs `work` on each item, a few at a time; answers in the order of the items. */
async function mapSome<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let i = 0; i < items.length; i += STAGE_CONCURRENCY) {
    results.push(...(await Promise.all(items.slice(i, i + STAGE_CONCURRENCY).map(work))));
  }
  return results;
}

/** Throws DependencyError E_DISK_FULL, E_PERMISSION and the like, naming the folder. Time is the clock's, so `--at` holds. */
export async function openSpoolQueue(options: SpoolQueueOptions): Promise<SpoolQueue> {
  const { folder, clock, receivesMax } = options;
  const fifo = options.fifo ?? false;
  const messageBytesMax = options.messageBytesMax ?? limits.queueMessageBytesMax;
  const messages = join(folder, 'messages');
  const dead = join(folder, 'dead');
  const seen = join(folder, 'seen');
  const temporary = join(folder, 'tmp');
  const files = durableFiles({ temporary, fsync: options.fsync ?? true });
  const locks = nameLocks(join(temporary, 'locks'));

  await onDisk('prepare the queue folder', folder, async () => {
    for (const path of [messages, dead, seen, temporary]) await files.makeFolder(path);
    await files.sweep();
  });

  /** FIFO queues change names under a lock: a listing must not miss a message that is just being renamed. */
  async function alone<T>(work: () => Promise<T>): Promise<T> {
    if (!fifo) return work();
    const locked = await locks.withLock('queue', LOCK_WAIT_MS, work);
    if (locked !== null) return locked.value;
    throw new DependencyError('E_CONTENDED', `the queue folder ${folder} was locked by others for too long`, {
      input: folder,
    });
  }

  async function listNames(): Promise<readonly Name[]> {
    return (await readdir(messages)).flatMap((file) => parseName(file) ?? []).sort(byVisibility);
  }

  /** Moves a file; false when somebody else was faster. */
  async function move(from: string, to: string): Promise<boolean> {
    try {
      await rename(from, to);
      return true;
    } catch (error) {
      if (diskCode(error) === 'ENOENT') return false;
      throw error;
    }
  }

  /** What could be received now: in a FIFO queue only the first message of each group. */
  function receivable(names: readonly Name[]): readonly Name[] {
    const now = clock.nowMs();
    if (!fifo) return names.filter(({ visibleAtMs }) => visibleAtMs <= now);
    const heads = new Map<string, Name>();
    for (const name of names) {
      const head = heads.get(name.group);
      if (head === undefined || byId(name, head) < 0) heads.set(name.group, name);
    }
    return [...heads.values()].filter(({ visibleAtMs }) => visibleAtMs <= now).sort(byId);
  }

  async function readMessage(path: string): Promise<z.infer<typeof storedMessageSchema> | null> {
    try {
      return storedMessageSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    } catch (error) {
      if (diskCode(error) !== null) throw error;
      return null;
    }
  }

  /** Claims one message by renaming it; null when it was taken, is dead now, or cannot be read as a message. */
  async function claim(name: Name, visibilitySeconds: number): Promise<ReceivedMessage | null> {
    const path = join(messages, name.file);
    if (name.receives >= receivesMax || name.kills >= KILLS_MAX) {
      await move(path, join(dead, name.file));
      return null;
    }
    const receipt = formatName({
      ...name,
      visibleAtMs: clock.nowMs() + visibilitySeconds * 1_000,
      receives: name.receives + 1,
      waits: false,
    });
    if (!(await move(path, join(messages, receipt)))) return null;
    const message = await readMessage(join(messages, receipt));
    if (message === null) {
      await move(join(messages, receipt), join(dead, receipt));
      return null;
    }
    return { id: name.id, receipt, body: message.body, receiveCount: name.receives + 1, group: message.group };
  }

  async function receiveNow(max: number, visibilitySeconds: number): Promise<readonly ReceivedMessage[]> {
    const received: ReceivedMessage[] = [];
    let buried = true;
    // When the first of a group went to the dead letters, the next one may follow at once.
    while (buried && received.length < max) {
      buried = false;
      for (const name of receivable(await listNames())) {
        if (received.length === max) break;
        const message = await claim(name, visibilitySeconds);
        if (message !== null) received.push(message);
        else if (fifo) buried = true;
      }
    }
    return received;
  }

  function refusal(message: OutgoingMessage): string | null {
    const bytes = Buffer.byteLength(message.body);
    if (bytes > messageBytesMax) return `the message has ${bytes} bytes; ${messageBytesMax} are allowed`;
    const delay = message.delaySeconds ?? 0;
    if (!(delay >= 0 && delay <= limits.queueDelaySecondsMax))
      return `a delay is between 0 and ${limits.queueDelaySecondsMax} seconds`;
    if (fifo && message.group === undefined) return 'a FIFO queue takes no message without a group';
    if (fifo && delay > 0) return 'a FIFO queue takes no delay per message';
    return null;
  }

  /** Deduplication ids of the last five minutes; older ones are removed. */
  async function readSeen(): Promise<Set<string>> {
    const hashes = new Set<string>();
    for (const file of await readdir(seen)) {
      const [, at, hash] = seenPattern.exec(file) ?? [];
      if (at === undefined || hash === undefined) continue;
      // Either way: a run with an earlier `--at` must not be blocked by a later one.
      if (Math.abs(clock.nowMs() - Number(at)) < DEDUPLICATION_MS) hashes.add(hash);
      else await unlink(join(seen, file)).catch(() => undefined);
    }
    return hashes;
  }

  /** Leaves out what was seen, in the queue or earlier in the list. Answers the rest with the names to remember. */
  async function withoutDuplicates(
    accepted: readonly OutgoingMessage[],
  ): Promise<{ readonly fresh: readonly OutgoingMessage[]; readonly remember: readonly string[] }> {
    if (!fifo) return { fresh: accepted, remember: [] };
    const hashes = await readSeen();
    const fresh: OutgoingMessage[] = [];
    const remember: string[] = [];
    for (const message of accepted) {
      if (message.deduplicationId !== undefined) {
        const hash = hashText(message.deduplicationId, 26);
        if (hashes.has(hash)) continue;
        hashes.add(hash);
        remember.push(`${atText(clock.nowMs())}-${hash}`);
      }
      fresh.push(message);
    }
    return { fresh, remember };
  }

  async function write(fresh: readonly OutgoingMessage[]): Promise<void> {
    const named = fresh.map((message) => ({ message, id: nextId() }));
    const staged = await mapSome(named, async ({ message, id }) => {
      const group = fifo ? (message.group ?? null) : null;
      const file = formatName({
        visibleAtMs: clock.nowMs() + (message.delaySeconds ?? 0) * 1_000,
        receives: 0,
        kills: 0,
        waits: false,
        id,
        group: group === null ? '' : hashText(group, 16),
      });
      return { file, path: await files.stage(Buffer.from(JSON.stringify({ group, body: message.body }))) };
    });
    for (const { file, path } of staged) renameSync(path, join(messages, file));
    await files.syncFolder(messages);
  }

  /** The file a receipt stands for now: its name changes with the visibility. Null when it was deleted or taken again. */
  async function findByReceipt(receipt: string): Promise<Name | null> {
    const wanted = parseName(receipt);
    if (wanted === null) return null;
    return (await listNames()).find(({ id, receives }) => id === wanted.id && receives === wanted.receives) ?? null;
  }

  async function deleteOne(receipt: string): Promise<void> {
    if (parseName(receipt) === null) return;
    try {
      await unlink(join(messages, receipt));
    } catch (error) {
      if (diskCode(error) !== 'ENOENT') throw error;
      const renamed = await findByReceipt(receipt);
      if (renamed !== null) await unlink(join(messages, renamed.file)).catch(() => undefined);
    }
  }

  return {
    async send(outgoing) {
      const failures: SendFailure[] = [];
      const accepted: OutgoingMessage[] = [];
      for (const [index, message] of outgoing.entries()) {
        const reason = refusal(message);
        if (reason === null) accepted.push(message);
        else failures.push({ index, reason });
      }
      if (accepted.length === 0) return failures;
      await onDisk('send to the queue folder', folder, () =>
        alone(async () => {
          const { fresh, remember } = await withoutDuplicates(accepted);
          await write(fresh);
          // Remembered last: a process killed in between may send again, but never loses a message.
          for (const file of remember) await writeFile(join(seen, file), '');
        }),
      );
      return failures;
    },

    async receive({ max, visibilitySeconds, waitSeconds = 0 }) {
      const deadlineMs = clock.elapsedMs() + waitSeconds * 1_000;
      for (;;) {
        const received = await onDisk('receive from the queue folder', folder, () =>
          alone(() => receiveNow(max, visibilitySeconds)),
        );
        if (received.length > 0 || clock.elapsedMs() >= deadlineMs) return received;
        if (!(await clock.wait(Math.min(POLL_MS, deadlineMs - clock.elapsedMs())))) return received;
      }
    },

    async delete(receipts) {
      await onDisk('delete from the queue folder', folder, async () => {
        for (const receipt of receipts) await deleteOne(receipt);
      });
    },

    async changeVisibility(receipt, seconds) {
      await onDisk('change the queue folder', folder, () =>
        alone(async () => {
          const name = await findByReceipt(receipt);
          if (name === null) return;
          const visibleAtMs = clock.nowMs() + Math.min(Math.max(0, seconds), limits.queueVisibilitySecondsMax) * 1_000;
          await move(join(messages, name.file), join(messages, formatName({ ...name, visibleAtMs, waits: true })));
        }),
      );
    },

    async counts() {
      return onDisk('read the queue folder', folder, async () => {
        const names = await listNames();
        const now = clock.nowMs();
        const later = names.filter(({ visibleAtMs }) => visibleAtMs > now);
        const visible = receivable(names).length;
        const inFlight = later.filter(({ receives }) => receives > 0).length;
        return {
          visible,
          inFlight,
          received: names.filter(({ receives }) => receives > 0).length,
          delayed: names.length - visible - inFlight,
          dead: (await readdir(dead)).filter((file) => parseName(file) !== null).length,
          nextVisibleAtMs: later[0]?.visibleAtMs ?? null,
        };
      });
    },

    async deadBodies() {
      return onDisk('read the dead letters of', folder, async () => {
        const names = (await readdir(dead)).flatMap((file) => parseName(file) ?? []).sort(byId);
        return mapSome(names, async ({ file }) => {
          const message = await readMessage(join(dead, file));
          return message === null ? readFile(join(dead, file), 'utf8') : message.body;
        });
      });
    },

    async freeInFlight() {
      return onDisk('free the queue folder', folder, () =>
        alone(async () => {
          const now = clock.nowMs();
          const held = (await listNames()).filter(({ receives, waits }) => receives > 0 && !waits);
          const bodies: string[] = [];
          for (const name of held) {
            const message = await readMessage(join(messages, name.file));
            if (message !== null) bodies.push(message.body);
            const again = { ...name, visibleAtMs: now, receives: name.receives - 1, kills: name.kills + 1 };
            await move(join(messages, name.file), join(messages, formatName(again)));
          }
          return bodies;
        }),
      );
    },

    async redrive() {
      return onDisk('redrive the dead letters of', folder, () =>
        alone(async () => {
          const names = (await readdir(dead)).flatMap((file) => parseName(file) ?? []).sort(byId);
          let moved = 0;
          for (const name of names) {
            const again = formatName({ ...name, visibleAtMs: clock.nowMs(), receives: 0, kills: 0, waits: false });
            if (await move(join(dead, name.file), join(messages, again))) moved += 1;
          }
          await files.syncFolder(messages);
          return moved;
        }),
      );
    },
  };
}
