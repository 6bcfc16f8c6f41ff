/** The SDK clients with our attempts and time limits, from the environment that AWS (or an emulator's user) sets. */
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { limits } from '../../../shared/limits.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Region, endpoint, attempts and time limits; credentials are found by the SDK's own chain. */
export function clientSettings(env: Environment) {
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  const endpoint = env['AWS_ENDPOINT_URL'];
  return {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined || endpoint === '' ? {} : { endpoint }),
    maxAttempts: limits.awsAttemptsMax,
    requestHandler: {
      connectionTimeout: limits.awsConnectMsMax,
      requestTimeout: limits.awsRequestMsMax,
      // Without this the SDK only warns when a request takes too long.
      throwOnRequestTimeout: true,
      socketTimeout: limits.awsSocketIdleMsMax,
    },
  };
}

/** Path style where AWS_ENDPOINT_URL is set: an emulator has no host name per bucket. */
export function s3Client(env: Environment): S3Client {
  const common = clientSettings(env);
  return new S3Client({ ...common, forcePathStyle: 'endpoint' in common });
}

export function sqsClient(env: Environment): SQSClient {
  return new SQSClient(clientSettings(env));
}

export function snsClient(env: Environment): SNSClient {
  return new SNSClient(clientSettings(env));
}
