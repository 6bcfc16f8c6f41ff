/** An alert as people and machines read it: subject, plain text, one short line, and versioned JSON. */

import { messageId } from '../ids.ts';
import { limits } from '../limits.ts';
import type { AlertKind, AlertReference, TopicMessage } from '../ports.ts';
import { bestSentence } from '../query/sentence.ts';
import type { MatchSpan, QueryHit } from '../query/types.ts';
import type { Release } from '../release/schema.ts';
import type { ChangedPart } from './changed-parts.ts';
import { safeLine, safeUrl, truncate } from './safe-text.ts';
import type { Watch } from './schema.ts';

export interface AlertItem extends AlertReference {
  readonly releaseRecord: Release;
  /** Null when the watch does not match this text any more (the query was edited since). */
  readonly hit: QueryHit | null;
  /** What a revision changed; absent where it is the first, or the one before cannot be read. */
  readonly changes?: readonly ChangedPart[];
}

export interface RenderSettings {
  readonly consoleAddress: string | null;
  /** `local` or the stack's name. */
  readonly target: string;
}

/** The sentence that matched, one line, with the places of the match in it. */
export interface MatchedSentence {
  readonly field: 'headline' | 'body';
  readonly text: string;
  /** UTF-16 offsets in `text`. */
  readonly marks: readonly { readonly start: number; readonly end: number }[];
}

export const kindWords: Readonly<Record<AlertKind, string>> = {
  new: 'new release',
  revised: 'revised release',
  withdrawn: 'withdrawn release',
  digest: 'digest',
};

const kindPrefix: Readonly<Record<AlertKind, string>> = {
  new: '',
  revised: 'Revised: ',
  withdrawn: 'Withdrawn: ',
  digest: '',
};

/** How much of a watch's name a subject shows. */
const subjectNameCharactersMax = 30;

function clamp(value: number, max: number): number {
  return Math.min(Math.max(value, 0), max);
}

/** The sentence around the match, from the body when it matched there, else the headline; null without spans. */
export function matchedSentence(release: Release, spans: readonly MatchSpan[]): MatchedSentence | null {
  const first = spans.find((span) => span.field === 'body') ?? spans[0];
  if (first === undefined) return null;
  const { field } = first;
  const source = field === 'body' ? release.body : release.headline;
  const own = spans.filter((span) => span.field === field);
  const { start, end } = bestSentence(source, own);
  // Marks are found again in the cleaned text by cleaning each piece between them, so that offsets stay true.
  let text = '';
  const marks: { start: number; end: number }[] = [];
  let at = start;
  const append = (piece: string): void => {
    const clean = safeLine(piece);
    const glue = text !== '' && clean !== '' && /^\s/u.test(piece) && !text.endsWith(' ') ? ' ' : '';
    text += glue + clean + (clean !== '' && /\s$/u.test(piece) ? ' ' : '');
    if (clean === '' && piece !== '' && text !== '' && !text.endsWith(' ') && /\s/u.test(piece)) text += ' ';
  };
  for (const span of own) {
    const from = clamp(span.start, end);
    const to = clamp(span.end, end);
    if (to <= at || from < start || to <= from) continue;
    append(source.slice(at, Math.max(from, at)));
    const markStart = text.length;
    append(source.slice(Math.max(from, at), to));
    marks.push({ start: markStart, end: text.trimEnd().length });
    at = to;
  }
  append(source.slice(at, end));
  return { field, text: text.trimEnd(), marks };
}

/** The sentence as plain text with the match marked: `… system *I-24/7* at borders …`. */
export function markedText(sentence: MatchedSentence): string {
  let out = '';
  let at = 0;
  for (const { start, end } of sentence.marks) {
    out += `${sentence.text.slice(at, start)}*${sentence.text.slice(start, end)}*`;
    at = end;
  }
  return out + sentence.text.slice(at);
}

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

export function headlineOf(item: AlertItem): string {
  return safeLine(item.releaseRecord.headline) || '(no headline)';
}

/** Begins the line that says how to stop; where a mail has a link of its own subscriber, that stands there instead. */
export const stopLinePrefix = 'To change or stop it: ';

