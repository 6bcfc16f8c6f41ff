/** Cuts the faults of a failing run down to few that still fail (ddmin): the world and all other draws stay as they are. */
import type { FaultKind, FaultPlan } from './faults.ts';
import { type RunOptions, type RunReport, runSeed } from './run.ts';

export interface Shrunk {
  readonly report: RunReport;
  readonly plan: FaultPlan;
  readonly runs: number;
}

const runsMax = 400;

/** `isSame` says whether a run fails in the way that is looked for. */
export async function shrink(
  options: RunOptions,
  failing: RunReport,
  isSame: (report: RunReport) => boolean,
): Promise<Shrunk> {
  let faults: readonly (readonly [number, FaultKind])[] = [...failing.suffered];
  let report = failing;
  let runs = 0;
  const fails = async (some: typeof faults): Promise<boolean> => {
    runs += 1;
    const tried = await runSeed({ ...options, plan: new Map(some) });
    if (!isSame(tried)) return false;
    report = tried;
    return true;
  };
  let parts = 2;
  while (faults.length > 0 && runs < runsMax) {
    const size = Math.ceil(faults.length / parts);
    let smaller: typeof faults | null = null;
    for (let from = 0; from < faults.length && smaller === null && runs < runsMax; from += size) {
      const rest = [...faults.slice(0, from), ...faults.slice(from + size)];
      if (await fails(rest)) smaller = rest;
    }
    if (smaller !== null) {
      faults = smaller;
      parts = Math.max(2, parts - 1);
    } else if (size === 1) break;
    else parts = Math.min(faults.length, parts * 2);
  }
  return { report, plan: new Map(faults), runs };
}

/** `42:error,57:die-after`: a plan as it is given to `npm run sim:alerts -- --seed N --faults …`. */
export const printPlan = (plan: FaultPlan): string => [...plan].map(([call, kind]) => `${call}:${kind}`).join(',');

export function parsePlan(text: string): FaultPlan {
  return new Map(
    text
      .split(',')
      .filter((part) => part !== '')
      .map((part): [number, FaultKind] => {
        const [call, kind] = part.split(':');
        return [Number(call), kind as FaultKind];
      }),
  );
}

/** What a person needs to see the failure again. */
export function replayText({ seed, world }: RunOptions, { report, plan }: Shrunk, planted: string | null): string {
  const command = [
    'npm run sim:alerts --',
    `--seed ${seed}`,
    ...(planted === null ? [] : [`--planted ${planted}`]),
    ...(planted === null && world?.indexed === true ? ['--indexed'] : []),
    `--faults '${printPlan(plan)}'`,
  ].join(' ');
  const found = report.violations.map(({ rule, what }) => `  ${rule}: ${what}`).join('\n');
  return `seed ${seed}, ${plan.size} faults are enough:\n${found}\nreplay: ${command}`;
}
