import { describe, expect, it } from 'vitest';
import { findPlanted, optionsOf, plantedFaults } from './planted.ts';
import { runSeed } from './run.ts';
import { parsePlan, printPlan, replayText, shrink } from './shrink.ts';

describe('a protocol that is broken on purpose is found out', () => {
  it.each(plantedFaults.map((fault) => [fault.says, fault] as const))('%s', { timeout: 600_000 }, async (_, fault) => {
    expect(await findPlanted(fault)).not.toBeNull();
  });

  it('by a history that shrinks to a few faults and says how to see it again', async () => {
    const fault = plantedFaults.find(({ name }) => name === 'state-before-send')!;
    const seed = (await findPlanted(fault))!;
    const options = optionsOf(fault, seed);
    const failing = await runSeed(options);
    const shrunk = await shrink(options, failing, ({ violations }) =>
      violations.some(({ rule }) => rule === 'LOST_RELEASE'),
    );
    expect(shrunk.plan.size).toBeLessThan(failing.suffered.size);
    expect(shrunk.plan.size).toBeLessThanOrEqual(6);
    const text = replayText(options, shrunk, fault.name);
    expect(text).toContain(`npm run sim:alerts -- --seed ${seed} --planted state-before-send --faults`);
    const replayed = await runSeed({ ...options, plan: parsePlan(printPlan(shrunk.plan)) });
    expect(replayed.hash).toBe(shrunk.report.hash);
    expect(replayed.violations).toEqual(shrunk.report.violations);
  });
});
