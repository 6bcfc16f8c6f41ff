/** How the functions are bundled: one table for the stack and for the test that bundles them itself. */
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { type BundlingOptions, Charset, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { BuildOptions } from 'esbuild';
import { builtinNewsrooms } from '../../shared/newsrooms/registry.ts';
import type { Newsroom } from '../../shared/newsrooms/schema.ts';
import { languageTableFile } from './language-table.ts';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** What is compiled into the bundles (functions/compiled-in.ts reads it): never changed at run time. */
export interface CompiledIn {
  /** The deployer's own newsrooms; one with the id of a built-in newsroom replaces it. */
  readonly newsrooms: readonly Newsroom[];
  /** Loopback servers, with an emulator only. */
  readonly allowedHosts: readonly string[];
}

export const nothingCompiledIn: CompiledIn = { newsrooms: [], allowedHosts: [] };

/** The definition is one argument of a process, which holds 128 KiB: packed, a thousand newsrooms fit. */
const packed = (value: unknown): string => brotliCompressSync(JSON.stringify(value)).toString('base64url');

/** Without hosts the name stands for `undefined`, and esbuild drops the branch that would read them. */
function definitions({ newsrooms, allowedHosts }: CompiledIn): Record<string, string> {
  const all = new Map([...builtinNewsrooms(), ...newsrooms].map((newsroom) => [newsroom.id, newsroom]));
  return {
    DATELINE_NEWSROOMS: JSON.stringify(packed([...all.values()])),
    DATELINE_ALLOWED_HOSTS: allowedHosts.length === 0 ? 'undefined' : JSON.stringify(allowedHosts.join(',')),
  };
}

const inFunctions = (file: string): string => fileURLToPath(new URL(`../../functions/${file}`, import.meta.url));

/** The file of functions/ that Lambda invokes. */
export const entryOf = (step: string): string => inFunctions(`${step}.ts`);

/** Packages of which Lambda needs a small part only, and the file that stands in for each. */
const substitutes = {
  '@aws-sdk/credential-provider-node': inFunctions('lambda-credentials.ts'),
  '@smithy/core/event-streams': inFunctions('no-event-streams.ts'),
  'eld/extrasmall': inFunctions('language-detector.js'),
};

/** As bytes in the bundle. */
const loader = { '.gz': 'binary' } as const;

/** The substitutes, and the file that one of them reads its data from. */
const aliases = (): Record<string, string> => ({ ...substitutes, 'language-table': languageTableFile(projectRoot) });

/** ESM with the SDK inside: the version is ours, and it loads in half the time. */
const common = {
  target: 'node20',
  minify: true,
  sourcesContent: false,
  mainFields: ['module', 'main'],
  // Some packages still call require(); an ES module has none of its own.
  banner: "import{createRequire as _cr}from'node:module';const require=_cr(import.meta.url);",
};

/** The same options for esbuild's own interface. */
export function esbuildOptions(step: string, compiledIn: CompiledIn): BuildOptions {
  const { banner, ...options } = common;
  return {
    ...options,
    entryPoints: [entryOf(step)],
    absWorkingDir: projectRoot,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // The tables of words in many scripts are a third of the size that their escapes have.
    charset: 'utf8',
    sourcemap: true,
    banner: { js: banner },
    alias: aliases(),
    loader,
    define: definitions(compiledIn),
  };
}

/** For CDK's NodejsFunction. */
export function bundlingOptions(compiledIn: CompiledIn): BundlingOptions {
  return {
    ...common,
    format: OutputFormat.ESM,
    charset: Charset.UTF8,
    sourceMap: true,
    externalModules: [],
    loader,
    esbuildArgs: Object.fromEntries(Object.entries(aliases()).map(([name, file]) => [`--alias:${name}`, file])),
    define: definitions(compiledIn),
  };
}
