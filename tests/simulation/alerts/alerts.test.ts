import { describe, expect, it } from 'vitest';
import { combinations, evenMix } from './faults.ts';
import { type RunReport, runSeed } from './run.ts';
import { replayText, shrink } from './shrink.ts';
import type { WorldOptions } from './world.ts';

const seedsMax = 1_000;
const indexedSeedsMax = 200;
/** A machine may be busy; a history that goes on behind its time-out would disturb the next one. */
const patienceMs = 600_000;
const allCombinations = Object.entries(combinations).flatMap(([name, kinds]) => kinds.map((kind) => `${name} ${kind}`));

/** A failing seed is cut down to the faults that matter, and says how to see it again. */
async function explain(report: RunReport, world: WorldOptions = {}): Promise<string> {
  const options = { seed: report.seed, world };
  const rules = new Set(report.violations.map(({ rule }) => rule));
  const isSame = ({ violations }: RunReport): boolean => violations.some(({ rule }) => rules.has(rule));
  return replayText(options, await shrink(options, report, isSame), null);
}

describe('the pipeline in a thousand simulated histories', () => {
  it('loses no release and no alert, sends none that is not due, and forks no log, whatever fails', {
    timeout: patienceMs,
  }, async () => {
    const seen = new Set<string>();
    let alerts = 0;
    for (let seed = 1; seed <= seedsMax; seed += 1) {
      const report = await runSeed({ seed });
      if (report.violations.length > 0) throw new Error(await explain(report));
      for (const combination of report.combinations) seen.add(combination);
      alerts += report.alerts;
    }
    expect(alerts).toBeGreaterThan(3_000);
    expect([...allCombinations].filter((combination) => !seen.has(combination))).toEqual([]);
  });

  it('does so too where an index of the watches is stored, and they are added, edited and removed meanwhile', {
    timeout: patienceMs,
  }, async () => {
    let alerts = 0;
    for (let seed = 1; seed <= indexedSeedsMax; seed += 1) {
      const world = { indexed: true };
      const report = await runSeed({ seed, world });
      if (report.violations.length > 0) throw new Error(await explain(report, world));
      alerts += report.alerts;
    }
    expect(alerts).toBeGreaterThan(500);
  });

  it('brings a flood of releases to its end', { timeout: patienceMs }, async () => {
    const report = await runSeed({ seed: 2, world: { half: 'archive', flood: 400 } });
    if (report.violations.length > 0)
      throw new Error(report.violations.map(({ rule, what }) => `${rule}: ${what}`).join('\n'));
    expect(report.alerts).toBeGreaterThan(200);
  });

  it('sends nothing twice when nothing fails', { timeout: patienceMs }, async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const { violations, duplicates, suffered } = await runSeed({ seed, mix: evenMix(0) });
      expect({ seed, violations, duplicates: [...duplicates], faults: suffered.size }).toEqual({
        seed,
        violations: [],
        duplicates: [],
        faults: 0,
      });
    }
  });

  it('is the same history each time for one seed, and for the list of its faults', {
    timeout: patienceMs,
  }, async () => {
    // Every fourth compacts daily files.
    for (const seed of [3, 17, 40, 58, 214, 316]) {
      const first = await runSeed({ seed });
      expect((await runSeed({ seed })).hash).toBe(first.hash);
      expect((await runSeed({ seed, plan: first.suffered })).hash).toBe(first.hash);
    }
  });
});
