/** What data readers may see: the published parts of the archive, and nothing of watches, ledgers and states. */
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { keys, prefixes } from '../../shared/archive/keys.ts';

const folders = [prefixes.releases, prefixes.raw, prefixes.changes, prefixes.daily, prefixes.schema];

/** A managed policy to attach to the roles of downstream teams. */
export function readerPolicy(scope: Construct, id: string, bucket: Bucket): ManagedPolicy {
  return new ManagedPolicy(scope, id, {
    description: 'Reads the published parts of the Dateline archive',
    statements: [
      new PolicyStatement({
        actions: ['s3:GetObject'],
        resources: [...folders.map((folder) => `${folder}*`), keys.catalog, keys.index].map((key) =>
          bucket.arnForObjects(key),
        ),
      }),
      // For engines that list partitions (Athena, DuckDB); everything else polls changes/head.json.
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': folders.map((folder) => `${folder}*`) } },
      }),
    ],
  });
}
