/** The signed feeds of watches: whoever has the key reads one, and nothing else. */
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { keys } from '../../shared/archive/keys.ts';
import { type Ledger, readLedger } from '../../shared/archive/ledger.ts';
import { readJson } from '../../shared/archive/objects.ts';
import { parseRelease } from '../../shared/archive/release-object.ts';
import { CorruptDataError } from '../../shared/errors.ts';
import { changesOf } from '../../shared/steps/publish-alerts.ts';
import { queryDocument } from '../../shared/watch/document.ts';
import { type FeedHit, feedItems, jsonFeed, rssFeed } from '../../shared/watch/feed.ts';
import { compiledAlone } from '../../shared/watch/index.ts';
import { opensFeed, signingKey } from '../../shared/watch/links.ts';
import type { Watch } from '../../shared/watch/schema.ts';
import { getWatch } from '../../shared/watch/store.ts';
import { emptyWindow, type WindowState } from '../../shared/watch/window.ts';
import type { ConsoleOptions } from './options.ts';
import { notFound, problemResponse } from './problem.ts';

const formats = {
  rss: { type: 'application/rss+xml; charset=utf-8', write: rssFeed },
  json: { type: 'application/feed+json; charset=utf-8', write: jsonFeed },
} as const;

const maxAgeSeconds = 300;

/** The last hits of the watch with what became of them; one whose release cannot be read is left out and named in the log. */
async function recentHits({ objects, log }: ConsoleOptions['ports'], watch: Watch): Promise<readonly FeedHit[]> {
  const { value: state } = await readJson<WindowState>(objects, keys.window(watch.id), emptyWindow);
  const { matcher } = compiledAlone(watch).compiled;
  const ledgers = new Map<string, Ledger | null>();
  const hits: FeedHit[] = [];
  for (const { key, ledgerKey, alertId, release, revision, kind } of state.recent ?? []) {
    if (!ledgers.has(ledgerKey)) ledgers.set(ledgerKey, await readLedger(objects, ledgerKey));
    const entry = ledgers.get(ledgerKey)?.entries.find((one) => one.alertId === alertId);
    const stored = entry === undefined ? null : await objects.get(key);
    if (entry === undefined || stored === null) continue;
    try {
      const releaseRecord = parseRelease(key, stored.body);
      const [hit = null] = matcher.match(queryDocument(releaseRecord));
      const changes = kind === 'revised' ? await changesOf(objects, key, releaseRecord) : [];
      hits.push({ entry, item: { alertId, watch: watch.id, release, revision, kind, releaseRecord, hit, changes } });
    } catch (fault) {
      if (!(fault instanceof CorruptDataError)) throw fault;
      log.warn('feed-item-unreadable', { watch: watch.id, key, message: fault.message });
    }
  }
  return hits;
}

export function feedRoutes(options: ConsoleOptions): Hono {
  const { ports, config } = options;
  const app = new Hono();

  app.get('/feeds/:file', async (context) => {
    const [, id, extension] = /^(.+)\.(rss|json)$/.exec(context.req.param('file')) ?? [];
    const format = extension === 'rss' || extension === 'json' ? formats[extension] : null;
    const watch = id === undefined ? null : await getWatch(ports.objects, id);
    const given = context.req.query('key') ?? '';
    // The same for a watch that is not there: a guess tells nothing.
    if (format === null || watch === null || !opensFeed(await signingKey(ports), watch, given)) {
      return problemResponse(notFound('such feed, or its key is not the one that `dateline watch show` names'));
    }
    const asked = new URL(context.req.url);
    const base = config.consoleAddress ?? asked.origin;
    const self = new URL(`${asked.pathname}${asked.search}`, base).href;
    const home = new URL(`/watches/${watch.id}`, base).href;
    const body = format.write(watch, feedItems(watch, await recentHits(ports, watch)), { self, home });
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const headers = { 'content-type': format.type, etag, 'cache-control': `private, max-age=${maxAgeSeconds}` };
    if (context.req.header('if-none-match') === etag) return context.body(null, 304, headers);
    return context.body(body, 200, headers);
  });

  return app;
}