/** The last lines of a message to people: why it came, and how to stop it. */
export function footLines(watch: Watch, settings: RenderSettings): readonly string[] {
  return [
    '--',
    `You get this because of the watch “${safeLine(watch.name)}”: ${safeLine(watch.query)}`,
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
  const target = settings.target === 'local' ? '' : ` --target aws --stack ${settings.target}`;
  return `npx dateline unsubscribe ${watch.id} --email YOUR-ADDRESS${target}   (the whole watch: npx dateline watch rm ${watch.id}${target})`;
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

function changeLine(release: Release): string | null {
  if (release.change === null) return null;
  return `Changed: ${release.change.fields.join(', ') || 'text'} (${release.change.verdict}), revision ${release.revision}`;
}

function itemText(item: AlertItem, watch: Watch): string {
  const release = item.releaseRecord;
  const sentence = item.hit === null ? null : matchedSentence(release, item.hit.spans);
  const clauses = item.hit?.clauses ?? [];
  const place = release.dateline === null ? '' : ` · ${safeLine(release.dateline.text)}`;
  const lines = [
    headlineOf(item),
    `${safeLine(release.organization)} · ${printedDate(release)}${place}`,
    link(release),
    '',
    ...(sentence === null ? [] : [`  “${markedText(sentence)}”`, '']),
    `Matched: ${clauses.length > 0 ? clauses.join(' + ') : safeLine(watch.query)}`,
    `Kind: ${kindWords[item.kind]}`,
    ...changeLines(item),
    `Alert id: ${item.alertId}`,
  ];
  return lines.filter((line) => line !== null).join('\n');
}

export function itemJson(item: AlertItem): Record<string, unknown> {
  const release = item.releaseRecord;
  const sentence = item.hit === null ? null : matchedSentence(release, item.hit.spans);
  return {
    alertId: item.alertId,
    watch: item.watch,
    release: item.release,
    revision: item.revision,
    kind: item.kind,
    newsroom: release.newsroom,
    organization: release.organization,
    headline: release.headline,
    url: safeUrl(release.canonicalUrl) ?? release.url,
    datePublished: release.datePublished,
    inLanguage: release.inLanguage,
    why: { clauses: item.hit?.clauses ?? [], sentence, spans: item.hit?.spans ?? [] },
    change: release.change,
    changes: item.changes ?? [],
  };
}

function reference({ alertId, watch, release, revision, kind }: AlertItem): AlertReference {
  return { alertId, watch, release, revision, kind };
}

/**
 * One message for one alert or for a group of one watch, in the order given; `waiting` counts those that follow in a
 * later message. The organization's name comes from our registry, never from the feed.
 */
export function renderAlerts(
  watch: Watch,
  items: readonly [AlertItem, ...AlertItem[]],
  settings: RenderSettings,
  waiting = 0,
): TopicMessage {
  const [first] = items;
  const id = messageId(items.map((item) => item.alertId));
  const name = safeLine(watch.name);
  const headline = headlineOf(first);
  const group = items.length === 1 ? kindPrefix[first.kind] : `${items.length} releases: `;
  // The headline gives way, so that the name of the watch is always there to be seen.
  const label = subjectLabel(watch);
  const subject = truncate(group + headline, limits.subjectCharactersMax - label.length) + label;
  const rest =
    waiting === 0 ? [] : [`${waiting} more matched within the same minute and follow in the next message.`, ''];
  const text = [
    ...(items.length === 1 ? [] : [`${items.length} releases matched your watch “${name}”.`, '']),
    items.map((item) => itemText(item, watch)).join('\n\n----------------------------------------\n\n'),
    '',
    ...rest,
    ...footLines(watch, settings),
  ].join('\n');
  const organization = safeLine(first.releaseRecord.organization);
  const short = truncate(`${organization}: ${headline}`, limits.smsCharactersMax);
  const url = link(first.releaseRecord);
  const sms =
    url.length + 24 < limits.smsCharactersMax
      ? `${truncate(`${organization}: ${headline}`, limits.smsCharactersMax - url.length - 1)} ${url}`
      : short;
  return {
    messageId: id,
    subject,
    text,
    json: JSON.stringify({
      version: 1,
      messageId: id,
      watch: watch.id,
      watchName: watch.name,
      rate: 'immediate',
      alerts: items.map(itemJson),
    }),
    sms,
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
