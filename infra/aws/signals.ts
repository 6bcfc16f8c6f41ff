/** The one list of what is watched about the stack itself: alarms are made from it, and docs name the same entries. */
import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { WorkQueue } from './queue.ts';

export interface Signal {
  readonly id: string;
  /** What has happened and what to look at first: the text of the alarm. */
  readonly says: string;
  readonly metric: IMetric;
  readonly comparison: ComparisonOperator;
  readonly threshold: number;
  /** How many periods in a row. */
  readonly periods: number;
  readonly missing: TreatMissingData;
}

/** One dead letter is one thing that nobody will do unless somebody looks. */
function deadLetters(name: string, queue: WorkQueue): Signal {
  return {
    id: `${name}DeadLetters`,
    says: `Messages of ${name} failed every try. Read one in its dead-letter queue, repair the cause, redrive.`,
    metric: queue.deadLetters.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(1),
      statistic: 'Maximum',
    }),
    comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    periods: 1,
    missing: TreatMissingData.NOT_BREACHING,
  };
}

function age(name: string, queue: WorkQueue): Signal {
  return {
    id: `${name}Age`,
    says: `${name} is behind: its oldest message is older than ${queue.ageMax.toHumanString()}. Look at its reader's log.`,
    metric: queue.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' }),
    comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: queue.ageMax.toSeconds(),
    periods: 5,
    missing: TreatMissingData.NOT_BREACHING,
  };
}

/** Single errors are retried; an error in each of three periods is none that goes away by itself. */
function errors(name: string, fn: LambdaFunction): Signal {
  return {
    id: `${name}Errors`,
    says: `The function ${name} has failed for 15 minutes. Read its log for "error".`,
    metric: fn.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
    comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    periods: 3,
    missing: TreatMissingData.NOT_BREACHING,
  };
}

/** Without it a stopped schedule would look like a quiet day. */
function ticks(name: string, fn: LambdaFunction): Signal {
  return {
    id: `${name}Stopped`,
    says: `The schedule of ${name} has not called it for 15 minutes: nothing is done any more. Look at the schedule.`,
    metric: fn.metricInvocations({ period: Duration.minutes(5), statistic: 'Sum' }),
    comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
    threshold: 1,
    periods: 3,
    missing: TreatMissingData.BREACHING,
  };
}

/** What the sweeper found and could not mend, from the line that it logs at the end of each pass. */
function alertGaps(logGroup: LogGroup, stackName: string): Signal {
  const gaps = new MetricFilter(logGroup, 'Gaps', {
    logGroup,
    filterPattern: FilterPattern.exists('$.gaps'),
    metricNamespace: `Dateline/${stackName}`,
    metricName: 'AlertGaps',
    metricValue: '$.gaps',
  });
  return {
    id: 'AlertGaps',
    says: 'A release matched and its alerts were not all sent, though it was tried again. Run: npx dateline audit --target aws',
    metric: gaps.metric({ period: Duration.minutes(15), statistic: 'Maximum' }),
    comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    periods: 1,
    missing: TreatMissingData.NOT_BREACHING,
  };
}

export function signalsOf(parts: {
  readonly stackName: string;
  readonly sweepLog: LogGroup;
  readonly queues: Readonly<Record<string, WorkQueue>>;
  readonly functions: Readonly<Record<string, LambdaFunction>>;
  readonly scheduled: readonly string[];
}): readonly Signal[] {
  const functions = Object.entries(parts.functions);
  return [
    ...Object.entries(parts.queues).flatMap(([name, queue]) => [deadLetters(name, queue), age(name, queue)]),
    ...functions.map(([name, fn]) => errors(name, fn)),
    alertGaps(parts.sweepLog, parts.stackName),
    ...functions.filter(([name]) => parts.scheduled.includes(name)).map(([name, fn]) => ticks(name, fn)),
  ];
}
