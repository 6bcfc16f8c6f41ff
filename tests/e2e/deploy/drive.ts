/**
 * The whole way on AWS: deploys the real app, lets a newsroom publish, and follows its release to one subscriber.
 * Runs in the environment of an emulator that enforces the roles and policies (run.ts starts it).
 */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { Webhook } from 'standardwebhooks';
import { s3Objects } from '../../../functions/adapters/aws/objects.ts';
import { awsPorts } from '../../../functions/adapters/aws/ports.ts';
import { sqsQueue } from '../../../functions/adapters/aws/queue.ts';
import { snsTopic } from '../../../functions/adapters/aws/topic.ts';
import { indexKeys, keys, parseReleaseKey, sweepKeys } from '../../../shared/archive/keys.ts';
import { jsonBytes } from '../../../shared/archive/objects.ts';
import { mapConcurrently } from '../../../shared/concurrently.ts';
import { indexLimits, sweepLimits } from '../../../shared/limits.ts';
import type { Ports, Queue } from '../../../shared/ports.ts';
import { noteChanges } from '../../../shared/watch/journal.ts';
import { assumeRole, invoke, roleOf } from './aws-call.ts';
import { check, close, sleep, until } from './checks.ts';
import { type Deployment, deployCommands, openDeployment } from './deployment.ts';
import { sampleHeadline, startNewsroom } from './newsroom.ts';
import { rechecks } from './rechecks.ts';

const graceSeconds = 8;

const probeMessage = {
  messageId: 'probe',
  subject: 'probe',
  text: 'probe',
  json: '{}',
  sms: 'probe',
  attributes: {},
  alerts: [],
};

/** Everything under a prefix that is JSON. */
async function records(ports: Ports, prefix: string): Promise<Record<string, unknown>[]> {
  const page = await ports.objects.list(prefix);
  const bodies = await Promise.all(page.objects.map(({ key }) => ports.objects.get(key)));
  return bodies.flatMap((stored) => (stored === null ? [] : [JSON.parse(new TextDecoder().decode(stored.body))]));
}

const newsroom = await startNewsroom();
const deployment = openDeployment(newsroom.yaml);
try {
  await drive();
} finally {
  await newsroom.stop();
}
process.exitCode = close();

