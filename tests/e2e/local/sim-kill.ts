/** `npm run sim:kill [-- 500 [SEED]]`: so many kills of the real local process. Exit code 1 when anything was lost or torn, or came in two mails. */
import { runKills } from './kill-run.ts';

const kills = Number(process.argv[2] ?? 500);
const seed = Number(process.argv[3] ?? 1);
const startedMs = performance.now();
const onKill = (kill: number): void => {
  process.stderr.write(`\r${kill} of ${kills} kills`);
};
const { published, lost, torn, duplicates } = await runKills({ kills, seed, onKill });
const seconds = (performance.now() - startedMs) / 1000;
process.stderr.write('\n');
const named = { lost, torn, twice: duplicates };
for (const what of Object.entries(named).flatMap(([name, all]) => all.map((one) => `${name}: ${one}`))) {
  process.stdout.write(`${what}\n`);
}
process.stdout.write(
  `${kills} kills in ${seconds.toFixed(0)} s, ${published} releases published: ${lost.length} lost, ${torn.length} torn, ${duplicates.length} alerts in more than one mail\n`,
);
if (lost.length + torn.length + duplicates.length > 0) process.exitCode = 1;
