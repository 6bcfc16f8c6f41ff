/** What anybody learned about a host (`state/hosts/<host>.json`): read before each request to it. */
import type { Objects } from '../ports.ts';
import { keys } from './keys.ts';
import { readJson, swapJson } from './objects.ts';

export interface HostState {
  /** Nobody asks this host before this time (ISO 8601 UTC): 429, 503, Retry-After, or the gap between requests. */
  readonly notBefore: string | null;
  /** Why, for people. */
  readonly reason: string | null;
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
      : { notBefore: new Date(untilMs).toISOString(), reason },
  );
}
