/**
 * The rows of a segment as columns: a few typed arrays instead of an object for each release, so that 100,000 of them
 * take 6 MB.
 */
import { type Origin, origins } from '../channels/candidate.ts';
import { ByteWriter, copyOf } from './bytes.ts';
import { dayNumber, dayText, type ReleaseRow } from './row.ts';

/** What a query can ask of a release beside its texts. */
export interface RowFacts {
  readonly organization: string | null;
  readonly acronym: string | null;
  readonly language: string | null;
  readonly country: string | null;
  /** No small letter in the headline: WHO does not ask for capitals there. */
  readonly hasCapitalHeadline: boolean;
}

const idCharacters = 20;
/** Stands for no day. */
const noDay = -0x8000_0000;
const withdrawnFlag = 1;
const capitalsFlag = 2;
const originShift = 2;

/** Strings that many rows share, by number; 0 is null. */
class StringTable {
  readonly strings: (string | null)[] = [null];
  private readonly numbers = new Map<string, number>();

  numberOf(text: string | null): number {
    if (text === null) return 0;
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.strings.length);
    return this.strings.push(text) - 1;
  }
}

/** Goes into a segment's header. */
export interface ColumnTables {
  readonly newsrooms: readonly (string | null)[];
  readonly organizations: readonly (string | null)[];
  readonly acronyms: readonly (string | null)[];
  readonly languages: readonly (string | null)[];
  readonly countries: readonly (string | null)[];
}

/** Float64 columns first, so that every array is aligned. */
const doubles = ['seq', 'firstSeenMs'] as const;
const words = [
  'day',
  'partition',
  'revision',
  'flags',
  'newsroom',
  'organization',
  'acronym',
  'language',
  'country',
  'byId',
] as const;
export type ColumnName = (typeof doubles)[number] | (typeof words)[number];
const rowBytes = doubles.length * 8 + words.length * 4 + idCharacters;

export class ColumnsBuilder {
  private readonly values = new Map<ColumnName, number[]>([...doubles, ...words].map((name) => [name, []]));
  private readonly ids: string[] = [];
  private readonly newsrooms = new StringTable();
  private readonly organizations = new StringTable();
  private readonly acronyms = new StringTable();
  private readonly languages = new StringTable();
  private readonly countries = new StringTable();

  get count(): number {
    return this.ids.length;
  }

  push(row: ReleaseRow, facts: RowFacts): void {
    this.ids.push(row.id);
    const add = (name: ColumnName, value: number): void => {
      this.values.get(name)?.push(value);
    };
    add('seq', row.seq);
    add('firstSeenMs', row.firstSeenMs);
    add('day', row.day ?? noDay);
    add('partition', dayNumber(row.partition) ?? noDay);
    add('revision', row.revision);
    add(
      'flags',
      (row.isWithdrawn ? withdrawnFlag : 0) |
        (facts.hasCapitalHeadline ? capitalsFlag : 0) |
        (origins.indexOf(row.origin) << originShift),
    );
    add('newsroom', this.newsrooms.numberOf(row.newsroom));
    add('organization', this.organizations.numberOf(facts.organization));
    add('acronym', this.acronyms.numberOf(facts.acronym));
    add('language', this.languages.numberOf(facts.language));
    add('country', this.countries.numberOf(facts.country));
  }

  tables(): ColumnTables {
    return {
      newsrooms: this.newsrooms.strings,
      organizations: this.organizations.strings,
      acronyms: this.acronyms.strings,
      languages: this.languages.strings,
      countries: this.countries.strings,
    };
  }

  bytes(): Uint8Array {
    const order = this.ids.map((_, index) => index);
    order.sort((a, b) => ((this.ids[a] ?? '') < (this.ids[b] ?? '') ? -1 : 1));
    this.values.set('byId', order);
    const writer = new ByteWriter(this.count * rowBytes);
    for (const name of doubles) writer.append(raw(Float64Array.from(this.values.get(name) ?? [])));
    for (const name of words) writer.append(raw(Int32Array.from(this.values.get(name) ?? [])));
    writer.append(new TextEncoder().encode(this.ids.join('')));
    return writer.view();
  }
}

function raw(array: Float64Array | Int32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

export class Columns {
  readonly count: number;
  readonly tables: ColumnTables;
  private readonly numbers = new Map<ColumnName, Float64Array | Int32Array>();
  private readonly ids: Uint8Array;

  /** Throws RangeError when the bytes are too few. */
  constructor(count: number, tables: ColumnTables, bytes: Uint8Array) {
    this.count = count;
    this.tables = tables;
    const aligned = bytes.byteOffset % 8 === 0 ? bytes : copyOf(bytes);
    let at = aligned.byteOffset;
    for (const name of doubles) {
      this.numbers.set(name, new Float64Array(aligned.buffer, at, count));
      at += count * 8;
    }
    for (const name of words) {
      this.numbers.set(name, new Int32Array(aligned.buffer, at, count));
      at += count * 4;
    }
    this.ids = new Uint8Array(aligned.buffer, at, count * idCharacters);
  }

  column(name: ColumnName): Float64Array | Int32Array {
    return this.numbers.get(name) ?? new Int32Array(0);
  }

  idOf(document: number): string {
    let id = '';
    for (let index = 0; index < idCharacters; index++) {
      id += String.fromCharCode(this.ids[document * idCharacters + index] ?? 0);
    }
    return id;
  }

  /** The document of a release, -1 when it is none of these. */
  find(id: string): number {
    const byId = this.column('byId');
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compareId(byId[middle] ?? 0, id) < 0) low = middle + 1;
      else high = middle;
    }
    const document = byId[low];
    return document !== undefined && this.compareId(document, id) === 0 ? document : -1;
  }

  private compareId(document: number, id: string): number {
    for (let index = 0; index < idCharacters; index++) {
      const difference = (this.ids[document * idCharacters + index] ?? 0) - id.charCodeAt(index);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  private at(name: ColumnName, document: number): number {
    return this.column(name)[document] ?? 0;
  }

  newsroomOf(document: number): string {
    return this.tables.newsrooms[this.at('newsroom', document)] ?? '';
  }

  dayOf(document: number): number | null {
    const day = this.at('day', document);
    return day === noDay ? null : day;
  }

  row(document: number): ReleaseRow {
    const partition = this.at('partition', document);
    return {
      id: this.idOf(document),
      newsroom: this.newsroomOf(document),
      partition: partition === noDay ? 'undated' : dayText(partition),
      revision: this.at('revision', document),
      seq: this.at('seq', document),
      day: this.dayOf(document),
      firstSeenMs: this.at('firstSeenMs', document),
      origin: this.originOf(document),
      isWithdrawn: (this.at('flags', document) & withdrawnFlag) !== 0,
    };
  }

  facts(document: number): RowFacts {
    return {
      organization: this.tables.organizations[this.at('organization', document)] ?? null,
      acronym: this.tables.acronyms[this.at('acronym', document)] ?? null,
      language: this.tables.languages[this.at('language', document)] ?? null,
      country: this.tables.countries[this.at('country', document)] ?? null,
      hasCapitalHeadline: this.hasCapitalHeadline(document),
    };
  }

  hasCapitalHeadline(document: number): boolean {
    return (this.at('flags', document) & capitalsFlag) !== 0;
  }

  originOf(document: number): Origin {
    return origins[this.at('flags', document) >> originShift] ?? 'live';
  }
}
