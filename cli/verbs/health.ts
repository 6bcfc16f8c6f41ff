/** `dateline health`: how the newsrooms are doing, and why. */
import pc from 'picocolors';
import { type HealthStatus, readHealth } from '../../shared/newsrooms/health.ts';
import { defineVerb } from '../command.ts';
import { knownNewsrooms } from '../known-newsrooms.ts';
import { newsroomsArg } from '../newsrooms-arg.ts';
import { streamsJson } from '../output.ts';
import { reach } from '../reach.ts';
import { tableLines } from '../table.ts';

const colours: Readonly<Record<HealthStatus, (text: string) => string>> = {
  fresh: pc.green,
  quiet: pc.green,
  new: pc.dim,
  disabled: pc.dim,
  silent: pc.yellow,
  blocked: pc.red,
  robots: pc.yellow,
  broken: pc.red,
  gone: pc.red,
};

/** In trouble first. */
const order: readonly HealthStatus[] = [
  'broken',
  'blocked',
  'robots',
  'gone',
  'silent',
  'quiet',
  'fresh',
  'new',
  'disabled',
];

export const health = defineVerb({
  name: 'health',
  description: 'How the watched newsrooms are doing: fresh, quiet, silent, blocked, broken or gone, with reasons.',
  example: 'dateline health',
  args: {
    ...newsroomsArg,
    all: { type: 'boolean', description: 'Those that are not watched, too' },
  },
  run: async ({ args, output }) => {
    const { objects, clock, newsrooms, flags } = await reach(args, output, 'read');
    const all = await readHealth(objects, await knownNewsrooms(objects, newsrooms), clock.nowMs());
    const shown = all
      .filter(({ status }) => args.all === true || status !== 'disabled')
      .sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
    if (streamsJson(output)) {
      for (const one of shown) output.line({ id: one.newsroom, ...one });
      return 0;
    }
    if (shown.length === 0)
      output.text(`No newsroom is watched. Begin with: npx dateline newsroom enable --recommended${flags}`);
    const rows = shown.map(({ status, newsroom, lastGoodAt, reason }) => [
      status,
      newsroom,
      lastGoodAt?.slice(0, 16).replace('T', ' ') ?? 'never',
      reason ?? '',
    ]);
    for (const [index, line] of tableLines(rows, output.columns, { 1: 30 }).entries()) {
      const status = shown[index]?.status ?? 'new';
      output.text(colours[status](line.slice(0, status.length)) + line.slice(status.length));
    }
    return 0;
  },
});
