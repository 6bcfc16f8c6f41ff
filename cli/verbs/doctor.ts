/** `dateline doctor`: checks what Dateline needs on this machine, and says what to fix. */
import pc from 'picocolors';
import { dataFolder } from '../../infra/local/folder.ts';
import { safeLine } from '../../shared/watch/safe-text.ts';
import { defineVerb, type ExitCode } from '../command.ts';
import { checkFolderArchive } from '../doctor/archive.ts';
import { checkClock } from '../doctor/clock.ts';
import { checkDisk } from '../doctor/disk.ts';
import type { Finding } from '../doctor/finding.ts';
import { checkLock } from '../doctor/lock.ts';
import { checkNetwork } from '../doctor/network.ts';
import { checkNewsroomFiles, checkRegistry } from '../doctor/newsrooms.ts';
import { checkNode } from '../doctor/node.ts';
import { checkSettings } from '../doctor/settings.ts';
import { checkStack } from '../doctor/stack.ts';
import { newsroomsArg } from '../newsrooms-arg.ts';

const colours = { ok: pc.green, warn: pc.yellow, fail: pc.red, unreachable: pc.red } as const;

function exitCode(findings: readonly Finding[]): ExitCode {
  if (findings.some(({ status }) => status === 'fail')) return 1;
  return findings.some(({ status }) => status === 'unreachable') ? 3 : 0;
}

export const doctor = defineVerb({
  name: 'doctor',
  description:
    'Check disk, clock, permissions, settings, registry and the archive, and say what to fix. Exit code 1 on a fault, 3 when something is out of reach.',
  example: 'dateline doctor --network',
  args: {
    ...newsroomsArg,
    network: { type: 'boolean', description: 'Also look up the names of the watched newsrooms' },
  },
  run: async ({ args, output }) => {
    const folder = dataFolder(args.data);
    const checks: readonly (() => Promise<readonly Finding[]>)[] = [
      checkNode,
      () => checkDisk(folder),
      () => checkClock(folder),
      () => checkLock(folder),
      () => checkSettings(folder),
      checkRegistry,
      () => checkNewsroomFiles(folder, args.newsrooms),
      () => checkNetwork(folder, args.network === true),
      args.target === 'aws' ? () => checkStack(args.stack) : () => checkFolderArchive(folder),
    ];
    const findings: Finding[] = [];
    for (const check of checks) {
      for (const finding of await check()) {
        findings.push(finding);
        if (output.json) {
          output.line(finding);
          continue;
        }
        const { status, check: name, message, remedy } = finding;
        output.text(`${colours[status](status.padEnd(11))} ${name.padEnd(10)} ${safeLine(message)}`);
        if (remedy !== null) output.text(`${' '.repeat(23)}→ ${safeLine(remedy)}`);
      }
    }
    return exitCode(findings);
  },
});
