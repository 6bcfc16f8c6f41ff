/** The outputs of a deployed stack, for whoever reaches it from outside: the command line, never a function. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DependencyError } from '../../../shared/errors.ts';
import { clientSettings, type Environment } from './clients.ts';
import { sdkError, throwFault } from './faults.ts';

/** Output name → value. Throws DependencyError E_STACK when there is no such stack, and what `throwFault` maps. */
export async function stackOutputs(stack: string, environment: Environment): Promise<Readonly<Record<string, string>>> {
  const client = new CloudFormationClient(clientSettings(environment));
  try {
    const described = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const found = described.Stacks?.[0];
    if (found === undefined) throw noStack(stack, environment);
    const outputs = (found.Outputs ?? []).flatMap(({ OutputKey: name, OutputValue: value }) =>
      name === undefined || value === undefined ? [] : [[name, value] as const],
    );
    return Object.fromEntries(outputs);
  } catch (error) {
    // CloudFormation has no name of its own for this error.
    const { name, message } = sdkError(error);
    if (name === 'ValidationError' && message.includes('does not exist')) throw noStack(stack, environment);
    return throwFault(error, { action: 'cloudformation:DescribeStacks', thing: stack });
  } finally {
    client.destroy();
  }
}

function noStack(stack: string, environment: Environment): DependencyError {
  const region = environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  const where = region === undefined ? 'in this account and region' : `in this account in ${region}`;
  return new DependencyError('E_STACK', `there is no stack ${stack} ${where}`, {
    input: stack,
    hint: 'deploy it (npx cdk deploy), name another with --stack, or set AWS_PROFILE and AWS_REGION',
  });
}
