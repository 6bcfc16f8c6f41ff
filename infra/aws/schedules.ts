/** The clock of the pipeline: what is called every minute, and with what. */
import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';

export class Schedules extends Construct {
  constructor(scope: Construct, id: string, everyMinute: Readonly<Record<string, LambdaFunction>>) {
    super(scope, id);
    for (const [name, fn] of Object.entries(everyMinute)) {
      new Schedule(this, name, {
        description: `Calls ${name} every minute`,
        schedule: ScheduleExpression.rate(Duration.minutes(1)),
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
