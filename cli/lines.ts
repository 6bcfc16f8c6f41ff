/** The lines of a file or of standard input, one after the other, in constant memory. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { UsageError } from '../shared/errors.ts';
import { fileFault } from './files.ts';
import type { Output } from './output.ts';

/** A stream of the bytes; `-` is standard input. Throws UsageError when there is none. */
export function byteSource(file: string, output: Output): Readable {
  if (file !== '-') return createReadStream(file);
  if (output.stdin === null) throw new UsageError('E_STDIN', 'there is no standard input to read from', { input: '-' });
  return Readable.from(output.stdin, { objectMode: false });
}

/** Line ends are LF or CRLF; a byte order mark at the beginning is dropped. Throws BadInputError that names the file. */
export async function* linesOf(file: string, output: Output): AsyncGenerator<string> {
  const source = byteSource(file, output);
  const lines = createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY });
  // An error may come before anybody iterates, when readline would drop it.
  const failure: { cause?: unknown } = {};
  source.once('error', (cause) => {
    failure.cause = cause;
    lines.close();
  });
  let first = true;
  try {
    for await (const line of lines) {
      yield first && line.startsWith('\ufeff') ? line.slice(1) : line;
      first = false;
    }
  } catch (cause) {
    throw failure.cause === cause ? fileFault(file, cause) : cause;
  } finally {
    source.destroy();
  }
  if (failure.cause !== undefined) throw fileFault(file, failure.cause);
}
