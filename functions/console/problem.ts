/** Errors of the HTTP interface as problem details (RFC 9457). */
import { BadInputError, DatelineError, DependencyError, UsageError } from '../../shared/errors.ts';

export interface Problem {
  readonly status: number;
  /** Stable, for programs. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** The response for a problem. `type` is left out: it is then `about:blank` (RFC 9457 §3.1.1). */
export function problemResponse({ status, code, title, detail, more }: Problem): Response {
  return new Response(JSON.stringify({ title, status, detail, code, ...more }), {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' },
  });
}

export const notFound = (what: string): Problem => ({
  status: 404,
  code: 'E_NOT_FOUND',
  title: 'Not found',
  detail: `There is no ${what}.`,
});

export const badRequest = (detail: string, more: Readonly<Record<string, unknown>> = {}): Problem => ({
  status: 400,
  code: 'E_REQUEST',
  title: 'The request cannot be used',
  detail,
  more,
});

/** A thrown fault as a problem; what is inside an unexpected one stays in the log. */
export function problemOf(error: unknown): Problem {
  if (error instanceof DependencyError) {
    return { status: 503, code: error.code, title: 'A dependency did not answer', detail: error.message };
  }
  if (error instanceof BadInputError || error instanceof UsageError) {
    return { ...badRequest(error.hint === null ? error.message : `${error.message}: ${error.hint}`), code: error.code };
  }
  if (error instanceof DatelineError) {
    return { status: 500, code: error.code, title: 'The archive could not be read', detail: error.message };
  }
  return { status: 500, code: 'E_UNEXPECTED', title: 'An unexpected fault', detail: 'See the log for what happened.' };
}
