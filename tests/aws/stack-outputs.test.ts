/** The outputs of a deployed stack, as the command line finds them. */
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { clientSettings } from '../../functions/adapters/aws/clients.ts';
import { stackOutputs } from '../../functions/adapters/aws/stack-outputs.ts';
import { DependencyError } from '../../shared/errors.ts';
import { emulator, uniqueName } from './emulator.ts';

const client = new CloudFormationClient(clientSettings(process.env));
const name = uniqueName('stack');
const template = {
  Resources: { Queue: { Type: 'AWS::SQS::Queue' } },
  Outputs: { DueQueueUrl: { Value: { Ref: 'Queue' } }, WatchTopicPrefix: { Value: 'some-watch-' } },
};

describe(`stack outputs on ${emulator}`, () => {
  beforeAll(async () => {
    await client.send(new CreateStackCommand({ StackName: name, TemplateBody: JSON.stringify(template) }));
    await vi.waitUntil(async () => {
      const { Stacks: stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
      return stacks?.[0]?.StackStatus === 'CREATE_COMPLETE';
    }, 10_000);
  });
  afterAll(async () => {
    await client.send(new DeleteStackCommand({ StackName: name }));
  });

  test('come by their names', async () => {
    expect(await stackOutputs(name, process.env)).toEqual({
      DueQueueUrl: expect.stringMatching(/^https?:/u),
      WatchTopicPrefix: 'some-watch-',
    });
  });

  test('a stack that is not there is a fault that says what to do', async () => {
    const fault = await stackOutputs('no-such-stack', process.env).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(DependencyError);
    expect(fault).toMatchObject({ code: 'E_STACK', hint: expect.stringContaining('cdk deploy') });
  });

  test('an endpoint that nobody listens at is out of reach', async () => {
    const environment = { ...process.env, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
    await expect(stackOutputs(name, environment)).rejects.toMatchObject({ code: 'E_UNREACHABLE' });
  });
});
