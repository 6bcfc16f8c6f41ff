/** What hosts said of their robots.txt, for tests of steps that do not ask. */
import { keepRobots, type RobotsRecord } from '../../shared/archive/host-state.ts';
import type { MemoryPorts } from './memory/ports.ts';

/** Asked now, and for long not again: none, unless `overrides` say otherwise. */
export async function knowRobots(
  ports: Pick<MemoryPorts, 'objects' | 'clock'>,
  host: string,
  overrides: Partial<RobotsRecord> = {},
): Promise<void> {
  const nowMs = ports.clock.nowMs();
  await keepRobots(ports.objects, host, {
    rules: [],
    crawlDelayMs: null,
    sitemaps: [],
    askedAt: new Date(nowMs).toISOString(),
    nextAt: new Date(nowMs + 60 * 24 * 3_600_000).toISOString(),
    result: 'none',
    reason: null,
    unreachableSince: null,
    failures: 0,
    ...overrides,
  });
}
