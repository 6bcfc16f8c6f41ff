/** Objects on S3: conditional writes only (PutObject with If-None-Match: * or If-Match), keys as they are. */
import { randomUUID } from 'node:crypto';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { DependencyError } from '../../../shared/errors.ts';
import { limits } from '../../../shared/limits.ts';
import type { ByteRange, ObjectHead, ObjectPage, Objects, PutOutcome, StoredObject } from '../../../shared/ports.ts';
import { sdkError, throwFault } from './faults.ts';

export interface S3ObjectsOptions {
  readonly client: S3Client;
  readonly bucket: string;
}

/** S3 answers 403 instead of 404 for a missing key when the caller may not list the bucket. */
const listHint = 's3:ListBucket on the bucket is needed too: without it a missing key looks like a denied one';

/** NoSuchKey from GetObject, NotFound from HeadObject (a HEAD has no body to name the error). NoSuchBucket is a fault. */
function isMissingKey(error: unknown): boolean {
  const { name } = sdkError(error);
  return name === 'NoSuchKey' || name === 'NotFound';
}

/** Size of the whole object: from `bytes 0-9/1234` for a range, else the length of the body. */
function wholeSize(contentRange: string | undefined, bodyBytes: number): number {
  const total = Number(contentRange?.slice(contentRange.lastIndexOf('/') + 1));
  return Number.isSafeInteger(total) ? total : bodyBytes;
}

/** Metadata that names the one call which wrote an object: another writer may have written the same bytes. */
const writeIdName = 'write-id';

/** The bucket by the S3 API; passes the Objects contract. */
export function s3Objects({ client, bucket }: S3ObjectsOptions): Objects {
  async function head(key: string): Promise<StoredObject | null> {
    try {
      const found = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      return {
        key,
        etag: found.ETag ?? '',
        sizeBytes: found.ContentLength ?? 0,
        lastModifiedMs: found.LastModified?.getTime() ?? 0,
        contentType: found.ContentType ?? null,
        body: new Uint8Array(),
      };
    } catch (error) {
      if (isMissingKey(error)) return null;
      // HeadObject has no IAM action of its own.
      return throwFault(error, { action: 's3:GetObject', thing: key, accessHint: listHint });
    }
  }

  async function get(key: string, options: { readonly range?: ByteRange } = {}): Promise<StoredObject | null> {
    const { range } = options;
    // S3 ignores a range that ends before it starts and would send the whole object.
    if (range !== undefined && range.lastByte < range.firstByte) return head(key);
    try {
      const found = await client.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ...(range === undefined ? {} : { Range: `bytes=${range.firstByte}-${range.lastByte}` }),
        }),
      );
      const body = (await found.Body?.transformToByteArray()) ?? new Uint8Array();
      return {
        key,
        etag: found.ETag ?? '',
        sizeBytes: wholeSize(found.ContentRange, body.byteLength),
        lastModifiedMs: found.LastModified?.getTime() ?? 0,
        contentType: found.ContentType ?? null,
        body,
      };
    } catch (error) {
      if (isMissingKey(error)) return null;
      const { name, status } = sdkError(error);
      if (range !== undefined && (name === 'InvalidRange' || status === 416)) return head(key);
      return throwFault(error, { action: 's3:GetObject', thing: key, accessHint: listHint });
    }
  }

  /** ETag and write id of what stands; null when there is no such object. */
  async function standing(key: string): Promise<{ readonly etag: string; readonly writeId: string | null } | null> {
    try {
      const found = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      return { etag: found.ETag ?? '', writeId: found.Metadata?.[writeIdName] ?? null };
    } catch (error) {
      if (isMissingKey(error)) return null;
      return throwFault(error, { action: 's3:GetObject', thing: key, accessHint: listHint });
    }
  }

  /**
   * What a 412 means. When the SDK had tried more than once, an earlier attempt may have landed with its answer lost:
   * then what stands carries the id of this very call, and the write is done.
   */
  async function afterPreconditionFailed(
    key: string,
    write: { readonly id: string; readonly attempts: number },
    otherwise: PutOutcome,
  ): Promise<PutOutcome> {
    if (write.attempts <= 1) return otherwise;
    const found = await standing(key);
    return found?.writeId === write.id ? { kind: 'stored', etag: found.etag } : otherwise;
  }

  return {
    get,

    async put(key, body, { condition, contentType, contentEncoding, cacheControl }) {
      const createOnce = condition.kind === 'create-once';
      const id = randomUUID();
      try {
        const written = await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: body,
            ContentType: contentType,
            Metadata: { [writeIdName]: id },
            ...(contentEncoding === undefined ? {} : { ContentEncoding: contentEncoding }),
            // Without it a cache would judge by the age of the object (RFC 9111 §4.2.2), and hold back a new head.
            CacheControl: cacheControl ?? 'no-cache',
            // If-None-Match takes `*` only: S3 refuses an ETag there.
            ...(createOnce ? { IfNoneMatch: '*' } : { IfMatch: condition.etag }),
          }),
        );
        return { kind: 'stored', etag: written.ETag ?? '' };
      } catch (error) {
        const { name, status, attempts } = sdkError(error);
        if (name === 'PreconditionFailed' || status === 412) {
          return afterPreconditionFailed(key, { id, attempts }, { kind: createOnce ? 'exists' : 'stale' });
        }
        if (name === 'ConditionalRequestConflict') return { kind: 'conflict' };
        if (!createOnce && isMissingKey(error)) return { kind: 'missing' };
        return throwFault(error, {
          action: 's3:PutObject',
          thing: key,
          // S3 asks for the right to read where the ETag is compared.
          ...(createOnce ? {} : { accessHint: 'a conditional write needs s3:GetObject too' }),
        });
      }
    },

    async list(prefix, options = {}): Promise<ObjectPage> {
      const { startAfter } = options;
      try {
        const page = await client.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            Prefix: prefix,
            MaxKeys: Math.min(options.limit ?? limits.listPageMax, limits.listPageMax),
            ...(startAfter === undefined ? {} : { StartAfter: startAfter }),
          }),
        );
        const objects: ObjectHead[] = [];
        for (const { Key: key, ETag: etag, Size: size, LastModified: modified } of page.Contents ?? []) {
          if (key === undefined) continue;
          objects.push({ key, etag: etag ?? '', sizeBytes: size ?? 0, lastModifiedMs: modified?.getTime() ?? 0 });
        }
        const last = objects.at(-1);
        if (page.IsTruncated === true && last === undefined) {
          throw new DependencyError('E_AWS', `s3:ListBucket on ${prefix} answered an empty page that is not the last`, {
            input: prefix,
          });
        }
        return { objects, next: page.IsTruncated === true && last !== undefined ? last.key : null };
      } catch (error) {
        return throwFault(error, { action: 's3:ListBucket', thing: prefix === '' ? bucket : prefix });
      }
    },
  };
}
