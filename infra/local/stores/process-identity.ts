/**
 * Names a process so that the name is not mistaken for a later process with the same pid: `<pid>-<start>`, where start
 * is the kernel's start time with a piece of the boot id on Linux, and what `ps` prints elsewhere.
 * Processes in containers of different pid namespaces cannot see each other: they must not share a data folder.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The state and start time (fields 3 and 22 of proc_pid_stat(5)); null where there is no /proc or no such process. */
function readProcStat(pid: number): { readonly state: string; readonly startTicks: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the command in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startTicks] = [fields[0], fields[19]];
    return state === undefined || startTicks === undefined ? null : { state, startTicks };
  } catch {
    return null;
  }
}

let bootId: string | undefined;
function readBootId(): string {
  try {
    bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    bootId = '';
  }
  return bootId;
}

/** What tells this pid's process from any other that ever had the pid; null when no such process lives. */
function startOf(pid: number): string | null {
  const stat = readProcStat(pid);
  if (stat !== null) return stat.state === 'Z' ? null : shortHash(`${readBootId()} ${stat.startTicks}`);
  if (!isAlive(pid)) return null;
  if (process.platform === 'linux') return null;
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return started === '' ? null : shortHash(started);
  } catch {
    // Without ps the pid alone has to do.
    return shortHash('unknown');
  }
}

/** The identity of a live process; null when there is none of this pid. */
export function identityOf(pid: number): string | null {
  const start = startOf(pid);
  return start === null ? null : `${pid}-${start}`;
}

let own: string | undefined;

/** The identity of this process: `<pid>-<start>`, characters [0-9a-f-] only. */
export function ownIdentity(): string {
  own ??= identityOf(process.pid) ?? `${process.pid}-${shortHash('unknown')}`;
  return own;
}

/** The pid in an identity; null when the text is none. */
export function pidOf(identity: string): number | null {
  const match = /^([1-9]\d{0,9})-[0-9a-f]{12}$/.exec(identity);
  return match === null ? null : Number(match[1]);
}

/** Whether the process of this identity still runs. A text that is no identity belongs to nobody: false. */
export function identityLives(identity: string): boolean {
  if (identity === ownIdentity()) return true;
  const pid = pidOf(identity);
  if (pid === null) return false;
  return identityOf(pid) === identity;
}
