/** Whether the registry and a person's own newsroom files can be used. */
import type { DataFolder } from '../../infra/local/folder.ts';
import { ownNewsroomFiles } from '../../infra/local/newsroom-files.ts';
import { builtinNewsrooms } from '../../shared/newsrooms/registry.ts';
import { newsroomSchema } from '../../shared/newsrooms/schema.ts';
import { type Finding, failed, ok } from './finding.ts';

export async function checkRegistry(): Promise<readonly Finding[]> {
  const all = builtinNewsrooms();
  const bad = all.filter((one) => !newsroomSchema.safeParse(one).success).map(({ id }) => id);
  if (bad.length === 0)
    return [
      ok(
        'registry',
        `${all.length} newsrooms, ${all.filter(({ recommended }) => recommended === true).length} of them recommended`,
      ),
    ];
  const message = `these newsrooms of the registry cannot be used: ${bad.join(', ')}`;
  return [{ check: 'registry', status: 'fail', message, remedy: 'npm run generate, in the checkout' }];
}

/** The files of the data folder, and of `given` (`--newsrooms`). */
export async function checkNewsroomFiles(folder: DataFolder, given: string | undefined): Promise<readonly Finding[]> {
  try {
    const { newsrooms, problems } = await ownNewsroomFiles(folder, given);
    const remedy = 'correct the file; `dateline newsroom show interpol` shows an example';
    const where = given === undefined ? folder.newsrooms : `${given} and ${folder.newsrooms}`;
    return [
      ok('newsrooms', `${newsrooms.length} usable files in ${where}`),
      ...problems.map((message): Finding => ({ check: 'newsrooms', status: 'fail', message, remedy })),
    ];
  } catch (error) {
    return [failed('newsrooms', error)];
  }
}
