/** Parquet (format 2, Snappy, statistics): one row group for each portion of rows. */
import type { SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js';
import { schemaVersion } from '../../release/schema.ts';
import { type Column, type ColumnType, columns, type TableWriter } from './columns.ts';

const elements: Readonly<Record<ColumnType, Pick<SchemaElement, 'type' | 'converted_type' | 'logical_type'>>> = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  json: { type: 'BYTE_ARRAY', converted_type: 'JSON' },
  integer: { type: 'INT32' },
  boolean: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE' },
  timestamp: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

const schema: SchemaElement[] = [
  { name: 'release', num_children: columns.length },
  ...columns.map(
    ({ name, type, nullable }): SchemaElement => ({
      name,
      ...elements[type],
      repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED',
    }),
  ),
];

function cell(type: ColumnType, value: unknown): unknown {
  return (type === 'date' || type === 'timestamp') && typeof value === 'string' ? new Date(value) : value;
}

/** Long texts have no statistics and no dictionary: they would double the file and help nobody. */
function source(column: Column, data: unknown[]): Parameters<ParquetWriter['write']>[0]['columnData'][number] {
  const { name, type, statistics } = column;
  return { name, data, statistics, ...(statistics || type !== 'string' ? {} : { encoding: 'PLAIN' as const }) };
}

export function parquetTable(): TableWriter {
  const bytes = new ByteWriter(1 << 20);
  const file = new ParquetWriter({
    writer: bytes,
    schema,
    createdBy: 'dateline',
    kvMetadata: [{ key: 'dateline.schemaVersion', value: String(schemaVersion) }],
  });
  /** What was written since the last take; the buffer is used again. */
  const take = (): Uint8Array => {
    const taken = bytes.getBytes().slice();
    bytes.index = 0;
    return taken;
  };
  return {
    begin: take,
    add: (rows) => {
      if (rows.length > 0) {
        const columnData = columns.map((column) =>
          source(
            column,
            rows.map((row) => cell(column.type, column.value(row))),
          ),
        );
        file.write({ columnData, rowGroupSize: rows.length });
      }
      return take();
    },
    end: () => {
      file.finish();
      return take();
    },
  };
}
