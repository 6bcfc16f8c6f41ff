/**
 * The workload of the matching bench: seeded texts and queries, written as files for both sides. Words are made of syllables
 * and drawn by a Zipf-Mandelbrot law; none is a plural of another, so that Dateline's plurals find nothing that exact words
 * do not, and both sides have the same hits. With texts of one's own (`--texts`) the queries ask for exact forms (`#`).
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { variantsOf } from '../../../shared/query/expand.ts';
import { tokenize } from '../../../shared/query/tokens.ts';

/** How popular the words of queries are: `share` is q, `slope` s of Zipf-Mandelbrot. */
export const densities = {
  /** About 3 % of the queries match a text. */
  dense: { slope: 0.9, offset: 150, stopWords: true },
  /** About 0.6 %. */
  sparse: { slope: 1, offset: 5_000, stopWords: false },
} as const;
export type Density = keyof typeof densities;

const VOCABULARY = 300_000;
const STOP_WORDS = 120;
const DOCUMENTS = 485;
const COLLOCATIONS = 60_000;

/** Always the same numbers from 0 to below 1 (mulberry32). */
class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }
}

/** Draws ranks from 0 with weight 1 / (rank + offset)^slope. */
class Zipf {
  private readonly sums: Float64Array;

  constructor(ranks: number, slope: number, offset: number) {
    this.sums = new Float64Array(ranks);
    let sum = 0;
    for (let rank = 0; rank < ranks; rank++) {
      sum += (rank + 1 + offset) ** -slope;
      this.sums[rank] = sum;
    }
  }

