/** `dateline verify`: checks every hash and the chain of the change log. */

import { dataFolder } from '../../infra/local/folder.ts';
import { type VerifyProgress, verifyArchive } from '../../shared/archive/verify.ts';
import { BadInputError } from '../../shared/errors.ts';
import { safeLine } from '../../shared/watch/safe-text.ts';
import { defineVerb } from '../command.ts';
import { sinceFlag } from '../flags.ts';
import { type Output, streamsJson } from '../output.ts';
import { isThere, reach } from '../reach.ts';

const progressEveryMs = 200;

const counted = ({ segments, releases, bytes }: VerifyProgress): string =>
  `${segments} segments, ${releases} release objects, ${(bytes / 1024 / 1024).toFixed(1)} MiB`;

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
    'Checks every hash and the chain of the change log; changes nothing. Exit code 1 when something is wrong.',
  example: 'dateline verify --since 7d',
  args: {
    since: {
      type: 'string',
      valueHint: 'DAY',
      description: 'Hashes only releases logged from this day (UTC) or age on; the chain is always checked whole',
    },
  },
  run: async ({ args, output }) => {
    if (args.target === 'local' && !(await isThere(dataFolder(args.data).archive))) {
      throw new BadInputError('E_DATA_FOLDER', `there is no archive in ${dataFolder(args.data).root}`, {
        input: args.data,
        hint: 'name the data folder with --data',
      });
    }
    const { objects, clock } = await reach(args, output, 'read');
    const sinceMs = sinceFlag(args.since, clock.nowMs());
    const json = streamsJson(output);
    const progress: VerifyProgress = { segments: 0, releases: 0, bytes: 0 };
    const line = json ? null : progressLine(output, progress);
    const findings: { readonly key: string; readonly problem: string }[] = [];
    let problems = 0;
    try {
      for await (const finding of verifyArchive(objects, progress, sinceMs === null ? {} : { sinceMs })) {
        problems += 1;
        if (json) output.line({ key: finding.key, problem: finding.problem });
        else findings.push(finding);
      }
    } finally {
      line?.clear();
    }
    if (!json) {
      for (const { key, problem } of findings) output.text(`${safeLine(key)}\n  ${safeLine(problem)}`);
      output.text(
        problems === 0
          ? `All is as the change log says: ${counted(progress)}.`
          : `${problems} wrong among ${counted(progress)}.`,
      );
    }
    return problems === 0 ? 0 : 1;
  },
});
