/**
 * Releases as rows of one table, the same in Parquet and CSV: a column for each field of the record, in the order of the
 * schema and under its name; nested values are JSON. Columns may be added; none is ever renamed or retyped.
 */
import { releaseJsonSchema } from '../../release/json-schema.ts';
import type { Release } from '../../release/schema.ts';

/** `json`: a list or an object of the record. `date`: a day; `timestamp`: a moment in UTC. */
export type ColumnType = 'string' | 'integer' | 'boolean' | 'json' | 'date' | 'timestamp';

/** A release and the key of the object it was read from. */
export interface TableRow {
  readonly key: string;
  readonly release: Release;
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** Values are short and few enough that their least and greatest are of use to a reader that skips. */
  readonly statistics: boolean;
  /** The record's own value; dates and moments as ISO 8601 text. */
  value(row: TableRow): unknown;
}

interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly anyOf?: readonly FieldSchema[];
}

const statisticsOf = new Set([
  'id',
  'newsroom',
  'country',
  'datePublished',
  'inLanguage',
  'origin',
  'revision',
  'status',
  'bodyStatus',
  'wordCount',
  'firstSeenAt',
]);

function typesOf(schema: FieldSchema): readonly string[] {
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap(typesOf);
  return typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
}

function columnType(schema: FieldSchema): ColumnType {
  if (schema.format === 'date-time') return 'timestamp';
  const type = typesOf(schema).find((one) => one !== 'null');
  if (type === 'string' || type === 'boolean') return type;
  return type === 'integer' || type === 'number' ? 'integer' : 'json';
}

function fieldColumns(): readonly Column[] {
  const properties = releaseJsonSchema()['properties'] as Readonly<Record<string, FieldSchema>>;
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    type: columnType(schema),
    nullable: typesOf(schema).includes('null'),
    statistics: statisticsOf.has(name),
    value: ({ release }) => release[name as keyof Release],
  }));
}

/** Every column: the record's fields, then what a table needs beside them. */
export const columns: readonly Column[] = [
  {
    name: 'key',
    type: 'string',
    nullable: false,
    statistics: false,
    value: ({ key }) => key,
  },
  {
    name: 'publishedOn',
    type: 'date',
    nullable: true,
    statistics: true,
    value: ({ release }) => release.datePublished?.slice(0, 10) ?? null,
  },
  ...fieldColumns(),
];

/** What turns rows into the bytes of a file, portion by portion. */
export interface TableWriter {
  begin(): Uint8Array;
  add(rows: readonly TableRow[]): Uint8Array;
  end(): Uint8Array;
}
