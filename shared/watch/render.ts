/** An alert as people read it: subject, plain text and one short line, with the JSON that machines read beside it. */

import { messageId } from '../ids.ts';
import { limits } from '../limits.ts';
import type { AlertKind, AlertReference, TopicMessage } from '../ports.ts';
import type { QueryHit } from '../query/types.ts';
import type { ChangeVerdict, Release } from '../release/schema.ts';
import type { ChangedPart } from './changed-parts.ts';
import { type CommandPlace, command } from './commands.ts';
import { cutText, footMark } from './cut-text.ts';
import { markedText, matchedSentence } from './matched-sentence.ts';
import { messageJson } from './message-json.ts';
import { headlineOf, safeLine, safeUrl, truncate } from './safe-text.ts';
import type { Watch } from './schema.ts';
import { textMessage } from './text-message.ts';

export interface AlertItem extends AlertReference {
  readonly releaseRecord: Release;
  /** Null when the watch does not match this text any more (the query was edited since). */
  readonly hit: QueryHit | null;
  /** What a revision changed; absent where it is the first, or the one before cannot be read. */
  readonly changes?: readonly ChangedPart[];
}

export interface RenderSettings extends CommandPlace {
  readonly consoleAddress: string | null;
}

export const kindWords: Readonly<Record<AlertKind, string>> = {
  new: 'new release',
  revised: 'revised release',
  withdrawn: 'withdrawn release',
  digest: 'digest',
};

const kindAdjective: Readonly<Record<AlertKind, string>> = {
  new: '',
  revised: 'revised ',
  withdrawn: 'withdrawn ',
  digest: '',
};

/** What several alerts are: `3 releases`, `2 revised releases` where all are of one kind. */
export function groupWords(items: readonly AlertItem[]): string {
  const [kind, another] = new Set(items.map((item) => item.kind));
  return `${items.length} ${kind === undefined || another !== undefined ? '' : kindAdjective[kind]}releases`;
}

const kindPrefix: Readonly<Record<AlertKind, string>> = {
  new: '',
  revised: 'Revised: ',
  withdrawn: 'Withdrawn: ',
  digest: '',
};

/** How much of a watch's name a subject shows. */
const subjectNameCharactersMax = 30;

/** Made at first need, and once: making it takes longer than all else in a message. */
let dateWords: Intl.DateTimeFormat | null = null;

export function printedDate(release: Release): string {
  const date = release.datePublished;
  if (date === null) return 'undated';
  const [year, month, day] = date.slice(0, 10).split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) return date;
  dateWords ??= new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const text = dateWords.format(new Date(Date.UTC(year, month - 1, day)));
  return release.dateConfidence === 'uncertain' ? `${text} (uncertain)` : text;
}

export function link(release: Release): string {
  return safeUrl(release.canonicalUrl) ?? safeUrl(release.url) ?? '(no address)';
}

/** Begins the line that says how to stop; where a mail has a link of its own subscriber, that stands there instead. */
export const stopLinePrefix = 'To change or stop it: ';

/** The last lines of a message to people: why it came, and how to stop it. */
export function footLines(watch: Watch, settings: RenderSettings): readonly string[] {
  return [
    footMark,
    // The query on a line of its own: beside a name that runs from right to left, both would change places.
    `You get this because of your watch “${safeLine(watch.name)}”, which asks for:`,
    safeLine(watch.query),
    `${stopLinePrefix}${stopLine(watch, settings)}`,
    '',
  ];
}

/** The name of the watch as every subject ends with it. */
export function subjectLabel(watch: Watch): string {
  return ` [${truncate(safeLine(watch.name), subjectNameCharactersMax)}]`;
}

/** How to stop: the console's link where it has a fixed address, else the exact command. */
function stopLine(watch: Watch, settings: RenderSettings): string {
  if (settings.consoleAddress !== null) return new URL(`/watches/${watch.id}`, settings.consoleAddress).href;
  const unsubscribe = command(`unsubscribe ${watch.id} --email YOUR-ADDRESS`, settings);
  return `${unsubscribe}   (the whole watch: ${command(`watch rm ${watch.id}`, settings)})`;
}

/** What a revision changed: the fields, then the places. */
export function changeLines(item: AlertItem): readonly string[] {
  const line = changeLine(item.releaseRecord);
  const parts = (item.changes ?? []).flatMap(({ before, after }) => [
    ...(before === null ? [] : [`  was: ${before}`]),
    ...(after === null ? [] : [`  now: ${after}`]),
  ]);
  return line === null ? parts : [line, ...parts];
}

/** Where the changed fields do not say it. */
const verdictWords: Readonly<Partial<Record<ChangeVerdict, string>>> = {
  'correction-notice': ', with a correction notice',
  figures: ', figures among it',
  quote: ', words of a quote among it',
};

function changeLine(release: Release): string | null {
  if (release.change === null) return null;
  const { fields, verdict } = release.change;
  if (verdict === 'withdrawn') return `Taken down by its newsroom (revision ${release.revision}).`;
  return `Changed in revision ${release.revision}: ${fields.join(', ') || 'text'}${verdictWords[verdict] ?? ''}`;
}

