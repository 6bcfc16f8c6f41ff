/** The command line: finds the verb, checks its arguments, runs it, and turns faults into messages and exit codes. */
import { readFileSync } from 'node:fs';
import { runCommand } from 'citty';
import { UsageError } from '../shared/errors.ts';
import { checkArguments } from './arguments.ts';
import type { ExitCode, Group, Verb } from './command.ts';
import { asFault, exitCodeOf, report } from './faults.ts';
import { groupHelp, verbHelp } from './help.ts';
import { nearest } from './nearest.ts';
import { type Output, openOutput, type Streams } from './output.ts';
import { root } from './verbs/root.ts';

interface Found {
  readonly target: Verb | Group;
  /** The words that led there: `watch`, `add`. */
  readonly path: readonly string[];
  readonly rest: readonly string[];
}

async function find(argv: readonly string[]): Promise<Found> {
  let target: Verb | Group = root;
  const path: string[] = [];
  let rest = argv;
  while (target.kind === 'group') {
    const [word] = rest;
    if (word === undefined || word.startsWith('-')) break;
    const entry: Group['verbs'][string] | undefined = Object.hasOwn(target.verbs, word)
      ? target.verbs[word]
      : undefined;
    if (entry === undefined) {
      const near = nearest(word, Object.keys(target.verbs));
      const called = ['dateline', ...path].join(' ');
      throw new UsageError('E_VERB', `\`${called}\` has no verb ${word}`, {
        input: word,
        hint: near === null ? `see \`${called} --help\`` : `did you mean ${near}? See \`${called} --help\``,
      });
    }
    target = await entry.load();
    path.push(word);
    rest = rest.slice(1);
  }
  return { target, path, rest };
}

/** The words before a `--`. */
function flags(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end === -1 ? argv : argv.slice(0, end);
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

async function run(argv: readonly string[], output: Output): Promise<ExitCode> {
  if (argv[0] === '--version') {
    output.text(version());
    return 0;
  }
  const { target, path, rest } = await find(argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv);
  const helpWanted = flags(rest).some((word) => word === '--help' || word === '-h');
  if (target.kind === 'group') {
    if (helpWanted) {
      output.text(groupHelp(target, path));
      return 0;
    }
    const [unknown] = rest;
    if (unknown !== undefined) {
      throw new UsageError('E_VERB', `a verb is expected before ${unknown}`, {
        input: unknown,
        hint: `see \`${['dateline', ...path].join(' ')} --help\``,
      });
    }
    output.note(groupHelp(target, path));
    return 2;
  }
  if (helpWanted) {
    output.text(await verbHelp(target, path));
    return 0;
  }
  checkArguments(path.join(' '), rest, target.args, target.rest);
  const { result } = await runCommand(target.command, { rawArgs: [...rest], data: output });
  return result as ExitCode;
}

/** Runs one command line (without `node` and the script) and answers its exit code. Never throws. */
export async function main(argv: readonly string[], streams: Streams = process): Promise<ExitCode> {
  const given = flags(argv);
  const output = openOutput(streams, { json: given.includes('--json'), debug: given.includes('--debug') });
  if (streams === process) endQuietlyOnClosedPipe();
  try {
    return await run(argv, output);
  } catch (error) {
    const fault = asFault(error);
    report(fault, output);
    return exitCodeOf(fault);
  }
}

/** `dateline … | head` closes the pipe: no fault of ours. */
function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