async function drive(): Promise<void> {
  const [bootstrap = '', deploy = ''] = deployCommands('docs/deploying.md');
  await check('the README gives the same commands', () => {
    deepEqual(deployCommands('README.md'), deployCommands('docs/deploying.md'));
  });
  const isDeployed =
    (await check(`${bootstrap}`, () => deployment.run(bootstrap, []))) &&
    (await check(`${deploy}`, () =>
      deployment.run(deploy, [
        ...['-c', 'emulator=1', '-c', `allow-hosts=${newsroom.host}`],
        ...['-c', `newsrooms=${deployment.newsroomsFolder}`],
      ]),
    ));
  if (!isDeployed) return;

  const environment = deployment.environment();
  const output = (name: string): string => environment[name] ?? `no output ${name}`;
  const ports = awsPorts(environment);
  const sqs = new SQSClient({});

  let subscriber = sqsQueue({ client: sqs, url: '' });
  let watch = '';
  const ready = await check('a watch is added, and a queue subscribes to it, by the command line', async () => {
    watch = String(deployment.dateline('watch', 'add', 'I-24/7', '"I-24/7"')['id']);
    const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'subscriber' }));
    const { Attributes: attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
    );
    const arn = attributes?.QueueArn ?? '';
    await allowTopics(sqs, url, arn, output('WatchTopicPrefix'));
    equal(deployment.dateline('subscribe', watch, '--sqs', arn)['state'], 'confirmed');
    subscriber = sqsQueue({ client: sqs, url });
  });
  if (!ready) return;

  let secret = '';
  await check('a webhook subscribes to it and is told its secret', async () => {
    const made = deployment.dateline('subscribe', watch, '--webhook', 'https://hooks.example.org/in');
    equal(made['state'], 'confirmed');
    secret = String(made['secret']);
    // No loopback address can be subscribed on a stack: the receiver of this test is put in its place.
    const key = 'state/subscriptions.json';
    const stored = await ports.objects.get(key);
    const body = new TextDecoder()
      .decode(stored?.body)
      .replace('https://hooks.example.org/in', `http://${newsroom.host}/hook`);
    const put = await ports.objects.put(key, new TextEncoder().encode(body), {
      condition: { kind: 'compare-and-swap', etag: stored?.etag ?? '' },
      contentType: 'application/json',
    });
    equal(put.kind, 'stored');
  });

  const dispatched = async (): Promise<void> => {
    await invoke(output('DispatchFunction'), { kind: 'tick' });
  };

  await check('a fresh stack polls nothing until a newsroom is enabled', async () => {
    await dispatched();
    await sleep(2_000);
    equal(newsroom.asked.feed, 0);
    const folder = deployment.newsroomsFolder;
    equal(deployment.dateline('newsroom', 'enable', 'loopback-press', '--newsrooms', folder)['enabled'], true);
  });

  await check('the first poll stores what stands there as the baseline, and alerts nobody', async () => {
    await dispatched();
    const releases = await until('the baseline', 30, async () => {
      const found = await records(ports, 'releases/newsroom=loopback-press/');
      return found.length < 2 ? null : found;
    });
    deepEqual(
      releases.map((release) => release['origin']),
      ['baseline', 'baseline'],
    );
    await until('the ledger of the baseline', 20, async () =>
      (await records(ports, 'ledger/')).length < 2 ? null : true,
    );
  });

  await check('a new item is polled, fetched and committed as one release', async () => {
    newsroom.publishSample();
    const release = await until('the release', 60, async () => {
      await dispatched();
      await sleep(1_000);
      const found = await records(ports, 'releases/newsroom=loopback-press/date=2017-05-13/');
      return found[0] ?? null;
    });
    equal(release['headline'], sampleHeadline);
    equal(release['origin'], 'live');
    equal(release['datePublished'], '2017-05-13');
    equal(release['bodyStatus'], 'full');
    match(String(release['body']), /I-24\/7/);
  });

  await check('the subscriber of the watch gets exactly one message, and it says why', async () => {
    const received = await until('the alert', 60, async () => {
      const messages = await subscriber.receive({ max: 10, visibilitySeconds: 300, waitSeconds: 2 });
      return messages.length === 0 ? null : [...messages];
    });
    const end = performance.now() + graceSeconds * 1000;
    while (performance.now() < end) {
      received.push(...(await subscriber.receive({ max: 10, visibilitySeconds: 300, waitSeconds: 2 })));
    }
    equal(received.length, 1);
    const message = JSON.parse(received[0]?.body ?? '{}');
    equal(message.version, 1);
    equal(message.watch, watch);
    equal(message.alerts.length, 1);
    equal(message.alerts[0].headline, sampleHeadline);
    equal(message.alerts[0].kind, 'new');
    match(JSON.stringify(message.alerts[0].why), /I-24\/7/);
  });

  await check('the webhook of the watch gets the same message, signed', async () => {
    const [post] = await until('the webhook', 30, async () => (newsroom.posts.length === 0 ? null : newsroom.posts));
    const read = new Webhook(secret).verify(post?.body ?? '', post?.headers ?? {}) as Record<string, unknown>;
    equal(read['watch'], watch);
    equal(read['messageId'], post?.headers['webhook-id']);
    equal(newsroom.posts.length, 1);
  });

  await check('a test message reaches the subscriber and the webhook', async () => {
    const [sent] = [deployment.dateline('watch', 'test', watch)];
    const test = await until('the test message', 30, async () => {
      const messages = await subscriber.receive({ max: 10, visibilitySeconds: 300, waitSeconds: 2 });
      return messages[0] ?? null;
    });
    equal(JSON.parse(test.body).test, true);
    await until('its webhook', 30, async () => (newsroom.posts.length < 2 ? null : true));
    equal(newsroom.posts[1]?.headers['webhook-id'], sent['messageId']);
  });

  await check('a watch that is paused speaks once it is resumed, in one digest', async () => {
    equal(deployment.dateline('watch', 'pause', watch)['id'], watch);
    newsroom.publishAnother();
    await until('the hit that waits', 60, async () => {
      await dispatched();
      await sleep(1_000);
      const [window] = await records(ports, `state/windows/${watch}.json`);
      return JSON.stringify(window?.['boxes'] ?? null).includes('"at"') ? true : null;
    });
    deployment.dateline('watch', 'resume', watch);
    const digest = await until('the digest', 60, async () => {
      await invoke(output('DigestFunction'), { kind: 'tick' });
      const messages = await subscriber.receive({ max: 10, visibilitySeconds: 300, waitSeconds: 2 });
      return messages[0] ?? null;
    });
    const message = JSON.parse(digest.body);
    equal(message.digest.releases, 1);
    equal(message.alerts[0].kind, 'new');
    equal((await records(ports, `ledger/digest/${watch}.immediate/`)).length, 1);
  });

  await check('an unchanged feed is answered with 304 and gives nothing new', async () => {
    const before = newsroom.asked.notModified;
    await until('a 304', 30, async () => {
      await dispatched();
      await sleep(1_000);
      return newsroom.asked.notModified > before ? true : null;
    });
    equal((await records(ports, 'releases/')).length, 4);
  });

  await check('the change log holds each release once, and the catalog counts them', async () => {
    const lines = await until('four changes', 30, async () => {
      await invoke(output('PublishFunction'), { kind: 'tick' });
      const page = await ports.objects.list('changes/');
      const segments = page.objects.filter(({ key }) => key.endsWith('.ndjson'));
      const bodies = await Promise.all(segments.map(({ key }) => ports.objects.get(key)));
      const all = bodies.flatMap((stored) => new TextDecoder().decode(stored?.body).split('\n').filter(Boolean));
      return all.length < 4 ? null : all.map((line) => JSON.parse(line));
    });
    deepEqual(
      lines.map(({ seq, op }) => [seq, op]),
      [1, 2, 3, 4].map((seq) => [seq, 'ADD']),
    );
    equal(new Set(lines.map(({ key }) => key)).size, 4);
    const [catalog] = await records(ports, 'catalog.json');
    match(JSON.stringify(catalog), /"id":"loopback-press"/);
  });

  const deployed = { deployment, ports, sqs, subscriber, output };
  await repairs(deployed);
  await indexed(deployed);
  const revisions = await rechecks({ objects: ports.objects, subscriber, newsroom, output });

  await check('no message was given up', async () => {
    for (const name of ['Due', 'Found', 'Stored', 'Changed', 'Windows', 'Deliveries']) {
      const { Attributes: attributes } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: output(`${name}DeadLettersUrl`),
          AttributeNames: ['ApproximateNumberOfMessages'],
        }),
      );
      equal(attributes?.ApproximateNumberOfMessages, '0', `dead letters of ${name}`);
    }
  });

  await denials(output, watch);

  await check('npx cdk destroy keeps the archive', async () => {
    deployment.run('npx cdk destroy', ['--force']);
    equal((await records(ports, 'releases/')).length, 4 + revisions);
  });
}

