/** The promises of the pipeline, held against one simulated history (research: safety at each step, liveness after calm). */

import type { DigestLedger } from '../../../shared/archive/digest-ledger.ts';
import { keys, parseReleaseKey } from '../../../shared/archive/keys.ts';
import type { Ledger } from '../../../shared/archive/ledger.ts';
import type { PartDocument } from '../../../shared/archive/ledger-parts.ts';
import { verifyArchive } from '../../../shared/archive/verify/archive.ts';
import { newProgress } from '../../../shared/archive/verify/finding.ts';
import { alertId, messageId } from '../../../shared/ids.ts';
import { limits, units } from '../../../shared/limits.ts';
import type { AlertKind, Rate, TopicMessage, TopicTarget } from '../../../shared/ports.ts';
import type { Release } from '../../../shared/release/schema.ts';
import type { WindowState } from '../../../shared/watch/window.ts';
import type { Cloud, Landing } from './cloud.ts';
import { callMsMax, type Invocation } from './simulation.ts';
import type { SimulatedStore } from './store.ts';
import { WatchHistory } from './watch-edits.ts';
import { type ItemPlan, matches, type NewsroomPlan, versionAt, type World } from './world.ts';

const dayMs = units.DAY_MS;
/** Around midnight a message may count for either day: the clocks of workers differ. */
const midnightMs = units.MINUTE_MS / 2;

export interface Violation {
  readonly rule: string;
  readonly what: string;
}

export interface Told {
  readonly at: number;
  readonly kind: AlertKind;
  readonly by: Invocation;
  readonly how: 'alone' | 'grouped' | 'digest' | 'notice';
  /** The publisher never heard that it was accepted. */
  readonly unheard: boolean;
  readonly messageId: string;
}

/** Why an alert came twice: what became of the attempt that sent it before. */
function causeOf({ how, unheard, by }: Told): string {
  const what = unheard
    ? 'the answer was lost'
    : by.diedAt !== null
      ? `the process died at ${by.diedAt}`
      : 'the record failed';
  return `${how}: ${what}`;
}

/** A ledger with the entries of its parts, whoever read or wrote them. */
function wholeLedger(store: SimulatedStore, key: string): Ledger | null {
  const head = store.json<Ledger>(key);
  const parts = (head?.parts ?? []).flatMap((part) => store.json<PartDocument>(part.key)?.entries ?? []);
  return head === null ? null : { ...head, entries: [...parts, ...head.entries] };
}

export class Checker {
  readonly violations: Violation[] = [];
  /** Landed alerts by id. */
  readonly told = new Map<string, Told[]>();
  /** Landings of an alert behind its first, by what became of the one before. */
  readonly duplicates = new Map<string, number>();
  /** What the digests told. */
  private readonly digested: { watch: string; rate: Rate; release: string; revision: number; digest: string }[] = [];
  /** `<release> r<revision>` of what is stored. */
  private readonly stored = new Set<string>();
  /** Answers 404 or 410 that rechecks got, by address. */
  private readonly goneAnswers = new Map<string, number>();
  private readonly world: World;
  private cloud: Cloud | null = null;
  /** Alert ids that a durable ledger calls accepted. */
  private readonly accepted = new Set<string>();
  private readonly served = new Map<Invocation, { plan: NewsroomPlan; items: readonly ItemPlan[] }[]>();
  private readonly committed = new Set<ItemPlan>();
  /** When the first poll of a newsroom committed: what came later is live. */
  private firstCommit: number | null = null;
  private lastGoodAt: string | null = null;
  private readonly history = new WatchHistory();
  /** By watch and day. */
  private readonly sentAtOnce = new Map<string, { readonly messages: Set<string>; again: number }>();
  /** When each message at once was begun, by its id: it counts for that day, however late an attempt brings it. */
  private readonly begun = new Map<string, number>();
  /** When each ledger was made, and when the worker that made it began. */
  private readonly made = new Map<string, { readonly at: number; readonly begunAt: number }>();
  /** Keys of release objects by the address of their page. */
  private readonly samePage = new Map<string, string[]>();

