import { gunzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Catalog, catalogSchema } from '../../../shared/archive/catalog-schema.ts';
import { renderIndexPage } from '../../../shared/archive/index-page.ts';
import { keys, partitionOf } from '../../../shared/archive/keys.ts';
import { createRelease } from '../../../shared/archive/release-object.ts';
import { sha256Hex } from '../../../shared/ids.ts';
import type { Objects } from '../../../shared/ports.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { publish } from '../../../shared/steps/publish.ts';
import { testClock } from '../../support/memory/clock.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';
import { quietConfig } from '../../support/pipeline.ts';
import { makeRelease, reviseRelease } from '../../support/releases.ts';

const day = '2026-03-02';
const ndjsonKey = `daily/date=${day}/releases.ndjson.gz`;
const parquetKey = `daily/date=${day}/releases.parquet`;

let ports: MemoryPorts;

beforeEach(() => {
  ports = memoryPorts({ clock: testClock(Date.parse('2026-03-02T09:00:00Z')) });
});

async function store(release: Release): Promise<void> {
  await createRelease(
    ports.objects,
    keys.release(release.newsroom, partitionOf(release.datePublished), release.id, release.revision),
    release,
  );
}

function pass(objects: Objects = ports.objects) {
  return publish({ ...ports, objects }, quietConfig)();
}

function passAt(time: string) {
  ports.clock.set(Date.parse(time));
  return pass();
}

const bytesOf = async (key: string): Promise<Buffer> => Buffer.from((await ports.objects.get(key))!.body);

async function linesOf(key: string): Promise<readonly Release[]> {
  const text = gunzipSync(await bytesOf(key)).toString();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Release);
}

const catalog = (): Catalog => ports.objects.json(keys.catalog) as Catalog;
const dailyKeys = (): readonly string[] => ports.objects.keys().filter((key) => key.startsWith('daily/'));

async function asked(release: Release): Promise<void> {
  const { newsroom, datePublished, id, revision } = release;
  const key = keys.release(newsroom, partitionOf(datePublished), id, revision);
  await ports.queues.changed.send([{ body: JSON.stringify({ key }) }]);
}

describe('a message about a release that comes again after months', () => {
  it('is dropped, dated or not, whatever revision it names; one that never was logged is logged', async () => {
    const dated = makeRelease({ slug: 'one', datePublished: day });
    const undated = makeRelease({ slug: 'two', datePublished: null });
    const revised = reviseRelease(dated, true, { datePublished: day });
    for (const release of [dated, undated, revised]) await store(release);
    await passAt('2026-03-02T10:00:00Z');
    await passAt('2026-03-03T10:00:00Z');
    const seq = async (): Promise<number> => (ports.objects.json(keys.changesHead) as { seq: number }).seq;
    expect(await seq()).toBe(3);

    const never = makeRelease({ slug: 'three', datePublished: day });
    await store(never);
    const [message] = await ports.queues.changed.receive({ max: 1, visibilitySeconds: 30 });
    await ports.queues.changed.delete([message!.receipt]);
    for (const release of [dated, undated, revised]) await asked(release);
    await passAt('2026-06-10T10:00:00Z');
    expect(await seq()).toBe(3);
    await asked(never);
    await passAt('2026-06-10T11:00:00Z');
    expect(await seq()).toBe(4);
  });
});

