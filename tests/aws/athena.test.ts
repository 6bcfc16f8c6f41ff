/**
 * The tables of the guide in Athena: made by its statements, asked by its queries, with the counts of the archive. MiniStack
 * answers by DuckDB: it takes the statements and reads where they say, but knows no list of files (SymlinkTextInputFormat) and
 * does not hold columns against the types that are declared.
 */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import { s3Objects } from '../../functions/adapters/aws/objects.ts';
import type { Catalog } from '../../shared/archive/catalog-schema.ts';
import { keys } from '../../shared/archive/keys.ts';
import { readJson } from '../../shared/archive/objects.ts';
import { columns } from '../../shared/archive/table/columns.ts';
import type { Objects } from '../../shared/ports.ts';
import { publish } from '../../shared/steps/publish.ts';
import { memoryPorts } from '../support/memory/ports.ts';
import { quietConfig } from '../support/pipeline.ts';
import { makeRelease, reviseRelease, storeRelease } from '../support/releases.ts';
import { emulator, makeBucket, s3 } from './emulator.ts';
import { guideStatements } from './guide.ts';

let bucket: string;
let yours: string;
let objects: Objects;

async function ask(service: 'AmazonAthena' | 'AWSGlue', action: string, body: unknown): Promise<Record<string, never>> {
  const name = service === 'AmazonAthena' ? 'athena' : 'glue';
  const answer = await fetch(process.env['AWS_ENDPOINT_URL']!, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${process.env['AWS_ACCESS_KEY_ID']}/20260101/us-east-1/${name}/aws4_request, SignedHeaders=host, Signature=x`,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `${service}.${action}`,
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${action} answered ${answer.status}: ${text}`);
  return JSON.parse(text === '' ? '{}' : text);
}

type Status = {
  readonly QueryExecution: { readonly Status: { readonly State: string; readonly StateChangeReason?: string } };
};
type Results = {
  readonly ResultSet: { readonly Rows: readonly { readonly Data: readonly { readonly VarCharValue?: string }[] }[] };
};

/** The rows of one statement, without the header; throws with Athena's reason. */
async function athena(statement: string): Promise<readonly (readonly (string | undefined)[])[]> {
  const { QueryExecutionId } = await ask('AmazonAthena', 'StartQueryExecution', {
    QueryString: statement.replaceAll('BUCKET', bucket).replaceAll('YOURS', `s3://${yours}/days`).trim(),
    QueryExecutionContext: { Database: 'dateline' },
    ResultConfiguration: { OutputLocation: `s3://${yours}/results/` },
  });
  for (;;) {
    const { QueryExecution } = (await ask('AmazonAthena', 'GetQueryExecution', {
      QueryExecutionId,
    })) as unknown as Status;
    const { State, StateChangeReason } = QueryExecution.Status;
    if (State === 'FAILED') throw new Error(`${statement}\n${StateChangeReason}`);
    if (State === 'SUCCEEDED') break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { ResultSet } = (await ask('AmazonAthena', 'GetQueryResults', { QueryExecutionId })) as unknown as Results;
  return ResultSet.Rows.slice(1).map(({ Data }) => Data.map(({ VarCharValue }) => VarCharValue));
}

const statements = guideStatements('athena');
const statementOf = (begin: RegExp): string => statements.find((one) => begin.test(one.trim()))!;

describe.runIf(emulator === 'ministack')('Athena on the archive', () => {
  beforeAll(async () => {
    bucket = await makeBucket();
    yours = await makeBucket();
    objects = s3Objects({ client: s3, bucket });
    const ports = { ...memoryPorts({ startMs: Date.parse('2026-03-02T09:00:00Z') }), objects };
    const quotes = [{ text: 'The ferry is safe', speaker: 'Ann Quay', start: 0, end: 17 }];
    const first = makeRelease({ slug: 'one', quotes });
    const other = makeRelease({ slug: 'two', newsroom: 'coast', quotes: [...quotes, ...quotes] });
    for (const release of [
      first,
      other,
      makeRelease({ slug: 'three' }),
      reviseRelease(first, true, { headline: 'Mended' }),
    ]) {
      await ports.queues.changed.send([{ body: JSON.stringify({ key: await storeRelease(objects, release) }) }]);
    }
    await publish(ports, quietConfig)();
    await ask('AWSGlue', 'CreateDatabase', { DatabaseInput: { Name: 'dateline' } });
  });

  test('reads the objects themselves, by partitions, in their latest revision', async () => {
    await athena(statementOf(/^CREATE EXTERNAL TABLE dateline_releases/));
    expect(
      await athena('SELECT newsroom, count(*) FROM dateline_releases GROUP BY newsroom ORDER BY newsroom'),
    ).toEqual([
      ['coast', '1'],
      ['harbour', '3'],
    ]);
    expect(
      await athena(`SELECT count(*) FROM dateline_releases WHERE "date" = '2026-03-01' AND newsroom = 'coast'`),
    ).toEqual([['1']]);
    // A view is kept by no session here: its own query is asked.
    const [, view = ''] = /AS\n(SELECT[\s\S]*)$/.exec(statementOf(/^CREATE VIEW dateline_latest/)) ?? [];
    expect(await athena(`SELECT headline, revision FROM (${view}) WHERE revision > 1`)).toEqual([['Mended', '2']]);
    expect(await athena(`SELECT count(*) FROM (${view})`)).toEqual([['3']]);
  });

  test('reads the days that are over, in their valid version', async () => {
    const { value: catalog } = await readJson<Catalog | null>(objects, keys.catalog, null);
    for (const { date, parquet } of catalog!.days) {
      if (parquet === null) continue;
      const { body } = (await objects.get(parquet.key))!;
      await s3.send(new PutObjectCommand({ Bucket: yours, Key: `days/${date}.parquet`, Body: body }));
    }
    const table = statementOf(/^CREATE EXTERNAL TABLE dateline_daily/);
    const declared = [...table.matchAll(/^ {2}`([a-z]+)` /gm)].map(([, name]) => name);
    expect(declared).toEqual(columns.map(({ name }) => name.toLowerCase()));
    // The files that the list names, in place of the list.
    await athena(table.replace(/STORED AS INPUTFORMAT[^']*'[^']*'\s*OUTPUTFORMAT '[^']*'/, 'STORED AS PARQUET'));
    expect((await athena(statementOf(/^SELECT newsroom/))).toSorted()).toEqual([
      ['coast', '1'],
      ['harbour', '2'],
    ]);
    expect(await athena('SELECT publishedon, headline FROM dateline_daily WHERE revision = 2')).toEqual([
      ['2026-03-01', 'Mended'],
    ]);
  });
});
