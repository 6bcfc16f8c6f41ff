/** What anybody learned about a host (`state/hosts/<host>.json`): read before each request to it. */
import type { RobotsRules } from '../politeness/robots.ts';
import type { Objects } from '../ports.ts';
import { keys } from './keys.ts';
import { readJson, swapJson } from './objects.ts';

/** What the host's robots.txt said when it was last asked, or that it could not be had. */
export interface RobotsRecord extends RobotsRules {
  /** ISO 8601 UTC. */
  readonly askedAt: string;
  /** Not asked before (ISO 8601 UTC). Until then the record stands; after it, it must not be used. */
  readonly nextAt: string;
  /** `rules`: as read. `none`: there is none, all is allowed (4xx). `unreachable`: nothing is allowed (5xx, network). */
  readonly result: 'rules' | 'none' | 'unreachable';
  /** For people. */
  readonly reason: string | null;
  /** Since when it cannot be had (ISO 8601 UTC); the rules are those of before. */
  readonly unreachableSince: string | null;
  /** In a row. */
  readonly failures: number;
}

export interface HostState {
  /** Nobody asks this host before this time (ISO 8601 UTC): 429, 503, Retry-After, or the gap between requests. */
  readonly notBefore: string | null;
  /** Why, for people. */
  readonly reason: string | null;
  /** Null: never asked. Absent in what earlier versions wrote. */
  readonly robots?: RobotsRecord | null;
}

const unknownHost: HostState = { notBefore: null, reason: null };

/** `host` is host:port. */
export async function readHostState(objects: Objects, host: string): Promise<HostState> {
  return (await readJson(objects, keys.host(host), unknownHost)).value;
}

/** Nobody asks the host before `untilMs`; a later time that stands already is kept. */
export async function holdHost(objects: Objects, host: string, untilMs: number, reason: string): Promise<void> {
  await swapJson<HostState>(objects, keys.host(host), unknownHost, (state) =>
    state.notBefore !== null && Date.parse(state.notBefore) >= untilMs
      ? undefined
      : { ...state, notBefore: new Date(untilMs).toISOString(), reason },
  );
}

/** Remembers what robots.txt said. */
export async function keepRobots(objects: Objects, host: string, robots: RobotsRecord): Promise<void> {
  await swapJson<HostState>(objects, keys.host(host), unknownHost, (state) => ({ ...state, robots }));
}
