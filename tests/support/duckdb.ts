/** DuckDB in this process, as a data team would use it. */
import { DuckDBInstance } from '@duckdb/node-api';

export interface Duck {
  /** The rows of the last statement, with values as JSON has them. */
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
  close(): void;
}

export async function openDuck(): Promise<Duck> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  return {
    query: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
