/**
 * Measures the feed reader on a fetched copy of the tests of Python's feedparser, which is no part of this repository: every test
 * that expects a title, link, id or date of the feed or of an entry. "strict" is the same string; "lenient" compares titles as
 * plain text (feedparser keeps their markup) and addresses as the URL standard writes them.
 * Usage: node --import tsx tests/bench/feedparser-suite.ts <folder "tests" of the copy> [--misses]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readChannel } from '../../shared/channels/read.ts';
import type { ChannelItem, ChannelReading } from '../../shared/channels/types.ts';
import { decodeBytes } from '../../shared/text/encoding.ts';
import { plainText } from '../../shared/text/html-text.ts';
import { readInstant } from '../../shared/text/instants.ts';

type Field = 'title' | 'link' | 'id' | 'date';
type Source = Pick<ChannelReading | ChannelItem, 'id' | 'title' | 'published' | 'updated'> & {
  readonly url: string | null;
};

const fields: Readonly<Record<string, { readonly field: Field; readonly of: (source: Source) => string | null }>> = {
  title: { field: 'title', of: ({ title }) => title },
  link: { field: 'link', of: ({ url }) => url },
  id: { field: 'id', of: ({ id }) => id },
  guid: { field: 'id', of: ({ id }) => id },
  published: { field: 'date', of: ({ published }) => published },
  published_parsed: { field: 'date', of: ({ published }) => published },
  created: { field: 'date', of: ({ published }) => published },
  created_parsed: { field: 'date', of: ({ published }) => published },
  updated: { field: 'date', of: ({ updated, published }) => updated ?? published },
  updated_parsed: { field: 'date', of: ({ updated, published }) => updated ?? published },
};

/** A Python literal: a string, or the tuple of a time; null for anything else. */
function literal(text: string): string | null {
  const quoted = /^u?(['"])(.*)\1$/s.exec(text.trim());
  if (quoted !== null) {
    return (quoted[2] ?? '').replace(
      /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))/g,
      (_, unit, byte, char: string) => {
        const code = unit ?? byte;
        return code === undefined
          ? ({ n: '\n', t: '\t' }[char] ?? char)
          : String.fromCharCode(Number.parseInt(code, 16));
      },
    );
  }
  const numbers = /^\(([\d, ]+)\)$/.exec(text.trim())?.[1]?.split(',').map(Number);
  if (numbers === undefined) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers;
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second)).toISOString();
}

interface Check {
  readonly field: Field;
  readonly got: string | null;
  readonly wanted: readonly string[];
}

/** One comparison of an expectation, with its alternatives; null when it is about something else. */
function checkOf(expression: string, reading: ChannelReading): Check | null {
  const alternatives = expression.split(' or ').map((one) => {
    const parts = /^\s*(feed|entries\[(-?\d+)\])(?:\['(\w+)'\]|\.(\w+))\s*==\s*(.+?)\s*$/s.exec(one);
    const name = parts?.[3] ?? parts?.[4] ?? '';
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const wanted = literal(parts?.[5] ?? '');
    if (parts === null || known === undefined || wanted === null) return null;
    const item = parts[1] === 'feed' ? null : reading.items.at(Number(parts[2]));
    const source = parts[1] === 'feed' ? { ...reading, url: reading.site } : item;
    return { field: known.field, got: source ? known.of(source) : null, wanted };
  });
  const [first] = alternatives;
  if (first === null || first === undefined || alternatives.includes(null)) return null;
  return { ...first, wanted: alternatives.flatMap((one) => (one === null ? [] : [one.wanted])) };
}

const lenient: Readonly<Record<Field, (value: string) => string>> = {
  title: (value) => plainText(value),
  link: (value) => (URL.canParse(value) ? new URL(value).href : value),
  id: (value) => value,
  date: (value) => readInstant(value, { timeZone: null, dateOrder: null, uiLanguage: null })?.value ?? value,
};

function instant(value: string): string {
  const date = readInstant(value, { timeZone: null, dateOrder: null, uiLanguage: null })?.value ?? value;
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? date : new Date(ms).toISOString();
}

function isEqual({ field, got, wanted }: Check, how: (field: Field, value: string) => string): boolean {
  if (got === null) return wanted.includes('');
  return wanted.some((one) => how(field, one) === how(field, got));
}

const [folder, ...flags] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder "tests" of a copy of kurtmckee/feedparser');
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.xml'))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();

const counts = new Map<string, { all: number; strict: number; lenient: number }>();
for (const file of files) {
  const bytes = readFileSync(file);
  const text = decodeBytes(bytes, { contentType: null, kind: 'xml' }).text;
  const header = (name: string): string | null =>
    new RegExp(`^Header:\\s+${name}:[ \\t]*(.*)$`, 'im').exec(text)?.[1]?.trim() ?? null;
  const expectation = /Expect:\s*(.*?)\s*-->/s.exec(text)?.[1];
  if (expectation === undefined) continue;
  const place = relative(folder, file);
  const served = `http://127.0.0.1:8097/tests/${place}`;
  const location = header('Content-Location');
  const moved = location !== null && URL.canParse(location, served) ? new URL(location, served) : null;
  const url = moved?.protocol.startsWith('http') ? moved.href : served;
  const reading = readChannel(bytes, 'rss', {
    url,
    contentType: header('Content-type'),
    timeZone: null,
    dateOrder: null,
    uiLanguage: null,
    language: null,
    listing: null,
  });
  const group = place.startsWith('wellformed/sanitize')
    ? 'sanitize'
    : place.startsWith('wellformed/base')
      ? 'base'
      : 'core';
  for (const expression of expectation.replace(/^not bozo\s*(?:and\s*)?/, '').split(' and ')) {
    const check = checkOf(expression, reading);
    if (check === null) continue;
    const strict = isEqual(check, (field, value) => (field === 'date' ? instant(value) : value));
    const loose =
      strict || isEqual(check, (field, value) => (field === 'date' ? instant(value) : lenient[field](value)));
    for (const key of [`${group} ${check.field}`, `${group} all`]) {
      const count = counts.get(key) ?? { all: 0, strict: 0, lenient: 0 };
      counts.set(key, {
        all: count.all + 1,
        strict: count.strict + (strict ? 1 : 0),
        lenient: count.lenient + (loose ? 1 : 0),
      });
    }
    if (!(flags.includes('--strict') ? strict : loose) && flags.includes('--misses')) {
      console.log(`${place}\n  wanted ${JSON.stringify(check.wanted)}\n  got    ${JSON.stringify(check.got)}`);
    }
  }
}
const share = (part: number, all: number): string => `${((100 * part) / all).toFixed(1)} %`.padStart(9);
console.log(`${'checks'.padEnd(16)}${'number'.padStart(8)}${'lenient'.padStart(9)}${'strict'.padStart(9)}`);
for (const [key, count] of [...counts].sort(([a], [b]) => a.localeCompare(b))) {
  console.log(
    `${key.padEnd(16)}${String(count.all).padStart(8)}${share(count.lenient, count.all)}${share(count.strict, count.all)}`,
  );
}
