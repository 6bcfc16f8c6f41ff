/**
 * A segment as it is read: rows and dictionary in memory, everything else in ranges when a query asks for it. Nothing is
 * believed without its checksum.
 */
import { dictionaryFields, dictionaryWidth } from './assembler.ts';
import { ByteReader, compareBytes, copyOf, textOf, utf8 } from './bytes.ts';
import { Columns } from './columns.ts';
import type { SearchFiles } from './files.ts';
import {
  checksum,
  decodeHeader,
  headerLength,
  preambleRange,
  type SectionName,
  SegmentDamaged,
  type SegmentHeader,
} from './layout.ts';
import { type DocumentRecord, decodeRecord } from './record.ts';

/** Ranges that lie nearer to each other than this are read at once. */
const readGapBytesMax = 65_536;
const readBytesMax = 8 * 1024 * 1024;

export class Segment {
  readonly name: string;
  readonly columns: Columns;
  private readonly files: SearchFiles;
  private readonly header: SegmentHeader;
  private readonly base: number;
  /** Ends of each document's sentences and record, in turn. */
  private readonly ends: Uint32Array;
  private dictionary = new Uint32Array(0);
  private terms = new Uint8Array(0);
  private loading: Promise<void> | null = null;
  private sentences: Promise<Uint8Array> | null = null;
  private forms: Promise<Uint8Array> | null = null;

  private constructor(files: SearchFiles, name: string, header: SegmentHeader, base: number, columns: Uint8Array) {
    this.files = files;
    this.name = name;
    this.header = header;
    this.base = base;
    const endsBytes = header.documents * 8;
    this.columns = new Columns(header.documents, header.tables, columns.subarray(0, columns.length - endsBytes));
    this.ends = new Uint32Array(copyOf(columns.subarray(columns.length - endsBytes)).buffer);
  }

  /** Reads the rows. Throws SegmentDamaged when it is missing, cut short, of another version, or fails a checksum. */
  static async open(files: SearchFiles, name: string): Promise<Segment> {
    const preamble = await files.read(name, preambleRange);
    if (preamble === null) throw new SegmentDamaged(name, 'is missing');
    const length = headerLength(name, preamble);
    const first = preambleRange.lastByte + 1;
    const json = await files.read(name, { firstByte: first, lastByte: first + length - 1 });
    const { header, base } = decodeHeader(name, preamble, json ?? new Uint8Array(0));
    return new Segment(files, name, header, base, await readSection(files, name, header, base, 'columns'));
  }

  /** Reads the dictionary, once: before any question about terms. */
  load(): Promise<void> {
    this.loading ??= this.readDictionary();
    return this.loading;
  }

  private async readDictionary(): Promise<void> {
    const [dictionary, terms] = await Promise.all([this.wholeSection('dictionary'), this.wholeSection('terms')]);
    this.dictionary = new Uint32Array(copyOf(dictionary).buffer);
    this.terms = copyOf(terms);
  }

  get termCount(): number {
    return this.header.terms;
  }

  get documents(): number {
    return this.header.documents;
  }

  /** The number of a term, -1 when it is none of these. */
  find(term: string): number {
    const bytes = utf8(term);
    const place = this.lowerBound(bytes);
    return place < this.termCount && compareBytes(this.termBytes(place), bytes) === 0 ? place : -1;
  }

  /** The terms that begin so: first, and one after the last. */
  range(prefix: string): readonly [number, number] {
    const bytes = utf8(prefix);
    const first = this.lowerBound(bytes);
    let end = first;
    while (end < this.termCount && startsWith(this.termBytes(end), bytes)) end++;
    return [first, end];
  }

  termText(term: number): string {
    return textOf(this.termBytes(term));
  }

  /** How many documents have it. */
  frequency(term: number): number {
    return this.number(term, 'frequency');
  }

  /** Where the postings of a term say which documents have it. */
  documentsOf(term: number): Promise<Uint8Array> {
    return this.stream('documents', term, 'documentsEnd', 'documentsCrc');
  }

  positionsOf(term: number): Promise<Uint8Array> {
    return this.stream('positions', term, 'positionsEnd', 'positionsCrc');
  }

  /** Loads the written forms of all terms, by their numbers, which a query by =word needs. */
  async loadForms(): Promise<(term: number) => readonly string[]> {
    this.forms ??= this.wholeSection('forms');
    const bytes = await this.forms;
    return (term) => readForms(this.streamIn(bytes, term, 'formsEnd'));
  }

  /** Loads the runs of sentences of all documents, which one query by /s needs. */
  async loadSentences(): Promise<(document: number) => Uint8Array> {
    this.sentences ??= this.wholeSection('sentences');
    const bytes = await this.sentences;
    return (document) => this.sentencesIn(bytes, document);
  }

