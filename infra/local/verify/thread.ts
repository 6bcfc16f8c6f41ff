/** A thread of verification: takes portions of keys, answers what their files say. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Expected, Inspected } from '../../../shared/archive/verify/reader.ts';
import { DatelineError } from '../../../shared/errors.ts';
import { filesInspector } from './inspect-files.ts';

export interface ThreadRequest {
  readonly id: number;
  readonly keys: readonly string[];
  readonly expected: Expected;
  readonly sinceMs: number | null;
}

/** A fault as plain values: classes do not pass between threads. */
export interface ThreadFault {
  readonly code: string;
  readonly message: string;
  readonly input: string | null;
  readonly hint: string | null;
}

export type ThreadAnswer =
  | { readonly id: number; readonly inspected: readonly Inspected[] }
  | { readonly id: number; readonly fault: ThreadFault };

const inspect = filesInspector(String(workerData));

function answer({ id, keys, expected, sinceMs }: ThreadRequest): ThreadAnswer {
  try {
    return { id, inspected: inspect(keys, expected, sinceMs) };
  } catch (error) {
    if (!(error instanceof DatelineError)) throw error;
    const { code, message, input, hint } = error;
    return { id, fault: { code, message, input, hint } };
  }
}

parentPort?.on('message', (request: ThreadRequest) => parentPort?.postMessage(answer(request)));
parentPort?.postMessage('ready');