  constructor(world: World) {
    this.world = world;
  }

  violate(rule: string, what: string): void {
    if (this.violations.length < 40) this.violations.push({ rule, what });
  }

  attach(cloud: Cloud): void {
    this.cloud = cloud;
    const before = cloud.store.listeners.onPut;
    cloud.store.listeners.onPut = (key, body, standing) => {
      before?.(key, body, standing);
      this.history.saw(key, body, standing === null, cloud.simulation.clockMs);
      if (key.startsWith('ledger/date=') && standing === null) {
        const at = cloud.simulation.now;
        this.made.set(key, { at, begunAt: cloud.writer?.startedAt ?? at });
      }
      if (key.startsWith('ledger/date=')) this.sawLedger(JSON.parse(Buffer.from(body).toString('utf8')) as Ledger);
      if (key.startsWith('ledger/digest/')) {
        const ledger = JSON.parse(Buffer.from(body).toString('utf8')) as DigestLedger;
        if (ledger.state === 'accepted') this.accepted.add(ledger.alertId);
      }
      if (key.startsWith('state/windows/')) {
        const { sent, led, sending } = JSON.parse(Buffer.from(body).toString('utf8')) as WindowState;
        for (const { alertId: id } of sent) this.accepted.add(id);
        for (const id of led ?? []) this.saysBegun([id]);
        if (sending !== null) this.saysBegun(sending.items.map(({ alertId: id }) => id));
      }
      if (key.startsWith('releases/')) this.sawRelease(key, body);
      if (key.startsWith('state/shards/')) this.sawShard(Buffer.from(body).toString('utf8'));
    };
    cloud.store.listeners.onOverwritten = (key) => this.violate('OVERWRITTEN', key);
  }

  /** The message of these alerts was begun now, if it was not before. */
  private saysBegun(alertIds: readonly string[]): void {
    const id = messageId(alertIds);
    if (!this.begun.has(id)) this.begun.set(id, this.cloud?.simulation.clockMs ?? 0);
  }

  private sawLedger(ledger: Ledger): void {
    for (const { alertId: id, state } of ledger.entries) if (state === 'accepted') this.accepted.add(id);
    if (ledger.releasesTopic === 'accepted') this.accepted.add(ledger.key);
  }

  private sawRelease(key: string, body: Uint8Array): void {
    const parts = parseReleaseKey(key);
    if (parts === null) return;
    this.stored.add(`${parts.release} r${parts.revision}`);
    if (this.world.newsrooms.length === 0) return;
    const { status, url, revision } = JSON.parse(Buffer.from(body).toString('utf8')) as Release;
    if (status === 'withdrawn' && (this.goneAnswers.get(url) ?? 0) < 2) {
      this.violate(
        'FALSE_WITHDRAWAL',
        `${url} r${revision} after ${this.goneAnswers.get(url) ?? 0} answers that it is gone`,
      );
    }
  }

  onGone(url: string): void {
    this.goneAnswers.set(url, (this.goneAnswers.get(url) ?? 0) + 1);
  }

  /** The end of a good poll: what its feed showed is committed. */
  private sawShard(body: string): void {
    const { channels } = JSON.parse(body) as { channels: readonly { lastGoodAt: string | null }[] };
    const lastGoodAt = channels[0]?.lastGoodAt ?? null;
    if (lastGoodAt === this.lastGoodAt) return;
    this.lastGoodAt = lastGoodAt;
    const writer = this.cloud?.writer ?? null;
    for (const { items } of (writer === null ? undefined : this.served.get(writer)) ?? []) {
      for (const item of items) this.committed.add(item);
      // The baseline is the first poll that gave something.
      if (items.length > 0) this.firstCommit ??= this.cloud?.simulation.now ?? 0;
    }
  }

