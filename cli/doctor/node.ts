/** Which Node.js runs this; one that is too old never gets here (cli/dateline.js refuses it). */
import { type Finding, ok } from './finding.ts';

export async function checkNode(): Promise<readonly Finding[]> {
  return [ok('node', `Node.js ${process.versions.node} on ${process.platform} ${process.arch}`)];
}
