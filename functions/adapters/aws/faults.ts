/** Maps what the SDK throws to the faults of Dateline: which action failed, on which thing, and what to do. */
import { DatelineError, DependencyError } from '../../../shared/errors.ts';

export interface AwsAction {
  /** As IAM names it, such as `s3:GetObject`. */
  readonly action: string;
  /** The key, queue URL or topic ARN. */
  readonly thing: string;
  /** What to add to the hint when access is denied. */
  readonly accessHint?: string;
}

interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly status: number | null;
  readonly attempts: number;
  /** Node's own code, such as ECONNREFUSED. */
  readonly code: string | null;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** What is known of an error of the SDK, its transport or its credential chain. */
export function sdkError(error: unknown): SdkError {
  const metadata = property(error, '$metadata');
  const status = property(metadata, 'httpStatusCode');
  const attempts = property(metadata, 'attempts');
  const code = property(error, 'code');
  return {
    name: error instanceof Error ? error.name : 'unknown',
    message: error instanceof Error ? error.message : String(error),
    status: typeof status === 'number' ? status : null,
    attempts: typeof attempts === 'number' ? attempts : 1,
    code: typeof code === 'string' ? code : null,
  };
}

const accessNames = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
]);
const credentialNames = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSecurity',
  'InvalidSecurityException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);
const missingNames = new Set([
  'NoSuchBucket',
  'QueueDoesNotExist',
  'AWS.SimpleQueueService.NonExistentQueue',
  'NotFound',
  'NotFoundException',
]);
const throttleNames = new Set(['SlowDown', 'Throttling', 'ThrottlingException', 'Throttled', 'ThrottledException']);
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

interface Kind {
  readonly code: string;
  readonly what: string;
  readonly hint: string;
}

function classify(error: SdkError, { action, accessHint }: AwsAction): Kind {
  // Before access: a bad key answers 403 as well.
  if (credentialNames.has(error.name)) {
    return {
      code: 'E_CREDENTIALS',
      what: 'the AWS credentials are missing, wrong or expired',
      hint: 'sign in again (`aws sso login`), or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    };
  }
  if (error.message.startsWith('Region is missing')) {
    return { code: 'E_CONFIG', what: 'no AWS region is set', hint: 'set AWS_REGION, or a region in the AWS profile' };
  }
  if (accessNames.has(error.name) || error.status === 403) {
    return {
      code: 'E_ACCESS',
      what: 'access is denied',
      hint: `grant ${action} to the role or user that makes the call${accessHint === undefined ? '' : `; ${accessHint}`}`,
    };
  }
  if (missingNames.has(error.name)) {
    return {
      code: 'E_RESOURCE',
      what: 'there is no such bucket, queue or topic',
      hint: 'check the name, the region and whether the stack is deployed',
    };
  }
  if (throttleNames.has(error.name) || error.status === 429 || error.status === 503) {
    return { code: 'E_THROTTLED', what: 'the service asks us to slow down', hint: 'it is tried again later' };
  }
  if (error.name === 'TimeoutError' || (error.code !== null && networkCodes.has(error.code))) {
    return {
      code: 'E_UNREACHABLE',
      what: `the service could not be reached (${error.code ?? error.name})`,
      hint: 'check the network, AWS_REGION and AWS_ENDPOINT_URL; it is tried again later',
    };
  }
  return {
    code: 'E_AWS',
    what: `the service answered ${error.name}${error.status === null ? '' : ` (${error.status})`}`,
    hint: 'it is tried again later; if it stays, read the message of the service',
  };
}

/** True for a mistake in our own code, which no retry cures and no mapping may hide. */
function isProgrammingError(error: unknown): boolean {
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
}

/** Throws the DependencyError of this failed call; our own faults and programming errors pass unchanged. */
export function throwFault(cause: unknown, call: AwsAction): never {
  if (cause instanceof DatelineError || isProgrammingError(cause)) throw cause;
  const error = sdkError(cause);
  const { code, what, hint } = classify(error, call);
  const tried = error.attempts > 1 ? ` after ${error.attempts} attempts` : '';
  throw new DependencyError(code, `${call.action} on ${call.thing} failed${tried}: ${what}: ${error.message}`, {
    cause,
    input: call.thing,
    hint,
  });
}
