/** Makes a segment of releases: cuts their texts into tokens as the evaluator does, and posts every token. */
import type { FieldName } from '../query/ast.ts';
import { exactForm, isAllCapitals } from '../query/fold.ts';
import { join } from '../query/joins.ts';
import { SearchedDocument } from '../query/scope.ts';
import type { SearchText } from '../query/search-text.ts';
import { continuesBefore, continuesBehind, type TokenStream } from '../query/token-stream.ts';
import type { QueryDocument } from '../query/types.ts';
import { SegmentAssembler } from './assembler.ts';
import { ByteStreams } from './byte-streams.ts';
import { compareBytes, utf8 } from './bytes.ts';
import { encodeRecord } from './record.ts';
import type { ReleaseRow } from './row.ts';
import { encodeSentences } from './sentence-runs.ts';
import { entry, occurrence, recordFields, type TermKind, termKinds } from './terms.ts';

interface Postings {
  /** Streams of the builder. */
  readonly documents: number;
  readonly positions: number;
  /** Written forms; nearly always few. */
  readonly forms: string[];
  frequency: number;
  lastDocument: number;
}

type Places = readonly number[] | readonly { readonly start: number; readonly end: number }[];

export class SegmentBuilder {
  private readonly assembler = new SegmentAssembler();
  /** By kind, then by folded form. */
  private readonly postings = new Map<TermKind, Map<string, Postings>>(
    Object.values(termKinds).map((kind) => [kind, new Map()]),
  );
  private readonly streams = new ByteStreams();
  private tokens = 0;

  get documents(): number {
    return this.assembler.count;
  }

  /** How many tokens were posted: what decides when a segment is large enough. */
  get tokenCount(): number {
    return this.tokens;
  }

  /** The next release; rows come in the order of their sequence. */
  add(row: ReleaseRow, document: QueryDocument): void {
    const searched = new SearchedDocument(document);
    const headline = textOf(searched, 'title');
    const body = textOf(searched, 'body');
    const number = this.assembler.count;
    this.assembler.addDocument(
      row,
      {
        organization: document.organization ?? null,
        acronym: document.acronym ?? null,
        language: document.language ?? null,
        country: document.country ?? null,
        hasCapitalHeadline: isAllCapitals(document.headline),
      },
      encodeSentences(body),
      encodeRecord(document),
    );
    this.postPlaces(termKinds.token, number, headline.stream.index, body.stream.index, headline, body);
    this.postPlaces(termKinds.closed, number, headline.stream.alternates, body.stream.alternates, null, null);
    for (const field of recordFields) this.postValues(field, number, searched);
    this.tokens += headline.stream.keys.length + body.stream.keys.length;
  }

  bytes(): Uint8Array {
    const terms = [...this.postings].flatMap(([kind, byKey]) =>
      [...byKey].map(([key, postings]) => ({ term: utf8(kind + key), postings })),
    );
    terms.sort((a, b) => compareBytes(a.term, b.term));
    const { streams } = this;
    for (const { term, postings } of terms) {
      const { frequency, documents, positions, forms } = postings;
      this.assembler.addTerm(term, frequency, streams.view(documents), streams.view(positions), forms);
    }
    return this.assembler.bytes();
  }

  private postPlaces(
    kind: TermKind,
    document: number,
    inHeadline: ReadonlyMap<string, Places>,
    inBody: ReadonlyMap<string, Places>,
    headline: SearchText | null,
    body: SearchText | null,
  ): void {
    const byKey = this.postings.get(kind) ?? new Map<string, Postings>();
    for (const [key, places] of inHeadline) {
      post(this.streams, this.postingsOf(byKey, key), document, places, inBody.get(key) ?? null, headline, body);
    }
    for (const [key, places] of inBody) {
      if (inHeadline.has(key)) continue;
      post(this.streams, this.postingsOf(byKey, key), document, null, places, headline, body);
    }
  }

  private postValues(field: FieldName & keyof typeof termKinds, document: number, searched: SearchedDocument): void {
    const keys = new Set<string>();
    for (const { stream } of searched.scope(field)) {
      for (const key of stream.index.keys()) keys.add(key);
      for (const key of stream.alternates.keys()) keys.add(key);
    }
    const byKey = this.postings.get(termKinds[field]) ?? new Map<string, Postings>();
    for (const key of keys) enter(this.streams, this.postingsOf(byKey, key), document, 0);
  }

