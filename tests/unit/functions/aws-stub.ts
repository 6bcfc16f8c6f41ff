/** A server on loopback that answers as AWS was told to: for what no emulator ever says. */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface StubRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly delayMs?: number;
  /** Ends the connection without an answer. */
  readonly hangUp?: boolean;
}

export interface AwsStub {
  /** What `s3Client` and its siblings read: the address of the stub, and a region. */
  readonly environment: Readonly<Record<string, string>>;
  readonly requests: readonly StubRequest[];
  stop(): Promise<void>;
}

/** The body of an S3 error; its name is what the SDK's error gets. */
export function s3Error(code: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>said by the stub</Message></Error>`;
}

/** The body of an SNS answer. */
export function snsResult(action: string, inner: string): string {
  return `<${action}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${action}Result>${inner}</${action}Result></${action}Response>`;
}

export function snsError(code: string, message = 'said by the stub'): string {
  return `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
}

/** Starts the stub; `answer` is asked once for each request, with its number from 0. */
export async function startAwsStub(answer: (request: StubRequest, number: number) => StubAnswer): Promise<AwsStub> {
  const requests: StubRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', async () => {
      const request = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      const { status = 200, headers = {}, body = '', delayMs = 0, hangUp } = answer(request, requests.length);
      requests.push(request);
      await sleep(delayMs);
      if (hangUp === true) {
        incoming.socket.destroy();
        return;
      }
      outgoing.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
      outgoing.end(incoming.method === 'HEAD' ? '' : body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stub has no port');
  return {
    environment: { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: `http://127.0.0.1:${address.port}` },
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Credentials for the SDK's chain, which reads the process: nothing is signed for real. */
export const stubCredentials = {
  AWS_ACCESS_KEY_ID: 'stub',
  AWS_SECRET_ACCESS_KEY: 'stub',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
} as const;
