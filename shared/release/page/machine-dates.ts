/** Collects the dates that a page tells machines: address, microdata, meta, JSON-LD, time elements, and what the channel said. */
import type { ChannelHints } from '../types.ts';
import { inNewsroomZone, isoMoment, type MachineDate } from './dates.ts';
import type { PageTree } from './tree.ts';

const publishedMeta = [
  'article:published_time',
  'og:published_time',
  'datepublished',
  'date_published',
  'publishdate',
  'publish_date',
  'publish-date',
  'publication_date',
  'pubdate',
  'parsely-pub-date',
  'sailthru.date',
  'dc.date.issued',
  'dcterms.issued',
  'dcterms.date',
  'dc.date',
  'citation_publication_date',
  'article.published',
  'article:published',
  'og:article:published_time',
  'og:release_date',
  'publication-date',
  'publicationdate',
  'originalpublicationdate',
  'rnews:datepublished',
  'cxenseparse:recs:publishtime',
  'displaydate',
  'dc:date',
  'dc.created',
  'dc:created',
  'dc.date.created',
  'dcterms.created',
  'dcterms:created',
  'datecreated',
  'created',
  'date',
];
const modifiedMeta = [
  'article:modified_time',
  'og:updated_time',
  'datemodified',
  'dcterms.modified',
  'dc.date.modified',
  'last-modified',
];
const JSON_LD_DEPTH_MAX = 6;
const JSON_LD_NODES_MAX = 2_000;

export interface MachineDates {
  /** The most trusted first. */
  readonly published: readonly MachineDate[];
  readonly modified: string | null;
}

/**
 * A whole date in the path: /2017/05/13/, /2017-05-13, /20170513-title, /29-10-2021. A year and month alone say nothing of
 * the day, and of two small numbers none is known to be the day.
 */
function urlDate(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const path = new URL(url).pathname;
  const parted = /(?:^|[/_-])((?:19|20)\d{2})([/-])(\d{1,2})\2(\d{1,2})(?=$|[/_.-])/.exec(path);
  if (parted !== null) return isoMoment(`${parted[1]}-${parted[3]?.padStart(2, '0')}-${parted[4]?.padStart(2, '0')}`);
  const joined = /(?:^|[/_-])(20\d{2})(\d{2})(\d{2})(?=$|[/_.-])/.exec(path);
  if (joined !== null) return isoMoment(`${joined[1]}-${joined[2]}-${joined[3]}`);
  const dayFirst = /(?:^|[/_-])(1[3-9]|2\d|3[01])([.-])(\d{2})\2(20\d{2})(?=$|[/_.-])/.exec(path);
  return dayFirst === null ? null : isoMoment(`${dayFirst[4]}-${dayFirst[3]}-${dayFirst[1]}`);
}

function fromMeta(tree: PageTree, names: readonly string[]): string | null {
  for (const name of names) {
    for (const entry of tree.meta) {
      const value = entry.name === name ? isoMoment(entry.content) : null;
      if (value !== null) return value;
    }
  }
  return null;
}

/** The first value of the property in any JSON-LD node; walks with a stack, and gives up on monstrous ones. */
function fromJsonLd(tree: PageTree, property: string): string | null {
  for (const source of tree.jsonLd) {
    if (!source.includes(property)) continue;
    const stack: { value: unknown; depth: number }[] = [{ value: parseJson(source), depth: 0 }];
    for (let visited = 0; stack.length > 0 && visited < JSON_LD_NODES_MAX; visited += 1) {
      const { value, depth } = stack.pop() ?? { value: null, depth: 0 };
      if (typeof value !== 'object' || value === null || depth > JSON_LD_DEPTH_MAX) continue;
      const own = Array.isArray(value) ? undefined : (value as Record<string, unknown>)[property];
      const moment = typeof own === 'string' ? isoMoment(own) : null;
      if (moment !== null) return moment;
      for (const child of Object.values(value)) stack.push({ value: child, depth: depth + 1 });
    }
  }
  return null;
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return null;
  }
}

function fromMicrodata(tree: PageTree, property: string): string | null {
  for (const element of tree.dateElements) {
    if (element.property.toLowerCase() !== property) continue;
    const value = element.value === null ? null : isoMoment(element.value);
    if (value !== null) return value;
  }
  return null;
}

/** The first time element near the head of the text: others belong to cards and comments. */
function fromTimeElement(tree: PageTree, from: number, to: number): string | null {
  for (const element of tree.dateElements) {
    if (element.kind !== 'time' || element.value === null || element.block < from || element.block > to) continue;
    const value = isoMoment(element.value);
    if (value !== null) return value;
  }
  return null;
}

export function channelDate(channel: ChannelHints | null, timeZone: string | null): MachineDate | null {
  const value = channel?.published == null ? null : isoMoment(channel.published);
  if (channel === null || value === null) return null;
  return { source: channel.kind === 'listing' ? 'listing' : 'feed', value: inNewsroomZone(value, timeZone) };
}

/** `headFrom` to `headTo` are the blocks around title and label, where a time element is the release's own. */
export function machineDates(
  tree: PageTree,
  url: string | null,
  channel: ChannelHints | null,
  timeZone: string | null,
  headFrom: number,
  headTo: number,
): MachineDates {
  const published: MachineDate[] = [];
  const add = (source: MachineDate['source'], value: string | null) => {
    if (value !== null) published.push({ source, value: inNewsroomZone(value, timeZone) });
  };
  const fromChannel = channelDate(channel, timeZone);
  if (fromChannel !== null) published.push(fromChannel);
  add('url', urlDate(url));
  add('microdata', fromMicrodata(tree, 'datepublished'));
  add('meta', fromMeta(tree, publishedMeta));
  add('json-ld', fromJsonLd(tree, 'datePublished'));
  add('time-element', fromTimeElement(tree, headFrom, headTo));
  const modified =
    fromMeta(tree, modifiedMeta) ?? fromMicrodata(tree, 'datemodified') ?? fromJsonLd(tree, 'dateModified');
  return { published, modified: modified === null ? null : inNewsroomZone(modified, timeZone) };
}