  /** The records of these documents (rising), read in few pieces. */
  async records(documents: Uint32Array): Promise<ReadonlyMap<number, DocumentRecord>> {
    const records = new Map<number, DocumentRecord>();
    for (let from = 0; from < documents.length; ) {
      const start = this.recordStart(documents[from] ?? 0);
      let to = from;
      let end = start;
      while (to < documents.length) {
        const document = documents[to] ?? 0;
        const next = this.recordStart(document);
        if (next - end > readGapBytesMax || next - start > readBytesMax) break;
        end = this.ends[document * 2 + 1] ?? next;
        to++;
      }
      const bytes = await this.read('records', start, end);
      for (; from < to; from++) {
        const document = documents[from] ?? 0;
        const own = bytes.subarray(this.recordStart(document) - start, (this.ends[document * 2 + 1] ?? 0) - start);
        records.set(document, this.decoded(own));
      }
    }
    return records;
  }

  /** The whole of a section, for merging. */
  wholeSection(name: SectionName): Promise<Uint8Array> {
    return readSection(this.files, this.name, this.header, this.base, name);
  }

  /** A document's sentences inside their whole section. */
  sentencesIn(section: Uint8Array, document: number): Uint8Array {
    return section.subarray(this.ends[document * 2 - 2] ?? 0, this.ends[document * 2]);
  }

  /** A document's record inside its whole section. */
  recordIn(section: Uint8Array, document: number): Uint8Array {
    return section.subarray(this.recordStart(document), this.ends[document * 2 + 1]);
  }

  /** A stream of a term inside its whole section. */
  streamIn(section: Uint8Array, term: number, field: 'documentsEnd' | 'positionsEnd' | 'formsEnd'): Uint8Array {
    return section.subarray(this.previous(term, field), this.number(term, field));
  }

  termBytes(term: number): Uint8Array {
    return this.terms.subarray(this.previous(term, 'termEnd'), this.number(term, 'termEnd'));
  }

  private decoded(bytes: Uint8Array): DocumentRecord {
    const record = decodeRecord(bytes);
    if (record === null) throw new SegmentDamaged(this.name, 'has a damaged record');
    return record;
  }

  private recordStart(document: number): number {
    return this.ends[document * 2 - 1] ?? 0;
  }

  private number(term: number, field: keyof typeof dictionaryFields): number {
    return this.dictionary[term * dictionaryWidth + dictionaryFields[field]] ?? 0;
  }

  private previous(term: number, field: keyof typeof dictionaryFields): number {
    return term === 0 ? 0 : this.number(term - 1, field);
  }

  private lowerBound(bytes: Uint8Array): number {
    let low = 0;
    let high = this.termCount;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareBytes(this.termBytes(middle), bytes) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private async stream(
    section: SectionName,
    term: number,
    end: 'documentsEnd' | 'positionsEnd',
    crc: 'documentsCrc' | 'positionsCrc',
  ): Promise<Uint8Array> {
    const bytes = await this.read(section, this.previous(term, end), this.number(term, end));
    if (checksum(bytes) !== this.number(term, crc)) throw new SegmentDamaged(this.name, `has damaged ${section}`);
    return bytes;
  }

  private async read(section: SectionName, start: number, end: number): Promise<Uint8Array> {
    if (end <= start) return new Uint8Array(0);
    const at = this.base + this.header.sections[section].offset;
    const bytes = await this.files.read(this.name, { firstByte: at + start, lastByte: at + end - 1 });
    if (bytes === null) throw new SegmentDamaged(this.name, 'is missing');
    if (bytes.length !== end - start) throw new SegmentDamaged(this.name, 'is cut short');
    return bytes;
  }
}

async function readSection(
  files: SearchFiles,
  name: string,
  { sections }: SegmentHeader,
  base: number,
  section: SectionName,
): Promise<Uint8Array> {
  const { offset, length, crc } = sections[section];
  if (length === 0) return new Uint8Array(0);
  const bytes = await files.read(name, { firstByte: base + offset, lastByte: base + offset + length - 1 });
  if (bytes === null || bytes.length !== length) throw new SegmentDamaged(name, 'is cut short');
  if (checksum(bytes) !== crc) throw new SegmentDamaged(name, `has damaged ${section}`);
  return bytes;
}

export function readForms(bytes: Uint8Array): readonly string[] {
  const forms: string[] = [];
  for (const reader = new ByteReader(bytes); !reader.isAtEnd; ) forms.push(textOf(reader.take(reader.varint())));
  return forms;
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  if (bytes.length < prefix.length) return false;
  for (let index = 0; index < prefix.length; index++) if (bytes[index] !== prefix[index]) return false;
  return true;
}
