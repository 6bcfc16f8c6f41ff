/**
 * What a deployment compiles into its bundles: the newsrooms, built-in ones and the deployer's own, packed; and, for an
 * emulator only, loopback servers. esbuild replaces the two names (infra/aws/bundling.ts); nothing at run time can set them.
 */
import { brotliDecompressSync } from 'node:zlib';
import type { Newsroom } from '../shared/newsrooms/schema.ts';

declare const DATELINE_NEWSROOMS: string | undefined;
declare const DATELINE_ALLOWED_HOSTS: string | undefined;

/** Checked against the schema when the stack was synthesized. */
export const newsrooms: readonly Newsroom[] =
  typeof DATELINE_NEWSROOMS === 'undefined'
    ? []
    : JSON.parse(brotliDecompressSync(Buffer.from(DATELINE_NEWSROOMS, 'base64url')).toString('utf8'));

/** host:port of each server that the guarded fetcher may reach although its address is not public. */
export const allowedHosts: ReadonlySet<string> = new Set(
  typeof DATELINE_ALLOWED_HOSTS === 'undefined' ? [] : DATELINE_ALLOWED_HOSTS.split(','),
);
