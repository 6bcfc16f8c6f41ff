import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Whole processes and thousands of histories: begun last, one of them would run alone at the end. */
const longest = [
  'tests/e2e/local/kill',
  'tests/simulation/alerts/alerts',
  'tests/e2e/',
  'tests/simulation/',
  'tests/infra/',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((path) => moduleId.includes(path));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/aws/**', 'tests/e2e/deploy/**', 'node_modules/**'],
    // Without it one core stays idle: on a machine of two the suite takes half as long again.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
