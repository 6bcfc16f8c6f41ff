/** The newsroom files of a folder (`--newsrooms DIR`): one YAML file a newsroom; a bad one is named and the rest goes on. */
import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInputError } from '../../shared/errors.ts';
import { parseNewsroomFile } from '../../shared/newsrooms/parse.ts';
import type { Newsroom } from '../../shared/newsrooms/schema.ts';
import type { DataFolder } from './folder.ts';

export interface NewsroomFiles {
  readonly newsrooms: readonly Newsroom[];
  /** What is wrong with each file that cannot be used, with its name and line. */
  readonly problems: readonly string[];
}

/**
 * The files of the data folder's own `newsrooms`, which need not be there, then those of `given` (`--newsrooms`): a later one
 * replaces an earlier one of the same id. Throws as `readNewsroomFiles`.
 */
export async function ownNewsroomFiles(folder: DataFolder, given: string | undefined): Promise<NewsroomFiles> {
  const isThere = await access(folder.newsrooms).then(
    () => true,
    () => false,
  );
  const folders = [...(isThere ? [folder.newsrooms] : []), ...(given === undefined ? [] : [given])];
  const all = await Promise.all([...new Set(folders)].map(readNewsroomFiles));
  return {
    newsrooms: all.flatMap(({ newsrooms }) => newsrooms),
    problems: all.flatMap(({ problems }) => problems),
  };
}

/** Throws BadInputError E_NEWSROOMS when the folder itself cannot be read. */
export async function readNewsroomFiles(folder: string): Promise<NewsroomFiles> {
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
  const newsrooms = new Map<string, Newsroom>();
  const problems: string[] = [];
  for (const name of names) {
    const file = join(folder, name);
    try {
      const newsroom = parseNewsroomFile(await readFile(file, 'utf8'), file);
      if (newsrooms.has(newsroom.id)) problems.push(`${file}: another file has the id ${newsroom.id} already`);
      else newsrooms.set(newsroom.id, newsroom);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      problems.push(error instanceof BadInputError ? error.message : `${file}: ${error.message}`);
    }
  }
  return { newsrooms: [...newsrooms.values()], problems };
}
