import { expect, test } from 'vitest';
import { runKills } from './kill-run.ts';

test('killed 25 times at random moments, the local process loses no release and no alert, sends none in two mails, and tears no file', {
  timeout: 170_000,
}, async () => {
  const { lost, torn, duplicates, published } = await runKills({ kills: 25, lifeMsMax: 250 });
  expect({ lost, torn, duplicates }).toEqual({ lost: [], torn: [], duplicates: [] });
  expect(published).toBeGreaterThan(30);
});