interface Deployed {
  readonly deployment: Deployment;
  readonly ports: Ports;
  readonly sqs: SQSClient;
  readonly subscriber: Queue;
  readonly output: (name: string) => string;
}

/** What is lost behind the stack's back is found by the command line and by the sweeper, and sent on its way again. */
async function repairs({ deployment, ports, sqs, subscriber, output }: Deployed): Promise<void> {
  const s3 = new S3Client({ forcePathStyle: true });
  const releases = (await ports.objects.list('releases/')).objects.map(({ key }) => key).sort();
  const ledgerKeyOf = (key: string): string => {
    const parts = parseReleaseKey(key);
    return parts === null ? '' : keys.ledger(parts.partition, parts.release, parts.revision);
  };
  const lose = async (key: string): Promise<void> => {
    await s3.send(new DeleteObjectCommand({ Bucket: output('ArchiveBucket'), Key: ledgerKeyOf(key) }));
    equal(await ports.objects.get(ledgerKeyOf(key)), null);
  };
  const back = (key: string) =>
    until(`the ledger of ${key}`, 60, async () => ((await ports.objects.get(ledgerKeyOf(key))) === null ? null : true));
  const audited = (...flags: readonly string[]) => deployment.lines('audit', '--grace', '0', ...flags);
  const told = releases.find((key) => key.includes('date=2017-05-13/')) ?? '';
  const [first = '', second = ''] = releases.filter((key) => /date=2017-05-(09|10)/.test(key));

  await check('dateline audit finds no gap in what went out', () => {
    const { code, lines } = audited();
    equal(code, 0, JSON.stringify(lines));
    deepEqual(lines.map(({ state }) => state).sort(), ['accepted', 'accepted']);
  });

  await check('an alert that was lost is found by dateline audit, and sent by --repair under the same id', async () => {
    const alert = audited().lines.find(({ key }) => key === told);
    await lose(told);
    const { code, lines } = audited();
    equal(code, 1);
    deepEqual(
      lines.filter(({ gap }) => gap !== null).map(({ alertId, gap }) => [alertId, gap]),
      [[alert?.['alertId'], 'no-ledger']],
    );
    equal(audited('--repair').code, 0);
    const message = await until('the alert', 90, async () => {
      const messages = await subscriber.receive({ max: 10, visibilitySeconds: 300, waitSeconds: 2 });
      return messages[0] ?? null;
    });
    equal(JSON.parse(message.body).alerts[0].alertId, alert?.['alertId']);
    await until('an audit without a gap', 30, async () => (audited().code === 0 ? true : null));
  });

  await check('a dead letter is listed with its reason, and put back by dateline redrive', async () => {
    await lose(first);
    const deadLetters = sqsQueue({ client: sqs, url: output('StoredDeadLettersUrl') });
    await deadLetters.send([{ body: JSON.stringify({ key: first }) }]);
    const listed = deployment.lines('redrive', 'stored', '--list').lines;
    deepEqual(
      listed.map(({ queue, redriven }) => [queue, redriven]),
      [['stored', false]],
    );
    match(String(listed[0]?.['reason']), /failed as often as it may/);
    const dead = () => deployment.lines('health').lines.filter(({ status }) => status === 'dead');
    deepEqual(
      dead().map(({ id, dead: count }) => [id, count]),
      [['stored', 1]],
    );
    equal(deployment.lines('redrive', 'stored').lines[0]?.['redriven'], true);
    await back(first);
    deepEqual(deployment.lines('redrive', '--list').lines, []);
    deepEqual(dead(), []);
  });

  await check('the sweeper sends a release without a ledger again, and health says nothing of it then', async () => {
    await lose(second);
    const key = sweepKeys.sweep;
    const standing = await ports.objects.get(key);
    const open = (sent: number) => ({ since: new Date(0).toISOString(), sent, nextAt: new Date(0).toISOString() });
    const state = { through: null, fullAt: new Date().toISOString(), fullThrough: null };
    const put = async (sent: number, etag: string | null) => {
      const condition =
        etag === null ? ({ kind: 'create-once' } as const) : { kind: 'compare-and-swap' as const, etag };
      const body = jsonBytes({ ...state, open: { [second]: open(sent) } });
      return ports.objects.put(key, body, { condition, contentType: 'application/json' });
    };
    const given = await put(sweepLimits.resendGapsMs.length, standing?.etag ?? null);
    equal(given.kind, 'stored');
    const unfinished = () => deployment.lines('health').lines.filter(({ status }) => status === 'unfinished');
    deepEqual(
      unfinished().map(({ id }) => id),
      [second],
    );
    equal((await put(0, given.kind === 'stored' ? given.etag : null)).kind, 'stored');
    await invoke(output('SweepFunction'), { kind: 'tick' });
    await back(second);
    await invoke(output('SweepFunction'), { kind: 'tick' });
    deepEqual(unfinished(), []);
  });
}