describe('daily files', () => {
  it('hold the releases of a day once it is over, sorted, the same in both formats, as the catalog says', async () => {
    await store(makeRelease({ slug: 'two', newsroom: 'harbour', datePublished: day }));
    await store(makeRelease({ slug: 'one', newsroom: 'bank', datePublished: `${day}T10:00:00Z` }));
    await store(makeRelease({ slug: 'other', datePublished: '2026-03-03' }));
    await pass();
    expect(dailyKeys()).toEqual([]);
    await passAt('2026-03-03T00:00:00Z');
    expect(dailyKeys()).toEqual([ndjsonKey, parquetKey]);
    const lines = await linesOf(ndjsonKey);
    expect(lines.map(({ newsroom }) => newsroom)).toEqual(['bank', 'harbour']);
    const bytes = await bytesOf(parquetKey);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const rows = await parquetReadObjects({ file });
    expect(rows.map(({ id, headline }) => [id, headline])).toEqual(lines.map(({ id, headline }) => [id, headline]));
    const named = catalog().days.find(({ date }) => date === day)!;
    expect(named).toMatchObject({ releases: 2, version: 1, rows: 2, late: 0 });
    for (const one of [named.parquet!, named.ndjson!]) {
      expect(sha256Hex(await bytesOf(one.key))).toBe(one.sha256);
      expect((await bytesOf(one.key)).byteLength).toBe(one.size);
    }
    expect(catalog().lastDay).toBe(day);
  });

  it('are made again, beside the first, only when a late item arrives', async () => {
    await store(makeRelease({ slug: 'one', datePublished: day }));
    await pass();
    await passAt('2026-03-03T00:00:00Z');
    const first = await bytesOf(parquetKey);
    await passAt('2026-03-03T12:00:00Z');
    expect(dailyKeys()).toHaveLength(2);
    await store(makeRelease({ slug: 'late', datePublished: day }));
    await passAt('2026-03-03T13:00:00Z');
    expect(dailyKeys()).toEqual([
      ndjsonKey,
      parquetKey,
      `daily/date=${day}/releases.v2.ndjson.gz`,
      `daily/date=${day}/releases.v2.parquet`,
    ]);
    expect(await bytesOf(parquetKey)).toEqual(first);
    expect(catalog().days[0]).toMatchObject({
      version: 2,
      rows: 2,
      parquet: { key: `daily/date=${day}/releases.v2.parquet` },
    });
  });

  it('gather late items that follow each other closely into one version', async () => {
    await store(makeRelease({ slug: 'one', datePublished: day }));
    await passAt('2026-03-03T00:00:00Z');
    await store(makeRelease({ slug: 'two', datePublished: day }));
    await passAt('2026-03-03T00:01:00Z');
    expect(catalog().days[0]).toMatchObject({ version: 1, late: 1 });
    await store(makeRelease({ slug: 'three', datePublished: day }));
    await passAt('2026-03-03T00:05:00Z');
    expect(catalog().days[0]).toMatchObject({ version: 2, rows: 3, late: 0 });
  });

  it('have each release once, in its latest revision, withdrawn ones too', async () => {
    const release = makeRelease({ slug: 'one', datePublished: day });
    await store(release);
    await passAt('2026-03-03T00:00:00Z');
    await store(reviseRelease(release, true, { headline: 'Mended' }));
    await store(reviseRelease(reviseRelease(release, true), true, { status: 'withdrawn', headline: 'Mended' }));
    await passAt('2026-03-03T01:00:00Z');
    expect(await linesOf(`daily/date=${day}/releases.v2.ndjson.gz`)).toMatchObject([
      { id: release.id, revision: 3, status: 'withdrawn', headline: 'Mended' },
    ]);
  });

  it('put an undated release on the day it was first seen', async () => {
    await store(makeRelease({ datePublished: null, firstSeenAt: '2026-03-02T08:00:00Z' }));
    await passAt('2026-03-03T00:00:00Z');
    expect(await linesOf(ndjsonKey)).toHaveLength(1);
  });

  it.each(['state/daily.json', 'catalog.json', parquetKey])('survive a death before %s is written', async (dying) => {
    await store(makeRelease({ slug: 'one', datePublished: day }));
    await pass();
    ports.clock.set(Date.parse('2026-03-03T00:00:00Z'));
    const objects: Objects = {
      ...ports.objects,
      put: async (key, body, options) => {
        if (key === dying) throw new Error('died');
        return ports.objects.put(key, body, options);
      },
    };
    await expect(pass(objects)).rejects.toThrow('died');
    await pass();
    expect(dailyKeys()).toEqual([ndjsonKey, parquetKey]);
    expect(catalog().days[0]).toMatchObject({ version: 1, rows: 1 });
  });

  it('take the next version when an attempt that died left another one', async () => {
    await store(makeRelease({ slug: 'one', datePublished: day }));
    await ports.objects.put(ndjsonKey, Buffer.from('half'), { condition: { kind: 'create-once' }, contentType: 'x' });
    await passAt('2026-03-03T00:00:00Z');
    expect(catalog().days[0]).toMatchObject({ version: 2, rows: 1 });
  });

  it('leave a day alone whose file was altered, and go on with the others', async () => {
    await store(makeRelease({ slug: 'one', datePublished: day }));
    await passAt('2026-03-03T00:00:00Z');
    const { etag } = (await ports.objects.get(ndjsonKey))!;
    await ports.objects.put(ndjsonKey, Buffer.from('x'), {
      condition: { kind: 'compare-and-swap', etag },
      contentType: 'x',
    });
    await store(makeRelease({ slug: 'two', datePublished: day }));
    await store(makeRelease({ slug: 'three', datePublished: '2026-03-01' }));
    await passAt('2026-03-04T00:00:00Z');
    expect(ports.log.events.find(({ event }) => event === 'day-stuck')?.fields).toMatchObject({ day });
    expect(catalog().days.map(({ date, version }) => [date, version])).toEqual([
      ['2026-03-01', 1],
      [day, 1],
    ]);
  });
});

