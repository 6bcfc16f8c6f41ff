/** The template that `cdk deploy` would send, read as promises: durable, private, least privilege, watched. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { variables } from '../../functions/adapters/aws/ports.ts';
import { nothingCompiledIn } from '../../infra/aws/bundling.ts';
import { outputOf } from '../../infra/aws/outputs.ts';
import { readSettings } from '../../infra/aws/settings.ts';
import { DatelineStack } from '../../infra/aws/stack.ts';
import { queues, specificationOf, stepNames } from '../../infra/aws/steps.ts';
import { indexLimits } from '../../shared/limits.ts';

type Properties = ReturnType<Template['toJSON']>;
interface Resource {
  readonly Type: string;
  readonly Properties: Properties;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: string[];
}
interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

const projectFile = (path: string) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
const cdkJson = projectFile('cdk.json');
const outdir = mkdtempSync(join(tmpdir(), 'dateline-synth-'));

/** Bundles nothing: the template is what is looked at. */
function synthesize(name: string, context: Record<string, unknown> = {}): Template {
  const app = new App({
    analyticsReporting: false,
    outdir: join(outdir, name),
    context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [], ...context },
  });
  const settings = readSettings(app.node);
  return Template.fromStack(new DatelineStack(app, settings.stackName, { settings, compiledIn: nothingCompiledIn }));
}

const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

let template: Template;
let text: string;
let resources: Record<string, Resource>;

beforeAll(() => {
  template = synthesize('normal');
  resources = template.toJSON()['Resources'];
  text = JSON.stringify(template.toJSON());
});

afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const ofType = (type: string): [string, Properties][] =>
  Object.entries(resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => [id, resource.Properties]);

/** Logical ids carry a hash at their end. */
const named = (type: string, beginning: string): Properties => {
  const found = ofType(type).filter(([id]) => new RegExp(`^${beginning}[0-9A-F]{8}$`).test(id));
  expect(found, `${type} ${beginning}`).toHaveLength(1);
  return found[0]![1];
};
const title = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const policies = (type: string): { for: string; statement: Statement }[] =>
  ofType(type).flatMap(([, policy]) =>
    policy['PolicyDocument'].Statement.map((statement: Statement) => ({
      for: JSON.stringify(policy['Queues'] ?? policy['Topics'] ?? policy['Roles'] ?? policy['Bucket']),
      statement,
    })),
  );
const isTlsDenial = (statement: Statement): boolean =>
  statement.Effect === 'Deny' && JSON.stringify(statement.Condition).includes('"aws:SecureTransport":"false"');

/** Everything the role of a step may do, as `action resource` with references by the beginning of their logical id. */
function rightsOf(step: string): string[] {
  const own = ofType('AWS::IAM::Policy').filter(([id]) => id.startsWith(`${title(step)}Role`));
  return own.flatMap(([, policy]) =>
    policy['PolicyDocument'].Statement.flatMap((statement: Statement) =>
      list(statement.Action).flatMap((action) =>
        list(statement.Resource).map((resource) => `${action} ${JSON.stringify(resource)}`),
      ),
    ),
  );
}
const may = (step: string, action: string, resource: string): boolean =>
  rightsOf(step).some((right) => right.startsWith(`${action} `) && right.includes(resource));

