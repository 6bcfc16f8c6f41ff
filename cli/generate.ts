/** `npm run generate`: writes what is made from other files of the repository: the registry, the query tables, the JSON Schemas. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { catalogJsonSchema } from '../shared/archive/catalog-schema.ts';
import { BadInputError } from '../shared/errors.ts';
import { newsroomJsonSchema } from '../shared/newsrooms/json-schema.ts';
import { parseNewsroomFile } from '../shared/newsrooms/parse.ts';
import { releaseJsonSchema } from '../shared/release/json-schema.ts';
import { alertMessageJsonSchema } from '../shared/watch/message-schema.ts';
import { queryCompiler, queryTables } from './query-tables.ts';
import { releaseReference } from './release-reference.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const newsroomsFolder = 'shared/newsrooms';

/** The text of each generated file by its path from the root of the repository. Throws BadInputError for a bad newsroom file. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['shared/query/data/tables.json', jsonText(await queryTables(root))],
    ['shared/query/data/compiler.json', jsonText(await queryCompiler(root))],
    [`${newsroomsFolder}/registry.json`, await registryText()],
    [`${newsroomsFolder}/newsroom.schema.json`, jsonText(newsroomJsonSchema())],
    ['docs/reference/release-v1.schema.json', jsonText(releaseJsonSchema())],
    ['docs/reference/alert-v1.schema.json', jsonText(alertMessageJsonSchema())],
    ['docs/reference/catalog-v1.schema.json', jsonText(catalogJsonSchema())],
    ['docs/reference/release.md', releaseReference(releaseJsonSchema())],
  ]);
}

/** One newsroom a line, in the order of the ids, so that a change of one file is a change of one line. */
async function registryText(): Promise<string> {
  const names = (await readdir(join(root, newsroomsFolder))).filter((name) => name.endsWith('.yaml')).sort();
  const lines: string[] = [];
  for (const name of names) {
    const file = `${newsroomsFolder}/${name}`;
    const newsroom = parseNewsroomFile(await readFile(join(root, file), 'utf8'), file);
    if (`${newsroom.id}.yaml` !== name) {
      throw new BadInputError('E_NEWSROOM', `${file}: the id ${newsroom.id} is not the name of the file`, {
        input: file,
      });
    }
    lines.push(JSON.stringify(newsroom));
  }
  return `[\n${lines.join(',\n')}\n]\n`;
}

function jsonText(value: unknown): string {
  return `${printed(value, '', 0)}\n`;
}

/** The width that the format check allows a line. */
const lineCharactersMax = 120;

/** JSON as the formatter of the repository prints it: objects over several lines, lists on one where they fit. */
function printed(value: unknown, indent: string, used: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const oneLine = `[${value.map((entry) => JSON.stringify(entry)).join(', ')}]`;
    const holdsObjects = value.some((entry) => typeof entry === 'object' && entry !== null);
    if (!holdsObjects && used + oneLine.length < lineCharactersMax) return oneLine;
    return `[\n${value.map((entry) => `${inner}${printed(entry, inner, inner.length)}`).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value).map(([key, entry]) => {
    const name = `${inner}${JSON.stringify(key)}: `;
    return `${name}${printed(entry, inner, name.length)}`;
  });
  return entries.length === 0 ? '{}' : `{\n${entries.join(',\n')}\n${indent}}`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const [path, text] of await generatedFiles()) {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    process.stdout.write(`wrote ${path}\n`);
  }
}
