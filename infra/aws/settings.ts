/** What a deployer may set: the CDK context (`-c key=value`), checked once, with messages that name the key. */
import type { Node } from 'constructs';
import { BadInputError } from '../../shared/errors.ts';

export interface Settings {
  /** `-c stack=NAME`: name of the stack, and the beginning of every watch topic's name. */
  readonly stackName: string;
  /** `-c contact=ADDRESS`: mail or web address that the User-Agent gives to newsrooms. */
  readonly contact: string | null;
  /** `-c console=URL`: where people reach the console, for the links in alerts. */
  readonly consoleAddress: string | null;
  /** `-c newsrooms=DIR`: folder of the deployer's own newsroom files. */
  readonly newsroomsFolder: string | null;
  /** `-c proxy=http://host:port`: the proxy that newsrooms are asked through. */
  readonly proxy: string | null;
  /** `-c emulator=1`: the target is an AWS emulator that asks for the batch actions by name. */
  readonly emulator: boolean;
  /** `-c allow-hosts=127.0.0.1:PORT,…`, with an emulator only: loopback servers that may be fetched. */
  readonly allowedHosts: readonly string[];
}

const loopback = /^(127\.0\.0\.1|localhost|\[::1\]):\d{1,5}$/;

function text(node: Node, key: string): string | null {
  const value: unknown = node.tryGetContext(key);
  if (value === undefined || value === '') return null;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new BadInputError('E_SETTING', `the setting ${key} is no text: write -c ${key}=VALUE`, { input: key });
}

/** Reads the context of the app. Throws BadInputError for a value that cannot be used. */
export function readSettings(node: Node): Settings {
  const stackName = text(node, 'stack') ?? 'Dateline';
  if (!/^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(stackName)) {
    throw new BadInputError('E_SETTING', `stack=${stackName}: use letters, digits and hyphens, at most 64`, {
      input: stackName,
    });
  }
  const emulator = text(node, 'emulator') === '1';
  const allowedHosts = (text(node, 'allow-hosts') ?? '').split(',').filter((host) => host !== '');
  for (const host of allowedHosts) {
    if (!emulator || !loopback.test(host)) {
      throw new BadInputError('E_SETTING', `allow-hosts=${host}: loopback addresses only, and only with emulator=1`, {
        input: host,
      });
    }
  }
  const proxy = text(node, 'proxy');
  if (proxy !== null && !/^http:\/\/[^/@\s]+\/?$/.test(proxy)) {
    throw new BadInputError('E_SETTING', `proxy=${proxy}: write an address such as http://proxy.example.org:3128`, {
      input: proxy,
    });
  }
  return {
    stackName,
    contact: text(node, 'contact'),
    consoleAddress: text(node, 'console'),
    newsroomsFolder: text(node, 'newsrooms'),
    proxy,
    emulator,
    allowedHosts,
  };
}