/** What a release is, and where: its headline, whose it is and when, its address. */
export function titleLines({ releaseRecord: release }: AlertItem): readonly string[] {
  const place = release.dateline === null ? '' : ` · ${safeLine(release.dateline.text)}`;
  return [headlineOf(release), `${safeLine(release.organization)} · ${printedDate(release)}${place}`, link(release)];
}

/** The clauses that made the match; the whole query where it cannot be told any more. */
export function matchedWords({ hit }: AlertItem, watch: Watch): string {
  const clauses = hit?.clauses ?? [];
  return `Matched: ${clauses.length > 0 ? clauses.join(' + ') : safeLine(watch.query)}`;
}

function itemText(item: AlertItem, watch: Watch): string {
  const sentence = item.hit === null ? null : matchedSentence(item.releaseRecord, item.hit.spans);
  return [
    ...titleLines(item),
    '',
    ...(sentence === null ? [] : [`  “${markedText(sentence)}”`, '']),
    matchedWords(item, watch),
    `Kind: ${kindWords[item.kind]}`,
    ...changeLines(item),
    `Alert id: ${item.alertId}`,
  ].join('\n');
}

function reference({ alertId, watch, release, revision, kind }: AlertItem): AlertReference {
  return { alertId, watch, release, revision, kind };
}

/** What a message does not show in full. */
export interface Rest {
  /** How many follow in a later message. */
  readonly waiting: number;
  /** Where all that the watch found is to be seen: an address or a command. */
  readonly where: string;
}

function restLines(inFull: number, items: number, rest: Rest | null): readonly string[] {
  if (rest === null || (items === inFull && rest.waiting === 0)) return [];
  const more =
    rest.waiting === 0 ? [] : [`${rest.waiting} more matched within the same minute and follow in the next message.`];
  return [...more, `All that this watch found: ${rest.where}`, ''];
}

/** Of a group, the first ones in full and the others by headline, organization, date and address. */
function groupText(items: readonly AlertItem[], watch: Watch): string {
  const inFull = items.slice(0, limits.groupedAlertsInFullMax).map((item) => itemText(item, watch));
  const short = items.slice(inFull.length).map((item) => titleLines(item).join('\n'));
  const line = '\n\n----------------------------------------\n\n';
  return [...inFull, ...(short.length === 0 ? [] : [short.join('\n\n')])].join(line);
}

/**
 * One message for one alert or for a group of one watch, in the order given; `rest` is for a group that is not shown in
 * full. The organization's name comes from our registry, never from the feed.
 */
export function renderAlerts(
  watch: Watch,
  items: readonly [AlertItem, ...AlertItem[]],
  settings: RenderSettings,
  rest: Rest | null = null,
): TopicMessage {
  const [first] = items;
  const id = messageId(items.map((item) => item.alertId));
  const headline = headlineOf(first.releaseRecord);
  const group = items.length === 1 ? kindPrefix[first.kind] : `${groupWords(items)}: `;
  // The headline gives way, so that the name of the watch is always there to be seen.
  const label = subjectLabel(watch);
  const subject = truncate(group + headline, limits.subjectCharactersMax - label.length) + label;
  const text = [
    ...(items.length === 1 ? [] : [`${groupWords(items)} matched your watch “${safeLine(watch.name)}”.`, '']),
    groupText(items, watch),
    '',
    ...restLines(Math.min(items.length, limits.groupedAlertsInFullMax), items.length, rest),
    ...footLines(watch, settings),
  ].join('\n');
  const organization = safeLine(first.releaseRecord.organization);
  return {
    messageId: id,
    subject,
    text: cutText(text),
    json: messageJson({ messageId: id, watch, rate: 'immediate', alerts: items }),
    sms: textMessage(`${group}${organization}: ${headline}`, items.length === 1 ? link(first.releaseRecord) : null),
    attributes: {
      watch: watch.id,
      kind: items.length === 1 ? first.kind : 'digest',
      rate: 'immediate',
      organization,
      newsroom: first.releaseRecord.newsroom,
      ...(first.releaseRecord.inLanguage === null ? {} : { language: first.releaseRecord.inLanguage }),
    },
    alerts: items.map(reference),
  };
}

/** The message of the `releases` topic for machines: key, id, origin and revision of one committed release. */
export function renderReleaseNotice(key: string, release: Release): TopicMessage {
  const { id, origin, revision, newsroom, organization, headline, inLanguage, country, status } = release;
  const notice = {
    version: 1,
    key,
    id,
    origin,
    revision,
    status,
    newsroom,
    organization,
    headline,
    inLanguage,
    country,
  };
  return {
    messageId: messageId([key]),
    subject: truncate(safeLine(headline) || id, limits.subjectCharactersMax),
    text: key,
    json: JSON.stringify(notice),
    sms: id,
    attributes: {
      organization: newsroom,
      ...(inLanguage === null ? {} : { language: inLanguage }),
      ...(country === null ? {} : { country }),
    },
    alerts: [],
  };
}