describe('the queues', () => {
  const names = Object.keys(queues) as (keyof typeof queues)[];

  it.each(names)('%s has a dead-letter queue, encryption and room for six tries of its reader', (name) => {
    const queue = named('AWS::SQS::Queue', `${title(name)}Queue`);
    const deadLetters = named('AWS::SQS::Queue', `${title(name)}DeadLetters`);
    expect(queue['RedrivePolicy'].maxReceiveCount).toBe(queues[name].receivesMax);
    expect(JSON.stringify(queue['RedrivePolicy'].deadLetterTargetArn)).toContain(`${title(name)}DeadLetters`);
    expect(queue['VisibilityTimeout']).toBeGreaterThanOrEqual(6 * specificationOf(queues[name].reader).timeoutSeconds);
    for (const { SqsManagedSseEnabled, MessageRetentionPeriod } of [queue, deadLetters]) {
      expect(SqsManagedSseEnabled).toBe(true);
      expect(MessageRetentionPeriod).toBe(14 * 86_400);
    }
  });

  it('are reached by TLS alone', () => {
    const guarded = policies('AWS::SQS::QueuePolicy').filter(({ statement }) => isTlsDenial(statement));
    for (const [id] of ofType('AWS::SQS::Queue')) {
      expect(
        guarded.some((policy) => policy.for.includes(`"${id}"`)),
        id,
      ).toBe(true);
    }
  });

  it('keep the order of a host in Found, with our own deduplication ids', () => {
    for (const part of ['FoundQueue', 'FoundDeadLetters']) {
      expect(named('AWS::SQS::Queue', part)).toMatchObject({ FifoQueue: true, ContentBasedDeduplication: false });
    }
  });

  it('let the topics of the watches speak to Deliveries, and no other topic', () => {
    const allowed = policies('AWS::SQS::QueuePolicy').filter(
      (policy) => policy.for.includes('"DeliveriesQueue') && policy.statement.Effect === 'Allow',
    );
    expect(allowed.map(({ statement }) => statement.Action)).toEqual(['sqs:SendMessage']);
    expect(JSON.stringify(allowed[0]!.statement.Condition)).toContain(':Dateline-watch-*');
  });

  it('never use the key alias/aws/sqs, which S3 and SNS cannot use', () => {
    expect(text).not.toContain('alias/aws/sqs');
  });
});

describe('the functions', () => {
  it('run the current runtime on arm64 with tracing, and their logs end', () => {
    const functions = ofType('AWS::Lambda::Function');
    expect(functions).toHaveLength(stepNames.length);
    for (const [id, fn] of functions) {
      expect(fn, id).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
      });
    }
    for (const [id, log] of ofType('AWS::Logs::LogGroup')) expect(log['RetentionInDays'], id).toBeGreaterThan(0);
    expect(ofType('AWS::Logs::LogGroup')).toHaveLength(stepNames.length);
  });

  it('report each failing message by itself, and have a ceiling on how many run at once', () => {
    const mappings = ofType('AWS::Lambda::EventSourceMapping');
    expect(mappings).toHaveLength(stepNames.filter((step) => specificationOf(step).invokedBy !== undefined).length);
    for (const [id, mapping] of mappings) {
      expect(mapping['FunctionResponseTypes'], id).toEqual(['ReportBatchItemFailures']);
      expect(mapping['ScalingConfig'].MaximumConcurrency, id).toBeGreaterThanOrEqual(2);
    }
  });

  it('are ours alone: no helper function for notifications or custom resources', () => {
    expect(ofType('AWS::Lambda::Function').every(([, fn]) => fn['Runtime'].startsWith('nodejs'))).toBe(true);
    expect(text).not.toContain('Custom::');
  });

  it('are called by the schedule as often as the table says', () => {
    const schedules = ofType('AWS::Scheduler::Schedule');
    expect(schedules.map(([, schedule]) => schedule['ScheduleExpression'])).toEqual([
      ...['dispatch', 'digest', 'publish', 'compile'].map(() => 'rate(1 minute)'),
      'rate(5 minutes)',
      'rate(10 minutes)',
    ]);
    const targets = schedules.map(([, schedule]) => JSON.stringify(schedule['Target'])).join();
    expect(targets).toContain('DispatchFunction');
    expect(targets).toContain('PublishFunction');
    expect(targets).toContain('RecheckFunction');
    expect(targets).toContain('DigestFunction');
    expect(targets).toContain('SweepFunction');
  });
});

