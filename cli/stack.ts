/** A deployed stack from outside: its outputs, and with them the ports that its own functions use. */
import { awsPorts, confirmByLink, deliveriesQueue, queueAt } from '../functions/adapters/aws/ports.ts';
import { stackOutputs } from '../functions/adapters/aws/stack-outputs.ts';
import { environmentFrom } from '../infra/aws/outputs.ts';
import { DependencyError } from '../shared/errors.ts';
import type { Ports, Queue } from '../shared/ports.ts';
import { type DeadLetters, queueDeadLetters } from './dead-letters.ts';

interface StackPorts extends Ports {
  readonly webhooks: Queue;
  readonly deadLetters: readonly DeadLetters[];
  /** Confirms a subscription by the link that SNS mailed; answers its id. */
  confirm(url: string): Promise<string>;
}

/** Throws DependencyError: E_CREDENTIALS, E_STACK, E_ACCESS, E_UNREACHABLE (exit code 3). */
export async function reachableStack(
  stack: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<StackPorts> {
  // The SDK speaks of its own future on stderr, where messages of the verb stand.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const outputs = await stackOutputs(stack, environment);
  const variables = environmentFrom(outputs);
  const missing = Object.entries(variables).find(([, value]) => value === undefined);
  if (missing !== undefined) {
    throw new DependencyError(
      'E_STACK',
      `the stack ${stack} has no output for ${missing[0]}: it is no Dateline stack, or an older one`,
      {
        input: stack,
        hint: 'name the right one with --stack, or deploy again: npx cdk deploy',
      },
    );
  }
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const env = { ...environment, ...variables };
  return {
    ...awsPorts(env, { log: quiet }),
    webhooks: deliveriesQueue(env),
    deadLetters: Object.entries(outputs).flatMap(([output, url]) => {
      const queue = /^([A-Z][a-z]+)DeadLettersUrl$/.exec(output)?.[1];
      const source = queue === undefined ? undefined : outputs[`${queue}QueueUrl`];
      if (queue === undefined || source === undefined) return [];
      return [queueDeadLetters(queue.toLowerCase(), queueAt(env, url), queueAt(env, source))];
    }),
    confirm: (url) => confirmByLink(env, url),
  };
}
