/** A fetcher that answers from a script and records what it was asked. */
import type { FetchedResponse, Fetcher, FetchOutcome, FetchRequest } from '../../../shared/ports.ts';

type Route = FetchOutcome | ((request: FetchRequest) => FetchOutcome | Promise<FetchOutcome>);
export type Routes = Readonly<Record<string, Route>>;

export interface MemoryFetcher extends Fetcher {
  /** Without those for a robots.txt that has no route. */
  readonly requests: readonly FetchRequest[];
  /** Requests for a robots.txt that has no route: there is none. */
  readonly robotsRequests: readonly FetchRequest[];
  /** Adds or replaces the answer of one URL. */
  route(url: string, route: Route): void;
}

/** A response as the guarded fetcher would give it; `finalUrl` is the URL asked, unless `overrides` says otherwise. */
export function respond(
  status: number,
  body: string | Uint8Array = '',
  headers: Readonly<Record<string, string>> = {},
  overrides: Partial<FetchedResponse> = {},
): (request: FetchRequest) => FetchedResponse {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return (request) => ({
    kind: 'response',
    status,
    headers,
    body: bytes,
    finalUrl: request.url,
    redirects: [],
    ...overrides,
  });
}

/** A URL without a route fails as a name that does not resolve; a robots.txt without one is not found. */
export function memoryFetcher(routes: Routes = {}): MemoryFetcher {
  const table = new Map<string, Route>(Object.entries(routes));
  const requests: FetchRequest[] = [];
  const robotsRequests: FetchRequest[] = [];
  return {
    requests,
    robotsRequests,
    route: (url, route) => {
      table.set(url, route);
    },
    fetch: async (request) => {
      const route = table.get(request.url);
      if (route === undefined && new URL(request.url).pathname === '/robots.txt') {
        robotsRequests.push(request);
        return respond(404)(request);
      }
      requests.push(request);
      if (route === undefined) return { kind: 'failed', reason: 'dns', message: `no route for ${request.url}` };
      return typeof route === 'function' ? route(request) : route;
    },
  };
}
