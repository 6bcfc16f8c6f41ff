/** Puts a segment together from sorted terms with their postings, and documents with what belongs to each. */
import { ByteWriter, utf8 } from './bytes.ts';
import { ColumnsBuilder, type RowFacts } from './columns.ts';
import { checksum, encodeSegment } from './layout.ts';
import type { ReleaseRow } from './row.ts';

/** Numbers of one term in the dictionary: how many documents, ends of its streams, their checksums. */
export const dictionaryFields = {
  frequency: 0,
  termEnd: 1,
  documentsEnd: 2,
  positionsEnd: 3,
  formsEnd: 4,
  documentsCrc: 5,
  positionsCrc: 6,
} as const;
export const dictionaryWidth = 7;

export class SegmentAssembler {
  private readonly columns = new ColumnsBuilder();
  private readonly sentences = new ByteWriter(1024);
  private readonly records = new ByteWriter(1024);
  private readonly ends: number[] = [];
  private readonly terms = new ByteWriter(1024);
  private readonly forms = new ByteWriter(1024);
  private readonly documents = new ByteWriter(1024);
  private readonly positions = new ByteWriter(1024);
  private readonly dictionary: number[] = [];

  get count(): number {
    return this.columns.count;
  }

  /** The next document; `sentences` and `record` as the segment keeps them. */
  addDocument(row: ReleaseRow, facts: RowFacts, sentences: Uint8Array, record: Uint8Array): void {
    this.columns.push(row, facts);
    this.sentences.append(sentences);
    this.records.append(record);
    this.ends.push(this.sentences.length, this.records.length);
  }

  /** The next term; terms come in the order of their bytes. */
  addTerm(
    term: Uint8Array,
    frequency: number,
    documents: Uint8Array,
    positions: Uint8Array,
    forms: readonly string[],
  ): void {
    this.terms.append(term);
    this.documents.append(documents);
    this.positions.append(positions);
    for (const form of forms) {
      const bytes = utf8(form);
      this.forms.varint(bytes.length);
      this.forms.append(bytes);
    }
    this.dictionary.push(
      frequency,
      this.terms.length,
      this.documents.length,
      this.positions.length,
      this.forms.length,
      checksum(documents) | 0,
      checksum(positions) | 0,
    );
  }

  /** How large the segment would be now, in bytes, about. */
  get sizeBytes(): number {
    return this.documents.length + this.positions.length + this.records.length;
  }

  bytes(): Uint8Array {
    const ends = Uint32Array.from(this.ends);
    const numbers = Uint32Array.from(this.dictionary);
    const columns = new ByteWriter();
    columns.append(this.columns.bytes());
    columns.append(new Uint8Array(ends.buffer));
    return encodeSegment(
      {
        documents: this.count,
        terms: this.dictionary.length / dictionaryWidth,
        tables: this.columns.tables(),
      },
      {
        columns: columns.view(),
        dictionary: new Uint8Array(numbers.buffer),
        terms: this.terms.view(),
        forms: this.forms.view(),
        documents: this.documents.view(),
        positions: this.positions.view(),
        sentences: this.sentences.view(),
        records: this.records.view(),
      },
    );
  }
}
