/** One host's turn in a pass of poll: its requests one after the other, with the pause that it asks for, under its own deadline. */
import { type HostState, type RobotsRecord, readHostState } from '../archive/host-state.ts';
import { limits } from '../limits.ts';
import { askRobots } from '../politeness/ask-robots.ts';
import type { ChannelState } from '../politeness/channel-state.ts';
import { gapMs, needsRobots, permissionOf, type RobotsPermission } from '../politeness/robots-record.ts';
import type { Ports } from '../ports.ts';
import type { PipelineConfig } from './config.ts';

export type PollPorts = Pick<Ports, 'objects' | 'queues' | 'fetcher' | 'clock' | 'random' | 'log'>;

export interface Counts {
  polled: number;
  notModified: number;
  candidates: number;
  failed: number;
  carriedOver: number;
}

/** One run over one shard: what is shared between its hosts. */
export interface Pass {
  readonly ports: PollPorts;
  readonly config: PipelineConfig;
  readonly counts: Counts;
  /** Elapsed time at which nothing new is begun. */
  readonly deadline: number;
  /** Candidates that each newsroom may still send in this pass. */
  readonly room: Map<string, number>;
  /** host:port → time of day until which poll leaves it to ingest. */
  readonly quietHosts: Map<string, number>;
  /** New states by `channelKey`. */
  readonly changed: Map<string, ChannelState>;
}

export const iso = (ms: number): string => new Date(ms).toISOString();

/** One host's turn in a pass: its requests one after the other, with a gap, under its own deadline. */
export class HostTurn {
  readonly #pass: Pass;
  readonly #allowed: boolean;
  readonly #deadline: number;
  #gapMs: number = limits.hostGapMs;
  #asked = false;

  constructor(pass: Pass, allowed: boolean) {
    this.#pass = pass;
    this.#allowed = allowed;
    this.#deadline = Math.min(pass.deadline, pass.ports.clock.elapsedMs() + limits.hostDeadlineMs);
  }

  /** The pause that the host is given between two requests. */
  get gapMs(): number {
    return this.#allowed ? 0 : this.#gapMs;
  }

  /** Whether something was asked of the host. */
  get asked(): boolean {
    return this.#asked;
  }

  learn(state: HostState): void {
    this.#gapMs = gapMs(state);
  }

  /** Milliseconds that the next request may take, after the gap was kept; null: not in this pass. */
  async next(): Promise<number | null> {
    const { clock } = this.#pass.ports;
    if (this.#asked && !this.#allowed) {
      if (clock.elapsedMs() + this.#gapMs + limits.requestTimeMinMs > this.#deadline) return null;
      if (!(await clock.wait(this.#gapMs))) return null;
    }
    const left = this.#deadline - clock.elapsedMs();
    if (left < limits.requestTimeMinMs) return null;
    this.#asked = true;
    return Math.min(left, this.#pass.config.pollRequestDeadlineMs ?? limits.requestDeadlineMs);
  }
}

export interface Hold {
  readonly untilMs: number;
  readonly reason: string;
}

/** The time until which the host is to be left alone, and why; null when it may be asked now. */
async function heldUntil(pass: Pass, host: string, { notBefore, reason }: HostState): Promise<Hold | null> {
  const nowMs = pass.ports.clock.nowMs();
  const heldMs = notBefore === null ? 0 : Date.parse(notBefore);
  const quietMs = pass.quietHosts.get(host) ?? 0;
  const untilMs = Math.max(heldMs, quietMs);
  if (untilMs <= nowMs) return null;
  if (untilMs - nowMs <= limits.hostGapMs && (await pass.ports.clock.wait(untilMs - nowMs))) return null;
  return {
    untilMs,
    reason:
      heldMs >= quietMs
        ? (reason ?? 'the host is left alone')
        : 'it was just asked, or candidates were just sent to it',
  };
}

export type Permission =
  | { readonly kind: 'held'; readonly hold: Hold }
  | { readonly kind: 'known'; readonly robots: RobotsRecord; readonly permission: RobotsPermission };

/** Whether the address may be asked now: the host is not held, and its robots.txt, asked first when it is not known, allows it. */
export async function permissionFor(pass: Pass, turn: HostTurn, host: string, address: string): Promise<Permission> {
  const { ports, config } = pass;
  const state = await readHostState(ports.objects, host);
  const hold = await heldUntil(pass, host, state);
  if (hold !== null) return { kind: 'held', hold };
  turn.learn(state);
  let robots = state.robots ?? null;
  if (robots === null || needsRobots(state, ports.clock.nowMs())) {
    const deadlineMs = await turn.next();
    if (deadlineMs === null) {
      const untilMs = ports.clock.nowMs() + Math.max(turn.gapMs, limits.hostGapMs);
      return { kind: 'held', hold: { untilMs, reason: 'no time left for the host in this pass' } };
    }
    const allowedHost = config.allowedHosts.has(host);
    const answer = await askRobots(ports, { host, url: address, allowedHost, deadlineMs });
    robots = answer.record;
    turn.learn({ ...state, robots });
    if (answer.holdHostUntilMs !== null) {
      return { kind: 'held', hold: { untilMs: answer.holdHostUntilMs, reason: 'the host is busy' } };
    }
  }
  return { kind: 'known', robots, permission: permissionOf(robots, address) };
}
