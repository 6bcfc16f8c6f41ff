/** Makes the tables of the query language that are shipped: the classes of all characters, and the version of all tables. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { transform } from 'esbuild';
import { characterRanges } from '../shared/query/character-rules.ts';

const folder = 'shared/query';
const dataFolder = `${folder}/data`;

/** The modules that decide which tokens a text has and which forms a query word finds, beside those in data/. */
const modules = [
  'catenate.ts',
  'characters.ts',
  'expand.ts',
  'fold.ts',
  'joins.ts',
  'keys.ts',
  'numbers.ts',
  'proclitics.ts',
  'query-word.ts',
  'sentences.ts',
  'smart-case.ts',
  'token-stream.ts',
  'tokens.ts',
  'word-ends.ts',
];

export async function queryTables(root: string): Promise<{ version: number; characters: string }> {
  const characters = characterRanges();
  const data = (await readdir(join(root, dataFolder))).filter((name) => name.endsWith('.ts')).sort();
  const paths = [...modules.map((name) => `${folder}/${name}`), ...data.map((name) => `${dataFolder}/${name}`)];
  let version = crc32(characters);
  for (const path of paths) {
    const { code } = await transform(await readFile(join(root, path), 'utf8'), {
      loader: 'ts',
      minifyWhitespace: true,
      legalComments: 'none',
    });
    version = crc32(code, version);
  }
  return { version, characters };
}
