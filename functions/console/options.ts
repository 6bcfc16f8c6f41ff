/** What the console needs to run: the archive through ports, and what the place where it runs adds. */
import type { AlertReference, Ports, Queue } from '../../shared/ports.ts';
import type { SearchFiles } from '../../shared/search/files.ts';
import type { PipelineConfig } from '../../shared/steps/config.ts';

export type ConsoleEvent =
  | {
      readonly event: 'release';
      readonly id: string;
      readonly newsroom: string;
      readonly headline: string;
      readonly revision: number;
      readonly key: string;
    }
  | ({ readonly event: 'alert' } & AlertReference);

/** A mail of the console's own, such as the link that confirms an address. */
export interface PlainMail {
  readonly address: string;
  readonly watch: string;
  readonly subject: string;
  readonly text: string;
}

export interface ConsoleOptions {
  readonly ports: Pick<Ports, 'objects' | 'topic' | 'clock' | 'random' | 'log'>;
  readonly config: PipelineConfig;
  /** Where the search index lies, beside the archive. */
  readonly searchFiles: SearchFiles;
  /** Takes what a webhook missed when it is enabled again. */
  readonly webhooks: Queue;
  /** Writes a mail to an address that has not subscribed yet; null where we write no mails. */
  readonly sendMail: ((mail: PlainMail) => Promise<void>) | null;
  /** Calls `listener` for each event from now on and answers how to stop; null where nothing can be followed live. */
  readonly follow: ((listener: (event: ConsoleEvent) => void) => () => void) | null;
  /** Whether a Host header names this console. */
  readonly isOwnHost: (host: string) => boolean;
  readonly assets: { readonly style: string; readonly script: string };
}
