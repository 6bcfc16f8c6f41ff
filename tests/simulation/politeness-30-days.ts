/** `npm run sim:politeness`: thirty virtual days with forty scripted servers. Prints the figures; exit 1 when a rule was broken. */
import { freshnessOf, violationsOf } from './politeness-checker.ts';
import { simulate } from './politeness-run.ts';

const days = Number(process.argv[2] ?? 30);
const simulation = await simulate(days);
const violations = violationsOf(simulation);
const hourly = [...simulation.every].filter(([, every]) => every === '60m').map(([url]) => new URL(url).host);
const print = (name: string, value: unknown): void => {
  process.stdout.write(`${name}: ${JSON.stringify(value)}\n`);
};
print('days', days);
print('servers', simulation.published.size);
print('requests', simulation.requests.length);
print('passes', { passes: simulation.passes, crashes: simulation.crashes });
print('logged', Object.fromEntries(simulation.signals));
for (let rule = 1; rule <= 18; rule += 1) {
  print(`violations of rule ${rule}`, violations.filter((one) => one.rule === rule).length);
}
for (const one of violations.slice(0, 20)) print('violation', one);
const offices = hourly.filter((host) => host.startsWith('office'));
const anytime = hourly.filter((host) => host.startsWith('anytime'));
print('office hours, every 60m', freshnessOf(simulation, offices, days));
print('any time, every 60m', freshnessOf(simulation, anytime, days));
print('both, every 60m', freshnessOf(simulation, [...offices, ...anytime], days));
for (const host of offices) print(host, freshnessOf(simulation, [host], days));
if (violations.length > 0) process.exitCode = 1;
