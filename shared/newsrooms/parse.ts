/** A newsroom file from YAML text: checked by the schema, then by what a schema cannot say; every fault with file and line. */
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { checkSelector } from '../channels/listing.ts';
import { countedPage, isCounted } from '../channels/next-page.ts';
import { BadInputError } from '../errors.ts';
import { limits } from '../limits.ts';
import { durationMs } from '../politeness/interval.ts';
import { isTimeZone } from '../text/zones.ts';
import { nearestKey } from './nearest-key.ts';
import { channelSchema, jsonMappingSchema, listingSchema, type Newsroom, newsroomSchema } from './schema.ts';

interface Fault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Faults named in one message; the rest is counted. */
const faultsShownMax = 5;

/**
 * Reads one newsroom file. Throws BadInputError E_NEWSROOM whose message has a line `file:line: fault` for each fault and
 * whose hint says what to do.
 */
export function parseNewsroomFile(yamlText: string, fileName: string): Newsroom {
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { lineCounter: lines, prettyErrors: false });
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    throw refusal(fileName, [`${fileName}:${lines.linePos(syntax.pos[0]).line}: ${firstSentence(syntax.message)}`]);
  }
  const value: unknown = document.toJS({ maxAliasCount: 10 });
  const parsed = newsroomSchema.safeParse(value);
  const faults = parsed.success
    ? faultsOf(parsed.data)
    : parsed.error.issues.flatMap((issue) => faultsOfIssue(issue, valueAt(value, issue.path)));
  if (parsed.success && faults.length === 0) return parsed.data;
  throw refusal(
    fileName,
    faults.map(
      (fault) => `${fileName}:${lineOf(document, lines, fault.path)}: ${pathText(fault.path)}${fault.message}`,
    ),
  );
}

function refusal(fileName: string, faults: readonly string[]): BadInputError {
  const shown = faults.slice(0, faultsShownMax);
  const more = faults.length - shown.length;
  return new BadInputError('E_NEWSROOM', [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'), {
    input: fileName,
    hint: 'correct the file; shared/newsrooms/newsroom.schema.json describes every key, and `dateline newsroom show interpol` shows an example',
  });
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inside, key) => (typeof inside === 'object' && inside !== null ? Reflect.get(inside, key) : undefined),
    value,
  );
}

/** What zod found, in words of the file; `written` is what stands there. */
function faultsOfIssue(issue: z.core.$ZodIssue, written: unknown): readonly Fault[] {
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const near = typeof written === 'string' ? nearestKey(written, values) : null;
    const help = near === null ? `it is one of ${values.join(', ')}` : `did you mean ${near}?`;
    const message =
      written === undefined ? `is missing; ${help}` : `${JSON.stringify(written)} is no such value; ${help}`;
    return [{ path: issue.path, message }];
  }
  if (issue.code !== 'unrecognized_keys') {
    const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
    return [{ path: issue.path, message: missing ? 'is missing' : issue.message }];
  }
  const known = keysAt(issue.path);
  return issue.keys.map((key) => {
    const near = nearestKey(key, known);
    const help = near === null ? `the keys here are ${known.join(', ')}` : `did you mean ${near}?`;
    return { path: [...issue.path, key], message: `there is no such key; ${help}` };
  });
}

/** The keys that may stand at a path of the file. */
function keysAt(path: readonly PropertyKey[]): readonly string[] {
  const last = path.at(-1);
  if (last === undefined) return Object.keys(newsroomSchema.shape);
  if (last === 'listing') return Object.keys(listingSchema.shape);
  if (last === 'json') return Object.keys(jsonMappingSchema.shape);
  if (last === 'expect') return ['itemsMin', 'itemsMax', 'silentAfter'];
  return Object.keys(channelSchema.shape);
}

const loopback = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

/** What the schema cannot say. */
function faultsOf(newsroom: Newsroom): readonly Fault[] {
  const faults: Fault[] = [];
  const { timeZone, expect, channels, allowedHosts } = newsroom;
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    faults.push({
      path: ['timeZone'],
      message: `"${timeZone}" is no time zone; write an IANA name such as Europe/Paris`,
    });
  }
  if (expect?.itemsMin !== undefined && expect.itemsMax !== undefined && expect.itemsMin > expect.itemsMax) {
    faults.push({
      path: ['expect', 'itemsMin'],
      message: `${expect.itemsMin} is more than itemsMax ${expect.itemsMax}`,
    });
  }
  for (const [index, host] of (allowedHosts ?? []).entries()) {
    if (!/^[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/.test(host)) {
      faults.push({
        path: ['allowedHosts', index],
        message: `"${host}" is no host name; write www.example.org or host:port`,
      });
    }
  }
  for (const [index, channel] of channels.entries()) {
    const path = ['channels', index];
    const everyMs = channel.every === undefined ? null : durationMs(channel.every);
    if (everyMs !== null && everyMs < limits.everyMinMs && !loopback.test(new URL(channel.url).hostname)) {
      faults.push({
        path: [...path, 'every'],
        message: `${channel.every} is less than a minute, which only a server on this machine allows`,
      });
    }
    if (channels.findIndex(({ url }) => url === channel.url) !== index) {
      faults.push({ path: [...path, 'url'], message: 'another channel has this address already' });
    }
    if (channel.kind === 'json-api' && channel.json === undefined) {
      faults.push({
        path: [...path, 'kind'],
        message: 'a json-api channel needs a mapping: write json: with items and url',
      });
    }
    if (channel.kind !== 'json-api' && channel.json !== undefined) {
      faults.push({
        path: [...path, 'json'],
        message: `a channel of kind ${channel.kind} has no mapping; write kind: json-api`,
      });
    }
    for (const key of ['listing', 'json'] as const) {
      const next = channel[key]?.next;
      if (next === undefined || !isCounted(next) || countedPage(next, channel.url) !== null) continue;
      faults.push({
        path: [...path, key, 'next'],
        message: `"${next}" counts nothing; write ?page={n} or ?start={+20}`,
      });
    }
    if (channel.listing !== undefined) faults.push(...listingFaults(channel, [...path, 'listing']));
  }
  return faults;
}

function listingFaults(channel: Newsroom['channels'][number], path: readonly PropertyKey[]): readonly Fault[] {
  const { kind, listing } = channel;
  if (listing === undefined) return [];
  if (kind !== 'listing') return [{ path, message: `a channel of kind ${kind} has no selectors; write kind: listing` }];
  const faults: Fault[] = [];
  for (const field of ['item', 'link', 'title', 'date', 'next'] as const) {
    const selector = listing[field];
    if (selector === undefined || (field === 'next' && isCounted(selector))) continue;
    try {
      checkSelector(field, selector);
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error;
      faults.push({ path: [...path, field], message: `"${selector}" is no CSS selector` });
    }
  }
  return faults;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '' : `${path.map(String).join('.')}: `;
}

function firstSentence(message: string): string {
  return message.split('\n')[0] ?? message;
}

/** The line of the key at the path, or of what encloses it. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === last)
      : undefined;
    const node: unknown = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
