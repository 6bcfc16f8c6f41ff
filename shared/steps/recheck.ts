/**
 * recheck: looks at stored releases again, by schedule and conditionally. A page that says something else becomes the next
 * revision; one that is gone twice becomes a revision that is withdrawn. Both are changes in the log and alert kinds.
 */
import { keepCapture, readCaptureHead } from '../archive/capture.ts';
import { readChanges, readHead } from '../archive/follow.ts';
import { holdHost } from '../archive/host-state.ts';
import { parseReleaseKey, segmentDay } from '../archive/keys.ts';
import {
  addRechecks,
  claimRechecks,
  firstRecheck,
  moveRechecksIndex,
  nextDueMs,
  type Recheck,
  readRechecks,
  readRechecksIndex,
  releaseRechecks,
  settleRechecks,
  type Validators,
} from '../archive/rechecks.ts';
import { createRevision, latestRevision, type ReadRelease, readRelease } from '../archive/release-object.ts';
import { readTemplate } from '../archive/templates.ts';
import { CorruptDataError } from '../errors.ts';
import { sha256Hex } from '../ids.ts';
import { limits, units } from '../limits.ts';
import type { Newsroom } from '../newsrooms/schema.ts';
import { admissionOf, pauseHost, redirectAdmission } from '../politeness/admission.ts';
import { hostOf } from '../politeness/host.ts';
import { retryAfterMs } from '../politeness/retry-after.ts';
import type { FetchedResponse, FetchOutcome, Ports } from '../ports.ts';
import { readPage } from '../release/read.ts';
import { carryChanges, changeBase, compareContents, nextRevision } from '../release/revision.ts';
import type { Release } from '../release/schema.ts';
import type { PipelineConfig } from './config.ts';
import { done, type StepResult } from './messages.ts';
import { readStoredPage, storedContext } from './stored-page.ts';

type RecheckPorts = Pick<Ports, 'objects' | 'fetcher' | 'clock' | 'random' | 'log'>;

type Counts = Record<
  'enrolled' | 'checked' | 'notModified' | 'revisions' | 'withdrawn' | 'failed' | 'carriedOver',
  number
>;

interface Pass {
  readonly ports: RecheckPorts;
  readonly config: PipelineConfig;
  readonly newsrooms: ReadonlyMap<string, Newsroom>;
  readonly counts: Counts;
  readonly endsAtMs: number;
}

interface DueRecheck {
  readonly newsroom: string;
  readonly id: string;
  readonly entry: Recheck;
}

/** What became of one: the entry as it stands now, null when it is done with, or nothing: the host cannot be asked now. */
type Checked = { readonly kind: 'settled'; readonly entry: Recheck | null } | { readonly kind: 'carried-over' };

const carriedOver: Checked = { kind: 'carried-over' };
const iso = (ms: number): string => new Date(ms).toISOString();

/* ------------------------------------------------------------- Enrolling */

/** The first entries of the releases that the log added since the last pass. Answers the newsrooms that got some. */
async function enroll({ ports, counts }: Pass): Promise<{ readonly seq: number; readonly newsrooms: Set<string> }> {
  const { objects, clock, log } = ports;
  let { seq } = await readRechecksIndex(objects);
  const nowMs = clock.nowMs();
  const lastOffset = limits.recheckOffsetsMs.at(-1) ?? 0;
  const oldest = iso(nowMs - lastOffset - units.DAY_MS).slice(0, 10);
  const found = new Map<string, Map<string, Recheck>>();
  let looked = 0;
  try {
    for await (const { key: segment, lines } of readChanges(objects, { seq, segment: null })) {
      // What was logged before the last offset is over.
      const added = (segmentDay(segment) ?? '') < oldest ? [] : lines.filter(({ op }) => op === 'ADD');
      const entries = await Promise.all(added.map(({ key }) => firstOf(ports, key, nowMs)));
      for (const entry of entries) {
        const parts = entry === null ? null : parseReleaseKey(entry.key);
        if (entry === null || parts === null) continue;
        found.set(parts.newsroom, (found.get(parts.newsroom) ?? new Map()).set(parts.release, entry));
        counts.enrolled += 1;
      }
      seq = lines.at(-1)?.seq ?? seq;
      looked += added.length;
      if (looked >= limits.recheckChangesPerPassMax) break;
    }
  } catch (fault) {
    // `verify` names the fault of the log; what is enrolled goes on.
    if (!(fault instanceof CorruptDataError)) throw fault;
    log.error('rechecks-not-enrolled', { code: fault.code, reason: fault.message });
  }
  for (const [newsroom, entries] of found) {
    const dropped = await addRechecks(objects, newsroom, entries);
    if (dropped > 0) log.warn('rechecks-given-up', { newsroom, dropped });
  }
  return { seq, newsrooms: new Set(found.keys()) };
}

