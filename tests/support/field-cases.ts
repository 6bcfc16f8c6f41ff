/** Cases of one field in tests/golden/release/fields, each made into the page and the plain text that it stands for. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readPage, readText } from '../../shared/release/read.ts';
import type { PageContext, PageReading } from '../../shared/release/types.ts';
import { emptyContext } from '../unit/release/context.ts';

export interface FieldCase {
  readonly it: string;
  /** Language of the news around it; English where it is not said. */
  readonly lang?: string;
  /** The html lang; `lang` where it is not said. */
  readonly ui?: string;
  readonly url?: string;
  readonly title?: string;
  /** Lines above the title and between title and text. */
  readonly above?: readonly string[];
  readonly under?: readonly string[];
  /** The news, where it is not that of tests/golden/release/fields/texts.yaml. */
  readonly text?: string;
  /** What follows the news. */
  readonly tail?: string;
  /** What stands in main, for cases about markup: TEXT, PART1 and PART2 are the news and its two paragraphs. */
  readonly html?: string;
  readonly head?: string;
  readonly foot?: string;
  readonly is: unknown;
  readonly doubt?: boolean;
}

const folder = new URL('../golden/release/fields/', import.meta.url);
const load = (name: string): unknown => parse(readFileSync(new URL(`${name}.yaml`, folder), 'utf8'));
const texts = load('texts') as Readonly<Record<string, string>>;

export const fieldNames = readdirSync(folder)
  .map((file) => file.replace(/\.yaml$/, ''))
  .filter((name) => name !== 'texts');

export const fieldCases = (name: string): readonly FieldCase[] => load(name) as readonly FieldCase[];

const paragraphsOf = (text: string): readonly string[] => text.split(/\n\n+/).map((part) => part.trim());
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const elements = (texts: readonly string[], tag = 'p'): string =>
  texts.map((text) => `<${tag}>${escaped(text).replace(/\n/g, '<br>')}</${tag}>`).join('\n');

const defaultTitle = 'Harbour office begins joint patrols';

function news({ lang = 'en', text }: FieldCase): readonly string[] {
  return paragraphsOf(text ?? texts[lang] ?? '');
}

function fieldPage(one: FieldCase): string {
  const { lang = 'en', ui = lang, title = defaultTitle, above = [], under = [], tail, head = '', foot = '' } = one;
  const paragraphs = news(one);
  const main =
    one.html === undefined
      ? `${elements(above)}<h1>${escaped(title)}</h1>${elements(under)}${elements(paragraphs)}${
          tail === undefined ? '' : elements(paragraphsOf(tail))
        }`
      : one.html
          .replaceAll('TEXT', elements(paragraphs))
          .replaceAll('PART1', elements(paragraphs.slice(0, 1)))
          .replaceAll('PART2', elements(paragraphs.slice(1)));
  return `<!doctype html><html lang="${ui}"><head><meta charset="utf-8"><title>${escaped(title)} | Harbour Office</title>${head}</head><body>
<header><a href="/">Harbour Office</a><nav><ul><li><a href="/about">The office</a></li><li><a href="/news">News</a></li><li><a href="/jobs">Jobs</a></li></ul></nav></header>
<main>${main}</main>
<footer><ul><li><a href="/imprint">Imprint</a></li><li><a href="/privacy">Privacy</a></li></ul>${foot}</footer></body></html>`;
}

function fieldText(one: FieldCase): string {
  const { title = defaultTitle, above = [], under = [], tail } = one;
  return [...above, title, ...under, ...news(one), ...(tail === undefined ? [] : paragraphsOf(tail))].join('\n\n');
}

function contextOf({ url }: FieldCase): PageContext {
  return { ...emptyContext, contentType: 'text/html', url: url ?? 'https://harbour.example.org/news/patrols' };
}

export async function readFieldPage(one: FieldCase): Promise<PageReading> {
  return readPage(Buffer.from(fieldPage(one)), contextOf(one));
}

/** Null for cases about markup, which have no plain text. */
export async function readFieldText(one: FieldCase): Promise<PageReading | null> {
  return one.html === undefined && one.head === undefined
    ? readText(fieldText(one), { ...contextOf(one), contentType: 'text/plain' })
    : null;
}
