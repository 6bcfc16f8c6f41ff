/** Files that a person names on the command line: read whole, with a fault that names the file and the remedy. */
import { readFile } from 'node:fs/promises';
import { diskCode } from '../infra/local/stores/disk-errors.ts';
import { BadInputError } from '../shared/errors.ts';

const reasons: Readonly<Record<string, readonly [code: string, what: string, hint: string]>> = {
  ENOENT: ['E_NO_FILE', 'there is no such file', 'check the path; it is relative to the current folder'],
  ENOTDIR: ['E_NO_FILE', 'there is no such file', 'check the path; it is relative to the current folder'],
  EISDIR: ['E_NO_FILE', 'it is a folder', 'name the files in it'],
  EACCES: ['E_PERMISSION', 'access is denied', 'give your user read access to it'],
  EPERM: ['E_PERMISSION', 'access is denied', 'give your user read access to it'],
};

export function fileFault(file: string, cause: unknown): BadInputError {
  const [code, what, hint] = reasons[diskCode(cause) ?? ''] ?? [
    'E_FILE',
    cause instanceof Error ? cause.message : String(cause),
    'check the file',
  ];
  return new BadInputError(code, `${file} cannot be read: ${what}`, { cause, input: file, hint });
}

/** Throws BadInputError (exit code 1) that names the file. */
export async function readNamedFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw fileFault(file, cause);
  }
}
