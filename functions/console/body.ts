/** Reads the JSON body of a request, bounded and checked by a schema. */
import * as z from 'zod';
import { limits } from '../../shared/limits.ts';
import { badRequest, type Problem } from './problem.ts';

export type BodyOutcome<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** Null when the body is longer than `apiBodyBytesMax`, whatever its header says. */
async function boundedText(request: Request): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (request.body === null) return '';
  for await (const chunk of request.body) {
    bytes += chunk.byteLength;
    if (bytes > limits.apiBodyBytesMax) return null;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

export async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<BodyOutcome<T>> {
  const text = await boundedText(request);
  if (text === null) {
    const problem = { ...badRequest(`A body may have at most ${limits.apiBodyBytesMax} bytes.`), status: 413 };
    return { kind: 'refused', problem };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'refused', problem: badRequest('The body is no JSON. Nothing was changed.') };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { kind: 'read', value: parsed.data };
  return { kind: 'refused', problem: badRequest(`The body has the wrong shape: ${z.prettifyError(parsed.error)}`) };
}
