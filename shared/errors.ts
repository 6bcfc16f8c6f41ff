/**
 * The faults of Dateline: one base class with a stable code, so that every surface can say what happened,
 * to which thing, and what to do, and so that queue adapters know whether trying again can help.
 * Expected outcomes are values, never these.
 */

/** A fault with a stable `code`; `retryable` says whether the same call may succeed later. */
export class DatelineError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  /** The thing the fault is about: a key, a file, an address, a flag. */
  readonly input: string | null;
  /** What the reader of the message can do about it. */
  readonly hint: string | null;

  constructor(
    code: string,
    message: string,
    options: { retryable?: boolean; cause?: unknown; input?: string; hint?: string } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.input = options.input ?? null;
    this.hint = options.hint ?? null;
  }
}

/** Input that a person or a file gave and that cannot be used (exit code 1). Never retryable. */
export class BadInputError extends DatelineError {}

/** A wrong flag, argument or command (exit code 2). */
export class UsageError extends DatelineError {}

/** A dependency that did not answer as it should: disk, bucket, queue, topic, network (exit code 3). Retryable. */
export class DependencyError extends DatelineError {
  constructor(code: string, message: string, options: { cause?: unknown; input?: string; hint?: string } = {}) {
    super(code, message, { retryable: true, ...options });
  }
}

/** Stored data that does not have the shape its key promises. Not retryable: someone has to look. */
export class CorruptDataError extends DatelineError {}
