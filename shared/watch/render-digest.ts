/** A digest as people and machines read it: every headline of its window, the first ones with the sentence that matched. */
import { messageId } from '../ids.ts';
import { deliveryLimits, limits } from '../limits.ts';
import type { Rate, TopicMessage } from '../ports.ts';
import { command } from './commands.ts';
import { cutText } from './cut-text.ts';
import { markedText, matchedSentence } from './matched-sentence.ts';
import { messageJson } from './message-json.ts';
import {
  type AlertItem,
  changeLines,
  footLines,
  kindWords,
  link,
  matchedWords,
  type RenderSettings,
  subjectLabel,
  titleLines,
} from './render.ts';
import { headlineOf, safeLine, truncate } from './safe-text.ts';
import type { Watch } from './schema.ts';
import { textMessage } from './text-message.ts';

export interface DigestFacts {
  readonly alertId: string;
  readonly rate: Rate;
  /** ISO 8601 UTC; half-open. */
  readonly from: string;
  readonly to: string;
  /** It ends a pause of the watch. */
  readonly afterPause: boolean;
  /** Of one hour of a watch that has sent as many messages at once as one day allows. */
  readonly isGathered: boolean;
  /** Hits that it counts and does not list. */
  readonly unlisted: number;
  /** Where those are to be seen: an address or a command. */
  readonly where: string;
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
  const sentence = item.hit === null ? null : matchedSentence(item.releaseRecord, item.hit.spans);
  return [
    ...titleLines(item),
    ...(sentence === null ? [] : [`  “${markedText(sentence)}”`]),
    matchedWords(item, watch),
    ...(item.kind === 'new' ? [] : [`Kind: ${kindWords[item.kind]}`, ...changeLines(item)]),
  ].join('\n');
}

/** Why a watch that tells at once sends a digest, and what brings fewer messages. */
function gatheredLines(watch: Watch, settings: RenderSettings): readonly string[] {
  return [
    `This watch has sent ${limits.messagesAtOncePerDayMax} messages today, so what it finds is gathered, one message an hour, until`,
    `the day ends (${safeLine(watch.timeZone)}). Fewer: a narrower query, or a digest of the day:`,
    command(`watch edit ${watch.id} --query 'NARROWER QUERY'`, settings),
    command(`subscribe ${watch.id} --email YOUR-ADDRESS --rate daily`, settings),
    '',
  ];
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
  const short = items
    .slice(inFull.length)
    .map((item) => `${headlineOf(item.releaseRecord)}\n${link(item.releaseRecord)}`);
  const first = facts.afterPause
    ? `${count(total)} matched your watch “${name}” while it was paused.`
    : `${rateWords[rate]}, ${when} (${watch.timeZone}): ${count(total)} matched your watch “${name}”.`;
  const text = [
    first,
    '',
    ...(facts.isGathered ? gatheredLines(watch, settings) : []),
    [...inFull.map((item) => itemLines(item, watch)), ...short].join('\n\n'),
    '',
    ...(unlisted === 0 ? [] : [`${unlisted} more matched and are not listed: ${facts.where}`, '']),
    `Alert id: ${alertId}`,
    ...footLines(watch, settings),
  ].join('\n');
  const organizations = [...new Set(items.map(({ releaseRecord }) => safeLine(releaseRecord.organization)))];
  return {
    messageId: id,
    subject,
    text: cutText(text),
    json: messageJson({
      messageId: id,
      watch,
      rate,
      alerts: inFull,
      also: {
        digest: { alertId, from, to, timeZone: watch.timeZone, releases: total },
        ...(total > inFull.length ? { more: total - inFull.length } : {}),
      },
    }),
    sms: textMessage(`${count(total)}, ${when}, for ${name}: ${organizations.join(', ')}`),
    attributes: { watch: watch.id, kind: 'digest', rate },
    alerts: items.map(({ release, revision }) => ({ alertId, watch: watch.id, release, revision, kind: 'digest' })),
  };
}