/** Null for a release that is not looked at again: what cannot be read now, but perhaps later, is a fault of the pass. */
async function firstOf(ports: RecheckPorts, key: string, nowMs: number): Promise<Recheck | null> {
  const impossible = (reason: string): null => {
    ports.log.warn('recheck-impossible', { key, reason });
    return null;
  };
  try {
    const read = await readRelease(ports.objects, key);
    return read === null ? impossible('it is not in the archive') : firstRecheck(key, read.release, nowMs);
  } catch (fault) {
    if (!(fault instanceof CorruptDataError)) throw fault;
    return impossible(fault.message);
  }
}

/* -------------------------------------------------------------- Checking */

/** The entry after a usable answer: due again at its next time, or done with. */
function onSchedule(entry: Recheck, nowMs: number, changes: Partial<Recheck> = {}): Checked {
  const next = { ...entry, gone: 0, failures: 0, ...changes };
  const scheduled = nextDueMs(Date.parse(entry.firstSeenAt), nowMs);
  const confirm = next.gone > 0 ? nowMs + limits.recheckConfirmMs : null;
  const dueMs = confirm === null ? scheduled : Math.min(confirm, scheduled ?? confirm);
  return { kind: 'settled', entry: dueMs === null ? null : { ...next, dueAt: iso(dueMs) } };
}

/** The entry after no usable answer: tried again soon, then at its next time. */
function afterFailure(entry: Recheck, nowMs: number): Checked {
  const failures = entry.failures + 1;
  if (failures > limits.queueReceivesMax) return onSchedule(entry, nowMs);
  const scheduled = nextDueMs(Date.parse(entry.firstSeenAt), nowMs);
  const dueMs = Math.min(nowMs + limits.recheckRetryMs, scheduled ?? Number.POSITIVE_INFINITY);
  return { kind: 'settled', entry: { ...entry, failures, dueAt: iso(dueMs) } };
}

function validatorsOf(headers: Readonly<Record<string, string>>): Validators {
  return { etag: headers['etag'] ?? null, lastModified: headers['last-modified'] ?? null };
}

/** A page that was gone is asked for whole: a 304 would not say what stands there now. */
async function conditions(pass: Pass, entry: Recheck, release: Release): Promise<Record<string, string>> {
  if (release.status === 'withdrawn') return {};
  const head = release.capture === null ? null : await readCaptureHead(pass.ports.objects, release.capture);
  const { etag, lastModified } = entry.validators ?? validatorsOf(head?.headers ?? {});
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  };
}

async function commit(pass: Pass, standing: ReadRelease, next: Release): Promise<boolean> {
  const key = await createRevision(pass.ports.objects, standing, next);
  if (key === null) return false;
  const { id, newsroom, headline, revision, origin, bodyStatus, status } = next;
  pass.ports.log.info('release-committed', { id, newsroom, headline, revision, origin, key, bodyStatus, status });
  if (next.status === 'withdrawn') pass.counts.withdrawn += 1;
  else pass.counts.revisions += 1;
  return true;
}

/** A page that answers 404 or 410. */
async function onGone(pass: Pass, entry: Recheck, standing: ReadRelease): Promise<Checked> {
  const nowMs = pass.ports.clock.nowMs();
  const gone = entry.gone + 1;
  const { release } = standing;
  if (gone < limits.recheckGoneMin || release.status === 'withdrawn') return onSchedule(entry, nowMs, { gone });
  const change = { verdict: 'withdrawn' as const, material: true, fields: ['status'] };
  const next = nextRevision(release, { status: 'withdrawn' }, change, iso(nowMs));
  // Somebody else wrote a revision meanwhile: the page is looked at again.
  return (await commit(pass, standing, next)) ? onSchedule(entry, nowMs, { gone: 0 }) : carriedOver;
}

