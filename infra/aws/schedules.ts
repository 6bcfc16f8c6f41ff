/** The clock of the pipeline: what is called how often, and with what. */
import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';

export interface Scheduled {
  readonly fn: LambdaFunction;
  readonly everyMinutes: number;
}

export class Schedules extends Construct {
  constructor(scope: Construct, id: string, scheduled: Readonly<Record<string, Scheduled>>) {
    super(scope, id);
    for (const [name, { fn, everyMinutes }] of Object.entries(scheduled)) {
      new Schedule(this, name, {
        description: `Calls ${name} every ${everyMinutes === 1 ? 'minute' : `${everyMinutes} minutes`}`,
        schedule: ScheduleExpression.rate(Duration.minutes(everyMinutes)),
        // A missed tick is made good by the next one: late repeats would only add load.
        target: new LambdaInvoke(fn, {
          input: ScheduleTargetInput.fromObject({ kind: 'tick' }),
          retryAttempts: 0,
          maxEventAge: Duration.minutes(1),
        }),
      });
    }
  }
}
