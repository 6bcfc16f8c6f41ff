/**
 * A bucket that denies. Users whose own policies forbid one right each, on a server that holds every call against them:
 * moto with its authorization switched on, a server of its own since the switch is for all of it.
 */
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkArchive } from '../../cli/doctor/archive.ts';
import { s3Client } from '../../functions/adapters/aws/clients.ts';
import { s3Objects } from '../../functions/adapters/aws/objects.ts';
import { readHead } from '../../shared/archive/follow.ts';
import { keys } from '../../shared/archive/keys.ts';
import { listKeys } from '../../shared/archive/list.ts';
import { verifyArchive } from '../../shared/archive/verify/archive.ts';
import { type Finding, newProgress } from '../../shared/archive/verify/finding.ts';
import type { Objects } from '../../shared/ports.ts';
import { publish } from '../../shared/steps/publish.ts';
import { startMoto } from '../support/emulators/moto.ts';
import type { Emulator } from '../support/emulators/server.ts';
import { type MemoryPorts, memoryPorts } from '../support/memory/ports.ts';
import { quietConfig } from '../support/pipeline.ts';
import { makeRelease, storeRelease } from '../support/releases.ts';
import { emulator as tested, uniqueName } from './emulator.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string;
  readonly Resource: string;
}

let server: Emulator;
let bucket: string;
let owner: Objects;

/** `off`: every call passes, whoever makes it. */
async function authorization(state: 'on' | 'off'): Promise<void> {
  await fetch(`${server.endpoint}/moto-api/reset-auth`, { method: 'POST', body: state === 'on' ? '0' : 'inf' });
}

async function iam(fields: Readonly<Record<string, string>>): Promise<string> {
  const answer = await fetch(server.endpoint, {
    method: 'POST',
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=x',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ Version: '2010-05-08', ...fields }).toString(),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${fields['Action']} answered ${answer.status}: ${text}`);
  return text;
}

/** The bucket as a user sees it who may do everything with S3 but this. */
async function without(...denied: readonly (readonly [action: string, resource: string])[]): Promise<Objects> {
  await authorization('off');
  const user = uniqueName('user');
  const statements: readonly Statement[] = [
    { Effect: 'Allow', Action: 's3:*', Resource: '*' },
    ...denied.map(
      ([action, resource]): Statement => ({
        Effect: 'Deny',
        Action: action,
        Resource: `arn:aws:s3:::${bucket}${resource}`,
      }),
    ),
  ];
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  await iam({ Action: 'CreateUser', UserName: user });
  await iam({ Action: 'PutUserPolicy', UserName: user, PolicyName: 'own', PolicyDocument: policy });
  const made = await iam({ Action: 'CreateAccessKey', UserName: user });
  const field = (name: string): string => new RegExp(`<${name}>([^<]+)</${name}>`).exec(made)?.[1] ?? '';
  const credentials = { accessKeyId: field('AccessKeyId'), secretAccessKey: field('SecretAccessKey') };
  await authorization('on');
  return s3Objects({
    client: new S3Client({ region: 'us-east-1', endpoint: server.endpoint, forcePathStyle: true, credentials }),
    bucket,
  });
}

async function found(objects: Objects): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of verifyArchive(objects, newProgress())) findings.push(finding);
  return findings;
}

/** Every object as it stands, by its key. */
async function contents(): Promise<ReadonlyMap<string, string>> {
  await authorization('off');
  const all = new Map<string, string>();
  for await (const { key } of listKeys(owner, '')) {
    const stored = await owner.get(key);
    if (stored !== null) all.set(key, Buffer.from(stored.body).toString('base64'));
  }
  return all;
}

