/** Whether the deployed stack can be found and its archive read. */
import { readShards } from '../../shared/politeness/shards.ts';
import { type Finding, failed, ok } from './finding.ts';

export async function checkStack(stack: string): Promise<readonly Finding[]> {
  try {
    const { reachableStack } = await import('../stack.ts');
    const { objects } = await reachableStack(stack, process.env);
    await readShards(objects);
    return [ok('stack', `the stack ${stack} is there, and its archive can be read`)];
  } catch (error) {
    return [failed('stack', error, 'unreachable')];
  }
}
