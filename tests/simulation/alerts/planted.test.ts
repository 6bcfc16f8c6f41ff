import { describe, expect, it } from 'vitest';
import { controlOf, optionsOf, plantedFaults } from './planted.ts';
import { runSeed } from './run.ts';
import { parsePlan, printPlan, replayText, shrink } from './shrink.ts';

describe('a protocol that is broken on purpose is found out', () => {
  it.each(plantedFaults.map((fault) => [fault.says, fault] as const))('%s', async (_, fault) => {
    const { violations } = await runSeed(optionsOf(fault, fault.seed));
    expect(violations).not.toEqual([]);
    // The same history without the fault is clean: it is the fault that was found.
    expect((await runSeed(controlOf(fault, fault.seed))).violations).toEqual([]);
  });

  it('by a history that shrinks to a few faults and says how to see it again', async () => {
    const fault = plantedFaults.find(({ name }) => name === 'state-before-send')!;
    const options = optionsOf(fault, fault.seed);
    const failing = await runSeed(options);
    const shrunk = await shrink(options, failing, ({ violations }) =>
      violations.some(({ rule }) => rule === 'LOST_RELEASE'),
    );
    expect(shrunk.plan.size).toBeLessThan(failing.suffered.size);
    expect(shrunk.plan.size).toBeLessThanOrEqual(6);
    const text = replayText(options, shrunk, fault.name);
    expect(text).toContain(`npm run sim:alerts -- --seed ${fault.seed} --planted state-before-send --faults`);
    const replayed = await runSeed({ ...options, plan: parsePlan(printPlan(shrunk.plan)) });
    expect(replayed.hash).toBe(shrunk.report.hash);
    expect(replayed.violations).toEqual(shrunk.report.violations);
  });
});
