/** What is uploaded to Lambda: small, self-contained, and without a way to a loopback server. */
import { join } from 'node:path';
import { type BuildResult, build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CompiledIn, esbuildOptions, nothingCompiledIn, projectRoot } from '../../infra/aws/bundling.ts';
import { specificationOf, stepNames } from '../../infra/aws/steps.ts';
import { builtinNewsrooms } from '../../shared/newsrooms/registry.ts';
import { detectLanguage } from '../../shared/text/language.ts';

const bytesMax = 700_000;
/** With the table of language detection, which no start reads. */
const readingBytesMax = 2_000_000;
const readingSteps: readonly string[] = ['ingest', 'recheck'];

const bundle = (step: string, compiledIn: CompiledIn): Promise<BuildResult<{ write: false; metafile: true }>> =>
  build({ ...esbuildOptions(step, compiledIn), sourcemap: false, write: false, metafile: true, logLevel: 'silent' });

describe.each(stepNames)('the bundle of %s', (step) => {
  let text: string;
  let inputs: string[];
  /** Those of which something is left in the bundle. */
  let outputs: string[];
  let imports: string[];

  beforeAll(async () => {
    const { outputFiles, metafile } = await bundle(step, nothingCompiledIn);
    text = outputFiles[0]!.text;
    inputs = Object.keys(metafile.inputs);
    outputs = Object.values(metafile.outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    );
    imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map((entry) => entry.path));
  });

  it('is small enough to start quickly', () => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(readingSteps.includes(step) ? readingBytesMax : bytesMax);
  });

  it('needs nothing but Node beside it', () => {
    for (const path of imports) expect(path).toMatch(/^(node:|[a-z_/0-9]+$)/);
    expect(inputs.filter((path) => /node_modules\/(aws-cdk|esbuild|typescript|vitest)/.test(path))).toEqual([]);
    expect(inputs.filter((path) => /^(cli|infra|tests)\//.test(path))).toEqual([]);
  });

  it('brings the client of SNS only where it publishes', () => {
    const { publishes = false, notifies = false } = specificationOf(step);
    expect(outputs.some((path) => path.includes('@aws-sdk/client-sns'))).toBe(publishes || notifies);
  });

  it('has no name and no list by which a loopback server could be allowed', () => {
    expect(text).not.toMatch(/DATELINE_ALLOWED|DATELINE_NEWSROOMS|allow-hosts|127\.0\.0\.1:|localhost:/);
  });

  it('gives the handler that Lambda looks for', () => {
    expect(text).toMatch(/export\{[\w$]+ as handler\}/);
  });
});

describe('language detection in a bundle', () => {
  it('knows what the package knows', async () => {
    const { outputFiles } = await build({
      ...esbuildOptions('ingest', nothingCompiledIn),
      entryPoints: [join(projectRoot, 'shared/text/language.ts')],
      banner: {},
      sourcemap: false,
      write: false,
    });
    const code = Buffer.from(outputFiles[0]!.contents).toString('base64');
    const bundled: typeof import('../../shared/text/language.ts') = await import(`data:text/javascript;base64,${code}`);
    // Languages without a list of function words: the statistical detector decides.
    const texts = {
      et: 'Politsei ja piirivalveamet teatas täna, et kadunud laps leiti terve ja tervena kodulinna lähedalt',
      sr: 'Министарство унутрашњих послова саопштило је данас да је изгубљено дете пронађено живо и здраво',
      vi: 'Bộ Công an hôm nay cho biết đứa trẻ mất tích đã được tìm thấy an toàn gần thành phố quê nhà',
    };
    for (const [language, text] of Object.entries(texts)) {
      expect(await bundled.detectLanguage(text, []), text).toBe(language);
      expect(await detectLanguage(text, []), text).toBe(language);
    }
  });
});

describe('what a deployer compiles in', () => {
  const load = async (compiledIn: CompiledIn): Promise<typeof import('../../functions/compiled-in.ts')> => {
    const { outputFiles } = await build({ ...esbuildOptions('compiled-in', compiledIn), banner: {}, write: false });
    return import(`data:text/javascript,${encodeURIComponent(outputFiles.at(-1)!.text)}`);
  };

  it('is read again as it was given, beside the built-in newsrooms, and replaces one of the same id', async () => {
    const [first] = builtinNewsrooms();
    const replaced = { ...first!, organization: 'Replaced' };
    const own = { ...first!, id: 'own-newsroom' };
    const read = await load({ newsrooms: [replaced, own], allowedHosts: ['127.0.0.1:5299'] });
    expect(read.newsrooms).toEqual([replaced, ...builtinNewsrooms().slice(1), own]);
    expect([...read.allowedHosts]).toEqual(['127.0.0.1:5299']);
  });

  it('is the built-in newsrooms alone when nothing was given', async () => {
    const read = await load(nothingCompiledIn);
    expect(read.newsrooms).toEqual(builtinNewsrooms());
    expect(read.allowedHosts.size).toBe(0);
  });
});
