/**
 * What this process is about to do, noted durably before and settled after: a file of its own that is written over in place,
 * so that many notes share one sync, and that sync need not touch the file system's journal. Whoever dies leaves what was
 * not settled to be read by the next process.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { units } from '../../../shared/limits.ts';
import type { DurableFiles } from './durable-files.ts';
import { ownIdentity } from './process-identity.ts';
import { sharedSync, syncData, syncFile } from './shared-sync.ts';

/** Room for about a thousand notes; then the next file begins, and this one goes when its last note is settled. */
const fileBytes = 256 * units.KIB;
const settleBytesMax = 12;
const fileName = /^(\d+-[0-9a-f]{12})\.[0-9a-f]{12}\.intents$/;

export interface Intent {
  /** Not synced: what a power cut brings back is done again, which must be harmless. */
  settle(): void;
}

export interface IntentLog {
  /** Notes a text. It is on the disk when this resolves. */
  begin(text: string): Promise<Intent>;
  /** Ends the files that hold nothing unsettled. */
  close(): void;
}

interface LogFile {
  readonly path: string;
  readonly descriptor: number;
  readonly sync: () => Promise<void>;
  position: number;
  lastNumber: number;
  unsettled: number;
  isFull: boolean;
}

/** The process that a file in the folder is of; null for another file. */
export const intentsOwner = (name: string): string | null => fileName.exec(name)?.[1] ?? null;

/** What a file holds that was not settled. A line that was cut was not begun: its writer waited for the sync. */
export function readIntents(path: string): readonly string[] {
  const bytes = readFileSync(path);
  const end = bytes.indexOf(0);
  const lines = bytes
    .subarray(0, end < 0 ? bytes.length : end)
    .toString('utf8')
    .split('\n')
    .slice(0, -1);
  const open = new Map<string, string>();
  for (const line of lines) {
    const [, sign, number = '', text = ''] = /^([+-])(\d+)(?: (".*"))?$/.exec(line) ?? [];
    if (sign === '+') open.set(number, text);
    if (sign === '-') open.delete(number);
  }
  return [...open.values()].map((text) => JSON.parse(text) as string);
}

/** `files`: of the folder's disk. Throws file system errors as they are. */
export function intentLog(folder: string, files: DurableFiles, fsync: boolean): IntentLog {
  let current: Promise<LogFile> | null = null;
  const opened = new Set<LogFile>();

  async function create(): Promise<LogFile> {
    await files.makeFolder(folder);
    const path = join(folder, `${ownIdentity()}.${randomBytes(6).toString('hex')}.intents`);
    const descriptor = openSync(path, 'wx+');
    writeSync(descriptor, Buffer.alloc(fileBytes));
    if (fsync) await syncFile(descriptor);
    await files.syncFolder(folder);
    const sync = fsync ? sharedSync(() => syncData(descriptor)) : () => Promise.resolve();
    const file: LogFile = { path, descriptor, sync, position: 0, lastNumber: 0, unsettled: 0, isFull: false };
    opened.add(file);
    return file;
  }

  function write(file: LogFile, line: string): void {
    const bytes = Buffer.from(line, 'utf8');
    writeSync(file.descriptor, bytes, 0, bytes.length, file.position);
    file.position += bytes.length;
  }

  function endIfDone(file: LogFile): void {
    if (file.unsettled > 0 || !opened.delete(file)) return;
    closeSync(file.descriptor);
    unlinkSync(file.path);
  }

  /** Writes where there is room for the line, and for what settles all that the file holds. */
  async function note(text: string): Promise<{ readonly file: LogFile; readonly number: number }> {
    const quoted = JSON.stringify(text);
    for (;;) {
      current ??= create();
      const own = current;
      const file = await own;
      const line = `+${file.lastNumber + 1} ${quoted}\n`;
      if (!file.isFull && file.position + Buffer.byteLength(line) + (file.unsettled + 1) * settleBytesMax < fileBytes) {
        file.lastNumber += 1;
        file.unsettled += 1;
        write(file, line);
        return { file, number: file.lastNumber };
      }
      file.isFull = true;
      endIfDone(file);
      if (current === own) current = null;
    }
  }

  function settle(file: LogFile, number: number): void {
    file.unsettled -= 1;
    write(file, `-${number}\n`);
    if (file.isFull) endIfDone(file);
  }

  return {
    async begin(text) {
      const { file, number } = await note(text).catch((error: unknown) => {
        // A file that could not be made is tried again with the next note.
        current = null;
        throw error;
      });
      try {
        await file.sync();
      } catch (error) {
        settle(file, number);
        throw error;
      }
      return { settle: () => settle(file, number) };
    },
    close() {
      current = null;
      for (const file of opened) endIfDone(file);
    },
  };
}
