/** The newsroom files of a folder (`--newsrooms DIR`): one YAML file a newsroom; a bad one is named and the rest goes on. */
import { access, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BadInputError } from '../../shared/errors.ts';
import { parseNewsroomFile } from '../../shared/newsrooms/parse.ts';
import type { Newsroom } from '../../shared/newsrooms/schema.ts';
import type { DataFolder } from './folder.ts';

export interface NewsroomFiles {
  readonly newsrooms: readonly Newsroom[];
  /** What is wrong with each file that cannot be used, with its name and line. */
  readonly problems: readonly string[];
}

interface ReadFile {
  readonly file: string;
  readonly newsroom: Newsroom;
}

interface ReadFolder {
  readonly read: readonly ReadFile[];
  readonly problems: readonly string[];
}

/**
 * The files of `given` (`--newsrooms`), then those of the data folder's own `newsrooms`, which need not be there. Each of them replaces
 * a built-in newsroom of its id; an id that two files have is a problem of the second. Throws as `readNewsroomFiles`.
 */
export async function ownNewsroomFiles(folder: DataFolder, given: string | undefined): Promise<NewsroomFiles> {
  const isThere = await access(folder.newsrooms).then(
    () => true,
    () => false,
  );
  const folders = [...(given === undefined ? [] : [resolve(given)]), ...(isThere ? [folder.newsrooms] : [])];
  return together(await Promise.all([...new Set(folders)].map(readFolder)));
}

/** Throws BadInputError E_NEWSROOMS when the folder itself cannot be read. */
export async function readNewsroomFiles(folder: string): Promise<NewsroomFiles> {
  return together([await readFolder(folder)]);
}

/** Of two files with one id the first counts. */
function together(folders: readonly ReadFolder[]): NewsroomFiles {
  const counting = new Map<string, ReadFile>();
  const problems = folders.flatMap((folder) => folder.problems);
  for (const one of folders.flatMap(({ read }) => read)) {
    const first = counting.get(one.newsroom.id);
    if (first === undefined) counting.set(one.newsroom.id, one);
    else problems.push(`${one.file}: the id ${one.newsroom.id} is that of ${first.file} already; give it another`);
  }
  return { newsrooms: [...counting.values()].map(({ newsroom }) => newsroom), problems };
}

async function readFolder(folder: string): Promise<ReadFolder> {
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => /\.ya?ml$/u.test(name)).sort();
  } catch (cause) {
    throw new BadInputError('E_NEWSROOMS', `the folder ${folder} cannot be read`, {
      cause,
      input: folder,
      hint: 'give --newsrooms a folder with one YAML file for each newsroom',
    });
  }
  const read: ReadFile[] = [];
  const problems: string[] = [];
  for (const name of names) {
    const file = join(folder, name);
    try {
      read.push({ file, newsroom: parseNewsroomFile(await readFile(file, 'utf8'), file) });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      problems.push(error instanceof BadInputError ? error.message : `${file}: ${error.message}`);
    }
  }
  return { read, problems };
}