/** What the page says now, against what it said; null when it says nothing new. */
async function revisionFrom(pass: Pass, standing: ReadRelease, response: FetchedResponse): Promise<Release | null> {
  const { objects, clock, log } = pass.ports;
  const { release } = standing;
  const newsroom = pass.newsrooms.get(release.newsroom);
  const contentType = response.headers['content-type'] ?? null;
  const known = { channel: null, template: await readTemplate(objects, release.newsroom) };
  const context = storedContext(release, newsroom, { url: response.finalUrl, contentType, ...known });
  const now = await readPage(response.body, context);
  if (now.pageKind !== 'release') {
    log.warn('recheck-unreadable', { key: standing.key, url: release.url, pageKind: now.pageKind, reason: now.reason });
    return null;
  }
  const then = await readStoredPage(objects, release, newsroom, known);
  const before = then?.pageKind === 'release' ? then.content : release;
  const content = carryChanges(release, before, now.content);
  const compared = compareContents(changeBase(release, before, now.content), { ...release, ...content });
  const restored = release.status === 'withdrawn';
  if (compared.fields.length === 0 && !restored) return null;
  const change = restored
    ? { verdict: 'text' as const, material: true, fields: ['status', ...compared.fields] }
    : { ...compared, fields: [...compared.fields] };
  const capture = await keepCapture(objects, release.newsroom, response, clock.nowMs());
  return nextRevision(release, { ...content, capture, bodyStatus: 'full' }, change, iso(clock.nowMs()));
}

async function onPage(pass: Pass, entry: Recheck, standing: ReadRelease, response: FetchedResponse): Promise<Checked> {
  const nowMs = pass.ports.clock.nowMs();
  const validators = validatorsOf(response.headers);
  const same = sha256Hex(response.body) === standing.release.capture?.sha256;
  if (same && standing.release.status === 'current') return onSchedule(entry, nowMs, { validators });
  const next = await revisionFrom(pass, standing, response);
  if (next === null) return onSchedule(entry, nowMs, { validators });
  return (await commit(pass, standing, next)) ? onSchedule(entry, nowMs, { validators }) : carriedOver;
}

async function onAnswer(
  pass: Pass,
  host: string,
  due: DueRecheck,
  standing: ReadRelease,
  outcome: FetchOutcome,
): Promise<Checked> {
  const { objects, clock, log } = pass.ports;
  const { entry } = due;
  const nowMs = clock.nowMs();
  if (outcome.kind === 'response') {
    const { status, headers } = outcome;
    if (status === 304) {
      pass.counts.notModified += 1;
      return onSchedule(entry, nowMs);
    }
    if (status === 404 || status === 410) return onGone(pass, entry, standing);
    if (status === 200) return onPage(pass, entry, standing, outcome);
    if (status === 429 || status === 503) {
      const untilMs = nowMs + (retryAfterMs(headers['retry-after'] ?? null, nowMs) ?? limits.backoffThrottledMs);
      await holdHost(objects, host, untilMs, `HTTP ${status}`);
      return carriedOver;
    }
  }
  pass.counts.failed += 1;
  const reason = outcome.kind === 'response' ? `HTTP ${outcome.status}` : `${outcome.reason}: ${outcome.message}`;
  log.warn('recheck-failed', { key: entry.key, url: entry.url, reason });
  return outcome.kind === 'refused' ? onSchedule(entry, nowMs) : afterFailure(entry, nowMs);
}

/** Whether the host may be asked for this address now: its pause, its wish to be left alone, its robots.txt. */
async function mayAsk(pass: Pass, host: string, url: string): Promise<'yes' | 'not-now' | 'forbidden'> {
  const allowedHost = pass.config.allowedHosts.has(host);
  const deadlineMs = limits.requestDeadlineOnAwsMs;
  const { kind } = await admissionOf(pass.ports, { host, url, allowedHost, deadlineMs });
  return kind === 'yes' || kind === 'forbidden' ? kind : 'not-now';
}

async function checkOne(pass: Pass, host: string, due: DueRecheck): Promise<Checked> {
  const { ports, config } = pass;
  const { entry } = due;
  const permission = await mayAsk(pass, host, entry.url);
  if (permission === 'not-now') return carriedOver;
  const standing = await latestRevision(ports.objects, entry.key);
  if (standing === null) return { kind: 'settled', entry: null };
  if (permission === 'forbidden') return onSchedule(entry, ports.clock.nowMs());
  const pause = (): Promise<void> => pauseHost(ports, { host, allowedHost: config.allowedHosts.has(host) });
  await pause();
  const deadlineMs = config.pollRequestDeadlineMs ?? limits.requestDeadlineMs;
  const outcome = await ports.fetcher.fetch({
    url: entry.url,
    headers: {
      accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.1',
      ...(await conditions(pass, entry, standing.release)),
    },
    bodyBytesMax: limits.pageBodyBytesMax,
    deadlineMs,
    admits: redirectAdmission(ports, config.allowedHosts, { url: entry.url, deadlineMs }),
  });
  pass.counts.checked += 1;
  await pause();
  return onAnswer(pass, host, due, standing, outcome);
}

