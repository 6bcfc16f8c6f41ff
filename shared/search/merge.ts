/** Makes one segment of several neighbours, without the documents that later revisions have replaced. */
import { SegmentAssembler } from './assembler.ts';
import type { Bits } from './bits.ts';
import { ByteReader, ByteWriter, compareBytes } from './bytes.ts';
import { readForms, type Segment } from './segment.ts';
import { entry, occurrence, termKinds } from './terms.ts';

export interface MergedInput {
  readonly segment: Segment;
  /** Documents that were replaced. */
  readonly dead: Bits;
}

/** What is read of an input, and where its documents go. */
interface Source {
  readonly segment: Segment;
  readonly documents: Uint8Array;
  readonly positions: Uint8Array;
  readonly forms: Uint8Array;
  /** New numbers of its documents, -1 for those left out. */
  readonly numbers: Int32Array;
  /** The next term. */
  term: number;
}

/** The bytes of the merged segment; inputs come in the order of their sequence. Throws SegmentDamaged. */
export async function mergeSegments(inputs: readonly MergedInput[]): Promise<Uint8Array> {
  const assembler = new SegmentAssembler();
  const sources: Source[] = [];
  for (const { segment, dead } of inputs) {
    await segment.load();
    const sentences = await segment.wholeSection('sentences');
    const records = await segment.wholeSection('records');
    const numbers = new Int32Array(segment.documents).fill(-1);
    for (let document = 0; document < segment.documents; document++) {
      if (dead.has(document)) continue;
      numbers[document] = assembler.count;
      const { columns } = segment;
      assembler.addDocument(
        columns.row(document),
        columns.facts(document),
        segment.sentencesIn(sentences, document),
        segment.recordIn(records, document),
      );
    }
    const documents = await segment.wholeSection('documents');
    const positions = await segment.wholeSection('positions');
    const forms = await segment.wholeSection('forms');
    sources.push({ segment, documents, positions, forms, numbers, term: 0 });
  }
  for (let term = nextTerm(sources); term !== null; term = nextTerm(sources)) mergeTerm(term, sources, assembler);
  return assembler.bytes();
}

/** The first term that any source has still to give. */
function nextTerm(sources: readonly Source[]): Uint8Array | null {
  let first: Uint8Array | null = null;
  for (const { segment, term } of sources) {
    if (term >= segment.termCount) continue;
    const bytes = segment.termBytes(term);
    if (first === null || compareBytes(bytes, first) < 0) first = bytes;
  }
  return first;
}

function mergeTerm(term: Uint8Array, sources: readonly Source[], assembler: SegmentAssembler): void {
  const documents = new ByteWriter(64);
  const positions = new ByteWriter(64);
  const forms: string[] = [];
  const hasForms = term[0] === termKinds.token.charCodeAt(0);
  let frequency = 0;
  let last = -1;
  for (const source of sources) {
    const { segment } = source;
    if (source.term >= segment.termCount || compareBytes(segment.termBytes(source.term), term) !== 0) continue;
    const renumber = hasForms
      ? formNumbers(readForms(segment.streamIn(source.forms, source.term, 'formsEnd')), forms)
      : null;
    const own = segment.streamIn(source.positions, source.term, 'positionsEnd');
    const reader = new ByteReader(segment.streamIn(source.documents, source.term, 'documentsEnd'));
    let document = -1;
    let at = 0;
    while (!reader.isAtEnd) {
      document += reader.varint();
      const value = reader.varint();
      const places = own.subarray(at, at + (value >>> entry.bytesShift));
      at += places.length;
      const number = source.numbers[document] ?? -1;
      if (number < 0) continue;
      const before = positions.length;
      if (renumber === null) positions.append(places);
      else rewrite(places, (value & entry.inHeadline) !== 0, renumber, positions);
      documents.varint(number - last);
      documents.varint((value & flagsMask) | ((positions.length - before) << entry.bytesShift));
      last = number;
      frequency++;
    }
    source.term++;
  }
  if (frequency > 0) assembler.addTerm(term, frequency, documents.view(), positions.view(), forms);
}

const flagsMask = (1 << entry.bytesShift) - 1;

/** Adds forms to the common list; their new numbers, or null when they keep their own. */
function formNumbers(own: readonly string[], all: string[]): readonly number[] | null {
  const numbers = own.map((form) => {
    const known = all.indexOf(form);
    return known >= 0 ? known : all.push(form) - 1;
  });
  return numbers.every((number, index) => number === index) ? null : numbers;
}

/** Copies the places of a token in one document with other numbers of forms. */
function rewrite(places: Uint8Array, hasCount: boolean, numbers: readonly number[], to: ByteWriter): void {
  const reader = new ByteReader(places);
  if (hasCount) to.varint(reader.varint());
  while (!reader.isAtEnd) {
    to.varint(reader.varint());
    const flags = reader.varint();
    const form = numbers[flags >>> occurrence.formShift] ?? 0;
    to.varint((flags & formMask) | (form << occurrence.formShift));
  }
}

const formMask = (1 << occurrence.formShift) - 1;
