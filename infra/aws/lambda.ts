/** One step as a Lambda function with a role of its own that holds what the table of steps says, and no more. */
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, RecursiveLoop, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { bundlingOptions, type CompiledIn, entryOf, projectRoot } from './bundling.ts';
import type { WorkQueue } from './queue.ts';
import type { QueueName, StepName, StepSpecification } from './steps.ts';
import type { Topics } from './topics.ts';

export interface StepLambdaProps {
  readonly step: StepName;
  readonly specification: StepSpecification;
  readonly bucket: Bucket;
  readonly queues: Readonly<Record<QueueName, WorkQueue>>;
  readonly topics: Topics;
  readonly environment: Readonly<Record<string, string>>;
  readonly compiledIn: CompiledIn;
  readonly emulator: boolean;
}

export class StepLambda extends Construct {
  readonly fn: NodejsFunction;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: StepLambdaProps) {
    super(scope, id);
    const { specification } = props;
    this.logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Dateline: the step ${props.step}`,
    });
    this.logGroup.grantWrite(this.role);
    this.fn = new NodejsFunction(this, 'Function', {
      entry: entryOf(props.step),
      projectRoot,
      depsLockFilePath: join(projectRoot, 'package-lock.json'),
      description: `Dateline: the step ${props.step}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: specification.memoryMb,
      timeout: Duration.seconds(specification.timeoutSeconds),
      role: this.role,
      logGroup: this.logGroup,
      tracing: Tracing.ACTIVE,
      environment: props.environment,
      bundling: bundlingOptions(props.compiledIn),
      ...(specification.recursive === true ? { recursiveLoop: RecursiveLoop.ALLOW } : {}),
      // A tick that failed is made good by the next one.
      ...(specification.everyMinutes === undefined ? {} : { retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
    });
    this.grantArchive(props);
    this.grantQueues(props);
    if (specification.publishes === true) this.grantTopics(props);
    if (specification.notifies === true) this.allow(['sns:Publish'], [props.topics.operations.topicArn]);
  }

  private allow(actions: readonly string[], resources: readonly string[]): void {
    if (resources.length === 0) return;
    this.role.addToPrincipalPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  private grantArchive({ bucket, specification }: StepLambdaProps): void {
    const arns = (keys: readonly string[]): string[] => keys.map((key) => bucket.arnForObjects(key));
    this.allow(['s3:GetObject'], arns([...specification.reads, ...specification.writes]));
    this.allow(['s3:PutObject'], arns(specification.writes));
    // Without it S3 answers 403 instead of 404 for a key that does not exist yet.
    this.allow(['s3:ListBucket'], [bucket.bucketArn]);
  }

  private grantQueues({ queues, specification, emulator }: StepLambdaProps): void {
    const arns = (names: readonly QueueName[]): string[] => names.map((name) => queues[name].queue.queueArn);
    // The single-message action covers the batch; only emulators ask for the batch actions by name.
    this.allow(['sqs:SendMessage', ...(emulator ? ['sqs:SendMessageBatch'] : [])], arns(specification.sends));
    this.allow(
      [
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:ChangeMessageVisibility',
        ...(emulator ? ['sqs:DeleteMessageBatch'] : []),
      ],
      arns(specification.receives ?? []),
    );
    const source = specification.invokedBy;
    if (source === undefined) return;
    this.fn.addEventSource(
      new SqsEventSource(queues[source.queue].queue, {
        batchSize: source.batchSize,
        maxConcurrency: source.concurrencyMax,
        reportBatchItemFailures: true,
      }),
    );
  }

  private grantTopics({ topics, emulator }: StepLambdaProps): void {
    this.allow(
      ['sns:Publish', ...(emulator ? ['sns:PublishBatch'] : [])],
      [topics.releases.topicArn, `${topics.watchTopicArnPrefix}*`],
    );
  }
}