  onServed(invocation: Invocation, plan: NewsroomPlan, items: readonly ItemPlan[]): void {
    this.served.set(invocation, [...(this.served.get(invocation) ?? []), { plan, items }]);
  }

  private idsOf(target: TopicTarget, message: TopicMessage): readonly string[] {
    return target.kind === 'releases' ? [message.text] : [...new Set(message.alerts.map(({ alertId: id }) => id))];
  }

  onIssue(target: TopicTarget, message: TopicMessage, by: Invocation): void {
    for (const id of this.idsOf(target, message)) {
      if (this.accepted.has(id))
        this.violate('DUPLICATE_AFTER_DONE', `${id} is published again after the ledger said accepted`);
      for (const one of this.told.get(id) ?? []) {
        if (one.by !== by && one.by.alive)
          this.violate('OVERLAP', `${id} is published while its first publisher still runs`);
      }
    }
  }

  onLanding({ target, message, outcome, by, issuedAt, fault }: Landing): void {
    if (outcome.kind !== 'accepted') return;
    const now = this.cloud?.simulation.now ?? 0;
    const unheard = fault === 'unknown' || fault === 'die-after' || now - issuedAt > callMsMax || !by.alive;
    const how =
      target.kind === 'releases'
        ? 'notice'
        : target.rate !== 'immediate'
          ? 'digest'
          : message.alerts[0]?.kind === 'digest'
            ? 'digest'
            : message.alerts.length === 1
              ? 'alone'
              : 'grouped';
    for (const id of this.idsOf(target, message)) {
      const earlier = this.told.get(id) ?? [];
      const last = earlier.at(-1);
      if (last !== undefined) {
        const cause = causeOf(last);
        this.duplicates.set(cause, (this.duplicates.get(cause) ?? 0) + 1);
        if (this.accepted.has(id))
          this.violate('DUPLICATE_AFTER_DONE', `${id} landed again after the ledger said accepted`);
        if (last.messageId !== message.messageId) {
          this.violate('OTHER_MESSAGE', `${id} came again in another message, ${how} behind ${last.how}`);
        }
        if (earlier.every((one) => one.by.faults === 0)) {
          this.violate('UNEXPLAINED_DUPLICATE', `${id} was published again though nothing had gone wrong`);
        }
      }
      const kind = message.alerts.find(({ alertId: own }) => own === id)?.kind ?? 'new';
      this.told.set(id, [...earlier, { at: now, kind, by, how, unheard, messageId: message.messageId }]);
    }
    if (target.kind === 'watch' && (how === 'alone' || how === 'grouped')) {
      this.countMessage(target.watch, message.messageId, unheard || by.faults > 0);
    }
    for (const { release, revision, watch, alertId: id } of message.alerts) {
      if (target.kind === 'watch' && how === 'digest') {
        const { rate } = target;
        const same = this.digested.filter(
          (one) => one.watch === watch && one.rate === rate && one.release === release && one.revision === revision,
        );
        if (same.some(({ digest }) => digest !== id)) {
          this.violate('TWICE_IN_DIGESTS', `${release} r${revision} of ${watch}, ${rate}`);
        }
        this.digested.push({ watch, rate, release, revision, digest: id });
      }
      if (!this.stored.has(`${release} r${revision}`))
        this.violate('ALERT_BEFORE_ARCHIVE', `${id} tells of ${release} r${revision}, which is not stored`);
    }
  }

  /** A message at once: not more in a day than may be, but for those that an attempt sent again that had not recorded it. */
  private countMessage(watch: string, message: string, isFaulty: boolean): void {
    const atMs = this.begun.get(message) ?? this.cloud?.simulation.clockMs ?? 0;
    if (atMs % dayMs < midnightMs || atMs % dayMs > dayMs - midnightMs) return;
    const day = `${watch} ${Math.floor(atMs / dayMs)}`;
    const sent = this.sentAtOnce.get(day) ?? { messages: new Set<string>(), again: 0 };
    sent.messages.add(message);
    if (isFaulty) sent.again += 1;
    this.sentAtOnce.set(day, sent);
    if (sent.messages.size > limits.messagesAtOncePerDayMax + sent.again) {
      this.violate('TOO_MANY_MESSAGES', `${sent.messages.size} to ${watch} in one day`);
    }
  }

