/** What docs/guides/reading-the-archive.md tells data teams, as it stands there, and DuckDB with the extension for S3. */
import { readFileSync } from 'node:fs';
import { type Duck, openDuck } from '../support/duckdb.ts';
import { s3 } from './emulator.ts';

/** The fenced blocks of one language. */
function blocks(language: string): readonly string[] {
  const guide = readFileSync(new URL('../../docs/guides/reading-the-archive.md', import.meta.url), 'utf8');
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
