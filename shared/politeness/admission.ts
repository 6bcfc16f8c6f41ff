/** Whether an address may be asked now: its host is not held, and its robots.txt, asked first where nobody has, allows it. */
import { type HostState, holdHost, readHostState } from '../archive/host-state.ts';
import { limits } from '../limits.ts';
import type { FetchRequest, Ports } from '../ports.ts';
import { askRobots, type RobotsRequest } from './ask-robots.ts';
import { hostOf } from './host.ts';
import { gapMs, needsRobots, permissionOf } from './robots-record.ts';

type AdmissionPorts = Pick<Ports, 'objects' | 'fetcher' | 'clock' | 'log'>;

export type Admission =
  | { readonly kind: 'yes' }
  /** The host is left alone until then: it is busy, or the pause between two requests is not over. */
  | { readonly kind: 'held'; readonly untilMs: number; readonly reason: string }
  /** Nothing may be asked until its robots.txt can be had again. */
  | { readonly kind: 'unreachable'; readonly untilMs: number; readonly reason: string }
  /** robots.txt forbids it; the reason names the line. */
  | { readonly kind: 'forbidden'; readonly reason: string };

/** Waits for a pause that is nearly over; null when the host may be asked now. */
async function heldBy(ports: AdmissionPorts, { notBefore, reason }: HostState): Promise<Admission | null> {
  const waitMs = notBefore === null ? 0 : Date.parse(notBefore) - ports.clock.nowMs();
  if (waitMs <= 0 || (waitMs <= limits.hostGapMs && (await ports.clock.wait(waitMs)))) return null;
  return { kind: 'held', untilMs: ports.clock.nowMs() + waitMs, reason: reason ?? 'the host is left alone' };
}

/** Keeps the host from being asked until its pause is over; allowed loopback hosts have none. */
export async function pauseHost(
  ports: Pick<Ports, 'objects' | 'clock'>,
  { host, allowedHost }: Pick<RobotsRequest, 'host' | 'allowedHost'>,
): Promise<void> {
  if (allowedHost) return;
  const pauseMs = gapMs(await readHostState(ports.objects, host));
  await holdHost(ports.objects, host, ports.clock.nowMs() + pauseMs, 'the pause between requests');
}

/** Asks for robots.txt at most, never for the address. Throws DependencyError when the archive cannot be had. */
export async function admissionOf(ports: AdmissionPorts, request: RobotsRequest): Promise<Admission> {
  const state = await readHostState(ports.objects, request.host);
  const held = await heldBy(ports, state);
  if (held !== null) return held;
  let record = state.robots ?? null;
  if (record === null || needsRobots(state, ports.clock.nowMs())) {
    record = (await askRobots(ports, request)).record;
    await pauseHost(ports, request);
    const paused = await heldBy(ports, await readHostState(ports.objects, request.host));
    if (paused !== null) return paused;
  }
  const permission = permissionOf(record, request.url);
  if (permission.kind === 'allowed') return { kind: 'yes' };
  if (permission.kind === 'forbidden') return permission;
  return { ...permission, untilMs: Date.parse(record.nextAt) };
}

/**
 * The `admits` of a request: a redirect to another host meets that host's own pause and robots.txt, one on the same host
 * its robots.txt alone, since the page it leads to is the one that was asked for.
 */
export function redirectAdmission(
  ports: AdmissionPorts,
  allowedHosts: ReadonlySet<string>,
  { url, deadlineMs }: Pick<FetchRequest, 'url' | 'deadlineMs'>,
): NonNullable<FetchRequest['admits']> {
  return async (target) => {
    const host = hostOf(target);
    if (host === null) return null;
    const allowedHost = allowedHosts.has(host);
    const isOther = host !== hostOf(url);
    let given: Admission = { kind: 'yes' };
    if (isOther) {
      given = await admissionOf(ports, { host, url: target, allowedHost, deadlineMs });
      if (given.kind === 'yes') await pauseHost(ports, { host, allowedHost });
    } else {
      const { robots = null } = await readHostState(ports.objects, host);
      const permission = robots === null ? null : permissionOf(robots, target);
      if (permission?.kind === 'forbidden') given = permission;
    }
    if (given.kind === 'yes') return null;
    const message = `${url} leads to ${target}: ${given.reason}`;
    return given.kind === 'forbidden'
      ? { kind: 'refused', reason: 'robots', message }
      : { kind: 'failed', reason: 'held', message };
  };
}
