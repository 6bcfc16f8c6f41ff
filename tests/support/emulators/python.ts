/** Finds a Python that can hold the emulators: 3.10 or newer, with the venv module and pip. */
import { spawnSync } from 'node:child_process';

const pythonMinorMin = 10;
const names = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3.14', 'python'];
const probe = 'import sys; print(sys.version_info[0], sys.version_info[1]); import venv, ensurepip';

/** `usable`: `command` runs it. Otherwise `problem` says what was seen, in words for a person. */
type Probe =
  | { readonly kind: 'usable'; readonly command: string }
  | { readonly kind: 'unusable'; readonly problem: string };

function probePython(command: string): Probe {
  const run = spawnSync(command, ['-c', probe], { encoding: 'utf8', timeout: 20_000 });
  if (run.error !== undefined) return { kind: 'unusable', problem: `${command} was not found` };
  const [major, minor] = run.stdout.trim().split(' ').map(Number);
  if (major !== 3 || minor === undefined || minor < pythonMinorMin) {
    return {
      kind: 'unusable',
      problem: `${command} is Python ${run.stdout.trim().replace(' ', '.') || 'of an unknown version'}`,
    };
  }
  if (run.status !== 0) {
    return { kind: 'unusable', problem: `${command} is Python 3.${minor} without the venv and ensurepip modules` };
  }
  return { kind: 'usable', command };
}

/**
 * The command of a Python that can make virtual environments; the variable PYTHON is asked first.
 * Throws an Error that lists what was tried and says how to install what is missing.
 */
export function findPython(): string {
  const chosen = process.env['PYTHON'];
  const problems: string[] = [];
  for (const command of chosen === undefined || chosen === '' ? names : [chosen, ...names]) {
    const found = probePython(command);
    if (found.kind === 'usable') return found.command;
    problems.push(found.problem);
  }
  throw new Error(
    `the AWS emulators need Python 3.${pythonMinorMin} or newer with its venv module, and none was found:\n` +
      `${problems.map((problem) => `  - ${problem}`).join('\n')}\n` +
      'Install it (Debian and Ubuntu: apt-get install python3 python3-venv; macOS: brew install python3) ' +
      'or set PYTHON to its path.',
  );
}
