/** A console over memory ports, with releases in the archive and in the change log. */
import { consoleApp } from '../../../functions/console/app.ts';
import type { ConsoleEvent, PlainMail } from '../../../functions/console/options.ts';
import { localTopic } from '../../../infra/local/topic/local-topic.ts';
import { appendChanges } from '../../../shared/archive/changes.ts';
import type { Newsroom } from '../../../shared/newsrooms/schema.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { memoryFiles } from '../../../shared/search/files.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';
import { memoryQueue } from '../../support/memory/queue.ts';
import { quietConfig } from '../../support/pipeline.ts';
import { storeRelease } from '../../support/releases.ts';

const origin = 'http://127.0.0.1:4173';

const harbour: Newsroom = {
  id: 'harbour',
  organization: 'Harbour Authority',
  country: 'FR',
  homepage: 'https://harbour.example.org/',
  enabled: true,
  channels: [{ kind: 'rss', url: 'https://harbour.example.org/feed.xml' }],
};

export interface ConsoleFixture {
  readonly ports: MemoryPorts;
  /** What the console has written. */
  readonly mails: readonly PlainMail[];
  /** Puts releases into the archive and the change log; answers their keys. */
  store(...releases: readonly Release[]): Promise<readonly string[]>;
  emit(event: ConsoleEvent): void;
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** A request with a JSON body. */
  send(method: string, path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** With a fixed address the console is that of one machine: it holds the subscriptions itself. */
export function consoleFixture(consoleAddress: string | null = null): ConsoleFixture {
  const ports = memoryPorts();
  const { objects, clock, random } = ports;
  const deliveries = memoryQueue({ clock });
  const ownTopic = localTopic({ objects, deliveries, webhooks: deliveries, clock, random });
  const mails: PlainMail[] = [];
  const listeners = new Set<(event: ConsoleEvent) => void>();
  const app = consoleApp({
    ports: { ...ports, topic: consoleAddress === null ? ports.topic : ownTopic },
    config: { ...quietConfig, newsrooms: [harbour], consoleAddress },
    searchFiles: memoryFiles(),
    webhooks: memoryQueue({ clock: ports.clock }),
    sendMail: async (mail) => {
      mails.push(mail);
    },
    follow: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isOwnHost: (host) => host === '127.0.0.1:4173' || host === 'localhost:4173',
    assets: { style: 'body {}', script: '"use strict";' },
  });
  const ask = async (path: string, init: RequestInit = {}) => app.fetch(new Request(origin + path, init));
  return {
    ports,
    mails,
    store: async (...releases) => {
      const stored: string[] = [];
      for (const release of releases) stored.push(await storeRelease(ports.objects, release));
      await appendChanges(ports.objects, ports.clock.nowMs(), stored);
      return stored;
    },
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    ask,
    send: (method, path, body, headers = {}) =>
      ask(path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }),
  };
}
