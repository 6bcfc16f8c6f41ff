/** Signed calls to the few AWS services for which the project carries no client: Lambda and STS (Signature Version 4). */
import { createHash, createHmac } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface AwsCall {
  readonly service: 'lambda' | 'sts';
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body: string;
  readonly contentType: string;
}

interface AwsAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Endpoint, region and credentials from the environment of the emulator's clients. */
async function awsCall(call: AwsCall): Promise<AwsAnswer> {
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = process.env;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secret } = process.env;
  if (endpoint === undefined || region === undefined || accessKeyId === undefined || secret === undefined) {
    throw new Error('the environment of the emulator is not set');
  }
  const url = new URL(call.path, endpoint);
  const time = `${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const scope = `${time.slice(0, 8)}/${region}/${call.service}/aws4_request`;
  const headers: Record<string, string> = { 'content-type': call.contentType, host: url.host, 'x-amz-date': time };
  const names = Object.keys(headers).sort();
  // The canonical URI is encoded once more than the path that is sent (all services but S3).
  const canonical = [
    call.method,
    url.pathname.split('/').map(encodeURIComponent).join('/'),
    '',
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    hash(call.body),
  ].join('\n');
  const key = [region, call.service, 'aws4_request'].reduce<Buffer>(hmac, hmac(`AWS4${secret}`, time.slice(0, 8)));
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\n')).toString('hex');
  const response = await fetch(url, {
    method: call.method,
    headers: {
      ...headers,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
    },
    ...(call.method === 'POST' ? { body: call.body } : {}),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Calls a function and waits for its answer; throws with the function's own error. */
export async function invoke(functionName: string, payload: unknown): Promise<unknown> {
  const answer = await awsCall({
    service: 'lambda',
    method: 'POST',
    path: `/2015-03-31/functions/${functionName}/invocations`,
    body: JSON.stringify(payload),
    contentType: 'application/json',
  });
  if (answer.status !== 200 || answer.headers.has('x-amz-function-error')) {
    throw new Error(`${functionName} answered ${answer.status}: ${answer.text}`);
  }
  return JSON.parse(answer.text === '' ? 'null' : answer.text);
}

/** ARN of the role that a function runs with. */
export async function roleOf(functionName: string): Promise<string> {
  const path = `/2015-03-31/functions/${functionName}/configuration`;
  const { status, text } = await awsCall({
    service: 'lambda',
    method: 'GET',
    path,
    body: '',
    contentType: 'application/json',
  });
  if (status !== 200) throw new Error(`the configuration of ${functionName}: ${status} ${text}`);
  return (JSON.parse(text) as { Role: string }).Role;
}

/** Credentials of a session with a role's own rights. */
export async function assumeRole(roleArn: string): Promise<Credentials> {
  const body = new URLSearchParams({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: roleArn,
    RoleSessionName: 'denials',
  }).toString();
  const answer = await awsCall({
    service: 'sts',
    method: 'POST',
    path: '/',
    body,
    contentType: 'application/x-www-form-urlencoded; charset=utf-8',
  });
  const field = (name: string): string => {
    const found = new RegExp(`<${name}>([^<]+)</${name}>`).exec(answer.text)?.[1];
    if (found === undefined) throw new Error(`AssumeRole of ${roleArn}: ${answer.status} ${answer.text}`);
    return found;
  };
  return {
    accessKeyId: field('AccessKeyId'),
    secretAccessKey: field('SecretAccessKey'),
    sessionToken: field('SessionToken'),
  };
}
