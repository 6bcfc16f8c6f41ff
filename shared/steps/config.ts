/** What the steps are told about this deployment: the same keys in DATA/settings.yaml and in the CDK context. */
import type { Newsroom } from '../newsrooms/schema.ts';

export interface PipelineConfig {
  /** Every known newsroom; whether one is polled is decided by its file and state/newsrooms.json. */
  readonly newsrooms: readonly Newsroom[];
  /** host:port of loopback servers that are asked without a pause (demo, tests). Empty on AWS. */
  readonly allowedHosts: ReadonlySet<string>;
  /** How many of the newest items of a channel's first poll count as live (`--alert-newest`). */
  readonly alertNewest: number;
  /** What one request of poll may take, where it must be less than `requestDeadlineMs`: a function has its own time. */
  readonly pollRequestDeadlineMs?: number;
  /** Where people reach the console, for links in alerts; null when it has no fixed address. */
  readonly consoleAddress: string | null;
  /** IANA name: where the days of a new watch's digests begin, unless it says otherwise. Absent: UTC. */
  readonly timeZone?: string | undefined;
  /** `local` or the stack's name, for the commands that alerts name. */
  readonly target: string;
  /** The data folder of one machine, where it is not the usual one; for the same commands. */
  readonly dataFolder?: string | undefined;
}
