/** The CDK app: `cdk synth` and `cdk deploy` start here. Needs no account, no region and no network to synthesize. */
import { App } from 'aws-cdk-lib';
import { readSettings } from './settings.ts';
import { DatelineStack } from './stack.ts';

const app = new App({ analyticsReporting: false });
const settings = readSettings(app.node);
new DatelineStack(app, settings.stackName, {
  description: 'Dateline: watches newsrooms, keeps every release, alerts subscribers',
  settings,
  compiledIn: { newsrooms: [], allowedHosts: settings.allowedHosts },
});
