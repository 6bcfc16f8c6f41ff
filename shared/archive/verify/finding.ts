/** What verification answers: a key and, in words, what is wrong with it. */

export interface Finding {
  readonly key: string;
  readonly problem: string;
}

export interface VerifyProgress {
  segments: number;
  releases: number;
  /** Captures, claims, ledgers, daily files, states. */
  others: number;
  bytes: number;
}

export const newProgress = (): VerifyProgress => ({ segments: 0, releases: 0, others: 0, bytes: 0 });

export const reasonOf = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault));
