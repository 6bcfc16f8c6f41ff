/** What verification answers: a key, in words what is wrong with it, and what a person can do. Nothing is ever mended by itself. */

import { DependencyError } from '../../errors.ts';

/** What a person can do about a finding. */
export const remedies = {
  restore: 'restore its bytes from a copy (on AWS an earlier version of the object, or another bucket)',
  remove: 'move it out of the archive; nothing of Dateline reads it',
  publish: '`dateline run --once` logs it, if nothing runs that is about to',
  fork: 'move the segment out of changes/: the one on the way from the head stands; restore a copy if that is the wrong one',
  derived: 'remove it: the next pass writes it anew',
  permission: 'give this user read access to it',
  look: 'compare it with a copy of the archive, or with what was noted of it elsewhere',
} as const;

export type Remedy = keyof typeof remedies;

export interface Finding {
  readonly key: string;
  readonly problem: string;
  readonly remedy: Remedy;
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

/** The object is there, but not for us. */
export const isDenied = (fault: unknown): fault is DependencyError =>
  fault instanceof DependencyError && (fault.code === 'E_PERMISSION' || fault.code === 'E_ACCESS');