  private postingsOf(byKey: Map<string, Postings>, key: string): Postings {
    const known = byKey.get(key);
    if (known !== undefined) return known;
    const { streams } = this;
    const made: Postings = {
      documents: streams.create(),
      positions: streams.create(),
      forms: [],
      frequency: 0,
      lastDocument: -1,
    };
    byKey.set(key, made);
    return made;
  }
}

function post(
  streams: ByteStreams,
  postings: Postings,
  document: number,
  inHeadline: Places | null,
  inBody: Places | null,
  headline: SearchText | null,
  body: SearchText | null,
): void {
  const { positions } = postings;
  const before = streams.lengthOf(positions);
  let flags = 0;
  if (inHeadline !== null) {
    flags |= entry.inHeadline;
    // The body's places follow without a mark, so the headline's are counted.
    streams.varint(positions, inHeadline.length);
    if (writePlaces(streams, postings, inHeadline, headline)) flags |= entry.hasCapitals;
  }
  if (inBody !== null) {
    flags |= entry.inBody;
    if (writePlaces(streams, postings, inBody, body)) flags |= entry.hasCapitals;
  }
  enter(streams, postings, document, flags | ((streams.lengthOf(positions) - before) << entry.bytesShift));
}

function textOf(searched: SearchedDocument, field: 'title' | 'body'): SearchText {
  const [text] = searched.scope(field);
  if (text === undefined) throw new TypeError(`a document without ${field}`);
  return text;
}

function enter(streams: ByteStreams, postings: Postings, document: number, value: number): void {
  streams.varint(postings.documents, document - postings.lastDocument);
  streams.varint(postings.documents, value);
  postings.lastDocument = document;
  postings.frequency++;
}

/** Writes places of one text; whether any is written in capitals. `text` is null for closed forms. */
function writePlaces(streams: ByteStreams, postings: Postings, places: Places, text: SearchText | null): boolean {
  const { positions, forms } = postings;
  const stream = text?.stream ?? null;
  let last = 0;
  let hasCapitals = false;
  // Closed forms do not always come in the order of their first word.
  for (const place of stream === null ? [...places].sort(byStart) : places) {
    if (typeof place !== 'number') {
      streams.varint(positions, place.start - last);
      streams.varint(positions, place.end - place.start);
      last = place.start;
    } else if (text !== null && stream !== null) {
      streams.varint(positions, place - last);
      streams.varint(positions, flagsOf(text, place) | (formNumber(stream, place, forms) << occurrence.formShift));
      if (stream.capitals[place] === true) hasCapitals = true;
      last = place;
    }
  }
  return hasCapitals;
}

function byStart(one: Places[number], other: Places[number]): number {
  return (typeof one === 'number' ? one : one.start) - (typeof other === 'number' ? other : other.start);
}

function flagsOf({ stream, options }: SearchText, token: number): number {
  const { joins, capitals, possessives } = stream;
  let flags: number = joins[token] ?? join.open;
  if (capitals[token] === true) flags |= occurrence.capitals;
  if ((possessives[token] ?? -1) >= 0) flags |= occurrence.possessive;
  if (continuesBefore(stream, token, options.caseCounts)) flags |= occurrence.rigidBefore;
  if (continuesBehind(stream, token)) flags |= occurrence.rigidAfter;
  return flags;
}

/** The written form of a token, its possessive left out: words that look at their form refuse a possessive anyway. */
function formNumber(stream: TokenStream, token: number, forms: string[]): number {
  const possessive = stream.possessives[token] ?? -1;
  const start = stream.starts[token] ?? 0;
  const end = possessive >= 0 ? possessive : (stream.ends[token] ?? 0);
  // As it stands in the text, nearly always: no string is made for it.
  for (let number = 0; number < forms.length; number++) {
    const form = forms[number] ?? '';
    if (form.length === end - start && stream.text.startsWith(form, start)) return number;
  }
  const form = exactForm(stream.text.slice(start, end));
  const known = forms.indexOf(form);
  return known >= 0 ? known : forms.push(form) - 1;
}
