/** The stack: archive, queues, topics, one function a step, its schedule and its alarms. ARCHITECTURE.md draws it. */
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { Archive } from './archive.ts';
import type { CompiledIn } from './bundling.ts';
import { environmentOf } from './environment.ts';
import { StepLambda } from './lambda.ts';
import { WorkQueue } from './queue.ts';
import { readerPolicy } from './reader-policy.ts';
import { Schedules } from './schedules.ts';
import type { Settings } from './settings.ts';
import { signalsOf } from './signals.ts';
import { queueNames, queues, specificationOf, stepNames } from './steps.ts';
import { Topics } from './topics.ts';

const titled = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** A record made of a list of names. */
function each<N extends string, T>(names: readonly N[], make: (name: N) => T): Record<N, T> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<N, T>;
}

export interface DatelineStackProps extends StackProps {
  readonly settings: Settings;
  readonly compiledIn: CompiledIn;
}

export class DatelineStack extends Stack {
  constructor(scope: Construct, id: string, props: DatelineStackProps) {
    super(scope, id, props);
    const { settings, compiledIn } = props;
    const topics = new Topics(this, 'Topics');
    const { bucket } = new Archive(this, 'Archive', { stored: topics.stored });
    const work = each(queueNames, (name) => {
      const { reader, receivesMax, ageMaxMinutes, fifo } = queues[name];
      return new WorkQueue(this, titled(name), {
        readerTimeout: Duration.seconds(specificationOf(reader).timeoutSeconds),
        receivesMax,
        ageMax: Duration.minutes(ageMaxMinutes),
        ...(fifo === undefined ? {} : { fifo }),
      });
    });
    topics.fanOut(work.stored.queue);
    topics.fanOut(work.changed.queue);
    topics.allowWatchTopics(work.deliveries.queue);

    const parts = { settings, bucket, queues: work, topics };
    const lambdas = each(
      stepNames,
      (step) =>
        new StepLambda(this, titled(step), {
          step,
          specification: specificationOf(step),
          bucket,
          queues: work,
          topics,
          environment: environmentOf(specificationOf(step), parts),
          compiledIn,
          emulator: settings.emulator,
        }),
    );
    const functions = each(stepNames, (step) => lambdas[step].fn);
    const scheduled = stepNames.filter((step) => specificationOf(step).everyMinutes !== undefined);
    new Schedules(
      this,
      'Schedules',
      each(scheduled, (step) => ({ fn: functions[step], everyMinutes: specificationOf(step).everyMinutes ?? 1 })),
    );
    new Alarms(this, 'Alarms', {
      signals: signalsOf({
        stackName: settings.stackName,
        sweepLog: lambdas.sweep.logGroup,
        queues: renamed(work),
        functions: renamed(functions),
        scheduled: scheduled.map(titled),
      }),
      topic: topics.operations,
    });

    const output = (name: string, value: string, description: string): void => {
      new CfnOutput(this, name, { value, description });
    };
    output('ArchiveBucket', bucket.bucketName, 'The archive: everything there is');
    for (const name of queueNames) {
      output(`${titled(name)}QueueUrl`, work[name].queue.queueUrl, `Queue ${titled(name)}`);
      output(`${titled(name)}DeadLettersUrl`, work[name].deadLetters.queueUrl, `What ${titled(name)} gave up`);
    }
    for (const step of stepNames) output(`${titled(step)}Function`, functions[step].functionName, `Step ${step}`);
    output('ReleasesTopicArn', topics.releases.topicArn, 'One message for each release, for machines');
    output('WatchTopicPrefix', topics.watchTopicPrefix, 'Beginning of the name of every watch topic');
    output('OperationsTopicArn', topics.operations.topicArn, 'Alarms: subscribe whoever runs this');
    output('ReaderPolicyArn', readerPolicy(this, 'ReaderPolicy', bucket).managedPolicyArn, 'For roles that read data');
  }
}

/** Alarm names begin with a capital, as all construct ids do. */
function renamed<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [titled(name), value]));
}
