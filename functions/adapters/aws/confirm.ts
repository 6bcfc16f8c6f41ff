/**
 * Confirms a subscription from the link that SNS mailed, so that only the account can end it: a mail scanner that opens the
 * unsubscribe link of an alert then ends nothing (AuthenticateOnUnsubscribe of ConfirmSubscription).
 */
import { ConfirmSubscriptionCommand, type SNSClient } from '@aws-sdk/client-sns';
import { BadInputError, DependencyError } from '../../../shared/errors.ts';
import { sdkError, throwFault } from './faults.ts';

export interface Confirmation {
  readonly topicArn: string;
  readonly token: string;
}

const topicPattern = /^arn:aws[a-z-]*:sns:([a-z0-9-]+):[0-9]{12}:([A-Za-z0-9_-]{1,256})$/;
const tokenPattern = /^[A-Za-z0-9_-]{10,1024}$/;

/** What a confirmation link holds. `prefix`: how the topics of the stack begin. Throws BadInputError E_CONFIRM. */
export function confirmationOf(link: string, prefix: string): Confirmation {
  const refuse = (message: string): never => {
    throw new BadInputError('E_CONFIRM', message, {
      input: link.slice(0, 200),
      hint: 'paste the whole address of “Confirm subscription” in the mail, in quotation marks',
    });
  };
  const url = URL.canParse(link.trim()) ? new URL(link.trim()) : refuse('that is no address');
  if (!/^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(url.hostname)) refuse(`${url.hostname} is not SNS`);
  const topicArn = url.searchParams.get('TopicArn') ?? '';
  const token = url.searchParams.get('Token') ?? '';
  const [, , name] = topicPattern.exec(topicArn) ?? [];
  if (name === undefined || !tokenPattern.test(token)) refuse('the address names no topic and token of SNS');
  if (!name?.startsWith(prefix)) refuse(`the topic ${name} is none of this stack's watches`);
  return { topicArn, token };
}

/** Answers the ARN of the confirmed subscription. Throws BadInputError for a token that SNS does not know any more. */
export async function confirmSubscription(client: SNSClient, { topicArn, token }: Confirmation): Promise<string> {
  const confirmed = await client
    .send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: token, AuthenticateOnUnsubscribe: 'true' }))
    .catch((error: unknown) => {
      if (sdkError(error).name.startsWith('InvalidParameter')) {
        throw new BadInputError(
          'E_CONFIRM',
          'SNS does not know this link any more: it is good for two days, and once',
          {
            cause: error,
            input: topicArn,
            hint: 'subscribe the address again; SNS then sends a new one',
          },
        );
      }
      return throwFault(error, { action: 'sns:ConfirmSubscription', thing: topicArn });
    });
  if (confirmed.SubscriptionArn === undefined) {
    throw new DependencyError('E_AWS', `sns:ConfirmSubscription on ${topicArn} answered no subscription`, {
      input: topicArn,
    });
  }
  return confirmed.SubscriptionArn;
}
