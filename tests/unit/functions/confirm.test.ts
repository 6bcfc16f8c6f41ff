/** The link of SNS's confirmation mail, pasted: only ours, and with AuthenticateOnUnsubscribe. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { snsClient } from '../../../functions/adapters/aws/clients.ts';
import { confirmationOf, confirmSubscription } from '../../../functions/adapters/aws/confirm.ts';
import { BadInputError } from '../../../shared/errors.ts';
import { type AwsStub, type StubAnswer, snsError, snsResult, startAwsStub, stubCredentials } from './aws-stub.ts';

const topicArn = 'arn:aws:sns:eu-west-1:111122223333:Dateline-watch-cyber-daily';
const token = '2336412f37fb687f5d51e6e2425a8a587e3cd1';
const link = `https://sns.eu-west-1.amazonaws.com/confirmation.html?TopicArn=${topicArn}&Token=${token}&Endpoint=a@example.org`;

describe('a confirmation link', () => {
  let stub: AwsStub;
  beforeEach(() => {
    for (const [name, value] of Object.entries(stubCredentials)) vi.stubEnv(name, value);
  });
  afterEach(async () => {
    await stub?.stop();
    vi.unstubAllEnvs();
  });
  const answers = async (answer: StubAnswer) => {
    stub = await startAwsStub(() => ({ headers: { 'content-type': 'text/xml' }, ...answer }));
    return snsClient(stub.environment);
  };

  test('gives its topic and token', () => {
    expect(confirmationOf(`  ${link}\n`, 'Dateline-watch-')).toEqual({ topicArn, token });
  });

  test.each([
    ['no address', 'confirm'],
    ['another host', link.replace('amazonaws.com', 'example.org')],
    ['no token', link.replace(/&Token=[^&]*/, '')],
    ['no topic', link.replace('arn:aws:sns', 'arn:aws:sqs')],
    ['the topic of another stack', link.replace('Dateline-watch', 'Other-watch')],
  ])('is refused: %s', (_, bad) => {
    expect(() => confirmationOf(bad, 'Dateline-watch-')).toThrow(BadInputError);
  });

  test('is confirmed so that only the account can unsubscribe', async () => {
    const client = await answers({
      body: snsResult('ConfirmSubscription', `<SubscriptionArn>${topicArn}:1</SubscriptionArn>`),
    });
    expect(await confirmSubscription(client, { topicArn, token })).toBe(`${topicArn}:1`);
    const sent = new URLSearchParams(stub.requests[0]!.body);
    expect(Object.fromEntries(sent)).toMatchObject({ Token: token, AuthenticateOnUnsubscribe: 'true' });
  });

  test('that SNS has forgotten is named as such', async () => {
    const client = await answers({ status: 400, body: snsError('InvalidParameter') });
    await expect(confirmSubscription(client, { topicArn, token })).rejects.toMatchObject({ code: 'E_CONFIRM' });
  });
});
