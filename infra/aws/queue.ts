/** A queue and its dead-letter queue: encrypted, TLS only, hidden long enough for six tries of its reader. */
import { Duration } from 'aws-cdk-lib';
import { type DeadLetterQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface WorkQueueProps {
  /** Timeout of the function that reads it. AWS advises a visibility of six times that. */
  readonly readerTimeout: Duration;
  /** Receipts before a message moves to the dead-letter queue. */
  readonly receivesMax: number;
  /** An older message than this raises an alarm. */
  readonly ageMax: Duration;
  /** Messages of one group one at a time; the sender gives the deduplication id. */
  readonly fifo?: boolean;
}

export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly ageMax: Duration;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const common = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      ...(props.fifo === true ? { fifo: true, contentBasedDeduplication: false } : {}),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', common);
    const deadLetterQueue: DeadLetterQueue = { queue: this.deadLetters, maxReceiveCount: props.receivesMax };
    this.queue = new Queue(this, 'Queue', {
      ...common,
      deadLetterQueue,
      visibilityTimeout: Duration.seconds(6 * props.readerTimeout.toSeconds()),
    });
    this.ageMax = props.ageMax;
  }
}
