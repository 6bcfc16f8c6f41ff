/** `dateline run --once`: one full pass, then the counts. */

import { eventLog, eventStream } from '../../infra/local/events.ts';
import { dataFolder, makeDataFolder } from '../../infra/local/folder.ts';
import { openPipeline } from '../../infra/local/open.ts';
import { type PassCounts, runOnce } from '../../infra/local/run-once.ts';
import { systemClock } from '../../infra/local/stores/clock.ts';
import { acquireDataLock } from '../../infra/local/stores/lock.ts';
import { consoleLog, jsonLog } from '../../infra/local/stores/log.ts';
import { type CorruptDataError, UsageError } from '../../shared/errors.ts';
import { defineVerb } from '../command.ts';
import { report } from '../faults.ts';
import { allowHostsFlag, atFlag, countFlag } from '../flags.ts';
import type { Output } from '../output.ts';
import { printTo } from '../printed-message.ts';

const words: readonly (readonly [keyof PassCounts, string])[] = [
  ['polled', 'channels asked'],
  ['notModified', 'of them unchanged'],
  ['candidates', 'candidates found'],
  ['releases', 'releases stored'],
  ['revisions', 'revisions stored'],
  ['hits', 'hits'],
  ['alerts', 'alerts sent'],
  ['failed', 'failed'],
];

function show(output: Output, counts: PassCounts, seconds: number): void {
  for (const [name, text] of words) output.text(`${String(counts[name]).padStart(6)}  ${text}`);
  output.text(`${seconds.toFixed(1).padStart(6)}  seconds`);
}

export const run = defineVerb({
  name: 'run',
  description: 'One full pass: poll what is due, ingest, alert, publish; ends when all queues are empty.',
  example: 'dateline run --once --newsrooms ./newsrooms --at 2026-05-13T09:00:00Z',
  args: {
    once: { type: 'boolean', description: 'One pass (the only way to run; `start` goes on)' },
    at: { type: 'string', valueHint: 'TIME', description: 'Sets the clock: ISO 8601 with a zone, or a day' },
    newsrooms: { type: 'string', valueHint: 'DIR', description: 'Folder with one YAML file for each further newsroom' },
    'allow-hosts': { type: 'string', valueHint: 'H:P,…', description: 'Loopback servers that may be asked too' },
    'alert-newest': {
      type: 'string',
      valueHint: 'N',
      description: 'Treat the N newest items of a channel’s first poll as new',
    },
    strict: { type: 'boolean', description: 'Exit 1 when a newsroom failed' },
  },
  run: async ({ args, output }) => {
    if (args.once !== true) {
      throw new UsageError('E_FLAG', '`run` needs --once', { hint: '`dateline start` is what keeps running' });
    }
    if (args.target === 'aws') {
      throw new UsageError('E_TARGET', 'a deployed stack runs by itself', { hint: 'leave --target away' });
    }
    const atMs = atFlag(args.at);
    const allowHosts = allowHostsFlag(args['allow-hosts']);
    const alertNewest = countFlag('alert-newest', args['alert-newest'], 0);

    const startedMs = performance.now();
    const folder = dataFolder(args.data);
    await makeDataFolder(folder);
    const lock = await acquireDataLock(folder.root);
    try {
      const sink = { write: (line: string) => output.note(line.trimEnd()) };
      const level = output.debug ? 'info' : 'warn';
      const events = eventStream();
      const log = eventLog(output.json ? jsonLog(sink, systemClock(), level) : consoleLog(sink, level), events);
      const pipeline = await openPipeline({
        data: args.data,
        newsroomsFolder: args.newsrooms,
        allowHosts,
        alertNewest,
        atMs,
        log,
        print: printTo(output, output.json),
      });
      if (output.json) events.follow((event) => output.line(event));
      const damages = new Map<string, CorruptDataError>();
      const counts = await runOnce(pipeline, events, (damage) => damages.set(damage.message, damage)).finally(
        pipeline.close,
      );
      for (const damage of damages.values()) report(damage, output);
      const seconds = Math.round((performance.now() - startedMs) / 10) / 100;
      if (output.json) output.line({ event: 'done', ...counts, seconds });
      else show(output, counts, seconds);
      return pipeline.problems.length > 0 || damages.size > 0 || (args.strict === true && counts.failed > 0) ? 1 : 0;
    } finally {
      await lock.release();
    }
  },
});
