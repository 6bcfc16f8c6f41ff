/** Everything the console shows, read from the archive through the ports. */
import { parseRelease } from '../../../shared/archive/release-object.ts';
import type { Objects } from '../../../shared/ports.ts';
import { checkQuery } from '../../../shared/query/check.ts';
import { compileQueries } from '../../../shared/query/compile.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { ArchiveIndex } from '../../../shared/search/archive-index.ts';
import type { ReleaseHit } from '../../../shared/search/hits.ts';
import { queryDocument } from '../../../shared/watch/document.ts';
import { matchedSentence } from '../../../shared/watch/matched-sentence.ts';
import { listWatches, type WatchCache } from '../../../shared/watch/read.ts';
import type { Watch } from '../../../shared/watch/schema.ts';
import type { ConsoleOptions } from '../options.ts';
import type { AlertGroup } from '../pages/pieces.ts';
import { type AcceptedAlert, alertReader } from './alerts.ts';

export interface ConsoleArchive {
  readonly index: ArchiveIndex;
  watches(): Promise<readonly Watch[]>;
  /** Accepted alerts, the latest first. */
  alerts(): Promise<readonly AcceptedAlert[]>;
  /** The latest alerts by release revision, at most `groupsMax` of them. */
  alertGroups(groupsMax: number): Promise<readonly AlertGroup[]>;
  /** Null when there is no such release. */
  release(id: string): Promise<Release | null>;
  /** An earlier revision of it; null when there is none. */
  revision(id: string, revision: number): Promise<Release | null>;
  /** The watches that match a release, with what matched. */
  matches(release: Release): Promise<readonly { readonly watch: Watch; readonly hit: ReleaseHit }[]>;
}

export function consoleArchive({ ports, searchFiles }: Pick<ConsoleOptions, 'ports' | 'searchFiles'>): ConsoleArchive {
  const { objects, log } = ports;
  const index = new ArchiveIndex({
    objects,
    files: searchFiles,
    onProblem: (problem) => log.warn('search-index', { problem }),
  });
  const alerts = alertReader(objects, index);
  const cache: WatchCache = new Map();
  const watches = () => listWatches(objects, cache);

  const matches: ConsoleArchive['matches'] = async (release) => {
    const all = new Map((await watches()).map((watch) => [watch.id as string, watch]));
    const readable = [...all.values()].filter(({ query }) => checkQuery(query).ok);
    const { matcher } = compileQueries(readable.map(({ id, query }) => ({ id, query })));
    return matcher.match(queryDocument(release)).flatMap(({ watch: id, spans }) => {
      const watch = all.get(id);
      return watch === undefined ? [] : [{ watch, hit: { release, spans, sentence: matchedSentence(release, spans) } }];
    });
  };

  return {
    index,
    watches,
    alerts,
    matches,
    alertGroups: async (groupsMax) => {
      const groups = new Map<string, AcceptedAlert[]>();
      for (const alert of await alerts()) {
        const key = alert.key;
        const group = groups.get(key);
        if (group !== undefined) group.push(alert);
        else if (groups.size < groupsMax) groups.set(key, [alert]);
      }
      const known = new Map((await watches()).map((watch) => [watch.id as string, watch]));
      const cards: AlertGroup[] = [];
      for (const [key, group] of groups) {
        const release = await readReleaseAt(objects, key);
        if (release === null) continue;
        const hits = new Map((await matches(release)).map(({ watch, hit }) => [watch.id as string, hit]));
        cards.push({
          release,
          alerts: group.map((alert) => ({
            alert,
            watch: known.get(alert.watch) ?? null,
            hit: hits.get(alert.watch) ?? null,
          })),
        });
      }
      return cards;
    },
    release: async (id) => {
      await index.refresh();
      const row = index.find(id);
      return row === null ? null : index.read(row);
    },
    revision: async (id, revision) => {
      const row = index.find(id);
      return row === null ? null : index.readRevision(row, revision);
    },
  };
}

/** Null when it is gone. */
async function readReleaseAt(objects: Objects, key: string): Promise<Release | null> {
  const stored = await objects.get(key);
  return stored === null ? null : parseRelease(key, stored.body);
}
