/** `dateline verify`: checks every hash and the chain of the change log. */

import { dataFolder } from '../../infra/local/folder.ts';
import { folderReader } from '../../infra/local/verify/folder-reader.ts';
import { type NotedRoot, verifyArchive } from '../../shared/archive/verify/archive.ts';
import { type Finding, newProgress, remedies, type VerifyProgress } from '../../shared/archive/verify/finding.ts';
import { BadInputError, UsageError } from '../../shared/errors.ts';
import { safeLine } from '../../shared/watch/safe-text.ts';
import { defineVerb } from '../command.ts';
import { sinceFlag } from '../flags.ts';
import { type Output, streamsJson } from '../output.ts';
import { isThere, reach } from '../reach.ts';

const progressEveryMs = 200;

const counted = ({ segments, releases, others, bytes }: VerifyProgress): string =>
  `${segments} segments, ${releases} release objects, ${others} others, ${(bytes / 1024 / 1024).toFixed(1)} MiB`;

/** `SEQ-SHA256`, as an earlier run printed it. */
function rootFlag(value: string | undefined): NotedRoot | null {
  if (value === undefined) return null;
  const [, seq, sha256] = /^([1-9]\d{0,14})-([0-9a-f]{64})$/u.exec(value) ?? [];
  if (seq !== undefined && sha256 !== undefined) return { seq: Number(seq), sha256 };
  throw new UsageError('E_FLAG_VALUE', `--root cannot be ${value}`, {
    input: value,
    hint: 'SEQ-SHA256, as `dateline verify` printed it, or seq and sha256 of a day in catalog.json',
  });
}

const rootText = ({ seq, sha256 }: NotedRoot): string => `${seq}-${sha256}`;

/** A line on a terminal that is written over; `clear` takes it away. */
function progressLine(output: Output, progress: VerifyProgress): { clear(): void } {
  const erase = '\r\u001b[2K';
  const timer = setInterval(() => output.raw(`${erase}checking: ${counted(progress)}`), progressEveryMs);
  return {
    clear: () => {
      clearInterval(timer);
      output.raw(erase);
    },
  };
}

export const verify = defineVerb({
  name: 'verify',
  description:
    'Checks every hash, the chain of the change log and what objects name of each other; changes nothing. Exit code 1 when something is wrong.',
  example: 'dateline verify --since 7d',
  args: {
    since: {
      type: 'string',
      valueHint: 'DAY',
      description:
        'Reads only what was logged or written from this day (UTC) or age on; the chain is always checked whole',
    },
    root: {
      type: 'string',
      valueHint: 'SEQ-SHA256',
      description: 'A root noted elsewhere: checks that the archive still holds all that it vouched for',
    },
  },
  run: async ({ args, output }) => {
    if (args.target === 'local' && !(await isThere(dataFolder(args.data).archive))) {
      throw new BadInputError('E_DATA_FOLDER', `there is no archive in ${dataFolder(args.data).root}`, {
        input: args.data,
        hint: 'name the data folder with --data',
      });
    }
    const noted = rootFlag(args.root);
    const { objects, clock } = await reach(args, output, 'read');
    const sinceMs = sinceFlag(args.since, clock.nowMs());
    const json = streamsJson(output);
    const progress = newProgress();
    let root: NotedRoot | null = null;
    const options = {
      ...(sinceMs === null ? {} : { sinceMs }),
      ...(noted === null ? {} : { root: noted }),
      onRoot: (found: NotedRoot) => {
        root = found;
      },
    };
    const reader = args.target === 'local' ? folderReader(dataFolder(args.data).archive) : null;
    const line = json ? null : progressLine(output, progress);
    const findings: Finding[] = [];
    let problems = 0;
    try {
      for await (const finding of verifyArchive(objects, progress, {
        ...options,
        ...(reader === null ? {} : { reader }),
      })) {
        problems += 1;
        if (json) output.line({ key: finding.key, problem: finding.problem });
        else findings.push(finding);
      }
    } finally {
      line?.clear();
      await reader?.close();
    }
    if (!json) {
      for (const { key, problem, remedy } of findings) {
        output.text(`${safeLine(key)}\n  ${safeLine(problem)}\n  → ${remedies[remedy]}`);
      }
      output.text(
        problems === 0
          ? `All is as the change log says: ${counted(progress)}.`
          : `${problems} wrong among ${counted(progress)}.`,
      );
      if (root !== null) output.text(`Root, to be noted elsewhere: ${rootText(root)}`);
    }
    return problems === 0 ? 0 : 1;
  },
});
