/** The guarded HTTP client of the steps that ask newsrooms. */
import type { Fetcher } from '../shared/ports.ts';
import { guardedFetcher } from './adapters/http/fetcher.ts';
import { allowedHosts } from './compiled-in.ts';

export const fetcher: Fetcher = guardedFetcher({
  allowedHosts,
  contact: process.env['DATELINE_CONTACT'] ?? null,
  version: process.env['DATELINE_VERSION'] ?? '0',
});
