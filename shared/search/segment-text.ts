/**
 * Headline and body of a segment's documents as the evaluator sees texts, made of postings alone: only the words that the
 * query knows of are there, at their places. One text serves all documents of a query, one after the other.
 */
import { type Join, join } from '../query/joins.ts';
import { SearchText, type SearchTextOptions } from '../query/search-text.ts';
import type { TokenStream } from '../query/token-stream.ts';
import type { ByteReader } from './bytes.ts';
import { decodeSentences } from './sentence-runs.ts';
import { occurrence } from './terms.ts';

/** A number that stands for any rigid neighbour; no query word has this key. */
const rigidNeighbour = '\u00000';

/** A term of the query's vocabulary. */
export interface KnownTerm {
  /** Its folded form. */
  readonly key: string;
  readonly isClosed: boolean;
  /** Where its written forms stand in the shared text, by their numbers; empty when no word of the query looks at them. */
  readonly forms: readonly { readonly start: number; readonly end: number }[];
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

export class SegmentText extends SearchText {
  override readonly stream: TokenStream;
  private readonly keys: string[] = [];
  private readonly joins: Join[] = [];
  private readonly capitals: boolean[] = [];
  private readonly possessives: number[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly index = new Map<string, number[]>();
  private readonly alternates = new Map<string, { start: number; end: number }[]>();
  private readonly touched: number[] = [];
  private readonly own: Mutable<SearchTextOptions>;
  private sentences: Uint8Array | null = null;

  /** `forms`: the written forms of all known terms, one after the other. */
  constructor(field: 'headline' | 'body', forms: string) {
    const own: Mutable<SearchTextOptions> = {
      language: null,
      field,
      expands: true,
      caseCounts: true,
      isAddress: false,
    };
    super('', own);
    this.own = own;
    const { keys, joins, capitals, possessives, starts, ends, index, alternates } = this;
    this.stream = { text: forms, starts, ends, keys, joins, capitals, possessives, index, alternates };
  }

  /** Turns to the next document: nothing is there yet. */
  reset(language: string | null, caseCounts: boolean, sentences: Uint8Array | null): void {
    for (const token of this.touched) {
      this.keys[token] = '';
      this.joins[token] = join.open;
    }
    this.touched.length = 0;
    this.index.clear();
    this.alternates.clear();
    this.found.clear();
    this.own.language = language;
    this.own.caseCounts = caseCounts;
    this.sentences = sentences;
  }

  /** Reads the places of a term from its positions: `count` of them, or all up to `end`. */
  place(term: KnownTerm, positions: ByteReader, count: number, end: number): void {
    if (term.isClosed) this.placeClosed(term.key, positions, count, end);
    else this.placeTokens(term, positions, count, end);
  }

  override unitNumbers(unit: 'sentence' | 'paragraph'): Int32Array {
    // A headline is one sentence and one paragraph.
    return this.sentences === null ? new Int32Array(this.keys.length) : decodeSentences(this.sentences, unit);
  }

  override sortedKeys(): readonly string[] {
    return [...new Set([...this.index.keys(), ...this.alternates.keys()])].sort();
  }

  private placeTokens({ key, forms }: KnownTerm, positions: ByteReader, count: number, end: number): void {
    const places: number[] = [];
    let token = 0;
    for (let left = count; left > 0 && positions.at < end; left--) {
      token += positions.varint();
      const flags = positions.varint();
      this.touch(token + 1);
      places.push(token);
      this.keys[token] = key;
      this.joins[token] = (flags & occurrence.joinMask) as Join;
      this.capitals[token] = (flags & occurrence.capitals) !== 0;
      this.possessives[token] = (flags & occurrence.possessive) !== 0 ? 0 : -1;
      const form = forms[flags >>> occurrence.formShift];
      this.starts[token] = form?.start ?? 0;
      this.ends[token] = form?.end ?? 0;
      this.touched.push(token);
      if ((flags & occurrence.rigidBefore) !== 0) this.neighbour(token - 1);
      if ((flags & occurrence.rigidAfter) !== 0) {
        this.neighbour(token + 1);
        this.joins[token + 1] = join.glued;
      }
    }
    this.index.set(key, places);
  }

  private placeClosed(key: string, positions: ByteReader, count: number, end: number): void {
    const places: { start: number; end: number }[] = [];
    let start = 0;
    for (let left = count; left > 0 && positions.at < end; left--) {
      start += positions.varint();
      const last = start + positions.varint();
      this.touch(last);
      places.push({ start, end: last });
    }
    this.alternates.set(key, places);
  }

  /** A rigid token beside one of the query's words; the query's own words stay. */
  private neighbour(token: number): void {
    if (this.keys[token] !== '') return;
    this.keys[token] = rigidNeighbour;
    this.touched.push(token);
  }

  /** Makes room up to this token. */
  private touch(token: number): void {
    while (this.keys.length <= token) {
      this.keys.push('');
      this.joins.push(join.open);
      this.capitals.push(false);
      this.possessives.push(-1);
      this.starts.push(0);
      this.ends.push(0);
    }
  }
}
