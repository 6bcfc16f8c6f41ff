/** The topics the stack itself makes. The topics of the watches are made at run time, under `watchTopicPrefix`. */
import { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** TLS only: a topic's own policy replaces the default one, so services that publish are named by `allowService`. */
function secureTopic(scope: Construct, id: string, displayName: string): Topic {
  return new Topic(scope, id, { displayName, enforceSSL: true });
}

/** Lets an AWS service publish on behalf of this account, and of no other (confused deputy). */
function allowService(topic: Topic, service: string): void {
  topic.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal(service)],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(topic).account } },
    }),
  );
}

export class Topics extends Construct {
  /** S3 says: an object was created under releases/. Fans out to Stored and Changed. */
  readonly stored: Topic;
  /** One message for each committed release, for machines. */
  readonly releases: Topic;
  /** Alarms, for whoever runs the stack. */
  readonly operations: Topic;
  /** Every watch topic's name begins so: the functions' rights end there. */
  readonly watchTopicPrefix: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.stored = secureTopic(this, 'Stored', 'Dateline: release objects created');
    allowService(this.stored, 's3.amazonaws.com');
    this.releases = secureTopic(this, 'Releases', 'Dateline: releases');
    this.operations = secureTopic(this, 'Operations', 'Dateline: alarms');
    allowService(this.operations, 'cloudwatch.amazonaws.com');
    this.watchTopicPrefix = `${Stack.of(this).stackName}-watch-`;
  }

  /** Beginning of the ARN of every watch topic, for IAM. */
  get watchTopicArnPrefix(): string {
    return Stack.of(this).formatArn({ service: 'sns', resource: this.watchTopicPrefix });
  }

  /** Lets every watch topic of this stack speak to the queue; who subscribes it is decided at run time. */
  allowWatchTopics(queue: Queue): void {
    queue.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnLike: { 'aws:SourceArn': `${this.watchTopicArnPrefix}*` } },
      }),
    );
  }

  /** Sends S3's event to a queue as it is, without SNS's envelope. */
  fanOut(queue: Queue): void {
    this.stored.addSubscription(new SqsSubscription(queue, { rawMessageDelivery: true }));
  }
}
