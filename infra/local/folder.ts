/** What lies where in the data folder (INTERFACES, On this machine). */
import { join, resolve } from 'node:path';

export interface DataFolder {
  readonly root: string;
  readonly archive: string;
  readonly temporary: string;
  readonly outbox: string;
  readonly mailbox: string;
  readonly settings: string;
  readonly demo: string;
  readonly spool: (queue: string) => string;
}

export function dataFolder(path: string): DataFolder {
  const root = resolve(path);
  return {
    root,
    archive: join(root, 'archive'),
    temporary: join(root, 'tmp'),
    outbox: join(root, 'spool', 'outbox'),
    mailbox: join(root, 'mailbox'),
    settings: join(root, 'settings.yaml'),
    demo: join(root, 'demo.json'),
    spool: (queue) => join(root, 'spool', queue),
  };
}
