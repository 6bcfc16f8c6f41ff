/** Calls the command line in this process, as a program (a pipe) or as a person (a terminal). */
import { main } from '../../../cli/main.ts';
import { dataFolder } from '../../../infra/local/folder.ts';
import { openFileObjects } from '../../../infra/local/stores/file-objects.ts';
import type { Objects } from '../../../shared/ports.ts';
import { testClock } from '../../support/memory/clock.ts';

export interface Called {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Stdout as JSON Lines. */
  readonly lines: readonly Record<string, unknown>[];
}

export interface CallOptions {
  readonly terminal?: boolean;
  readonly stdin?: string;
}

export async function callWith({ terminal = false, stdin }: CallOptions, ...argv: string[]): Promise<Called> {
  let stdout = '';
  let stderr = '';
  async function* input() {
    yield Buffer.from(stdin ?? '');
  }
  const code = await main(argv, {
    ...(stdin === undefined ? {} : { stdin: input() }),
    stdout: { write: (text) => (stdout += text), isTTY: terminal, columns: 100 },
    stderr: { write: (text) => (stderr += text) },
  });
  return {
    code,
    stdout,
    stderr,
    get lines() {
      return stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    },
  };
}

export const call = (...argv: string[]): Promise<Called> => callWith({}, ...argv);
export const onTerminal = (...argv: string[]): Promise<Called> => callWith({ terminal: true }, ...argv);

/** The objects of a data folder, as the pipeline writes them. */
export function archiveOf(data: string): Promise<Objects> {
  const { archive, temporary } = dataFolder(data);
  return openFileObjects({ archive, temporary, clock: testClock(), fsync: false });
}