/** Of many watches an index is stored, and alert goes by it, with the rights of its role. */
async function indexed({ ports, output }: Deployed): Promise<void> {
  const { objects } = ports;
  await check('many watches are compiled into an index, by which the next release is matched', async () => {
    const [key = ''] = (await objects.list('releases/')).objects
      .map((head) => head.key)
      .filter((one) => /05-09/.test(one));
    const parts = parseReleaseKey(key);
    ok(parts !== null);
    const release = JSON.parse(new TextDecoder().decode((await objects.get(key))?.body));
    const word = String(release.headline)
      .split(/[^A-Za-z]+/)
      .find((one) => one.length > 6);
    const numbers = Array.from({ length: indexLimits.listedAlwaysMax + 1 }, (_, number) => number);
    await mapConcurrently(numbers, 16, async (number) => {
      const id = `many-${number}`;
      const query = number === 7 ? String(word) : `nowhere${number}`;
      const made = { version: 1, id, name: id, query, createdAt: new Date(0).toISOString(), removedAt: null };
      const condition = { kind: 'create-once' } as const;
      const put = await objects.put(keys.watch(id), jsonBytes(made), { condition, contentType: 'application/json' });
      equal(put.kind, 'stored');
    });
    await noteChanges(objects, ports.clock, ['many-0']);
    const manifest = await until('an index', 120, async () => {
      await invoke(output('CompileFunction'), { kind: 'tick' });
      const stored = await objects.get(indexKeys.manifest);
      return stored === null ? null : JSON.parse(new TextDecoder().decode(stored.body));
    });
    ok(manifest.base.watches > indexLimits.listedAlwaysMax);
    const ledgerKey = keys.ledger(parts.partition, parts.release, parts.revision);
    await new S3Client({ forcePathStyle: true }).send(
      new DeleteObjectCommand({ Bucket: output('ArchiveBucket'), Key: ledgerKey }),
    );
    await ports.queues.stored.send([{ body: JSON.stringify({ key }) }]);
    const ledger = await until('its ledger', 60, async () => {
      const stored = await objects.get(ledgerKey);
      return stored === null ? null : JSON.parse(new TextDecoder().decode(stored.body));
    });
    equal(ledger.watchesVersion, `changes-${manifest.changes}`);
    ok(ledger.entries.some((entry: { watch: string }) => entry.watch === 'many-7'));
  });
}

