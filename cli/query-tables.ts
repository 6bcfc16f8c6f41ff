/** Makes what is shipped beside the query language: the classes of all characters, the versions of its tables and its compiler. */
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
  'sara-am.ts',
  'sentences.ts',
  'smart-case.ts',
  'symbols.ts',
  'token-stream.ts',
  'tokens.ts',
  'word-ends.ts',
];

/** What else decides into which programs queries are compiled, and how these are laid out. */
const compilerFolders = [`${folder}/parser`, `${folder}/engine`];
const compilerModules = ['anchors.ts', 'ast.ts', 'canonical-key.ts', 'fields.ts', 'parser.ts', 'print.ts'];

async function modulesIn(root: string, path: string): Promise<readonly string[]> {
  const names = (await readdir(join(root, path))).filter((name) => name.endsWith('.ts')).sort();
  return names.map((name) => `${path}/${name}`);
}

/** A number that changes with the text of the modules, comments aside. */
async function versionOf(root: string, paths: readonly string[], start: number): Promise<number> {
  let version = start;
  for (const path of paths) {
    const { code } = await transform(await readFile(join(root, path), 'utf8'), {
      loader: 'ts',
      minifyWhitespace: true,
      legalComments: 'none',
    });
    version = crc32(code, version);
  }
  return version;
}

/** The version of all that compiles queries, tables included. */
export async function queryCompiler(root: string): Promise<{ version: number }> {
  const folders = await Promise.all(compilerFolders.map((path) => modulesIn(root, path)));
  const paths = [...compilerModules.map((name) => `${folder}/${name}`), ...folders.flat()];
  return { version: await versionOf(root, paths, (await queryTables(root)).version) };
}

export async function queryTables(root: string): Promise<{ version: number; characters: string }> {
  const characters = characterRanges();
  const paths = [...modules.map((name) => `${folder}/${name}`), ...(await modulesIn(root, dataFolder))];
  const version = await versionOf(root, paths, crc32(characters));
  return { version, characters };
}
