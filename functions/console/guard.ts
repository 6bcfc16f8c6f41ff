/**
 * Who may ask the console: its own address only (against DNS rebinding), and writes from its own pages or from programs
 * (no foreign Origin), with a JSON body, which a foreign page cannot send without a preflight that is never answered.
 */
import type { MiddlewareHandler } from 'hono';
import { limits } from '../../shared/limits.ts';
import { type Problem, problemResponse } from './problem.ts';

const strictPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': strictPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * Forms of signed links, which no login and no cookie opens: a foreign page that has the link may as well open it, and mail
 * services send the one click themselves. Nor does a browser name an origin here: where pages send no referrer, so that the
 * links stay secret, the Origin of a form is `null` (Fetch, "append a request `Origin` header").
 */
const signedPaths: ReadonlySet<string> = new Set(['/manage', '/unsubscribe', '/confirm-address']);

function refusal(request: Request, isOwnHost: (host: string) => boolean): Problem | null {
  const host = request.headers.get('host') ?? new URL(request.url).host;
  if (!isOwnHost(host)) {
    return {
      status: 421,
      code: 'E_HOST',
      title: 'Not the console’s address',
      detail: `This server is not ${host.slice(0, 100)}. Open it by the address that \`dateline start\` prints.`,
    };
  }
  if (request.method === 'GET' || request.method === 'HEAD') return null;
  const isSigned = signedPaths.has(new URL(request.url).pathname);
  return tooLarge(request) ?? (isSigned ? null : (foreignPage(request, isOwnHost) ?? wrongBody(request)));
}

function foreignPage(request: Request, isOwnHost: (host: string) => boolean): Problem | null {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  const ownOrigin = origin === null || (URL.canParse(origin) && isOwnHost(new URL(origin).host));
  const ownSite = site === null || site === 'same-origin' || site === 'none';
  if (ownOrigin && ownSite) return null;
  return { status: 403, code: 'E_ORIGIN', title: 'A foreign page may not do this', detail: 'Nothing was changed.' };
}

function tooLarge(request: Request): Problem | null {
  const length = Number(request.headers.get('content-length') ?? 0);
  if (length <= limits.apiBodyBytesMax) return null;
  const detail = `A body may have at most ${limits.apiBodyBytesMax} bytes.`;
  return { status: 413, code: 'E_TOO_LARGE', title: 'The body is too large', detail };
}

function wrongBody(request: Request): Problem | null {
  if (request.method === 'DELETE') return null;
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return null;
  const detail = 'Send the body as application/json. Nothing was changed.';
  return { status: 415, code: 'E_NOT_JSON', title: 'The body is no JSON', detail };
}

/** `isOwnHost` decides on a Host header's value. */
export function guard(isOwnHost: (host: string) => boolean): MiddlewareHandler {
  return async (context, next) => {
    const refused = refusal(context.req.raw, isOwnHost);
    if (refused === null) await next();
    else context.res = problemResponse(refused);
    for (const [name, value] of Object.entries(securityHeaders)) context.res.headers.set(name, value);
  };
}
