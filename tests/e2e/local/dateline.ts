/** Runs the real `dateline` command as its own process and reads what it prints. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../../cli/dateline.js', import.meta.url));

export interface Line {
  readonly event: string;
  readonly [field: string]: unknown;
}

export interface Finished {
  readonly code: number | null;
  readonly lines: readonly Line[];
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** Lines so far. */
  readonly lines: Line[];
  /** Resolves with the first line that fits, also when it has come already; rejects when the process ends first. */
  seen(fits: (line: Line) => boolean): Promise<Line>;
  readonly finished: Promise<Finished>;
}

export function dateline(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const lines: Line[] = [];
  const waiting = new Set<() => void>();
  const tell = (): void => {
    for (const look of waiting) look();
  };
  let stderr = '';
  let ended = false;
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line) as Line);
    tell();
  });
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (code) => {
      ended = true;
      tell();
      resolve({ code, lines, stderr });
    });
  });
  const seen = (fits: (line: Line) => boolean): Promise<Line> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = lines.find(fits);
        if (found === undefined && !ended) return;
        waiting.delete(look);
        if (found === undefined) reject(new Error(`it ended before: ${JSON.stringify(lines)}\n${stderr}`));
        else resolve(found);
      };
      waiting.add(look);
      look();
    });
  return { child, lines, seen, finished };
}