  /** After calm: what must have happened. */
  async atTheEnd(): Promise<void> {
    const { cloud, world } = this;
    if (cloud === null) return;
    const { store } = cloud;
    const poison = new Set(world.puts.filter((put) => put.poison).map(({ key }) => key));

    for await (const { key, problem } of verifyArchive(store.port(), newProgress())) {
      if (!poison.has(key)) this.violate('LOG', `${key}: ${problem}`);
    }
    const lawful = new Set<string>();
    const releases = store.keys('releases/').filter((key) => !poison.has(key));
    for (const key of releases) {
      const page = store.json<Release>(key)?.canonicalUrl ?? key;
      this.samePage.set(page, [...(this.samePage.get(page) ?? []), key]);
    }
    for (const key of releases) this.checkRelease(cloud, key, lawful);
    for (const key of store.keys('ledger/digest/')) {
      const ledger = store.json<DigestLedger>(key);
      // What a watch still owed when it was removed may have gone out or not.
      const plan = world.watches.find(({ watch }) => watch.id === ledger?.watch);
      if (ledger?.state === 'pending' && plan?.removedAt === null) this.violate('DIGEST_UNFINISHED', key);
      if (ledger !== null && (ledger.state === 'accepted' || plan?.removedAt !== null)) lawful.add(ledger.alertId);
    }
    for (const [id, landings] of this.told) {
      if (!lawful.has(id)) this.violate('FALSE_ALERT', `${id} (${landings[0]?.kind}) should not have been sent`);
    }
    for (const key of store.keys('state/windows/')) {
      const window = store.json<WindowState>(key);
      const plan = world.watches.find(({ watch }) => key === keys.window(watch.id));
      if (plan?.removedAt !== null) continue;
      if (window !== null && (window.waiting.length > 0 || window.sending !== null)) {
        this.violate('WINDOW_LEFT', `${key} still holds ${window.waiting.length} waiting`);
      }
    }
    for (const [name, queue] of Object.entries(cloud.queues)) {
      if (queue.messages.size > 0) this.violate('NOT_DRAINED', `${name} holds ${queue.messages.size}`);
      for (const { body } of queue.dead) {
        if (![...poison].some((key) => decodeURIComponent(body).includes(key)))
          this.violate('GOOD_MESSAGE_DEAD', `${name}: ${body.slice(0, 120)}`);
      }
    }
    for (const plan of world.newsrooms) for (const item of plan.items) this.checkItem(cloud, item);
  }

  /**
   * What the other newsroom made of a page for a watch: whether it must have been seen when a ledger was made, may have been,
   * and whether it told in the end.
   */
  private elsewhere(store: SimulatedStore, release: Release, ledgerKey: string, watch: string) {
    const own = this.made.get(ledgerKey) ?? { at: 0, begunAt: 0 };
    const found = { must: false, may: false, told: false };
    for (const key of this.samePage.get(release.canonicalUrl) ?? []) {
      const parts = parseReleaseKey(key);
      if (parts === null || parts.newsroom === release.newsroom) continue;
      const other = keys.ledger(parts.partition, parts.release, parts.revision);
      const state = wholeLedger(store, other)?.entries.find((entry) => entry.watch === watch)?.state ?? 'silent';
      const { at } = this.made.get(other) ?? { at: Number.POSITIVE_INFINITY };
      if (state === 'silent') continue;
      if (at < own.at) found.may = true;
      if (state !== 'accepted') continue;
      found.told = true;
      if (at < own.begunAt) found.must = true;
    }
    return found;
  }

