/**
 * ingest: one candidate becomes one release in the archive. It fetches the page, keeps the capture, normalizes, claims
 * the identity, and commits by one conditional PUT: that PUT is the commit point. A page that cannot be had is asked
 * again by schedule, then the channel's own text is stored, so that a release is never lost.
 */
import { type CaptureReference, keepCapture } from '../archive/capture.ts';
import { type Claim, claimIdentity, readClaim, textName } from '../archive/claims.ts';
import { holdHost } from '../archive/host-state.ts';
import { keys, parseReleaseKey } from '../archive/keys.ts';
import { createRelease, latestRevision } from '../archive/release-object.ts';
import { learnTemplate, readTemplate } from '../archive/templates.ts';
import type { Candidate } from '../channels/candidate.ts';
import { BadInputError, CorruptDataError, DependencyError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { Newsroom } from '../newsrooms/schema.ts';
import { admissionOf, pauseHost, redirectAdmission } from '../politeness/admission.ts';
import { retryAfterMs } from '../politeness/retry-after.ts';
import type { FetchedResponse, FetchOutcome, Ports } from '../ports.ts';
import { canonicalItemUrl } from '../release/canonical-url.ts';
import { readChannelText, readPage } from '../release/read.ts';
import { carryChanges, changeBase, compareContents } from '../release/revision.ts';
import { type Release, releaseSchema, schemaVersion } from '../release/schema.ts';
import type { PageTemplate } from '../release/template/template.ts';
import type { ChannelHints, PageContext, ReleaseContent } from '../release/types.ts';
import type { PipelineConfig } from './config.ts';
import { defer, nextAttemptMs, settleDeferred } from './deferred.ts';
import { done, type StepResult } from './messages.ts';
import { newsroomContext, readStoredPage } from './stored-page.ts';

type IngestPorts = Pick<Ports, 'objects' | 'fetcher' | 'clock' | 'log'>;

/** What a look at the page gave. */
type PageOutcome =
  | {
      readonly kind: 'page';
      readonly content: ReleaseContent;
      /** Its paragraphs as they stand on the page, for the template. */
      readonly paragraphs: readonly string[];
      /** The one it was read with. */
      readonly template: PageTemplate;
      readonly capture: CaptureReference;
      readonly finalUrl: string;
    }
  /** May be had later. */
  | { readonly kind: 'deferred'; readonly reason: string; readonly holdUntilMs: number | null }
  /** The item has no address. */
  | { readonly kind: 'none' }
  /** Will never be had as it is. */
  | { readonly kind: 'refused'; readonly reason: string };

function pageContext(
  candidate: Candidate,
  newsroom: Newsroom,
  url: string,
  contentType: string | null,
  template: PageTemplate | null,
): PageContext & { readonly channel: ChannelHints } {
  const channel = newsroom.channels.find((one) => one.url === candidate.channel);
  return {
    url,
    contentType,
    organization: newsroom.organization,
    ...newsroomContext(newsroom, candidate.channel),
    channel: {
      kind: channel?.kind ?? 'rss',
      title: candidate.title,
      published: candidate.published,
      updated: candidate.updated,
      summary: candidate.summary,
      content: candidate.content,
      language: candidate.language,
    },
    template,
  };
}

const readableTypes = ['html', 'xml', 'text/plain'];

function isReadable(contentType: string | null): boolean {
  return contentType === null || readableTypes.some((part) => contentType.toLowerCase().includes(part));
}

/** What a response that is no page means. */
function withoutPage(outcome: Exclude<FetchOutcome, FetchedResponse> | FetchedResponse, nowMs: number): PageOutcome {
  if (outcome.kind === 'refused') return { kind: 'refused', reason: `${outcome.reason}: ${outcome.message}` };
  if (outcome.kind === 'failed')
    return { kind: 'deferred', reason: `${outcome.reason}: ${outcome.message}`, holdUntilMs: null };
  const throttled = outcome.status === 429 || outcome.status === 503;
  const retryAfter = throttled ? retryAfterMs(outcome.headers['retry-after'] ?? null, nowMs) : null;
  return {
    kind: 'deferred',
    reason: `HTTP ${outcome.status}`,
    holdUntilMs: throttled ? nowMs + (retryAfter ?? limits.everyDefaultMs) : null,
  };
}

async function fetchPage(
  ports: IngestPorts,
  candidate: Candidate,
  url: string,
  newsroom: Newsroom,
  allowedHosts: ReadonlySet<string>,
): Promise<PageOutcome> {
  const outcome = await ports.fetcher.fetch({
    url,
    headers: { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.1' },
    bodyBytesMax: limits.pageBodyBytesMax,
    deadlineMs: limits.requestDeadlineMs,
    admits: redirectAdmission(ports, allowedHosts, { url, deadlineMs: limits.requestDeadlineMs }),
  });
  const nowMs = ports.clock.nowMs();
  if (outcome.kind !== 'response' || outcome.status !== 200) return withoutPage(outcome, nowMs);
  const contentType = outcome.headers['content-type'] ?? null;
  if (!isReadable(contentType)) return { kind: 'refused', reason: `the page is ${contentType}, not a text` };
  const template = await readTemplate(ports.objects, newsroom.id);
  const context = pageContext(candidate, newsroom, outcome.finalUrl, contentType, template);
  const reading = await readPage(outcome.body, context);
  if (reading.pageKind !== 'release') {
    return { kind: 'deferred', reason: `${reading.pageKind}: ${reading.reason}`, holdUntilMs: null };
  }
  const capture = await keepCapture(ports.objects, candidate.newsroom, outcome, nowMs);
  const paragraphs = reading.paragraphs.map(({ text }) => text);
  return { kind: 'page', content: reading.content, paragraphs, template, capture, finalUrl: outcome.finalUrl };
}

/** Without an address of its own the item can be seen where the channel says, or is. */
function addressFor({ url, shownAt, channel }: Candidate): string {
  return url ?? shownAt ?? channel;
}

/** What the item is known by: its address without fragment and trackers, else its guid. */
function nameOf({ url, guid, hash }: Candidate): string {
  return url === null ? (guid ?? hash) : (canonicalItemUrl(url) ?? url);
}

/**
 * The page's own canonical address, unless it names the front page or the channel: some sites put one canonical link
 * on every page, which would make all their releases one.
 */
function canonicalOf(candidate: Candidate, newsroom: Newsroom, content: ReleaseContent): string {
  const own = nameOf(candidate);
  const stated = content.canonicalUrl === null ? null : canonicalItemUrl(content.canonicalUrl);
  if (stated === null || stated === own) return own;
  const path = new URL(stated).pathname;
  const generic = [newsroom.homepage, ...newsroom.channels.map((channel) => channel.url)].map(canonicalItemUrl);
  return path === '/' || generic.includes(stated) ? own : stated;
}

type Lifecycle = Pick<Release, 'origin' | 'revision' | 'bodyStatus' | 'change' | 'capture' | 'firstSeenAt'>;

function record(
  candidate: Candidate,
  newsroom: Newsroom,
  claim: Claim,
  canonicalUrl: string,
  content: ReleaseContent,
  lifecycle: Lifecycle,
): Release {
  const channel = newsroom.channels.find((one) => one.url === candidate.channel);
  const release: Release = {
    ...content,
    schemaVersion,
    id: claim.id,
    newsroom: newsroom.id,
    organization: newsroom.organization,
    country: newsroom.country,
    url: addressFor(candidate),
    canonicalUrl: candidate.url === null ? addressFor(candidate) : canonicalUrl,
    guid: candidate.guid,
    headline: content.headline ?? candidate.title ?? '',
    status: 'current',
    channel: { kind: channel?.kind ?? 'unknown', url: candidate.channel },
    ...lifecycle,
  };
  const checked = releaseSchema.safeParse(release);
  if (!checked.success) {
    throw new CorruptDataError(
      'E_RECORD',
      `the record of ${nameOf(candidate)} does not fit the schema: ${checked.error.message}`,
      {
        input: nameOf(candidate),
      },
    );
  }
  return checked.data;
}

type CommitOutcome =
  | { readonly kind: 'created' | 'revised'; readonly release: Release; readonly key: string }
  | { readonly kind: 'unchanged' };

/**
 * The commit: revision 1 at the claim's key, or the next revision beside it when the meaning changed. `again` takes out of
 * the next revision what only today's reading of the earlier bytes would have said as well.
 */
async function commit(
  ports: IngestPorts,
  claim: Claim,
  make: (lifecycle: Pick<Lifecycle, 'revision' | 'change' | 'origin'>) => Release,
  candidate: Candidate,
  again: (standing: Release, next: Release) => Promise<{ readonly base: Release; readonly next: Release }>,
): Promise<CommitOutcome> {
  const parts = parseReleaseKey(claim.key);
  if (parts === null)
    throw new CorruptDataError('E_CORRUPT', `a claim names ${claim.key}, which is no release key`, {
      input: claim.key,
    });
  for (let attempt = 0; attempt < limits.swapAttemptsMax; attempt += 1) {
    const latest = await latestRevision(ports.objects, claim.key);
    let release: Release;
    if (latest === null) {
      release = make({ revision: 1, change: null, origin: candidate.origin });
    } else {
      // A release that is here already is no baseline; an archive that is announced again stays untold.
      const origin = candidate.origin === 'baseline' ? 'live' : candidate.origin;
      const made = make({ revision: latest.release.revision + 1, change: null, origin });
      if (revisionOf(latest.release, made) === null) return { kind: 'unchanged' };
      const { base, next } = await again(latest.release, made);
      const change = revisionOf(base, next);
      if (change === null) return { kind: 'unchanged' };
      release = { ...next, change };
    }
    const key = keys.release(parts.newsroom, parts.partition, parts.release, release.revision);
    const outcome = await createRelease(ports.objects, key, release);
    if (outcome.kind === 'stored') return { kind: release.revision === 1 ? 'created' : 'revised', release, key };
    // Somebody else wrote this revision: look again at what stands now.
  }
  throw new DependencyError('E_CONTENDED', `the release ${claim.key} is being written by another process`, {
    input: claim.key,
  });
}

/** The same text at another address and from another channel, as in the tree of another language: the release that stands says it already. */
function isTwin(standing: Release, next: Release): boolean {
  const { headline, body, datePublished } = standing;
  return (
    standing.channel?.url !== next.channel?.url &&
    standing.canonicalUrl !== next.canonicalUrl &&
    textName(headline, body, datePublished) !== null &&
    textName(headline, body, datePublished) === textName(next.headline, next.body, next.datePublished)
  );
}

/** The change from the revision that stands to the next one; null when it says nothing new. */
function revisionOf(standing: Release, next: Release): Release['change'] {
  if (standing.contentHash === next.contentHash) return null;
  // Text from the channel never replaces the page's own text.
  if (standing.bodyStatus === 'full' && next.bodyStatus !== 'full') return null;
  if (isTwin(standing, next)) return null;
  const { verdict, material, fields } = compareContents(standing, next);
  return fields.length === 0
    ? null
    : { previousContentHash: standing.contentHash, verdict, material, fields: [...fields] };
}

/**
 * Whether the item is in the archive already and the channel does not claim a newer state of it. The channel's dates are
 * never compared with our clock: an `updated` that poll has not seen before is asked for.
 */
async function isKnown(ports: IngestPorts, candidate: Candidate): Promise<boolean> {
  if (candidate.attempt > 0 || candidate.updated !== null || candidate.retitled === true) return false;
  const claim = await readClaim(ports.objects, candidate.newsroom, nameOf(candidate));
  return claim !== null && (await ports.objects.get(claim.key, { range: { firstByte: 0, lastByte: 0 } })) !== null;
}

/**
 * Message: one candidate. Counts: releases, revisions, unchanged, deferred. Throws BadInputError for a newsroom that is
 * not known, CorruptDataError for a record that does not fit, DependencyError when the archive cannot be had.
 */
export function ingest(ports: IngestPorts, config: PipelineConfig): (candidate: Candidate) => Promise<StepResult> {
  const newsrooms = new Map(config.newsrooms.map((newsroom) => [newsroom.id, newsroom]));

  const postpone = async (candidate: Candidate, dueAtMs: number, reason: string): Promise<boolean> => {
    const kept = await defer(ports.objects, candidate, dueAtMs, reason);
    ports.log.warn(kept ? 'candidate-deferred' : 'deferred-full', {
      newsroom: candidate.newsroom,
      url: candidate.url,
      reason,
      dueAt: new Date(dueAtMs).toISOString(),
    });
    return kept;
  };

  /** The page, unless its host is held, or its robots.txt forbids it or cannot be had; then the pause that the host is given. */
  const askForPage = async (candidate: Candidate, newsroom: Newsroom): Promise<PageOutcome | 'carried-over'> => {
    const { host, url } = candidate;
    if (url === null) return { kind: 'none' };
    const allowedHost = config.allowedHosts.has(host);
    const given = await admissionOf(ports, { host, url, allowedHost, deadlineMs: limits.requestDeadlineMs });
    if (given.kind === 'forbidden') return { kind: 'refused', reason: given.reason };
    if (given.kind === 'unreachable') return { kind: 'deferred', reason: given.reason, holdUntilMs: null };
    if (given.kind === 'held' && (await postpone(candidate, given.untilMs, given.reason))) return 'carried-over';
    const outcome = await fetchPage(ports, candidate, url, newsroom, config.allowedHosts);
    await pauseHost(ports, { host, allowedHost });
    return outcome;
  };

  const settle = async (candidate: Candidate): Promise<void> => {
    if (candidate.attempt > 0) await settleDeferred(ports.objects, candidate.hash);
  };

  return async (candidate) => {
    const newsroom = newsrooms.get(candidate.newsroom);
    if (newsroom === undefined) {
      throw new BadInputError(
        'E_NEWSROOM',
        `the newsroom ${candidate.newsroom} of a candidate is not in the registry`,
        {
          input: candidate.newsroom,
          hint: 'put its file back, or delete the message',
        },
      );
    }
    if (await isKnown(ports, candidate)) return done({ unchanged: 1 });
    const outcome = await askForPage(candidate, newsroom);
    if (outcome === 'carried-over') return done({ deferred: 1 });
    if (outcome.kind === 'deferred') {
      const { holdUntilMs, reason } = outcome;
      if (holdUntilMs !== null) await holdHost(ports.objects, candidate.host, holdUntilMs, reason);
      const nextMs = nextAttemptMs(ports.clock, candidate.attempt);
      const next = { ...candidate, attempt: candidate.attempt + 1 };
      if (nextMs !== null && (await postpone(next, Math.max(nextMs, holdUntilMs ?? 0), reason)))
        return done({ deferred: 1 });
    }

    const hasPage = outcome.kind === 'page';
    const content = hasPage
      ? outcome.content
      : (await readChannelText(pageContext(candidate, newsroom, addressFor(candidate), null, null))).content;
    const own = nameOf(candidate);
    const canonicalUrl = hasPage ? canonicalOf(candidate, newsroom, content) : own;
    const claim = await claimIdentity(ports, {
      newsroom: newsroom.id,
      canonicalUrl,
      otherUrls: own === canonicalUrl ? [] : [own],
      guid: candidate.guid,
      headline: content.headline ?? candidate.title ?? '',
      datePublished: content.datePublished,
      channel: candidate.channel,
      text: hasPage ? textName(content.headline ?? '', content.body, content.datePublished) : null,
    });
    const committed = await commit(
      ports,
      claim,
      (lifecycle) =>
        record(candidate, newsroom, claim, canonicalUrl, content, {
          ...lifecycle,
          bodyStatus: hasPage ? 'full' : outcome.kind === 'none' ? 'summary' : 'unavailable',
          capture: hasPage ? outcome.capture : null,
          firstSeenAt: candidate.foundAt,
        }),
      candidate,
      async (standing, next) => {
        const asRead = { base: standing, next };
        if (!hasPage) return asRead;
        const { channel } = pageContext(candidate, newsroom, next.url, null, null);
        const { template } = outcome;
        const then = await readStoredPage(ports.objects, standing, newsroom, { channel, template });
        if (then?.pageKind !== 'release') return asRead;
        const base = changeBase(standing, then.content, content);
        return { base, next: { ...next, ...carryChanges(standing, then.content, content) } };
      },
    );
    if (hasPage && committed.kind === 'created') {
      const { paragraphs } = outcome;
      await learnTemplate(ports, newsroom.id, { url: canonicalUrl, title: content.headline, paragraphs });
    }
    await settle(candidate);
    if (committed.kind === 'unchanged') return done({ unchanged: 1 });
    const { release, key } = committed;
    const { id, headline, revision, origin } = release;
    ports.log.info('release-committed', {
      id,
      newsroom: newsroom.id,
      headline,
      revision,
      origin,
      key,
      bodyStatus: release.bodyStatus,
    });
    return done(committed.kind === 'created' ? { releases: 1 } : { revisions: 1 });
  };
}