describe('the catalog', () => {
  it('fits its own schema, at the beginning and later', async () => {
    await pass();
    expect(catalogSchema.safeParse(catalog()).error).toBeUndefined();
    const release = makeRelease({ datePublished: day });
    await store(release);
    await store(reviseRelease(release, true, { status: 'withdrawn' }));
    await passAt('2026-03-03T00:00:00Z');
    expect(catalogSchema.safeParse(catalog()).error).toBeUndefined();
    expect(ports.objects.json(keys.catalogSchema)).toMatchObject({ title: expect.stringContaining('catalog') });
  });

  it('says what is there: counts, first and last day, the last change, the root of every day of the log', async () => {
    const release = makeRelease({ datePublished: day });
    await store(release);
    await store(makeRelease({ slug: 'two', datePublished: '2026-01-05' }));
    await pass();
    await store(reviseRelease(release, true, { status: 'withdrawn' }));
    await passAt('2026-03-03T00:00:00Z');
    const { newsrooms, totals, changes } = catalog();
    expect(totals).toEqual({ newsrooms: 1, releases: 2, revisions: 1, withdrawals: 1 });
    expect(newsrooms).toMatchObject([
      {
        id: 'harbour',
        releases: 2,
        revisions: 1,
        withdrawals: 1,
        firstDate: '2026-01-05',
        lastDate: day,
        lastChange: { seq: 3, key: expect.stringContaining('.r2.json') },
        license: null,
      },
    ]);
    expect(changes.days.map(({ date, seq }) => [date, seq])).toEqual([
      ['2026-03-02', 2],
      ['2026-03-03', 3],
    ]);
    expect(changes.days.at(-1)).toMatchObject({ segment: changes.lastSegment, sha256: changes.sha256 });
    expect(sha256Hex(await bytesOf(changes.lastSegment!))).toBe(changes.sha256);
  });

  it('is counted anew when somebody wrote nonsense over it', async () => {
    await store(makeRelease({ datePublished: day }));
    await pass();
    const { etag } = (await ports.objects.get(keys.catalog))!;
    await ports.objects.put(keys.catalog, Buffer.from('{"newsrooms":[]}'), {
      condition: { kind: 'compare-and-swap', etag },
      contentType: 'application/json',
    });
    await pass();
    expect(catalog().totals.releases).toBe(1);
  });

  it('is shown to people as a page that names newsrooms, days and files', async () => {
    await store(makeRelease({ datePublished: day, organization: 'Harbour <Authority>' }));
    await passAt('2026-03-03T00:00:00Z');
    const page = ports.objects.text(keys.index)!;
    expect(page).toContain(`href="${parquetKey}"`);
    expect(page).toContain('releases/newsroom=harbour/');
    expect(page).not.toMatch(/<script|<Authority>/);
  });

  it('is a page that links only to the web, whatever the files of newsrooms say', async () => {
    await store(makeRelease({ datePublished: day }));
    await passAt('2026-03-03T00:00:00Z');
    const catalog = JSON.parse(ports.objects.text(keys.catalog)!) as Catalog;
    const [one] = catalog.newsrooms;
    const newsrooms = [{ ...one!, homepage: 'javascript:alert(1)', license: 'https://harbour.example/"terms"' }];
    const page = renderIndexPage({ ...catalog, newsrooms });
    expect(page).not.toContain('href="javascript');
    expect(page).toContain('href="https://harbour.example/&quot;terms&quot;"');
  });
});