describe.runIf(tested === 'moto')('an archive on S3 that denies', () => {
  let ports: MemoryPorts;

  const store = async (slug: string): Promise<string> => {
    const key = await storeRelease(owner, makeRelease({ slug, newsroom: slug === 'other' ? 'elsewhere' : 'harbour' }));
    await ports.queues.changed.send([{ body: JSON.stringify({ key }) }]);
    return key;
  };

  beforeAll(async () => {
    server = await startMoto();
  });
  afterAll(() => server.stop());

  beforeEach(async () => {
    await authorization('off');
    bucket = uniqueName('archive');
    const client = s3Client(server.environment);
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    owner = s3Objects({ client, bucket });
    ports = { ...memoryPorts({ startMs: Date.parse('2026-03-02T09:00:00Z') }), objects: owner } as MemoryPorts;
    for (const slug of ['one', 'two', 'other']) await store(slug);
    await publish(ports, quietConfig)();
  });

  test('is whole for a user who may do everything', async () => {
    const objects = await without();
    expect(await found(objects)).toEqual([]);
    for (const { status, message } of await checkArchive(objects)) expect([status, message]).toEqual(['ok', message]);
  });

  test.each([
    ['s3:GetObject', '/*', 'reads'],
    ['s3:ListBucket', '', 'lists'],
    ['s3:PutObject', '/*', 'writes'],
  ] as const)('doctor names %s as what is missing, and the others as they are', async (action, resource, check) => {
    const findings = await checkArchive(await without([action, resource]));
    expect(findings).toContainEqual(
      expect.objectContaining({
        check,
        status: 'fail',
        message: expect.stringContaining(`${action} on `),
        remedy: expect.stringContaining(`grant ${action}`),
      }),
    );
    expect(findings.find(({ status }) => status === 'ok')).toBeDefined();
  });

  test('verify names what it may not read, checks the rest, and stops where it may not list', async () => {
    const objects = await without(['s3:GetObject', '/releases/newsroom=harbour/*']);
    const findings = await found(objects);
    expect(findings.map(({ key, remedy }) => [key.split('/')[1], remedy])).toEqual([
      ['newsroom=harbour', 'permission'],
      ['newsroom=harbour', 'permission'],
    ]);
    expect(findings[0]?.problem).toMatch(/s3:GetObject on releases\/newsroom=harbour\/.*access is denied/);
    await expect(found(await without(['s3:ListBucket', '']))).rejects.toMatchObject({
      code: 'E_ACCESS',
      hint: expect.stringContaining('grant s3:ListBucket'),
    });
  });

  test.each([
    ['the segment', '/changes/2*'],
    ['the head', '/changes/head.json'],
    ['its own state', '/state/changes.json'],
    ['the catalog', '/catalog.json'],
  ])(
    'publish overwrites and loses nothing while it may not write %s, and goes on when it may',
    async (_what, resource) => {
      const key = await store('late');
      const before = await contents();
      const denied = await without(['s3:PutObject', resource]);
      ports.clock.advance(60_000);
      await expect(publish({ ...ports, objects: denied }, quietConfig)()).rejects.toMatchObject({
        code: 'E_ACCESS',
        message: expect.stringContaining('s3:PutObject on '),
        hint: expect.stringContaining('grant s3:PutObject'),
      });
      const after = await contents();
      for (const [one, body] of before) {
        if (!/^(state\/|changes\/head|catalog|index\.html)/.test(one))
          expect([one, after.get(one)]).toEqual([one, body]);
      }
      ports.clock.advance(10 * 60_000);
      const allowed = await without();
      await publish({ ...ports, objects: allowed }, quietConfig)();
      expect(await readHead(allowed)).toMatchObject({ seq: 4 });
      expect(await found(allowed)).toEqual([]);
      const segments = [...(await contents())].filter(([one]) => one.startsWith('changes/2'));
      const logged = segments.flatMap(([, body]) => Buffer.from(body, 'base64').toString().trim().split('\n'));
      expect(logged.map((line) => JSON.parse(line).key).filter((one) => one === key)).toHaveLength(1);
      expect(await owner.get(keys.catalog)).not.toBeNull();
    },
  );
});
