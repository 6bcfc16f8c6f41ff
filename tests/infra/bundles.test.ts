/** What is uploaded to Lambda: small, self-contained, and without a way to a loopback server. */
import { type BuildResult, build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CompiledIn, esbuildOptions, nothingCompiledIn } from '../../infra/aws/bundling.ts';
import { stepNames } from '../../infra/aws/steps.ts';

/** Ingest carries the data of language detection. */
const bytesMax = (step: string): number => (step === 'ingest' ? 2_000_000 : 700_000);

const bundle = (step: string, compiledIn: CompiledIn): Promise<BuildResult<{ write: false; metafile: true }>> =>
  build({ ...esbuildOptions(step, compiledIn), sourcemap: false, write: false, metafile: true, logLevel: 'silent' });

describe.each(stepNames)('the bundle of %s', (step) => {
  let text: string;
  let inputs: string[];
  let imports: string[];

  beforeAll(async () => {
    const { outputFiles, metafile } = await bundle(step, nothingCompiledIn);
    text = outputFiles[0]!.text;
    inputs = Object.keys(metafile.inputs);
    imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map((entry) => entry.path));
  });

  it('is small enough to start quickly', () => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(bytesMax(step));
  });

  it('needs nothing but Node beside it', () => {
    for (const path of imports) expect(path).toMatch(/^(node:|[a-z_/0-9]+$)/);
    expect(inputs.filter((path) => /node_modules\/(aws-cdk|esbuild|typescript|vitest)/.test(path))).toEqual([]);
    expect(inputs.filter((path) => /^(cli|infra|tests)\//.test(path))).toEqual([]);
  });

  it('has no name and no list by which a loopback server could be allowed', () => {
    expect(text).not.toMatch(/DATELINE_ALLOWED|DATELINE_NEWSROOMS|allow-hosts|127\.0\.0\.1:|localhost:/);
  });

  it('gives the handler that Lambda looks for', () => {
    expect(text).toMatch(/export\{\w+ as handler\}/);
  });
});

describe('what a deployer compiles in', () => {
  it('is in the bundles, and a loopback server only when it was asked for', async () => {
    const { outputFiles } = await bundle('poll', { ...nothingCompiledIn, allowedHosts: ['127.0.0.1:5299'] });
    expect(outputFiles[0]!.text).toContain('127.0.0.1:5299');
  });
});
