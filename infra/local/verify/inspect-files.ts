/** Reads the files of some keys, one after the other and into one buffer, and says what is in them: the work of one thread. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import { isDenied } from '../../../shared/archive/verify/finding.ts';
import { inspectBody, kindOf, strayInspection } from '../../../shared/archive/verify/inspection.ts';
import type { Expected, Inspected } from '../../../shared/archive/verify/reader.ts';
import { units } from '../../../shared/limits.ts';
import { diskCode, diskError } from '../stores/disk-errors.ts';

/** Not to wait for somebody who writes into a pipe; a file is read the same with it. */
const readOnly = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** What reading says of a link to a folder, a socket, a pipe, links in a ring. */
const noFile: ReadonlySet<string> = new Set(['EISDIR', 'ENXIO', 'ESPIPE', 'ELOOP']);

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** A larger file gets a buffer of its own. */
const bufferBytes = 4 * units.MIB;

/** `archive`: the folder of the keys. Throws DependencyError where the disk fails; a file that is denied is named. */
export function filesInspector(
  archive: string,
): (keys: readonly string[], expected: Expected, sinceMs: number | null) => Inspected[] {
  const buffer = Buffer.allocUnsafeSlow(bufferBytes);

  /** Whole files are mostly one read: fewer bytes than asked for are the end. */
  function readOpen(descriptor: number): Buffer {
    const first = readSync(descriptor, buffer, 0, bufferBytes, 0);
    if (first < bufferBytes) return buffer.subarray(0, first);
    const body = Buffer.allocUnsafeSlow(fstatSync(descriptor).size);
    let read = 0;
    while (read < body.byteLength) {
      const count = readSync(descriptor, body, read, body.byteLength - read, read);
      if (count === 0) break;
      read += count;
    }
    return body.subarray(0, read);
  }

  function inspectOne(key: string, expected: string | null, sinceMs: number | null): Inspected {
    const kind = kindOf(key);
    if (kind === null) return strayInspection(key);
    const descriptor = openSync(`${archive}/${key}`, readOnly);
    try {
      if (kind.skipsBy === 'time' && sinceMs !== null && fstatSync(descriptor).mtimeMs < sinceMs) {
        return { key, left: 'skipped' };
      }
      return inspectBody(kind, key, readOpen(descriptor), expected);
    } finally {
      closeSync(descriptor);
    }
  }

  function inspectNamed(key: string, expected: string | null, sinceMs: number | null): Inspected {
    try {
      return inspectOne(key, expected, sinceMs);
    } catch (cause) {
      const path = `${archive}/${key}`;
      const code = diskCode(cause) ?? '';
      // A link that leads nowhere is there all the same.
      if (code === 'ENOENT' && !isThere(path)) return { key, left: 'gone' };
      if (code === 'ENOENT' || noFile.has(code)) {
        const problem = 'no file, nor a link to one: somebody put it there by hand';
        return { key, sizeBytes: 0, sha256: null, needs: [], problems: [{ problem, remedy: 'remove' }] };
      }
      const fault = diskError('read', path, cause);
      if (!isDenied(fault)) throw fault;
      return { key, left: 'unread', problem: { problem: fault.message, remedy: 'permission' } };
    }
  }

  return (keys, expected, sinceMs) => keys.map((key, at) => inspectNamed(key, expected[at] ?? null, sinceMs));
}
