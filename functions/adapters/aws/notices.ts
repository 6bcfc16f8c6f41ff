/** Notices of the deliver step, published to the topic of whoever runs the stack: where alarms arrive, too. */
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notice } from '../../../shared/steps/deliver.ts';
import { throwFault } from './faults.ts';
import { asciiSubject } from './topic-message.ts';

/** Throws DependencyError when the topic does not take it. */
export function snsNotices(options: { readonly client: SNSClient; readonly topicArn: string }) {
  const { client, topicArn } = options;
  return async ({ subject, text }: Notice): Promise<void> => {
    await client
      .send(new PublishCommand({ TopicArn: topicArn, Subject: asciiSubject(subject), Message: text }))
      .catch((error: unknown) => throwFault(error, { action: 'sns:Publish', thing: topicArn }));
  };
}
