/** A digest as people and machines read it: every headline of its window, the first ones with the sentence that matched. */
import { messageId } from '../ids.ts';
import { deliveryLimits, limits } from '../limits.ts';
import type { Rate, TopicMessage } from '../ports.ts';
import {
  type AlertItem,
  changeLines,
  footLines,
  headlineOf,
  itemJson,
  kindWords,
  link,
  markedText,
  matchedSentence,
  printedDate,
  type RenderSettings,
  subjectLabel,
} from './render.ts';
import { safeLine, truncate } from './safe-text.ts';
import type { Watch } from './schema.ts';

export interface DigestFacts {
  readonly alertId: string;
  readonly rate: Rate;
  /** ISO 8601 UTC; half-open. */
  readonly from: string;
  readonly to: string;
  /** It ends a pause of the watch. */
  readonly afterPause: boolean;
  /** Hits that it counts and does not list. */
  readonly unlisted: number;
}

const rateWords: Readonly<Record<Rate, string>> = {
  immediate: 'Digest',
  daily: 'Daily digest',
  weekly: 'Weekly digest',
  off: 'Digest',
};

const count = (releases: number): string => `${releases} ${releases === 1 ? 'release' : 'releases'}`;

/** The days of a window for people: `13 May 2026`, `11 – 17 May 2026`, in the watch's time zone. */
function days({ from, to }: DigestFacts, timeZone: string): string {
  const words = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone });
  const first = new Date(Date.parse(from));
  // The end belongs to the next window.
  const last = new Date(Math.max(Date.parse(from), Date.parse(to) - 1));
  // Spaces around the dash differ between versions of the runtime's tables.
  return words
    .formatRange(first, last)
    .replaceAll('\u2009', ' ')
    .replace(/^(\d{1,2}) ?– ?(?=\d)/, '$1–');
}

/** A release in the digest: what it is, why it is there, and what became of it. */
function itemLines(item: AlertItem, watch: Watch): string {
  const release = item.releaseRecord;
  const place = release.dateline === null ? '' : ` · ${safeLine(release.dateline.text)}`;
  const sentence = item.hit === null ? null : matchedSentence(release, item.hit.spans);
  const clauses = item.hit?.clauses ?? [];
  const lines = [
    headlineOf(item),
    `${safeLine(release.organization)} · ${printedDate(release)}${place}`,
    link(release),
    sentence === null ? null : `  “${markedText(sentence)}”`,
    `  Matched: ${clauses.length > 0 ? clauses.join(' + ') : safeLine(watch.query)}`,
    item.kind === 'new' ? null : `  Kind: ${kindWords[item.kind]}`,
    ...(item.kind === 'new' ? [] : changeLines(item)),
  ];
  return lines.filter((line) => line !== null).join('\n');
}

/**
 * One message for the window of a watch at a rate. `items`: each release once, at its latest revision. Its `alerts` name
 * each of them under the one alert id of the digest.
 */
export function renderDigest(
  watch: Watch,
  items: readonly AlertItem[],
  facts: DigestFacts,
  settings: RenderSettings,
): TopicMessage {
  const { alertId, rate, from, to, unlisted } = facts;
  const total = items.length + unlisted;
  const id = messageId([alertId]);
  const name = safeLine(watch.name);
  const when = days(facts, watch.timeZone);
  const label = subjectLabel(watch);
  const title = facts.afterPause ? `While paused: ${count(total)}` : `${rateWords[rate]}, ${when}: ${count(total)}`;
  const subject = truncate(title, limits.subjectCharactersMax - label.length) + label;
  const inFull = items.slice(0, deliveryLimits.digestItemsInFullMax);
  const short = items.slice(inFull.length).map((item) => `${headlineOf(item)}\n${link(item.releaseRecord)}`);
  const first = facts.afterPause
    ? `While your watch “${name}” was paused, ${count(total)} matched.`
    : `${rateWords[rate]} of your watch “${name}”: ${count(total)} matched, ${when} (${watch.timeZone}).`;
  const text = [
    first,
    '',
    [...inFull.map((item) => itemLines(item, watch)), ...short].join('\n\n'),
    '',
    ...(unlisted === 0 ? [] : [`${unlisted} more matched and are not listed: ${moreLine(watch, settings)}`, '']),
    `Alert id: ${alertId}`,
    ...footLines(watch, settings),
  ].join('\n');
  const organizations = [...new Set(items.map(({ releaseRecord }) => safeLine(releaseRecord.organization)))];
  return {
    messageId: id,
    subject,
    text,
    json: JSON.stringify({
      version: 1,
      messageId: id,
      watch: watch.id,
      watchName: watch.name,
      rate,
      digest: { alertId, from, to, timeZone: watch.timeZone, releases: total },
      alerts: inFull.map(itemJson),
      ...(total > inFull.length ? { more: total - inFull.length } : {}),
    }),
    sms: truncate(`${name}: ${count(total)}, ${when}. ${organizations.join(', ')}`, limits.smsCharactersMax),
    attributes: { watch: watch.id, kind: 'digest', rate },
    alerts: items.map(({ release, revision }) => ({ alertId, watch: watch.id, release, revision, kind: 'digest' })),
  };
}

/** Where the rest is to be seen. */
function moreLine(watch: Watch, { consoleAddress, target }: RenderSettings): string {
  if (consoleAddress !== null) return new URL(`/watches/${watch.id}`, consoleAddress).href;
  return `npx dateline query backtest '${watch.query}'${target === 'local' ? '' : ` --target aws --stack ${target}`}`;
}