/** The subscriber's own policy: SNS may send for the topics of this stack's watches. */
async function allowTopics(sqs: SQSClient, url: string, arn: string, prefix: string): Promise<void> {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn,
    Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:*:${prefix}*` } },
  };
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: policy } }));
}

/** What the roles may not do, tried with their own credentials; what they may, so that a refusal means something. */
async function denials(output: (name: string) => string, watch: string): Promise<void> {
  const bucket = output('ArchiveBucket');
  const createOnce = { condition: { kind: 'create-once' }, contentType: 'application/json' } as const;
  const as = async (step: string) => {
    const credentials = await assumeRole(await roleOf(output(`${step}Function`)));
    const objects = s3Objects({ client: new S3Client({ credentials, forcePathStyle: true }), bucket });
    const sns = new SNSClient({ credentials });
    const topic = snsTopic({
      client: sns,
      prefix: output('WatchTopicPrefix'),
      releasesArn: output('ReleasesTopicArn'),
    });
    return {
      write: (key: string) => objects.put(key, jsonBytes({ probe: step }), createOnce),
      read: (key: string) => objects.get(key),
      publish: () => topic.publish({ kind: 'releases' }, probeMessage),
      alert: () => topic.publish({ kind: 'watch', watch, rate: 'daily' }, probeMessage),
      createTopic: (name: string) => sns.send(new CreateTopicCommand({ Name: name })),
    };
  };
  const refused = async (run: () => Promise<unknown>): Promise<void> => {
    const outcome = await run().then(
      (value) => ({ done: value }),
      (error: Error) => ({ error }),
    );
    ok('error' in outcome, `it was allowed: ${JSON.stringify(outcome)}`);
    match(
      `${outcome.error.name} ${outcome.error.message}`,
      /E_ACCESS|AccessDenied|access is denied|AuthorizationError/i,
    );
  };

  const [dispatch, poll, ingest, alert, publish, compile] = await Promise.all(
    ['Dispatch', 'Poll', 'Ingest', 'Alert', 'Publish', 'Compile'].map(as),
  );
  if (!dispatch || !poll || !ingest || !alert || !publish || !compile) return;
  await check('allowed: ingest writes a claim, alert reads a release that is not there', async () => {
    equal((await ingest.write('claims/probe/probe.json')).kind, 'stored');
    equal(await alert.read('releases/newsroom=probe/date=undated/none.json'), null);
  });
  const table: [string, () => Promise<unknown>][] = [
    ['ingest writes the ledger', () => ingest.write('ledger/date=undated/probe.json')],
    ['ingest reads a watch', () => ingest.read(`watches/${watch}.json`)],
    ['ingest publishes', () => ingest.publish()],
    ['alert writes a release', () => alert.write('releases/newsroom=probe/date=undated/probe.txt')],
    ['alert writes a watch', () => alert.write('watches/probe.json')],
    ['alert makes a topic', () => alert.createTopic('another-topic')],
    ['alert writes an index', () => alert.write('index/probe/queries.bin')],
    ['alert writes the manifest of the index', () => alert.write(indexKeys.manifest)],
    ['compile writes a watch', () => compile.write('watches/probe.json')],
    ['compile reads a release', () => compile.read('releases/newsroom=probe/date=undated/none.json')],
    ['publish reads a watch', () => publish.read(`watches/${watch}.json`)],
    ['poll publishes', () => poll.publish()],
    ['poll alerts', () => poll.alert()],
    ['poll writes a release', () => poll.write('releases/newsroom=probe/date=undated/probe.txt')],
    ['dispatch reads a release', () => dispatch.read('releases/newsroom=probe/date=undated/none.json')],
    ['publish writes a release', () => publish.write('releases/newsroom=probe/date=undated/probe.txt')],
  ];
  for (const [name, run] of table) await check(`denied: ${name}`, () => refused(run));
}
