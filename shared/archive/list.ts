/** Walking a prefix page by page. */
import type { ObjectHead, Objects } from '../ports.ts';

/** Every object under a prefix, in key order, after `startAfter`; one LIST a page, as the caller goes on. */
export async function* listKeys(objects: Objects, prefix: string, startAfter?: string): AsyncGenerator<ObjectHead> {
  let after = startAfter;
  for (;;) {
    const page = await objects.list(prefix, after === undefined ? {} : { startAfter: after });
    yield* page.objects;
    if (page.next === null) return;
    after = page.next;
  }
}

/** Like `listKeys`, but what the objects hold is not looked at: the ETags may be empty. */
export async function* headsUnder(objects: Objects, prefix: string, startAfter?: string): AsyncGenerator<ObjectHead> {
  let after = startAfter;
  for (;;) {
    const page = await objects.list(prefix, { etags: false, ...(after === undefined ? {} : { startAfter: after }) });
    yield* page.objects;
    if (page.next === null) return;
    after = page.next;
  }
}
