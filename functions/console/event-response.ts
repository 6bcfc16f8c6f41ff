/** The live stream of events as server-sent events (WHATWG HTML, Server-sent events). */
import type { ConsoleOptions } from './options.ts';

/** A comment now and then keeps proxies and dead connections honest. */
const heartbeatMs = 25_000;

export function eventResponse(follow: NonNullable<ConsoleOptions['follow']>): Response {
  let stop = (): void => undefined;
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const encoder = new TextEncoder();
      const write = (text: string): void => {
        try {
          controller.enqueue(encoder.encode(text));
        } catch {
          // The reader has gone.
          stop();
        }
      };
      const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs);
      heartbeat.unref();
      const unfollow = follow((event) => write(`event: ${event.event}\ndata: ${JSON.stringify(event)}\n\n`));
      stop = () => {
        clearInterval(heartbeat);
        unfollow();
      };
      write('retry: 2000\n\n');
    },
    cancel: () => stop(),
  });
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    },
  });
}
