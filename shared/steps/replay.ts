/**
 * replay: stored captures through today's code. It shows what would change before anything is written; what is written is a
 * revision of origin `reprocessed`, which is a change in the log and never an alert. A new field of the record is filled
 * into old releases the same way.
 */
import { isDeepStrictEqual } from 'node:util';
import { keys } from '../archive/keys.ts';
import { type LatestRelease, latestReleases } from '../archive/latest.ts';
import { createRevision, latestRevision, type ReadRelease } from '../archive/release-object.ts';
import { readTemplate } from '../archive/templates.ts';
import { mapConcurrently } from '../concurrently.ts';
import { CorruptDataError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { Newsroom } from '../newsrooms/schema.ts';
import type { Log, Objects } from '../ports.ts';
import { contentHash } from '../release/content-hash.ts';
import { compareContents, nextRevision } from '../release/revision.ts';
import type { Release } from '../release/schema.ts';
import { isSince } from '../release/since.ts';
import { emptyTemplate, type PageTemplate } from '../release/template/template.ts';
import type { ChannelHints, ReleaseContent } from '../release/types.ts';
import { readStoredPage } from './stored-page.ts';

export interface ReplayChoice {
  /** Releases printed before this are left alone. */
  readonly sinceMs: number;
  readonly newsroom: string | null;
}

export interface FieldDifference {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

export type Replayed =
  | {
      readonly kind: 'changed';
      readonly standing: ReadRelease;
      readonly next: Release;
      readonly differences: readonly FieldDifference[];
    }
  | { readonly kind: 'same' | 'no-capture'; readonly key: string }
  /** Today's code finds no release in the bytes, or they are not what was kept. Nothing is written for it. */
  | { readonly kind: 'unreadable'; readonly key: string; readonly reason: string };

/** What the channel said, as far as the record keeps it: without it a date that only the feed had would be lost. */
function hintsOf(release: Release): ChannelHints | null {
  if (release.channel === null) return null;
  const ofChannel = release.dateSource === 'feed' || release.dateSource === 'listing';
  return {
    kind: release.dateSource === 'listing' ? 'listing' : release.channel.kind,
    title: release.headline,
    published: ofChannel ? release.datePublished : null,
    updated: null,
    summary: release.summary,
    content: null,
    language: null,
  };
}

/** What the archive decides, not the page. */
const notOfThePage = new Set<string>(['canonicalUrl', 'contentHash']);

/** Read with the time zone and the order of dates that the newsroom's file names. */
const ofItsFile = new Set<string>(['datePublished', 'dateModified', 'dateSource', 'dateConfidence']);

/** `newsroom`: undefined for one that no file names any more; what was read by that file stays. */
function differencesOf(
  release: Release,
  content: ReleaseContent,
  newsroom: Newsroom | undefined,
): readonly FieldDifference[] {
  const differences = Object.entries(content).flatMap(([field, after]): readonly FieldDifference[] => {
    const before = release[field as keyof Release];
    const kept =
      notOfThePage.has(field) ||
      (field === 'headline' && after === null) ||
      (newsroom === undefined && before !== null && ofItsFile.has(field));
    return kept || isDeepStrictEqual(before, after) ? [] : [{ field, before, after }];
  });
  // Words for people alone are no reason for a revision.
  return differences.every(({ field }) => field === 'warnings') ? [] : differences;
}

function reprocessed(standing: Release, differences: readonly FieldDifference[], firstSeenAt: string): Release {
  const content = Object.fromEntries(differences.map(({ field, after }) => [field, after])) as Partial<Release>;
  const merged = { ...standing, ...content };
  const { verdict } = compareContents(standing, merged);
  const change = { verdict, material: false, fields: differences.map(({ field }) => field) };
  const { status } = standing;
  return nextRevision(
    standing,
    { ...content, contentHash: contentHash(merged), status, origin: 'reprocessed' },
    change,
    firstSeenAt,
  );
}

export interface ReplaySource {
  readonly objects: Objects;
  readonly newsrooms: ReadonlyMap<string, Newsroom>;
  readonly nowMs: number;
}

async function replayOne(source: ReplaySource, one: LatestRelease, choice: ReplayChoice): Promise<Replayed | null> {
  const { objects, newsrooms, nowMs } = source;
  try {
    const standing = await latestRevision(objects, keys.release(one.newsroom, one.partition, one.release, 1));
    if (standing === null) return { kind: 'unreadable', key: one.key, reason: 'the object is not there' };
    const { key, release } = standing;
    if (!isSince(release, choice.sinceMs)) return null;
    if (release.capture === null) return { kind: 'no-capture', key };
    const newsroom = newsrooms.get(release.newsroom);
    const read = (template: PageTemplate) =>
      readStoredPage(objects, release, newsroom, { channel: hintsOf(release), template });
    const template = await readTemplate(objects, release.newsroom);
    const reading = await read(template);
    if (reading === null) return { kind: 'unreadable', key, reason: `the capture ${release.capture.key} is not there` };
    if (reading.pageKind !== 'release')
      return { kind: 'unreadable', key, reason: `${reading.pageKind}: ${reading.reason}` };
    const differences = differencesOf(release, reading.content, newsroom);
    if (differences.length === 0) return { kind: 'same', key };
    // What the newsroom's pages have in common may not have been learned then: that is no change of the code.
    const untaught = template.pages.length === 0 ? null : await read(emptyTemplate);
    if (untaught !== null && differencesOf(release, untaught.content, newsroom).length === 0)
      return { kind: 'same', key };
    return {
      kind: 'changed',
      standing,
      differences,
      next: reprocessed(release, differences, new Date(nowMs).toISOString()),
    };
  } catch (fault) {
    if (!(fault instanceof CorruptDataError)) throw fault;
    return { kind: 'unreadable', key: one.key, reason: fault.message };
  }
}

/** What today's code makes of each chosen release, in portions; writes nothing. Throws CorruptDataError E_CHAIN. */
export async function* replay(source: ReplaySource, choice: ReplayChoice): AsyncGenerator<Replayed> {
  const since = new Date(choice.sinceMs).toISOString().slice(0, 10);
  const chosen = (await latestReleases(source.objects)).filter(
    ({ newsroom, partition, revision }) =>
      (choice.newsroom === null || newsroom === choice.newsroom) &&
      // A revision may print another day than its key.
      (partition === 'undated' || partition >= since || revision > 1),
  );
  for (let at = 0; at < chosen.length; at += limits.replayPortion) {
    const portion = chosen.slice(at, at + limits.replayPortion);
    const replayed = await mapConcurrently(portion, limits.archiveReadsConcurrentMax, (one) =>
      replayOne(source, one, choice),
    );
    yield* replayed.filter((one) => one !== null);
  }
}

/** Writes one that changed as the next revision. False when somebody else wrote that revision meanwhile. */
export async function commitReplayed(
  objects: Objects,
  log: Log,
  changed: Extract<Replayed, { kind: 'changed' }>,
): Promise<boolean> {
  const key = await createRevision(objects, changed.standing, changed.next);
  if (key === null) return false;
  const { id, newsroom, headline, revision, origin } = changed.next;
  log.info('release-committed', { id, newsroom, headline, revision, origin, key });
  return true;
}

export interface FieldSummary {
  readonly field: string;
  count: number;
  readonly examples: { readonly key: string; readonly before: unknown; readonly after: unknown }[];
}

export interface ReplaySummary {
  releases: number;
  changed: number;
  withoutCapture: number;
  readonly unreadable: { readonly key: string; readonly reason: string }[];
  readonly fields: Map<string, FieldSummary>;
}

export const newSummary = (): ReplaySummary => ({
  releases: 0,
  changed: 0,
  withoutCapture: 0,
  unreadable: [],
  fields: new Map(),
});

/** Adds one result to what is shown. */
export function summarize(summary: ReplaySummary, replayed: Replayed): void {
  summary.releases += 1;
  if (replayed.kind === 'no-capture') summary.withoutCapture += 1;
  if (replayed.kind === 'unreadable') summary.unreadable.push({ key: replayed.key, reason: replayed.reason });
  if (replayed.kind !== 'changed') return;
  summary.changed += 1;
  for (const { field, before, after } of replayed.differences) {
    const known = summary.fields.get(field) ?? { field, count: 0, examples: [] };
    known.count += 1;
    if (known.examples.length < limits.replayExamplesMax)
      known.examples.push({ key: replayed.standing.key, before, after });
    summary.fields.set(field, known);
  }
}
