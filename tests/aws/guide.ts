/** What docs/guides/reading-the-archive.md tells data teams, as it stands there, and DuckDB with the extension for S3. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Duck, openDuck } from '../support/duckdb.ts';
import { pythonOf } from '../support/emulators/install.ts';
import { s3 } from './emulator.ts';

const guide = readFileSync(new URL('../../docs/guides/reading-the-archive.md', import.meta.url), 'utf8');

/** The fenced blocks of one language. */
function blocks(language: string): readonly string[] {
  return [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text]) => text!);
}

/** Its statements, one by one. */
export function guideStatements(language: 'sql' | 'athena'): readonly string[] {
  return blocks(language)
    .flatMap((block) => block.split(';'))
    .filter((statement) => statement.trim() !== '');
}

/** As the guide opens it, but with the extension from a file and the keys of an emulator. */
export async function openDuckOnS3(): Promise<Duck> {
  const duck = await openDuck();
  const { hostname, port } = (await s3.config.endpoint?.())!;
  await duck.query(`LOAD '${process.env['DATELINE_TEST_HTTPFS']}'`);
  await duck.query(
    `CREATE SECRET (TYPE s3, KEY_ID '${process.env['AWS_ACCESS_KEY_ID']}', SECRET 'test', REGION 'us-east-1', ` +
      `USE_SSL false, URL_STYLE 'path', ENDPOINT '${hostname}:${port}')`,
  );
  return duck;
}

/** The sequences that the guide's reader in Python finds in the bucket, with its own `get`; by the Python that moto brought, which has boto3. */
export async function followedInPython(bucket: string): Promise<readonly number[]> {
  const [, get = ''] = /on S3 `(get = lambda[^`]+)`/.exec(guide) ?? [];
  const script = `${blocks('python')[0]}
import boto3, sys
s3, bucket = boto3.client("s3", endpoint_url=${JSON.stringify(process.env['AWS_ENDPOINT_URL'])}), ${JSON.stringify(bucket)}
${get}
print(json.dumps([c["seq"] for c in follow(get)]))
`;
  const { stdout } = await promisify(execFile)(pythonOf('moto'), ['-c', script]);
  return JSON.parse(stdout);
}

type Follow = (get: (key: string) => Promise<Buffer>) => Promise<readonly { readonly seq: number }[]>;

/** The same in TypeScript. */
export async function followedInTypeScript(get: (key: string) => Promise<Buffer>): Promise<readonly number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'dateline-reader-'));
  try {
    const file = join(folder, 'follow.ts');
    await writeFile(file, blocks('typescript')[0]!);
    const { follow } = (await import(pathToFileURL(file).href)) as { readonly follow: Follow };
    return (await follow(get)).map(({ seq }) => seq);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