  draw(random: Random): number {
    const wanted = random.next() * (this.sums.at(-1) ?? 0);
    let low = 0;
    let high = this.sums.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const SYLLABLES = [...'bcdfghjklmnprtvwz'].flatMap((consonant) => [...'aeiou'].map((vowel) => consonant + vowel));
const ENDINGS = ['', '', 'n', 'r', 't', 'l', 'd'];

/** Words by rank, the common ones short. */
function vocabulary(random: Random): readonly string[] {
  const words: string[] = [];
  const known = new Set<string>();
  while (words.length < VOCABULARY) {
    const syllables = words.length < 60 ? 1 : words.length < 3_000 ? 2 : words.length < 40_000 ? 3 : 4;
    let word = '';
    for (let index = 0; index < syllables; index++) word += SYLLABLES[random.below(SYLLABLES.length)];
    word += ENDINGS[random.below(ENDINGS.length)];
    if (variantsOf(word, null).some((form) => known.has(form))) continue;
    known.add(word);
    words.push(word);
  }
  return words;
}

export interface Text {
  /** Words as both sides see them. */
  readonly title: readonly string[];
  readonly body: readonly string[];
  /** As Dateline gets it. */
  readonly headline: string;
  readonly text: string;
}

const capitalized = (word: string): string => `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`;

class TextMaker {
  private readonly words: readonly string[];
  private readonly random: Random;
  private readonly zipf = new Zipf(VOCABULARY, 1.07, 2.7);
  private readonly collocations: readonly (readonly string[])[];

  constructor(words: readonly string[], random: Random) {
    this.words = words;
    this.random = random;
    this.collocations = Array.from({ length: COLLOCATIONS }, () =>
      Array.from({ length: 2 + random.below(2) }, () => this.word()),
    );
  }

  private word(): string {
    return this.words[this.zipf.draw(this.random)] ?? '';
  }

  private run(length: number): string[] {
    const run: string[] = [];
    const popular = COLLOCATIONS ** this.random.next();
    while (run.length < length) {
      if (this.random.below(8) === 0) run.push(...(this.collocations[Math.floor(popular)] ?? []));
      else run.push(this.word());
    }
    return run;
  }

  text(): Text {
    const title = this.run(9);
    const body: string[] = [];
    let text = '';
    const sentences = 10 + this.random.below(25);
    for (let sentence = 0; sentence < sentences; sentence++) {
      const words = this.run(10 + this.random.below(28));
      body.push(...words);
      const written = words.map((word, index) => (index > 0 && this.random.below(10) === 0 ? `, ${word}` : ` ${word}`));
      text += `${capitalized(written.join('').slice(1))}.${this.random.below(4) === 0 ? '\n\n' : ' '}`;
    }
    return { title, body, headline: title.map(capitalized).join(' '), text: text.replaceAll(' ,', ',') };
  }
}

/** A query as Dateline writes it, and in prefix notation: t word, h headline word, f beginning, p n words, n distance word word, a/o n parts, x part without. */
interface BothQueries {
  readonly query: string;
  readonly notation: string;
}

class QueryMaker {
  private readonly words: readonly string[];
  private readonly texts: readonly Text[];
  private readonly random: Random;
  private readonly zipf: Zipf;
  private readonly density: Density;
  private readonly mark: string;

  constructor(words: readonly string[], texts: readonly Text[], density: Density, random: Random, mark: string) {
    this.words = words;
    this.texts = texts;
    this.random = random;
    this.density = density;
    this.mark = mark;
    this.zipf = new Zipf(words.length, densities[density].slope, densities[density].offset);
  }

  private word(): string {
    return this.words[this.zipf.draw(this.random)] ?? '';
  }

  private phraseWords(): readonly string[] {
    const length = 2 + this.random.below(2);
    const { stopWords } = densities[this.density];
    for (let trial = 0; trial < 20; trial++) {
      let words: readonly string[];
      if (this.random.below(2) === 0) {
        const body = this.texts[this.random.below(this.texts.length)]?.body ?? [];
        const start = this.random.below(Math.max(1, body.length - length));
        words = body.slice(start, start + length);
      } else words = Array.from({ length }, () => this.word());
      if (words.length === length && (stopWords || words.every((word) => !this.isStopWord(word)))) return words;
    }
    return [this.word(), this.word()];
  }

  private readonly stopWords = new Map<string, boolean>();

  private isStopWord(word: string): boolean {
    if (this.stopWords.size === 0)
      for (const common of this.words.slice(0, STOP_WORDS)) this.stopWords.set(common, true);
    return this.stopWords.has(word);
  }

  private single(): BothQueries {
    const word = this.word();
    return { query: `${this.mark}${word}`, notation: `t ${word}` };
  }

  private phrase(): BothQueries {
    const words = this.phraseWords();
    return { query: `${this.mark}"${words.join(' ')}"`, notation: `p ${words.length} ${words.join(' ')}` };
  }

  private part(): BothQueries {
    return this.random.below(5) === 0 ? this.phrase() : this.single();
  }

  private joined(operator: 'AND' | 'OR', parts: readonly BothQueries[]): BothQueries {
    const query = parts.map((part) => part.query).join(` ${operator} `);
    const notation = `${operator === 'AND' ? 'a' : 'o'} ${parts.length} ${parts.map((part) => part.notation).join(' ')}`;
    return { query, notation };
  }

  private parts(count: number): readonly BothQueries[] {
    return Array.from({ length: count }, () => this.part());
  }

  private boolean(): BothQueries {
    const kind = this.random.below(3);
    const count = 2 + this.random.below(4);
    if (kind === 0) return this.joined('AND', this.parts(count));
    if (kind === 1) return this.joined('OR', this.parts(count));
    const group = this.joined('OR', this.parts(Math.max(2, count - 1)));
    const part = this.part();
    return { query: `${part.query} AND (${group.query})`, notation: `a 2 ${part.notation} ${group.notation}` };
  }

  query(): BothQueries {
    const share = this.random.next();
    if (share < 0.33) return this.single();
    if (share < 0.58) return this.phrase();
    if (share < 0.6) {
      const word = this.word();
      return { query: `title:${this.mark}${word}`, notation: `h ${word}` };
    }
    if (share < 0.85) return this.boolean();
    if (share < 0.95) {
      const left = this.word();
      let right = this.word();
      // A proximity of a word with itself means another thing to Lucene.
      while (right === left) right = this.word();
      const distance = 3 + this.random.below(13);
      const query = `${this.mark}${left} NEAR/${distance} ${this.mark}${right}`;
      return { query, notation: `n ${distance} ${left} ${right}` };
    }
    if (share < 0.975) {
      let word = this.word();
      while (word.length < 5) word = this.word();
      const beginning = word.slice(0, word.length - 1);
      return { query: `${this.mark}${beginning}*`, notation: `f ${beginning}` };
    }
    const wanted = this.part();
    const excluded = this.single();
    return { query: `${wanted.query} NOT ${excluded.query}`, notation: `x ${wanted.notation} ${excluded.notation}` };
  }
}

export interface WorkloadFiles {
  readonly watches: string;
  readonly releases: string;
  readonly documents: string;
  readonly queries: string;
  readonly training: string;
  readonly textMegabytes: number;
}

/** Texts of one's own: lines with `headline` and `body`; their words as the tokenizer finds them. */
async function ownTexts(file: string): Promise<readonly Text[]> {
  const texts: Text[] = [];
  for (const line of (await readFile(file, 'utf8')).split('\n')) {
    if (line.trim() === '') continue;
    const { headline = '', body = '' } = JSON.parse(line) as { headline?: string; body?: string };
    const wordsOf = (text: string): string[] => tokenize(text, 'en').keys.filter((key) => /^[a-z]+$/.test(key));
    const title = wordsOf(headline);
    const words = wordsOf(body);
    texts.push({ title, body: words, headline: title.join(' '), text: words.join(' ') });
  }
  return texts;
}

function byFrequency(texts: readonly Text[], others: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { body } of texts) for (const word of body) counts.set(word, (counts.get(word) ?? 0) + 1);
  const own = [...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word);
  return [...own, ...others.filter((word) => !counts.has(word))];
}

/** Half of the texts to learn phrases and frequencies from, half to match. */
async function textsOf(
  own: string | null,
  random: Random,
): Promise<{ texts: readonly Text[]; words: readonly string[] }> {
  const words = vocabulary(random);
  if (own !== null) {
    const texts = await ownTexts(own);
    return { texts, words: byFrequency(texts.slice(0, texts.length >>> 1), words) };
  }
  const maker = new TextMaker(words, random);
  return { texts: Array.from({ length: DOCUMENTS * 2 }, () => maker.text()), words };
}

async function write(file: string, lines: Iterable<string>): Promise<void> {
  const stream = createWriteStream(file);
  let piece = '';
  for (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < 1_000_000) continue;
    if (!stream.write(piece)) await once(stream, 'drain');
    piece = '';
  }
  stream.end(piece);
  await finished(stream);
}