describe('the environment of the functions', () => {
  const environmentOf = (step: string): Record<string, unknown> =>
    named('AWS::Lambda::Function', `${title(step)}Function`)['Environment'].Variables;

  it('has the names that the adapters read', () => {
    const set = new Set(stepNames.flatMap((step) => Object.keys(environmentOf(step))));
    for (const name of Object.values(variables)) expect(set).toContain(name);
  });

  it('names for each step what its role may reach, and no more', () => {
    expect(Object.keys(environmentOf('ingest')).filter((name) => name.endsWith('_URL'))).toEqual([variables.found]);
    expect(environmentOf('poll')).not.toHaveProperty(variables.releasesArn);
    expect(environmentOf('alert')).toHaveProperty(variables.topicPrefix, 'Dateline-watch-');
  });
});

describe('the archive', () => {
  it('is versioned, private, reached by TLS alone, and outlives the stack', () => {
    const [[id, bucket]] = ofType('AWS::S3::Bucket') as [[string, Properties]];
    expect(bucket['VersioningConfiguration']).toEqual({ Status: 'Enabled' });
    expect(Object.values(bucket['PublicAccessBlockConfiguration'])).toEqual([true, true, true, true]);
    expect(bucket['BucketName']).toBeUndefined();
    expect(resources[id]?.DeletionPolicy).toBe('Retain');
    expect(policies('AWS::S3::BucketPolicy').some(({ statement }) => isTlsDenial(statement))).toBe(true);
  });

  it('drops old versions of what is swapped, and of nothing else', () => {
    const bucket = ofType('AWS::S3::Bucket')[0]![1];
    const rules: Properties[] = bucket['LifecycleConfiguration'].Rules;
    const expiring = rules.filter((rule) => rule['NoncurrentVersionExpiration'] !== undefined);
    expect(expiring.map((rule) => rule['Prefix']).sort()).toEqual([
      'catalog.json',
      'changes/head.json',
      'index.html',
      'index/',
      'state/',
    ]);
    expect(expiring.every((rule) => rule['NoncurrentVersionExpiration'].NoncurrentDays === 7)).toBe(true);
    // Stored indexes alone expire as they are: what is in force is compiled anew each day.
    const current = rules.filter((rule) => rule['ExpirationInDays'] !== undefined);
    expect(current).toEqual([expect.objectContaining({ Prefix: 'index/', ExpirationInDays: 3 })]);
    expect(current[0]!['ExpirationInDays'] * 24 * 60 * 60_000).toBeGreaterThan(2 * indexLimits.renewedMs);
    expect(rules.some((rule) => rule['AbortIncompleteMultipartUpload'] !== undefined)).toBe(true);
  });

  it('tells the topic of every JSON object under releases/, once the topic would let it', () => {
    const [[id, bucket]] = ofType('AWS::S3::Bucket') as [[string, Properties]];
    const [notification] = bucket['NotificationConfiguration'].TopicConfigurations;
    expect(notification).toMatchObject({
      Event: 's3:ObjectCreated:*',
      Filter: {
        S3Key: {
          Rules: [
            { Name: 'prefix', Value: 'releases/' },
            { Name: 'suffix', Value: '.json' },
          ],
        },
      },
    });
    expect(bucket['NotificationConfiguration'].EventBridgeConfiguration).toEqual({ EventBridgeEnabled: true });
    expect(resources[id]?.DependsOn?.some((other) => resources[other]?.Type === 'AWS::SNS::TopicPolicy')).toBe(true);
  });

  it('is fanned out to Stored and Changed as S3 wrote it', () => {
    const subscriptions = ofType('AWS::SNS::Subscription').map(([, subscription]) => subscription);
    expect(subscriptions.every((subscription) => subscription['RawMessageDelivery'] === true)).toBe(true);
    const endpoints = subscriptions.map((subscription) => JSON.stringify(subscription['Endpoint'])).join();
    expect(endpoints).toContain('StoredQueue');
    expect(endpoints).toContain('ChangedQueue');
  });

  it('shows data readers what is published, and nothing of watches, ledgers and states', () => {
    const [[, policy]] = ofType('AWS::IAM::ManagedPolicy') as [[string, Properties]];
    const readable = JSON.stringify(policy);
    for (const key of ['releases/*', 'raw/*', 'changes/*', 'daily/*', 'schema/*', 'catalog.json', 'index.html']) {
      expect(readable).toContain(`/${key}"`);
    }
    for (const key of ['state', 'ledger', 'watches', 'claims', 'index/']) expect(readable).not.toContain(`/${key}`);
    expect(readable).not.toContain('s3:Put');
  });
});

