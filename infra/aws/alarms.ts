/** An alarm for each signal, all to one topic. */
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Signal } from './signals.ts';

export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: { readonly signals: readonly Signal[]; readonly topic: Topic }) {
    super(scope, id);
    const action = new SnsAction(props.topic);
    for (const signal of props.signals) {
      const alarm = new Alarm(this, signal.id, {
        alarmDescription: signal.says,
        metric: signal.metric,
        comparisonOperator: signal.comparison,
        threshold: signal.threshold,
        evaluationPeriods: signal.periods,
        treatMissingData: signal.missing,
      });
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
  }
}