  private checkRelease(cloud: Cloud, key: string, lawful: Set<string>): void {
    const { store } = cloud;
    const parts = parseReleaseKey(key);
    const release = store.json<Release>(key);
    if (parts === null || release === null) return;
    const at =
      Date.parse(new Date(store.objects.get(key)?.lastModifiedMs ?? 0).toISOString()) -
      cloud.simulation.options.startMs;
    const ledgerKey = keys.ledger(parts.partition, parts.release, parts.revision);
    const ledger = wholeLedger(store, ledgerKey);
    if (ledger === null) {
      this.violate('LEDGER_MISSING', key);
      return;
    }
    const isTold = (watch: string, revision: number): boolean => {
      const earlier = wholeLedger(store, keys.ledger(parts.partition, parts.release, revision));
      const state = earlier?.entries.find((entry) => entry.watch === watch)?.state;
      return state === 'accepted' || state === 'grouped';
    };
    for (const plan of this.world.watches) {
      const id = alertId(plan.watch.id, parts.release, parts.revision);
      const text = `${release.headline}\n${release.body}`;
      const verdict =
        this.world.edits === null
          ? null
          : this.history.verdict(plan.watch.id, text, at + cloud.simulation.options.startMs, ledgerKey);
      const hit = verdict === null ? matches(plan, text) : verdict !== 'none';
      const entry = ledger.entries.find(({ alertId: own }) => own === id);
      const landings = this.told.get(id) ?? [];
      if (!hit) {
        if (entry !== undefined) this.violate('FALSE_HIT', `${key} is in the ledger for ${plan.watch.query}`);
        continue;
      }
      // A watch that came or went at about this time may have been asked or not.
      const isClear = verdict === null ? plan.createdAt <= at - 1_000 : verdict === 'hit';
      const open = !isClear || plan.removedAt !== null;
      if (verdict === 'hit' && entry === undefined)
        this.violate('MISSED_HIT', `${key} matched ${plan.watch.id} as it was then and is not in its ledger`);
      if (open) {
        if (entry !== undefined) lawful.add(id);
        // The digests of a watch that is gone are not sent.
        if (entry?.state === 'waiting' && plan.removedAt !== null) continue;
        if (entry?.state === 'pending' || entry?.state === 'grouped' || entry?.state === 'waiting')
          this.violate('LEDGER_UNFINISHED', `${key}: ${entry.state}`);
        continue;
      }
      const told = Array.from({ length: parts.revision - 1 }, (_, i) => i + 1).some((n) => isTold(plan.watch.id, n));
      const silent =
        release.status === 'withdrawn'
          ? !told
          : release.origin !== 'live' || (told && release.change?.material === false);
      const kind = release.status === 'withdrawn' ? 'withdrawn' : told ? 'revised' : 'new';
      const wanted = silent ? 'silent' : plan.subscribed ? 'accepted' : 'no-subscriber';
      if (entry === undefined && verdict === 'hit') continue;
      if (this.world.sharing !== null && !told && wanted !== 'silent') {
        const elsewhere = this.elsewhere(store, release, ledgerKey, plan.watch.id);
        if (elsewhere.must && entry !== undefined && entry.state !== 'silent') {
          this.violate('TOLD_BY_BOTH', `${key} for ${plan.watch.query}, which the other newsroom had told of its page`);
        }
        if (elsewhere.may && entry?.state === 'silent') {
          if (plan.subscribed && !elsewhere.told) {
            this.violate(
              'TOLD_BY_NEITHER',
              `${key} for ${plan.watch.query}: the other newsroom did not tell of its page`,
            );
          }
          continue;
        }
      }
      if (entry === undefined)
        this.violate('MISSED_HIT', `${key} matches ${plan.watch.query} and is not in its ledger`);
      else if (!plan.subscribed) {
        // Whether it counts as told depends on when nobody was found.
        if (entry.state !== 'silent' && entry.state !== 'no-subscriber')
          this.violate('LEDGER_WRONG', `${key}: ${entry.state}`);
      } else if (entry.state !== wanted || entry.kind !== kind) {
        this.violate(
          'LEDGER_WRONG',
          `${key} for ${plan.watch.query}: ${entry.kind} ${entry.state}, not ${kind} ${wanted}`,
        );
      }
      if (wanted !== 'accepted') continue;
      const inDigest = (rate: Rate): boolean =>
        this.digested.some(
          (one) =>
            one.watch === plan.watch.id &&
            one.rate === rate &&
            one.release === parts.release &&
            one.revision >= parts.revision,
        );
      for (const rate of ['daily', 'weekly'] as const) {
        if ((plan.rates as readonly Rate[]).includes(rate) && !inDigest(rate)) {
          this.violate('MISSED_IN_DIGEST', `${key} for ${plan.watch.query}, ${rate}`);
        }
      }
      if (!plan.rates.includes('immediate')) continue;
      lawful.add(id);
      // What waited for the end of a pause, or for that of an hour.
      const afterPause = (plan.pause !== null || this.world.messagesPerDayMax !== null) && inDigest('immediate');
      const toldAfter = this.digested.some(
        (one) =>
          one.watch === plan.watch.id &&
          one.rate === 'immediate' &&
          one.release === parts.release &&
          one.revision === parts.revision,
      );
      if (toldAfter && landings.length > 0) {
        this.violate('TOLD_TWICE', `${key} for ${plan.watch.query}: at once, and in a digest of what had waited`);
      }
      if (landings.length === 0 && !afterPause) this.violate('MISSED_ALERT', `${key} for ${plan.watch.query}`);
      if (landings.some((one) => one.kind !== kind))
        this.violate('WRONG_KIND', `${id} was told as ${landings[0]?.kind}`);
    }
    if (ledger.releasesTopic === 'pending') this.violate('LEDGER_UNFINISHED', `${key}: releases topic`);
    if (this.world.releasesSubscribed) {
      lawful.add(key);
      if (!this.told.has(key)) this.violate('MISSED_NOTICE', key);
    }
  }

