/** The signed feeds of watches, and the page of all that one found: whoever has the key reads one, and nothing else. */
import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { keys } from '../../shared/archive/keys.ts';
import { readLedgerEntry } from '../../shared/archive/ledger.ts';
import { readJson } from '../../shared/archive/objects.ts';
import { parseRelease } from '../../shared/archive/release-object.ts';
import { CorruptDataError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import { isCursor, releasePage } from '../../shared/search/release-page.ts';
import { changesOf } from '../../shared/steps/publish-alerts.ts';
import { compiledAlone } from '../../shared/watch/compiled.ts';
import { queryDocument } from '../../shared/watch/document.ts';
import { type FeedHit, feedItems, jsonFeed, rssFeed } from '../../shared/watch/feed.ts';
import { opensFeed, signingKey } from '../../shared/watch/links.ts';
import { getWatch } from '../../shared/watch/read.ts';
import type { Watch } from '../../shared/watch/schema.ts';
import { emptyWindow, type WindowState } from '../../shared/watch/window.ts';
import type { ConsoleArchive } from './data/archive.ts';
import type { ConsoleOptions } from './options.ts';
import { foundPage } from './pages/found.ts';
import { barePage } from './pages/manage.ts';
import { notFound, problemResponse } from './problem.ts';

const formats = {
  rss: { type: 'application/rss+xml; charset=utf-8', write: rssFeed },
  json: { type: 'application/feed+json; charset=utf-8', write: jsonFeed },
} as const;

const maxAgeSeconds = 300;

/** RFC 9110 §13.1.2: a list, compared weakly, since whoever compresses on the way makes the validator a weak one. */
function namesEtag(header: string, etag: string): boolean {
  return header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
}

/** The last hits of the watch with what became of them; one whose release cannot be read is left out and named in the log. */
async function recentHits({ objects, log }: ConsoleOptions['ports'], watch: Watch): Promise<readonly FeedHit[]> {
  const { value: state } = await readJson<WindowState>(objects, keys.window(watch.id), emptyWindow);
  const { matcher } = compiledAlone(watch).compiled;
  const hits: FeedHit[] = [];
  for (const { key, ledgerKey, alertId, release, revision, kind } of state.recent ?? []) {
    const entry = await readLedgerEntry(objects, ledgerKey, alertId);
    const stored = entry === null ? null : await objects.get(key);
    if (entry === null || stored === null) continue;
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

/** The last changed first, a page at a time, however much there is. */
async function allFound(context: Context, watch: Watch, { index }: ConsoleArchive): Promise<Response> {
  const { key = '', cursor = '' } = context.req.query();
  const everything = { query: watch.query, newsroom: null, sinceMs: null };
  const page = await releasePage(index, everything, isCursor(cursor) ? cursor : null, limits.apiPageItemsMax);
  const older = page.next === null ? null : new URLSearchParams({ key, cursor: page.next }).toString();
  const olderPath = older === null ? null : `/feeds/${watch.id}.html?${older}`;
  const content = barePage(`What ${watch.name} found`, foundPage({ watch, page, olderPath }));
  return context.html(content, 200, { 'cache-control': 'no-store' });
}

export function feedRoutes(options: ConsoleOptions, archive: ConsoleArchive): Hono {
  const { ports, config } = options;
  const app = new Hono();

  app.get('/feeds/:file', async (context) => {
    const [, id, extension] = /^(.+)\.(rss|json|html)$/.exec(context.req.param('file')) ?? [];
    const watch = id === undefined ? null : await getWatch(ports.objects, id);
    const given = context.req.query('key') ?? '';
    // The same for a watch that is not there: a guess tells nothing.
    if (watch === null || !opensFeed(await signingKey(ports), watch, given)) {
      return problemResponse(notFound('such feed, or its key is not the one that `dateline watch show` names'));
    }
    if (extension === 'html') return allFound(context, watch, archive);
    const format = formats[extension === 'json' ? 'json' : 'rss'];
    const asked = new URL(context.req.url);
    const base = config.consoleAddress ?? asked.origin;
    const self = new URL(`${asked.pathname}${asked.search}`, base).href;
    const home = new URL(`/watches/${watch.id}`, base).href;
    const body = format.write(watch, feedItems(watch, await recentHits(ports, watch)), { self, home });
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const headers = { 'content-type': format.type, etag, 'cache-control': `private, max-age=${maxAgeSeconds}` };
    if (namesEtag(context.req.header('if-none-match') ?? '', etag)) return context.body(null, 304, headers);
    return context.body(body, 200, headers);
  });

  return app;
}
