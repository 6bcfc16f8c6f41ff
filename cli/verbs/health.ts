/** `dateline health`: how the newsrooms are doing, and why. */
import pc from 'picocolors';
import { limits } from '../../shared/limits.ts';
import { type HealthStatus, readHealth } from '../../shared/newsrooms/health.ts';
import { alertGaps } from '../../shared/steps/sweep.ts';
import { slowedWatches } from '../../shared/watch/slowed.ts';
import { unheardRates } from '../../shared/watch/unheard.ts';
import { webhooksInTrouble } from '../../shared/watch/webhook-health.ts';
import { defineVerb } from '../command.ts';
import { knownNewsrooms } from '../known-newsrooms.ts';
import { newsroomsArg } from '../newsrooms-arg.ts';
import { streamsJson } from '../output.ts';
import { reach } from '../reach.ts';
import { wrappedTable } from '../table.ts';

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
  description:
    'How the watched newsrooms are doing: fresh, quiet, silent, blocked, broken or gone, with reasons; and deliveries that fail.',
  example: 'dateline health',
  args: {
    ...newsroomsArg,
    all: { type: 'boolean', description: 'Those that are not watched, too' },
  },
  run: async ({ args, output }) => {
    const { objects, topic, clock, newsrooms, flags, queueTroubles } = await reach(args, output, 'read');
    const all = await readHealth(objects, await knownNewsrooms(objects, newsrooms), clock.nowMs());
    const shown = all
      .filter(({ status }) => args.all === true || status !== 'disabled')
      .sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
    const webhooks = await webhooksInTrouble(objects);
    const gaps = await alertGaps(objects);
    const unheard = await unheardRates({ objects, topic });
    const slowed = await slowedWatches(objects, clock.nowMs());
    const queues = await queueTroubles();
    if (streamsJson(output)) {
      for (const one of shown) output.line({ id: one.newsroom, ...one });
      for (const one of webhooks) output.line({ id: one.subscription, webhook: one.url, ...one });
      for (const { key, since } of gaps) output.line({ id: key, status: 'unfinished', since });
      for (const one of unheard.rates) output.line({ id: `${one.watch}.${one.rate}`, status: 'unheard', ...one });
      for (const one of slowed) output.line({ id: one.watch, status: 'slowed', ...one });
      for (const one of queues) output.line({ id: one.name, status: one.dead > 0 ? 'dead' : 'waiting', ...one });
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
    for (const [index, [line = '', ...more]] of wrappedTable(rows, output.columns, { 1: 30 }).entries()) {
      const status = shown[index]?.status ?? 'new';
      output.text(colours[status](line.slice(0, status.length)) + line.slice(status.length));
      for (const further of more) output.text(further);
    }
    for (const { status, url, watch, failures, reason, nextAt } of webhooks) {
      const next = nextAt === null ? 'its messages are kept' : `again at ${nextAt.slice(0, 16).replace('T', ' ')}`;
      output.text(
        `${pc.red(status)}  webhook ${url} of ${watch}: ${failures} ${failures === 1 ? 'failure' : 'failures'}, ${next}; ${reason}`,
      );
    }
    if (gaps.length > 0) {
      output.text(
        `${pc.red('unfinished')}  the alerts of ${gaps.length} releases: npx dateline audit${flags} says which`,
      );
    }
    for (const { watch, rate } of unheard.rates) {
      output.text(`${pc.red('unheard')}  ${watch}: nobody hears its ${rate} messages any more: subscribe again`);
    }
    if (unheard.notAsked > 0) output.note(`not asked whether anybody hears them: ${unheard.notAsked} more watches`);
    for (const { watch, until, waiting } of slowed) {
      output.text(
        `${pc.yellow('slowed')}  ${watch}: it has sent ${limits.messagesAtOncePerDayMax} messages today; until ${until.slice(0, 16).replace('T', ' ')} what it finds goes once an hour (${waiting} wait). Narrow it: npx dateline watch edit ${watch} --query '…'${flags}`,
      );
    }
    for (const { name, waiting, dead } of queues) {
      if (waiting > 0)
        output.text(`${pc.yellow('waiting')}  ${waiting} messages of the queue ${name} failed and are tried again`);
      if (dead > 0) {
        const look = `npx dateline redrive ${name} --list${flags}`;
        output.text(
          `${pc.red('dead')}  ${dead} of the queue ${name} failed every try: ${look} says why, redrive sends again`,
        );
      }
    }
    return 0;
  },
});