describe('the topics', () => {
  it('are published to by TLS alone, and by a service only for this account', () => {
    const statements = policies('AWS::SNS::TopicPolicy');
    for (const [id] of ofType('AWS::SNS::Topic')) {
      expect(
        statements.some((policy) => policy.for.includes(`"${id}"`) && isTlsDenial(policy.statement)),
        id,
      ).toBe(true);
    }
    const allowed = statements.filter(({ statement }) => statement.Effect === 'Allow');
    expect(allowed).toHaveLength(2);
    for (const { statement } of allowed) expect(JSON.stringify(statement.Condition)).toContain('aws:SourceAccount');
  });
});

describe('the roles', () => {
  const statements = (): Statement[] =>
    [...policies('AWS::IAM::Policy'), ...policies('AWS::IAM::ManagedPolicy')].map(({ statement }) => statement);

  it('name every action in full', () => {
    for (const { Action } of statements()) for (const action of list(Action)) expect(action).not.toContain('*');
  });

  it('name every resource, but for X-Ray, which has none to name', () => {
    for (const { Action, Resource } of statements()) {
      if (list(Resource).includes('*'))
        expect(list(Action).every((action) => action.startsWith('xray:Put'))).toBe(true);
    }
  });

  it('ask for no batch action: AWS has none, the single one covers it', () => {
    expect(text).not.toMatch(/"(sqs|sns):\w+Batch"/);
  });

  it.each(stepNames)('%s may list the bucket, so that a missing key is 404 and not 403', (step) => {
    expect(may(step, 's3:ListBucket', 'ArchiveBucket')).toBe(true);
  });

  it.each([
    ['dispatch', 's3:PutObject', '/state/*'],
    ['dispatch', 'sqs:SendMessage', 'DueQueue'],
    ['poll', 'sqs:SendMessage', 'FoundQueue'],
    ['ingest', 's3:PutObject', '/releases/*'],
    ['ingest', 's3:PutObject', '/claims/*'],
    ['ingest', 's3:PutObject', '/state/templates/*'],
    ['alert', 's3:PutObject', '/ledger/*'],
    ['alert', 'sqs:SendMessage', 'WindowsQueue'],
    ['digest', 's3:PutObject', '/state/digests.json'],
    ['deliver', 's3:PutObject', '/state/webhooks/*'],
    ['deliver', 's3:PutObject', '/state/parked/*'],
    ['deliver', 's3:GetObject', '/state/subscriptions.json'],
    ['deliver', 'sqs:SendMessage', 'DeliveriesQueue'],
    ['deliver', 'sns:Publish', 'TopicsOperations'],
    ['publish', 'sqs:ReceiveMessage', 'ChangedQueue'],
    ['publish', 's3:PutObject', '/changes/*'],
    ['alert', 's3:GetObject', '/index/*'],
    ['alert', 's3:PutObject', '/state/index-damage.json'],
    ['compile', 's3:GetObject', '/watches/*'],
    ['compile', 's3:PutObject', '/index/*'],
    ['compile', 's3:PutObject', '/state/index.json'],
    ['compile', 's3:PutObject', '/state/watches.json'],
    ['sweep', 'sqs:SendMessage', 'StoredQueue'],
    ['sweep', 'sqs:SendMessage', 'ChangedQueue'],
    ['sweep', 's3:GetObject', '/changes/*'],
    ['sweep', 's3:PutObject', '/state/sweep.json'],
  ])('%s may %s %s', (step, action, resource) => {
    expect(may(step, action, resource)).toBe(true);
  });

  it.each([
    ['poll', 'sns:Publish', ''],
    ['poll', 's3:PutObject', '/releases/'],
    ['poll', 's3:PutObject', '/ledger/'],
    ['dispatch', 'sns:Publish', ''],
    ['dispatch', 's3:PutObject', '/releases/'],
    ['ingest', 'sns:Publish', ''],
    ['ingest', 's3:PutObject', '/ledger/'],
    ['ingest', 's3:GetObject', '/ledger/'],
    ['ingest', 's3:GetObject', '/watches/'],
    ['ingest', 's3:PutObject', '/state/*'],
    ['ingest', 'sqs:SendMessage', ''],
    ['alert', 's3:PutObject', '/releases/'],
    ['alert', 's3:PutObject', '/watches/'],
    ['alert', 's3:PutObject', '/raw/'],
    ['alert', 'sqs:SendMessage', 'FoundQueue'],
    ['digest', 's3:PutObject', '/releases/'],
    ['deliver', 's3:PutObject', '/state/subscriptions.json'],
    ['deliver', 's3:PutObject', '/ledger/'],
    ['deliver', 's3:GetObject', '/releases/'],
    ['deliver', 'sns:Publish', 'Dateline-watch-'],
    ['publish', 's3:PutObject', '/releases/'],
    ['publish', 's3:PutObject', '/ledger/'],
    ['publish', 's3:PutObject', '/state/*'],
    ['publish', 'sns:Publish', ''],
    ['publish', 's3:GetObject', '/watches/'],
    ['alert', 's3:PutObject', '/index/'],
    ['alert', 's3:PutObject', '/state/index.json'],
    ['alert', 's3:PutObject', '/state/watches.json'],
    ['compile', 's3:PutObject', '/watches/'],
    ['compile', 's3:PutObject', '/state/*'],
    ['compile', 's3:GetObject', '/releases/'],
    ['compile', 's3:GetObject', '/ledger/'],
    ['compile', 'sqs:SendMessage', ''],
    ['compile', 'sns:Publish', ''],
    ['sweep', 'sns:Publish', ''],
    ['sweep', 's3:GetObject', '/releases/'],
    ['sweep', 's3:PutObject', '/releases/'],
    ['sweep', 's3:PutObject', '/changes/'],
    ['sweep', 's3:PutObject', '/state/*'],
    ['sweep', 's3:PutObject', '/state/windows/'],
    ['sweep', 'sqs:ReceiveMessage', ''],
    ['sweep', 'sqs:SendMessage', 'FoundQueue'],
  ])('%s may not %s %s', (step, action, resource) => {
    expect(may(step, action, resource)).toBe(false);
  });

  it.each(stepNames)('%s deletes no object, makes no topic and gives no rights', (step) => {
    const rights = rightsOf(step).join('\n');
    expect(rights).not.toMatch(/s3:Delete|sns:(Create|Delete|Set|Subscribe)|iam:|s3:PutBucket|sqs:(Create|Set|Purge)/);
  });

  it('let alert and digest publish under the prefix of this stack, and to the releases topic', () => {
    for (const step of ['alert', 'digest']) {
      const targets = rightsOf(step).filter((right) => right.startsWith('sns:Publish '));
      expect(targets).toHaveLength(2);
      expect(targets.some((right) => right.includes(':Dateline-watch-*"'))).toBe(true);
      expect(targets.some((right) => right.includes('TopicsReleases'))).toBe(true);
    }
  });
});

