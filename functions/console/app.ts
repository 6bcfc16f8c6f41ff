/** The console as one web application: pages for people, /api/v1 for programs. The same on one machine and on Lambda. */
import { Hono } from 'hono';
import { readHealth } from '../../shared/newsrooms/health.ts';
import { checkQuery } from '../../shared/query/check.ts';
import { backtest } from '../../shared/search/backtest.ts';
import { isCursor, releasePage as pageOfReleases } from '../../shared/search/release-page.ts';
import { feedKey, signingKey } from '../../shared/watch/links.ts';
import { getWatch } from '../../shared/watch/read.ts';
import { webhooksInTrouble } from '../../shared/watch/webhook-health.ts';
import { api } from './api.ts';
import { consoleArchive } from './data/archive.ts';
import { feedRoutes } from './feeds.ts';
import { guard } from './guard.ts';
import { manageRoutes } from './manage.ts';
import { openApi } from './openapi.ts';
import type { ConsoleOptions } from './options.ts';
import { type Html, html } from './pages/html.ts';
import { layout } from './pages/layout.ts';
import { alertsPage, releasesPage } from './pages/lists.ts';
import { newsroomsPage } from './pages/newsrooms.ts';
import { overviewPage } from './pages/overview.ts';
import { releasePage } from './pages/release.ts';
import { newWatchPage, watchesPage, watchPage } from './pages/watches.ts';
import { problemOf, problemResponse } from './problem.ts';

const overviewItemsMax = 12;
const pageItemsMax = 50;
const announcedRefreshEvery = 32;

/** Answers a Fetch-API handler: `app.fetch(request)`. */
export function consoleApp(options: ConsoleOptions): Hono {
  const { ports, config, assets } = options;
  const archive = consoleArchive(options);
  let announced = 0;
  options.follow?.((event) => {
    if (event.event !== 'release') return;
    archive.index.announce(event.key);
    announced += 1;
    // Taken in a part at a time, so that nobody who searches after weeks waits for all of it.
    if (announced % announcedRefreshEvery !== 0) return;
    archive.index.refresh().catch((error: unknown) => ports.log.warn('search-index', { problem: String(error) }));
  });
  const health = () => readHealth(ports.objects, config.newsrooms, ports.clock.nowMs());
  const app = new Hono();
  app.use(guard(options.isOwnHost));

  app.get('/assets/console.css', (context) =>
    context.body(assets.style, 200, { 'content-type': 'text/css; charset=utf-8' }),
  );
  app.get('/assets/console.js', (context) =>
    context.body(assets.script, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
  app.get('/api/openapi.json', (context) => context.json(openApi));
  app.route('/api/v1', api(options, archive));
  app.route('/', manageRoutes(options));
  app.route('/', feedRoutes(options, archive));

  const show = (title: string, section: string, content: Html, live = false): Html =>
    layout({ title, section, content, live });

  app.get('/', async (context) => {
    const everything = { query: null, newsroom: null, sinceMs: null };
    const released = await pageOfReleases(archive.index, everything, null, overviewItemsMax);
    const asked = (await health()).filter(({ status }) => status !== 'disabled');
    const content = overviewPage({
      newsrooms: asked.length,
      newsroomsInTrouble: asked.filter(({ status }) => troubled.has(status)).length,
      releases: archive.index.size,
      watches: (await archive.watches()).length,
      latestReleases: released.items,
      latestAlerts: await archive.alertGroups(overviewItemsMax),
    });
    return context.html(show('Overview', '/', content, true));
  });

  app.get('/releases', async (context) => {
    const { q = '', newsroom = '', cursor } = context.req.query();
    const check = q.trim() === '' ? null : checkQuery(q);
    const page =
      check?.ok === false
        ? { items: [], next: null }
        : await pageOfReleases(
            archive.index,
            { query: check === null ? null : q, newsroom: newsroom === '' ? null : newsroom, sinceMs: null },
            cursor !== undefined && isCursor(cursor) ? cursor : null,
            pageItemsMax,
          );
    const newsrooms = config.newsrooms.filter(({ id }) => archive.index.countOf(id) > 0);
    const errors = check?.errors ?? [];
    const content = releasesPage({ page, query: q, newsroom, newsrooms, errors, total: archive.index.size });
    return context.html(show('Releases', '/releases', content, cursor === undefined));
  });

  app.get('/releases/:id', async (context) => {
    const found = await archive.release(context.req.param('id'));
    if (found === null) return context.notFound();
    const content = releasePage({ release: found, matches: await archive.matches(found) });
    return context.html(show(found.headline, '/releases', content));
  });

  app.get('/alerts', async (context) => {
    return context.html(show('Alerts', '/alerts', alertsPage(await archive.alertGroups(pageItemsMax)), true));
  });

  app.get('/watches', async (context) => {
    const alerts = await archive.alerts();
    const items = (await archive.watches()).map((watch) => ({
      watch,
      words: checkQuery(watch.query).words,
      alerts: alerts.filter((alert) => alert.watch === watch.id).length,
    }));
    return context.html(show('Watches', '/watches', watchesPage(items), true));
  });

  app.get('/watches/new', (context) => {
    const { name = '', query = '' } = context.req.query();
    return context.html(show('New watch', '/watches', newWatchPage({ name, query })));
  });

  app.get('/watches/:id', async (context) => {
    const watch = await getWatch(ports.objects, context.req.param('id'));
    if (watch === null) return context.notFound();
    const check = checkQuery(watch.query);
    const content = watchPage({
      watch,
      words: check.words,
      subscriptions: await ports.topic.subscriptions(watch.id),
      isMachine: config.target === 'local',
      troubles: await webhooksInTrouble(ports.objects),
      feeds: feedPaths(feedKey(await signingKey(ports), watch), watch.id),
      backtest: check.ok
        ? await backtest(archive.index, watch.query, { nowMs: ports.clock.nowMs(), sinceMs: null })
        : null,
    });
    return context.html(show(watch.name, '/watches', content));
  });

  app.get('/newsrooms', async (context) => {
    await archive.index.refresh();
    const definitions = new Map(config.newsrooms.map((newsroom) => [newsroom.id, newsroom]));
    const rows = (await health()).flatMap((one) => {
      const newsroom = definitions.get(one.newsroom);
      return newsroom === undefined ? [] : [{ newsroom, health: one, releases: archive.index.countOf(newsroom.id) }];
    });
    return context.html(show('Newsrooms', '/newsrooms', newsroomsPage(rows), true));
  });

  app.notFound((context) => {
    const content = html`<h1>Not here</h1><p>There is no such page. <a href="/">Back to the overview</a></p>`;
    return context.html(show('Not here', '', content), 404);
  });
  app.onError((error) => {
    ports.log.error('console-failed', { message: error.message, stack: error.stack });
    return problemResponse(problemOf(error));
  });
  return app;
}

const feedPaths = (key: string, watch: string) => ({
  rss: `/feeds/${watch}.rss?key=${key}`,
  json: `/feeds/${watch}.json?key=${key}`,
});

const troubled: ReadonlySet<string> = new Set(['silent', 'blocked', 'broken', 'gone']);