/** The due releases of one host, one after the other; a host that cannot be asked now leaves the rest for later. */
async function checkHost(pass: Pass, host: string, due: readonly DueRecheck[]): Promise<void> {
  const { objects, clock, log } = pass.ports;
  const hostEndsAtMs = Math.min(pass.endsAtMs, clock.elapsedMs() + limits.hostDeadlineMs);
  for (const [index, one] of due.slice(0, limits.recheckPagesPerHostMax).entries()) {
    let checked: Checked = carriedOver;
    if (clock.elapsedMs() < hostEndsAtMs) {
      try {
        checked = await checkOne(pass, host, one);
      } catch (fault) {
        if (!(fault instanceof CorruptDataError)) throw fault;
        log.error('recheck-impossible', { key: one.entry.key, reason: fault.message });
        checked = onSchedule(one.entry, clock.nowMs());
      }
    }
    if (checked.kind === 'carried-over') {
      pass.counts.carriedOver += due.length - index;
      return;
    }
    // At once, so that a page is not asked again by a pass that follows a crash.
    await settleRechecks(objects, one.newsroom, new Map([[one.id, checked.entry]]));
  }
  pass.counts.carriedOver += Math.max(0, due.length - limits.recheckPagesPerHostMax);
}

/** Those due, by host, the longest due first. */
async function dueByHost(pass: Pass, newsrooms: ReadonlySet<string>): Promise<ReadonlyMap<string, DueRecheck[]>> {
  const now = iso(pass.ports.clock.nowMs());
  const all: DueRecheck[] = [];
  for (const newsroom of newsrooms) {
    const entries = Object.entries(await readRechecks(pass.ports.objects, newsroom));
    for (const [id, entry] of entries) if (entry.dueAt <= now) all.push({ newsroom, id, entry });
  }
  all.sort((a, b) => (a.entry.dueAt < b.entry.dueAt ? -1 : a.entry.dueAt > b.entry.dueAt ? 1 : 0));
  const byHost = new Map<string, DueRecheck[]>();
  for (const due of all) {
    const host = hostOf(due.entry.url) ?? '';
    byHost.set(host, [...(byHost.get(host) ?? []), due]);
  }
  return byHost;
}

async function checkDue(
  pass: Pass,
  enrolled: { readonly seq: number; readonly newsrooms: Set<string> },
): Promise<void> {
  const { objects, clock } = pass.ports;
  const now = iso(clock.nowMs());
  const { next } = await readRechecksIndex(objects);
  const due = new Set(Object.entries(next).flatMap(([newsroom, time]) => (time <= now ? [newsroom] : [])));
  for (const newsroom of enrolled.newsrooms) due.add(newsroom);
  const hosts = (await dueByHost(pass, due)).entries();
  const faults: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const [host, list] of hosts) {
      try {
        await checkHost(pass, host, list);
      } catch (fault) {
        faults.push(fault);
      }
    }
  };
  await Promise.all(Array.from({ length: limits.recheckHostsConcurrentMax }, worker));
  await moveRechecksIndex(objects, enrolled.seq, due);
  if (faults.length > 0) throw faults[0];
}

/**
 * No message. Counts: enrolled, checked, notModified, revisions, withdrawn, failed, carriedOver. Throws DependencyError
 * when the archive cannot be had.
 */
export function recheck(ports: RecheckPorts, config: PipelineConfig): () => Promise<StepResult> {
  const newsrooms = new Map(config.newsrooms.map((newsroom) => [newsroom.id, newsroom]));
  /** Nothing new in the log, and nothing due: the usual look costs two reads. */
  const isIdle = async (): Promise<boolean> => {
    const { seq, next } = await readRechecksIndex(ports.objects);
    const now = iso(ports.clock.nowMs());
    return !Object.values(next).some((time) => time <= now) && ((await readHead(ports.objects))?.seq ?? 0) <= seq;
  };

  return async () => {
    if (await isIdle()) return done();
    const nonce = ports.random.nonce();
    if (!(await claimRechecks(ports.objects, ports.clock.nowMs(), nonce))) return done();
    const counts: Counts = {
      enrolled: 0,
      checked: 0,
      notModified: 0,
      revisions: 0,
      withdrawn: 0,
      failed: 0,
      carriedOver: 0,
    };
    const endsAtMs = ports.clock.elapsedMs() + limits.recheckDeadlineMs;
    const pass: Pass = { ports, config, newsrooms, counts, endsAtMs };
    try {
      await checkDue(pass, await enroll(pass));
    } finally {
      await releaseRechecks(ports.objects, nonce);
    }
    return done(counts);
  };
}
