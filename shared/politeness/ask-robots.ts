/** Asks a host for its robots.txt and remembers the answer, for whoever is about to ask the host for something else. */
import { holdHost, keepRobots, type RobotsRecord, readHostState } from '../archive/host-state.ts';
import { limits } from '../limits.ts';
import type { Ports } from '../ports.ts';
import { afterRobots, robotsUrl } from './robots-record.ts';

export interface RobotsRequest {
  /** host:port. */
  readonly host: string;
  /** The address that is to be asked afterwards. */
  readonly url: string;
  /** The host is one of the allowed loopback hosts. */
  readonly allowedHost: boolean;
  readonly deadlineMs: number;
}

/** One request, kept in the host's state; a host that says it is busy is held. Throws DependencyError when the archive cannot be had. */
export async function askRobots(
  ports: Pick<Ports, 'objects' | 'fetcher' | 'clock' | 'log'>,
  { host, url, allowedHost, deadlineMs }: RobotsRequest,
): Promise<{ record: RobotsRecord; holdHostUntilMs: number | null }> {
  const { robots = null } = await readHostState(ports.objects, host);
  const outcome = await ports.fetcher.fetch({
    url: robotsUrl(url) ?? url,
    headers: { accept: 'text/plain, */*;q=0.1' },
    bodyBytesMax: limits.robotsAnswerBytesMax,
    deadlineMs,
  });
  const { record, holdHostUntilMs } = afterRobots(robots, outcome, ports.clock.nowMs(), allowedHost);
  await keepRobots(ports.objects, host, record);
  if (holdHostUntilMs !== null) await holdHost(ports.objects, host, holdHostUntilMs, 'robots.txt: HTTP 429 or 503');
  const { result, reason, rules } = record;
  ports.log.info('robots-asked', { host, result, reason, rules: rules.length, nextAt: record.nextAt });
  return { record, holdHostUntilMs };
}