/** Writes the files of a set into a folder. */
export async function writeWorkload(
  folder: string,
  density: Density,
  count: number,
  own: string | null,
): Promise<WorkloadFiles> {
  const random = new Random(20_260_513);
  const { texts, words } = await textsOf(own, random);
  const training = texts.slice(0, texts.length >>> 1);
  const matched = texts.slice(texts.length >>> 1);
  const maker = new QueryMaker(words, training, density, new Random(count), own === null ? '' : '#');
  const queries = Array.from({ length: count }, () => maker.query());
  const files = {
    watches: join(folder, 'watches.ndjson'),
    releases: join(folder, 'releases.ndjson'),
    documents: join(folder, 'documents.txt'),
    queries: join(folder, 'queries.txt'),
    training: join(folder, 'training.txt'),
  };
  const asWords = ({ title, body }: Text): string => `${title.join(' ')}\t${body.join(' ')}`;
  await write(
    files.watches,
    queries.map(({ query }, id) => JSON.stringify({ id: String(id), query })),
  );
  await write(
    files.queries,
    queries.map(({ notation }) => notation),
  );
  await write(
    files.releases,
    matched.map(({ headline, text }, id) => JSON.stringify({ id: String(id), headline, body: text, language: 'en' })),
  );
  await write(files.documents, matched.map(asWords));
  await write(files.training, training.map(asWords));
  const bytes = matched.reduce((sum, { headline, text }) => sum + headline.length + text.length, 0);
  return { ...files, textMegabytes: bytes / 1e6 };
}