describe('the alarms', () => {
  it('watch every queue twice: what it gave up, and how old its oldest message is', () => {
    const alarms = ofType('AWS::CloudWatch::Alarm').map(([, alarm]) => alarm);
    const of = (metric: string, queue: string): number =>
      alarms.filter((alarm) => alarm['MetricName'] === metric && JSON.stringify(alarm['Dimensions']).includes(queue))
        .length;
    for (const name of Object.keys(queues)) {
      expect(of('ApproximateNumberOfMessagesVisible', `${title(name)}DeadLetters`), name).toBe(1);
      expect(of('ApproximateAgeOfOldestMessage', `${title(name)}Queue`), name).toBe(1);
    }
  });

  it('watch every function, and the schedules against silence', () => {
    const alarms = ofType('AWS::CloudWatch::Alarm').map(([, alarm]) => alarm);
    expect(alarms.filter((alarm) => alarm['MetricName'] === 'Errors')).toHaveLength(stepNames.length);
    const silent = alarms.filter((alarm) => alarm['MetricName'] === 'Invocations');
    const scheduled = stepNames.filter((step) => specificationOf(step).everyMinutes !== undefined);
    expect(silent.map((alarm) => alarm['TreatMissingData'])).toEqual(scheduled.map(() => 'breaching'));
  });

  it('watch the count of alert gaps that the sweeper logs', () => {
    const [[, filter]] = ofType('AWS::Logs::MetricFilter') as [[string, Properties]];
    const [{ MetricName, MetricNamespace, MetricValue }] = filter['MetricTransformations'];
    expect(filter['FilterPattern']).toContain('$.gaps');
    expect([MetricNamespace, MetricName, MetricValue]).toEqual(['Dateline/Dateline', 'AlertGaps', '$.gaps']);
    const alarms = ofType('AWS::CloudWatch::Alarm').filter(([, alarm]) => alarm['MetricName'] === MetricName);
    expect(alarms).toHaveLength(1);
    expect(alarms[0]![1]).toMatchObject({ Threshold: 0, Namespace: MetricNamespace });
  });

  it('reach the operations topic and say what to do', () => {
    for (const [id, alarm] of ofType('AWS::CloudWatch::Alarm')) {
      expect(JSON.stringify(alarm['AlarmActions']), id).toContain('TopicsOperations');
      expect(alarm['AlarmDescription'].length, id).toBeGreaterThan(40);
    }
  });
});

