/** The bucket: versioned, private, TLS only, kept when the stack goes, and it tells when a release was created. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { indexKeys, keys, prefixes } from '../../shared/archive/keys.ts';
import { indexLimits } from '../../shared/limits.ts';

/** Objects that are swapped again and again: their old versions are of no use after a week. */
const swapped = ['state/', indexKeys.all, keys.index, keys.catalog, keys.changesHead];

export class Archive extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: { readonly stored: Topic }) {
    super(scope, id);
    // No fixed name: a bucket that outlived its stack must not block the next deployment.
    this.bucket = new Bucket(this, 'Bucket', {
      versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        { id: 'abort-multipart', abortIncompleteMultipartUploadAfter: Duration.days(7) },
        ...swapped.map((prefix) => ({
          id: `expire-old-versions-of-${prefix.replaceAll(/[^a-z]+/g, '-')}`,
          prefix,
          noncurrentVersionExpiration: Duration.days(7),
        })),
        // No function deletes anything. What is in force is never so old: all of it is compiled anew each day.
        { id: 'expire-index', prefix: indexKeys.all, expiration: Duration.millis(indexLimits.versionExpiresMs) },
        { id: 'forget-expired-index', prefix: indexKeys.all, expiredObjectDeleteMarker: true },
      ],
    });
    this.notify(props.stored);
  }

  /** By the L1 resource: the L2 way brings a Python function of its own into the stack. */
  private notify(stored: Topic): void {
    const raw = this.bucket.node.defaultChild as CfnBucket;
    raw.notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
      topicConfigurations: [
        {
          event: 's3:ObjectCreated:*',
          topic: stored.topicArn,
          filter: {
            s3Key: {
              rules: [
                { name: 'prefix', value: prefixes.releases },
                { name: 'suffix', value: '.json' },
              ],
            },
          },
        },
      ],
    };
    // S3 tries the destination when it is configured: the topic's policy has to stand first.
    raw.node.addDependency(stored.node.findChild('Policy'));
  }
}
