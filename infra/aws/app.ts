/** The CDK app: `cdk synth` and `cdk deploy` start here. Needs no account, no region and no network to synthesize. */
import { App } from 'aws-cdk-lib';
import { BadInputError } from '../../shared/errors.ts';
import type { Newsroom } from '../../shared/newsrooms/schema.ts';
import { readNewsroomFiles } from '../local/newsroom-files.ts';
import { readSettings } from './settings.ts';
import { DatelineStack } from './stack.ts';

/** All files are good, or nothing is deployed: a newsroom left out would be noticed too late. */
async function newsroomsOf(folder: string | null): Promise<readonly Newsroom[]> {
  if (folder === null) return [];
  const { newsrooms, problems } = await readNewsroomFiles(folder);
  if (problems.length > 0) {
    throw new BadInputError('E_NEWSROOMS', `newsrooms=${folder}:\n${problems.join('\n')}`, { input: folder });
  }
  return newsrooms;
}

try {
  const app = new App({ analyticsReporting: false });
  const settings = readSettings(app.node);
  new DatelineStack(app, settings.stackName, {
    description: 'Dateline: watches newsrooms, keeps every release, alerts subscribers',
    settings,
    compiledIn: {
      newsrooms: await newsroomsOf(settings.newsroomsFolder),
      allowedHosts: settings.allowedHosts,
    },
  });
} catch (fault) {
  if (!(fault instanceof BadInputError)) throw fault;
  console.error(fault.hint === null ? fault.message : `${fault.message}\n${fault.hint}`);
  process.exitCode = 1;
}
