/** Serves the console on 127.0.0.1, and nowhere else. */
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { consoleApp } from '../../functions/console/app.ts';
import { DependencyError } from '../../shared/errors.ts';
import type { EventStream } from './events.ts';
import type { LocalPipeline } from './open.ts';
import { folderSearchFiles } from './stores/search-files.ts';
import { sendPlainMail } from './topic/notice.ts';

export interface ConsoleServer {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Tried first, so that bookmarks hold; when it is taken and none was asked for, any free port serves. */
const portByDefault = 4173;

const asset = (name: string) => readFile(new URL(`../../functions/console/assets/${name}`, import.meta.url), 'utf8');

/** `port` null: the usual one, else a free one; 0: a free one. Throws DependencyError E_PORT for a port that cannot be had. */
export async function startConsole(
  pipeline: LocalPipeline,
  events: EventStream,
  port: number | null,
): Promise<ConsoleServer> {
  const own = new Set<string>();
  const { consoleAddress } = pipeline.config;
  if (consoleAddress !== null) own.add(new URL(consoleAddress).host);
  const app = consoleApp({
    ports: pipeline.ports,
    config: pipeline.config,
    searchFiles: folderSearchFiles(pipeline.folder.search, pipeline.folder.temporary),
    webhooks: pipeline.queues.webhooks.queue,
    sendMail: (mail) => sendPlainMail(pipeline.queues.deliveries.queue, mail, pipeline.ports),
    follow: events.follow,
    isOwnHost: (host) => own.has(host.toLowerCase()),
    assets: { style: await asset('console.css'), script: await asset('console.js') },
  });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  const listening = await listen(server, port);
  for (const name of ['127.0.0.1', 'localhost', '[::1]']) own.add(new URL(`http://${name}:${listening}`).host);
  return {
    url: `http://127.0.0.1:${listening}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function listen(server: Server, wanted: number | null): Promise<number> {
  for (const port of wanted === null ? [portByDefault, 0] : [wanted]) {
    const error = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
      server.once('error', resolve);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', resolve);
        resolve(null);
      });
    });
    const address = server.address();
    if (error === null && address !== null && typeof address === 'object') return address.port;
    if (wanted !== null) throw portFault(wanted, error);
  }
  throw portFault(portByDefault, null);
}

function portFault(port: number, error: NodeJS.ErrnoException | null): DependencyError {
  const what = error?.code === 'EACCES' ? 'may not be used by you' : 'is in use by another program';
  return new DependencyError('E_PORT', `the port ${port} on 127.0.0.1 ${what}`, {
    cause: error,
    input: String(port),
    hint: 'choose another one with --port N, or leave --port away',
  });
}
