/** Objects on S3: the answers that emulators never give. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { s3Client } from '../../../functions/adapters/aws/clients.ts';
import { s3Objects } from '../../../functions/adapters/aws/objects.ts';
import { cacheForGood } from '../../../shared/archive/objects.ts';
import type { Objects } from '../../../shared/ports.ts';
import { type AwsStub, type StubAnswer, type StubRequest, s3Error, startAwsStub, stubCredentials } from './aws-stub.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const createOnce = { condition: { kind: 'create-once' }, contentType: 'application/json' } as const;
const swap = { condition: { kind: 'compare-and-swap', etag: '"old"' }, contentType: 'application/json' } as const;

describe('Objects on S3', () => {
  let stub: AwsStub;
  beforeEach(() => {
    for (const [name, value] of Object.entries(stubCredentials)) vi.stubEnv(name, value);
  });
  afterEach(async () => {
    await stub.stop();
    vi.unstubAllEnvs();
  });

  async function objectsThat(answer: (request: StubRequest, number: number) => StubAnswer): Promise<Objects> {
    stub = await startAwsStub(answer);
    return s3Objects({ client: s3Client(stub.environment), bucket: 'archive' });
  }

  /** The first attempt is lost on the way back, the second meets an object; then it is looked at: ours or another's. */
  const landed = (whose: 'mine' | 'theirs') => {
    let first: StubRequest | null = null;
    return (request: StubRequest): StubAnswer => {
      if (request.method === 'HEAD') {
        const mine = String(first?.headers['x-amz-meta-write-id']);
        return { headers: { etag: '"stored"', 'x-amz-meta-write-id': whose === 'mine' ? mine : 'another-write' } };
      }
      const isFirst = first === null;
      first ??= request;
      return isFirst ? { hangUp: true } : { status: 412, body: s3Error('PreconditionFailed') };
    };
  };

  test('answers conflict when another write is under way, and does not try again by itself', async () => {
    const objects = await objectsThat(() => ({ status: 409, body: s3Error('ConditionalRequestConflict') }));
    expect(await objects.put('state/x.json', bytes('{}'), swap)).toEqual({ kind: 'conflict' });
    expect(await objects.put('claims/x.json', bytes('{}'), createOnce)).toEqual({ kind: 'conflict' });
    expect(stub.requests).toHaveLength(2);
  });

  test('answers stored when its own first attempt had landed and the answer was lost', async () => {
    const objects = await objectsThat(landed('mine'));
    expect(await objects.put('claims/x.json', bytes('mine'), createOnce)).toEqual({ kind: 'stored', etag: '"stored"' });
    expect(stub.requests.map(({ method }) => method)).toEqual(['PUT', 'PUT', 'HEAD']);
  });

  test('answers stored for a swap whose first attempt had landed', async () => {
    const objects = await objectsThat(landed('mine'));
    expect(await objects.put('state/x.json', bytes('mine'), swap)).toEqual({ kind: 'stored', etag: '"stored"' });
  });

  test('answers exists when it tried twice and somebody else was faster', async () => {
    const objects = await objectsThat(landed('theirs'));
    expect(await objects.put('claims/x.json', bytes('mine'), createOnce)).toEqual({ kind: 'exists' });
  });

  test('answers stale when another writer swapped in the very same bytes', async () => {
    const objects = await objectsThat(landed('theirs'));
    expect(await objects.put('state/counter', bytes('6'), swap)).toEqual({ kind: 'stale' });
  });

  test('answers exists without reading when it tried once', async () => {
    const objects = await objectsThat(() => ({ status: 412, body: s3Error('PreconditionFailed') }));
    expect(await objects.put('claims/x.json', bytes('mine'), createOnce)).toEqual({ kind: 'exists' });
    expect(await objects.put('state/x.json', bytes('mine'), swap)).toEqual({ kind: 'stale' });
    expect(stub.requests.map(({ method }) => method)).toEqual(['PUT', 'PUT']);
  });

  test('sends If-None-Match with a star alone, or If-Match, and the key in path style', async () => {
    const objects = await objectsThat(() => ({ headers: { etag: '"new"' } }));
    await objects.put('releases/newsroom=interpol/x.json', bytes('{}'), createOnce);
    await objects.put('state/x.json', bytes('{}'), swap);
    const [created, swapped] = stub.requests;
    expect(created?.headers).toMatchObject({ 'if-none-match': '*' });
    expect(created?.headers).not.toHaveProperty('if-match');
    expect(created?.path).toContain('/archive/releases/');
    expect(swapped?.headers).toMatchObject({ 'if-match': '"old"' });
    expect(swapped?.headers).not.toHaveProperty('if-none-match');
  });

  test('lets caches keep for good what is said to, and ask again for everything else', async () => {
    const objects = await objectsThat(() => ({ headers: { etag: '"new"' } }));
    await objects.put('releases/x.json', bytes('{}'), { ...createOnce, cacheControl: cacheForGood });
    await objects.put('changes/head.json', bytes('{}'), swap);
    expect(stub.requests.map(({ headers }) => headers['cache-control'])).toEqual([
      'public, max-age=31536000, immutable',
      'no-cache',
    ]);
  });

  test('takes a missing bucket for a fault, not for a missing object', async () => {
    const objects = await objectsThat(() => ({ status: 404, body: s3Error('NoSuchBucket') }));
    await expect(objects.get('catalog.json')).rejects.toMatchObject({ code: 'E_RESOURCE', input: 'catalog.json' });
    await expect(objects.put('state/x.json', bytes('{}'), swap)).rejects.toMatchObject({ code: 'E_RESOURCE' });
  });

  test('names the action and the key when access is denied, and the right that tells missing from denied', async () => {
    const objects = await objectsThat(() => ({ status: 403, body: s3Error('AccessDenied') }));
    await expect(objects.get('ledger/x.json')).rejects.toMatchObject({
      code: 'E_ACCESS',
      input: 'ledger/x.json',
      message: expect.stringContaining('s3:GetObject on ledger/x.json'),
      hint: expect.stringContaining('s3:ListBucket'),
    });
    await expect(objects.put('ledger/x.json', bytes('{}'), createOnce)).rejects.toMatchObject({
      code: 'E_ACCESS',
      message: expect.stringContaining('s3:PutObject on ledger/x.json'),
    });
    await expect(objects.list('ledger/')).rejects.toMatchObject({
      code: 'E_ACCESS',
      message: expect.stringContaining('s3:ListBucket on ledger/'),
    });
  });

  test('tells bad credentials from denied access', async () => {
    const objects = await objectsThat(() => ({ status: 403, body: s3Error('InvalidAccessKeyId') }));
    await expect(objects.get('catalog.json')).rejects.toMatchObject({ code: 'E_CREDENTIALS' });
  });

  test('gives up after three attempts when the service asks to slow down', async () => {
    const objects = await objectsThat(() => ({ status: 503, body: s3Error('SlowDown') }));
    await expect(objects.list('releases/')).rejects.toMatchObject({ code: 'E_THROTTLED', retryable: true });
    expect(stub.requests).toHaveLength(3);
  });

  test('asks for the head alone when a range ends before it begins', async () => {
    const objects = await objectsThat(() => ({ headers: { etag: '"whole"', 'content-length': '10' } }));
    const stored = await objects.get('index/1/terms', { range: { firstByte: 5, lastByte: 4 } });
    expect(stored).toMatchObject({ etag: '"whole"', sizeBytes: 10, body: new Uint8Array() });
    expect(stub.requests.map(({ method }) => method)).toEqual(['HEAD']);
  });

  test('says that no region is set, and where to set it', async () => {
    await objectsThat(() => ({}));
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
    vi.stubEnv('AWS_REGION', undefined);
    const { AWS_REGION: _, ...withoutRegion } = stub.environment;
    const objects = s3Objects({ client: s3Client(withoutRegion), bucket: 'archive' });
    await expect(objects.get('catalog.json')).rejects.toMatchObject({
      code: 'E_CONFIG',
      hint: expect.stringContaining('AWS_REGION'),
    });
  });

  test('reports an unreachable endpoint', async () => {
    const objects = await objectsThat(() => ({}));
    await stub.stop();
    await expect(objects.get('catalog.json')).rejects.toMatchObject({
      code: 'E_UNREACHABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
