/** Whether the deployed stack can be found, and its archive is in order. */
import { checkArchive } from './archive.ts';
import { type Finding, failed, ok } from './finding.ts';

export async function checkStack(stack: string): Promise<readonly Finding[]> {
  try {
    const { reachableStack } = await import('../stack.ts');
    const { objects } = await reachableStack(stack, process.env);
    return [ok('stack', `the stack ${stack} is there`), ...(await checkArchive(objects))];
  } catch (error) {
    return [failed('stack', error, 'unreachable')];
  }
}
