/**
 * Measures the feed reader on a fetched copy of the tests of Python's feedparser, which is no part of this repository: every test
 * that expects a title, link, id or date of the feed or of an entry. "verbatim" is the same string; "strict" too, but for titles
 * of which feedparser keeps the markup: our titles are plain text, so the text of that markup counts, as domutils reads it;
 * "lenient" takes any white space in titles for the same and compares addresses as the URL standard writes them.
 * Usage: node --import tsx tests/bench/feedparser-suite.ts <folder "tests" of the copy> [--misses [verbatim|strict|lenient]]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { textContent } from 'domutils';
import { parseDocument } from 'htmlparser2';
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

type Form = (field: Field, value: string) => string;

/** What is compared in each column of the table, the strictest first. */
const columns: Readonly<Record<'verbatim' | 'strict' | 'lenient', Form>> = {
  verbatim: (field, value) => (field === 'date' ? instant(value) : value),
  strict: (field, value) => (field === 'title' ? textOfMarkup(value) : columns.verbatim(field, value)),
  lenient(field, value) {
    if (field === 'title') return plainText(value).replace(/\s+/g, ' ');
    return field === 'link' && URL.canParse(value) ? new URL(value).href : columns.verbatim(field, value);
  },
};

function textOfMarkup(title: string): string {
  return textContent(parseDocument(title))
    .replace(/[\t-\r ]+/g, ' ')
    .trim();
}

function instant(value: string): string {
  const date = readInstant(value, { timeZone: null, dateOrder: null, uiLanguage: null })?.value ?? value;
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? date : new Date(ms).toISOString();
}

function isEqual({ field, got, wanted }: Check, form: Form): boolean {
  // Ours are text already: nothing is taken off them but in the lenient column.
  const given = got === null || form !== columns.lenient ? (got ?? '') : form(field, got);
  return wanted.some((one) => form(field, one) === (field === 'date' ? instant(given) : given));
}

const names = ['verbatim', 'strict', 'lenient'] as const;
const [folder, flag, column] = process.argv.slice(2);
const shown = flag === '--misses' ? (names.find((name) => name === column) ?? 'lenient') : null;
if (folder === undefined) throw new Error('name the folder "tests" of a copy of kurtmckee/feedparser');
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.xml'))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();

const counts = new Map<string, Record<'all' | (typeof names)[number], number>>();
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
    const verbatim = isEqual(check, columns.verbatim);
    const strict = verbatim || isEqual(check, columns.strict);
    const right = { verbatim, strict, lenient: strict || isEqual(check, columns.lenient) };
    for (const key of [`${group} ${check.field}`, `${group} all`]) {
      const count = counts.get(key) ?? { all: 0, verbatim: 0, strict: 0, lenient: 0 };
      count.all += 1;
      for (const name of names) count[name] += right[name] ? 1 : 0;
      counts.set(key, count);
    }
    if (shown !== null && !right[shown]) {
      console.log(`${place}\n  wanted ${JSON.stringify(check.wanted)}\n  got    ${JSON.stringify(check.got)}`);
    }
  }
}
const share = (part: number, all: number): string => `${((100 * part) / all).toFixed(1)} %`.padStart(10);
console.log(['checks'.padEnd(16), 'number'.padStart(8), ...names.map((name) => name.padStart(10))].join(''));
for (const [key, count] of [...counts].sort(([a], [b]) => a.localeCompare(b))) {
  console.log(
    key.padEnd(16) + String(count.all).padStart(8) + names.map((name) => share(count[name], count.all)).join(''),
  );
}
