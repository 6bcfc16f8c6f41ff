/** Collects the dates that a page tells machines: address, microdata, meta, JSON-LD, time elements, and what the channel said. */
import type { DateOrder } from '../../newsrooms/schema.ts';
import type { DateSource } from '../schema.ts';
import type { ChannelHints } from '../types.ts';
import { addressDate } from './address-dates.ts';
import { type DateNameMeaning, meaningOfDateName } from './date-names.ts';
import { jsonLdDates } from './json-ld-dates.ts';
import { isoMoment, machineMoment } from './machine-moments.ts';
import { inNewsroomZone } from './newsroom-zone.ts';
import type { PageTree } from './tree.ts';

export interface MachineDate {
  readonly source: DateSource;
  /** A day, or day and time with offset. */
  readonly value: string;
}

export interface MachineDates {
  /** The most trusted first. */
  readonly published: readonly MachineDate[];
  readonly modified: string | null;
}

export interface MachineDateOptions {
  readonly url: string | null;
  readonly canonicalUrl: string | null;
  readonly channel: ChannelHints | null;
  readonly timeZone: string | null;
  readonly dateOrder: DateOrder | null;
  /** The blocks around the title, from and to, where a time element is the release's own. */
  readonly headFrom: number;
  readonly headTo: number;
  /** Whether the block is of something else: a comment, a card, a menu. */
  readonly isElsewhere: (block: number) => boolean;
}

/** The first date of each meaning among the meta elements. */
function metaDates(tree: PageTree, order: DateOrder | null): ReadonlyMap<DateNameMeaning, string> {
  const found = new Map<DateNameMeaning, string>();
  for (const { name, content } of tree.meta) {
    if (!/\d/.test(content)) continue;
    const meaning = meaningOfDateName(name);
    if (meaning === null || found.has(meaning)) continue;
    const moment = machineMoment(content, order);
    if (moment !== null) found.set(meaning, moment);
  }
  return found;
}

function fromMicrodata(tree: PageTree, order: DateOrder | null, ...properties: readonly string[]): string | null {
  for (const property of properties) {
    for (const element of tree.dateElements) {
      if (element.property.toLowerCase() !== property) continue;
      const value = machineMoment(element.value ?? element.text, order);
      if (value !== null) return value;
    }
  }
  return null;
}

const publicationClass = /publish|pubdate|entry-date|post-date|posted|created|issued/i;
const changeClass = /updat|modif|edited/i;

interface TimeElements {
  readonly published: string | null;
  readonly modified: string | null;
}

/**
 * Of the time elements near the head of the text the one that is called the publication's, else the first: others belong
 * to cards and comments. One that is called the last change's and nothing else is that.
 */
function fromTimeElements(tree: PageTree, options: MachineDateOptions): TimeElements {
  let plain: string | null = null;
  let modified: string | null = null;
  let named: string | null = null;
  for (const { kind, value, block, className, isPublication } of tree.dateElements) {
    if (kind !== 'time' || value === null) continue;
    const isNear = block >= options.headFrom && block <= options.headTo && !options.isElsewhere(block);
    if (!isNear && !isPublication) continue;
    const moment = machineMoment(value, options.dateOrder);
    if (moment === null) continue;
    if (isPublication || publicationClass.test(className)) named ??= moment;
    else if (changeClass.test(className)) modified ??= moment;
    else plain ??= moment;
  }
  return { published: named ?? plain, modified };
}

export function channelDate(channel: ChannelHints | null, timeZone: string | null): MachineDate | null {
  const value = channel?.published == null ? null : isoMoment(channel.published);
  if (channel === null || value === null) return null;
  return { source: channel.kind === 'listing' ? 'listing' : 'feed', value: inNewsroomZone(value, timeZone) };
}

export function machineDates(tree: PageTree, options: MachineDateOptions): MachineDates {
  const { timeZone, dateOrder } = options;
  const published: MachineDate[] = [];
  const add = (source: MachineDate['source'], value: string | null | undefined) => {
    if (value != null) published.push({ source, value: inNewsroomZone(value, timeZone) });
  };
  const fromChannel = channelDate(options.channel, timeZone);
  if (fromChannel !== null) published.push(fromChannel);
  const meta = metaDates(tree, dateOrder);
  const jsonLd = jsonLdDates(tree.jsonLd);
  const times = fromTimeElements(tree, options);
  add('url', addressDate(options.url) ?? addressDate(options.canonicalUrl));
  add('microdata', fromMicrodata(tree, dateOrder, 'datepublished', 'dateissued', 'datecreated'));
  add('meta', meta.get('published') ?? meta.get('created') ?? meta.get('dated'));
  add('json-ld', jsonLd.published);
  add('time-element', times.published);
  const modified =
    meta.get('modified') ??
    fromMicrodata(tree, dateOrder, 'datemodified', 'dateupdate') ??
    jsonLd.modified ??
    times.modified;
  return { published, modified: modified === null ? null : inNewsroomZone(modified, timeZone) };
}
