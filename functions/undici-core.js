/**
 * The part of undici that the guarded fetcher uses. In the bundles this file stands in for the whole package, whose
 * index also loads fetch, WebSocket, caches, mocks and proxies: 240 kB and half of its start less.
 */
import apiRequest from '../node_modules/undici/lib/api/api-request.js';
import buildConnector from '../node_modules/undici/lib/core/connect.js';
import Agent from '../node_modules/undici/lib/dispatcher/agent.js';

export { Agent, buildConnector };

/** undici's `request(url, options)`, for a URL object and with the dispatcher given. */
export function request(url, { dispatcher, ...options }) {
  return apiRequest.call(dispatcher, { ...options, origin: url.origin, path: `${url.pathname}${url.search}` });
}
