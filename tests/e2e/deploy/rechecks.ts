/** Rechecks on AWS: pages are asked again by schedule and conditionally; a change and a withdrawal reach log and subscriber. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { keys } from '../../../shared/archive/keys.ts';
import { readJson, swapJson } from '../../../shared/archive/objects.ts';
import { type Recheck, type RechecksIndex, readRechecks, readRechecksIndex } from '../../../shared/archive/rechecks.ts';
import { limits, units } from '../../../shared/limits.ts';
import type { Objects, Queue } from '../../../shared/ports.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { invoke } from './aws-call.ts';
import { check, until } from './checks.ts';
import type { LoopbackNewsroom } from './newsroom.ts';

const id = 'loopback-press';
const long = '2017-01-01T00:00:00.000Z';

interface Rechecked {
  readonly objects: Objects;
  readonly subscriber: Queue;
  readonly newsroom: LoopbackNewsroom;
  readonly output: (name: string) => string;
}

/** As if the time had come: the schedule itself is in hours. */
async function makeDue(objects: Objects): Promise<void> {
  await swapJson<{ entries: Record<string, Recheck> }>(
    objects,
    keys.rechecksOf(id),
    { entries: {} },
    ({ entries }) => ({
      entries: Object.fromEntries(Object.entries(entries).map(([one, entry]) => [one, { ...entry, dueAt: long }])),
    }),
  );
  const none: RechecksIndex = { seq: 0, next: {}, nonce: null, leaseUntil: null };
  await swapJson<RechecksIndex>(objects, keys.rechecks, none, (index) => ({ ...index, next: { [id]: long } }));
}

/** Passes until none is due any more. */
async function pass({ objects, output }: Rechecked): Promise<void> {
  await makeDue(objects);
  await until('a recheck of all', 60, async () => {
    await invoke(output('RecheckFunction'), { kind: 'tick' });
    const { next, leaseUntil } = await readRechecksIndex(objects);
    return leaseUntil === null && Object.values(next).every((time) => time > long) ? true : null;
  });
}

async function changesOf(objects: Objects, op: string): Promise<readonly Record<string, unknown>[]> {
  const { objects: heads } = await objects.list('changes/');
  const segments = await Promise.all(
    heads.filter(({ key }) => key.endsWith('.ndjson')).map(({ key }) => objects.get(key)),
  );
  const lines = segments.flatMap((stored) => new TextDecoder().decode(stored?.body).split('\n').filter(Boolean));
  return lines.map((line) => JSON.parse(line)).filter((line) => line.op === op);
}

/** The revision that the log tells of, and the one alert of this kind. */
async function told(
  { objects, subscriber, output }: Rechecked,
  op: string,
  kind: string,
): Promise<{ readonly revision: Release; readonly alert: Record<string, unknown> }> {
  const [line] = await until(`a line ${op}`, 60, async () => {
    await invoke(output('PublishFunction'), { kind: 'tick' });
    const lines = await changesOf(objects, op);
    return lines.length === 0 ? null : lines;
  });
  const { value: revision } = await readJson<Release | null>(objects, String(line?.['key']), null);
  ok(revision !== null);
  // It waits for the end of the minute in which the watch spoke last.
  const message = await until(`the alert ${kind}`, 180, async () => {
    const messages = await subscriber.receive({ max: 10, visibilitySeconds: 300, waitSeconds: 2 });
    return messages[0] ?? null;
  });
  const { alerts } = JSON.parse(message.body);
  equal(alerts.length, 1);
  equal(alerts[0].kind, kind);
  equal(alerts[0].release, revision.id);
  return { revision, alert: alerts[0] };
}

/** Answers how many revisions it made. */
export async function rechecks(rechecked: Rechecked): Promise<number> {
  const { objects, newsroom, output } = rechecked;
  await check('each live release is looked at again an hour after it was first seen', async () => {
    const entries = await until('the entries', 30, async () => {
      await invoke(output('RecheckFunction'), { kind: 'tick' });
      const found = Object.values(await readRechecks(objects, id));
      return found.length < 2 ? null : found;
    });
    deepEqual(
      entries.map(({ firstSeenAt, dueAt }) => (Date.parse(dueAt) - Date.parse(firstSeenAt)) / units.HOUR_MS),
      entries.map(() => (limits.recheckOffsetsMs[0] ?? 0) / units.HOUR_MS),
    );
  });

  await check('a page that stands as it was answers 304, and changes nothing', async () => {
    const { pages } = newsroom.asked;
    await pass(rechecked);
    equal(newsroom.asked.pagesNotModified, 2);
    equal(newsroom.asked.pages, pages + 2);
    deepEqual(await changesOf(objects, 'REVISE'), []);
  });

  await check(
    'a page that says another figure is the next revision, in the log with what differs, and alerted',
    async () => {
      newsroom.amendAnother();
      await pass(rechecked);
      const { revision, alert } = await told(rechecked, 'REVISE', 'revised');
      equal(revision.revision, 2);
      equal(revision.status, 'current');
      match(revision.body, /Twelve border posts/);
      deepEqual(revision.change?.fields, ['body']);
      equal(alert['revision'], 2);
    },
  );

  await check('a page that is gone twice is withdrawn, with its last words, and alerted', async () => {
    newsroom.removeSample();
    await pass(rechecked);
    deepEqual(await changesOf(objects, 'WITHDRAW'), []);
    await pass(rechecked);
    const { revision } = await told(rechecked, 'WITHDRAW', 'withdrawn');
    equal(revision.revision, 2);
    equal(revision.status, 'withdrawn');
    match(revision.body, /I-24\/7/);
  });
  return 2;
}