describe('the outputs', () => {
  it('are all that a command line needs to reach the stack', () => {
    const outputs = Object.keys(template.toJSON()['Outputs']);
    for (const [variable, output] of Object.entries(outputOf)) {
      expect(Object.values(variables)).toContain(variable);
      expect(outputs).toContain(output);
    }
    expect(Object.keys(outputOf)).toHaveLength(Object.keys(variables).length);
  });
});

describe('the settings', () => {
  it('keep cdk.json at the feature flags that the installed library recommends', () => {
    const flags = projectFile('node_modules/aws-cdk-lib/recommended-feature-flags.json');
    const configured = Object.fromEntries(
      Object.entries(cdkJson.context).filter(([key]) => key.startsWith('@') || key in flags),
    );
    expect(configured).toEqual(flags);
  });

  it('give the watch topics the name of the stack, so that two stacks keep apart', () => {
    const other = JSON.stringify(synthesize('other', { stack: 'Second', emulator: '1' }).toJSON());
    expect(other).toContain(':Second-watch-*"');
    expect(other).not.toContain('Dateline-watch-');
    expect(other).toContain('"sqs:SendMessageBatch"');
    expect(other).toContain('"sns:PublishBatch"');
  });

  it.each([
    [{ 'allow-hosts': '127.0.0.1:8080' }, 'only with emulator=1'],
    [{ emulator: '1', 'allow-hosts': 'example.org:80' }, 'loopback addresses only'],
    [{ stack: 'no spaces allowed' }, 'letters, digits and hyphens'],
  ])('refuse %j by name', (context, message) => {
    expect(() => readSettings(new App({ context, outdir }).node)).toThrow(message);
  });
});
