/** The guarded HTTP client of the steps that ask newsrooms. */
import { repositoryAddress } from '../shared/newsrooms/contact.ts';
import { jsonLog } from './adapters/aws/log.ts';
import { type GuardedFetcher, guardedFetcher } from './adapters/http/fetcher.ts';
import { chooseProxy } from './adapters/http/proxy-choice.ts';
import { allowedHosts } from './compiled-in.ts';

/** The stack's setting names the proxy and sets the variables; whoever sets only these changes nothing. */
const choice = chooseProxy(process.env, process.env['DATELINE_PROXY'] ?? null);
if (choice.kind === 'ignored') jsonLog().warn('proxy-not-used', { reason: choice.message });

export const fetcher: GuardedFetcher = guardedFetcher({
  allowedHosts,
  contact: process.env['DATELINE_CONTACT'] ?? repositoryAddress,
  version: process.env['DATELINE_VERSION'] ?? '0',
  proxy: choice.kind === 'used' ? choice.proxy : null,
});
