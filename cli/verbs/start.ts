/** `dateline start`: the whole pipeline and the console on this machine, until Ctrl-C. */
import { startConsole } from '../../infra/local/console-server.ts';
import { type DemoNewsroom, startDemo } from '../../infra/local/demo/server.ts';
import { makeDemoWatches } from '../../infra/local/demo-watches.ts';
import { eventLog, eventStream } from '../../infra/local/events.ts';
import { dataFolder, makeDataFolder } from '../../infra/local/folder.ts';
import { startHost } from '../../infra/local/host.ts';
import { openPipeline } from '../../infra/local/open.ts';
import { systemClock } from '../../infra/local/stores/clock.ts';
import { acquireDataLock } from '../../infra/local/stores/lock.ts';
import { consoleLog, jsonLog } from '../../infra/local/stores/log.ts';
import { DependencyError } from '../../shared/errors.ts';
import { defineVerb } from '../command.ts';
import { allowHostsFlag, countFlag, portFlag } from '../flags.ts';
import { liveView } from '../live-view.ts';
import type { Output } from '../output.ts';
import { printTo } from '../printed-message.ts';

/** What is opened is closed in the opposite order, also when a later step fails. */
class Closing {
  readonly #steps: (() => Promise<void>)[] = [];
  add(step: () => Promise<void>): void {
    this.#steps.unshift(step);
  }
  async run(output: Output): Promise<void> {
    for (const step of this.#steps) {
      await step().catch((error: unknown) => output.note(error instanceof Error ? error.message : String(error)));
    }
  }
}

/** Ctrl-C reaches the process twice under npm, which forwards it: only one that comes later is a second wish. */
const secondSignalAfterMs = 800;

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once: everything is in the spool. */
function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    let askedMs: number | null = null;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (askedMs !== null && performance.now() - askedMs > secondSignalAfterMs) process.exit(130);
        askedMs ??= performance.now();
        resolve();
      });
    }
  });
}

export const start = defineVerb({
  name: 'start',
  description: 'Run the whole pipeline and the console on this machine, until Ctrl-C.',
  example: 'dateline start --data ~/dateline --no-demo',
  args: {
    port: { type: 'string', valueHint: 'N', description: 'Port of the console on 127.0.0.1 (0: any free one)' },
    newsrooms: { type: 'string', valueHint: 'DIR', description: 'Folder with one YAML file for each further newsroom' },
    demo: { type: 'boolean', default: true, negativeDescription: 'Without the demo newsroom' },
    'allow-hosts': { type: 'string', valueHint: 'H:P,…', description: 'Loopback servers that may be asked too' },
    'alert-newest': {
      type: 'string',
      valueHint: 'N',
      description: 'Treat the N newest items of a channel’s first poll as new',
    },
  },
  run: async ({ args, output }) => {
    const port = portFlag(args.port);
    const allowHosts = allowHostsFlag(args['allow-hosts']);
    const alertNewest = countFlag('alert-newest', args['alert-newest'], 0);
    if (args.target === 'aws') {
      throw new DependencyError('E_TARGET', 'a deployed stack runs by itself', { hint: 'leave --target away' });
    }
    const asked = untilAskedToStop();
    const json = output.json || !output.terminal;
    const closing = new Closing();
    try {
      const folder = dataFolder(args.data);
      await makeDataFolder(folder);
      const lock = await acquireDataLock(folder.root);
      closing.add(() => lock.release());

      const clock = systemClock();
      const sink = { write: (line: string) => output.note(line.trimEnd()) };
      const level = output.debug ? 'info' : 'warn';
      const events = eventStream();
      const log = eventLog(json ? jsonLog(sink, clock, level) : consoleLog(sink, level), events);

      let demo: DemoNewsroom | null = null;
      if (args.demo) {
        const base = await openPipeline({ data: args.data, log });
        await makeDemoWatches(folder.demo, base.ports.objects, clock);
        await base.close();
        demo = await startDemo(folder.demo, clock.nowMs);
        closing.add(demo.stop);
      }
      const pipeline = await openPipeline({
        data: args.data,
        newsroomsFolder: args.newsrooms,
        allowHosts,
        alertNewest,
        demo,
        log,
        print: printTo(output, json),
      });
      closing.add(pipeline.close);
      const console = await startConsole(pipeline, events, port);
      closing.add(console.stop);

      if (json) {
        events.follow((event) => output.line(event));
        output.line({ event: 'ready', url: console.url });
      } else {
        await liveView(output, { pipeline, events, url: console.url, demo: demo !== null });
      }
      const host = await startHost(pipeline);
      closing.add(host.stop);
      await asked;
      if (!json) output.text('\nStopping. Nothing is lost; the next start goes on from here.');
    } finally {
      await closing.run(output);
    }
    // Connections to slow newsrooms may still be open; what they would bring is asked for again.
    setTimeout(() => process.exit(), 500).unref();
    return 0;
  },
});