  private checkItem(cloud: Cloud, item: ItemPlan): void {
    const { store, simulation } = cloud;
    const stillListed = item.vanishesAt === null;
    const isGone = item.gone?.to === Number.POSITIVE_INFINITY;
    if (!stillListed && !this.committed.has(item)) return;
    const ofItem = store
      .keys('releases/')
      .flatMap((key) => {
        const release = store.json<Release>(key);
        return release !== null && release.canonicalUrl === item.url ? [release] : [];
      })
      .sort((a, b) => a.revision - b.revision);
    const [first] = ofItem;
    if (first === undefined) {
      this.violate('LOST_RELEASE', item.url);
      return;
    }
    if (new Set(ofItem.map(({ id }) => id)).size > 1) this.violate('TWO_IDENTITIES', item.url);
    for (const release of ofItem) {
      const served = item.versions.some(({ marker }) => release.body.includes(marker));
      if (release.bodyStatus === 'full' && !served) this.violate('WRONG_CONTENT', `${item.url} r${release.revision}`);
      if (release.body.includes('Access denied')) this.violate('BLOCK_PAGE_STORED', item.url);
    }
    const latest = ofItem.at(-1);
    if (latest?.bodyStatus === 'full' && (latest.status === 'withdrawn') !== isGone) {
      this.violate('LOST_WITHDRAWAL', `${item.url} is ${latest.status}, and its page is ${isGone ? 'gone' : 'there'}`);
    }
    const last = versionAt(item, simulation.now);
    if (stillListed && !isGone && ofItem.at(-1)?.body.includes(last.marker) !== true) {
      this.violate('LOST_CORRECTION', `${item.url}: ${last.marker} is not in the last revision`);
    }
    if (this.firstCommit !== null && item.at > this.firstCommit && first.origin !== 'live') {
      this.violate('WRONG_ORIGIN', `${item.url} came after the first poll and is ${first.origin}`);
    }
  }
}
