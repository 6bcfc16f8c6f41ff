import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { keepCapture } from '../../../shared/archive/capture.ts';
import { appendChanges, parseSegment } from '../../../shared/archive/changes.ts';
import { claimIdentity } from '../../../shared/archive/claims.ts';
import { keys } from '../../../shared/archive/keys.ts';
import { jsonContentType } from '../../../shared/archive/objects.ts';
import { createRelease } from '../../../shared/archive/release-object.ts';
import { type VerifyOptions, verifyArchive } from '../../../shared/archive/verify/archive.ts';
import { newProgress } from '../../../shared/archive/verify/finding.ts';
import { DependencyError } from '../../../shared/errors.ts';
import { sha256Hex } from '../../../shared/ids.ts';
import type { Objects } from '../../../shared/ports.ts';
import { publish } from '../../../shared/steps/publish.ts';
import { addWatch } from '../../../shared/watch/store.ts';
import { testClock } from '../../support/memory/clock.ts';
import { respond } from '../../support/memory/fetcher.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';
import { pumpAlerts, quietConfig } from '../../support/pipeline.ts';
import { makeRelease } from '../../support/releases.ts';

let ports: MemoryPorts;
let objects: Objects;
/** Keys of the releases, of the captures and of the segments, in order. */
let releaseKeys: string[];
let captureKeys: string[];
let segments: string[];

/** An archive as the pipeline writes it: three releases in three segments, captures, claims, ledgers, daily files. */
beforeEach(async () => {
  ports = memoryPorts({ clock: testClock(Date.parse('2026-03-02T09:00:00Z')) });
  objects = ports.objects;
  releaseKeys = [];
  captureKeys = [];
  await addWatch(objects, ports.clock, { name: 'Network', query: 'network' });
  for (const slug of ['one', 'two', 'three']) {
    const url = `https://harbour.example.org/news/${slug}`;
    const response = respond(200, `<p>${slug}</p>`, { 'content-type': 'text/html' })({
      url,
      headers: {},
      bodyBytesMax: 1,
      deadlineMs: 1,
    });
    const capture = await keepCapture(objects, 'harbour', response, ports.clock.nowMs());
    const { key } = await claimIdentity(ports, {
      newsroom: 'harbour',
      canonicalUrl: url,
      otherUrls: [],
      guid: slug,
      headline: slug,
      datePublished: '2026-03-01',
    });
    await createRelease(objects, key, makeRelease({ slug, capture }));
    releaseKeys.push(key);
    captureKeys.push(capture.key);
    await pumpAlerts(ports);
    await publish(ports, quietConfig)();
    ports.clock.advance(60_000);
  }
  segments = ports.objects.keys().filter((key) => key.endsWith('.ndjson'));
});

async function findings(options: VerifyOptions = {}, of = objects): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { key, problem } of verifyArchive(of, newProgress(), options)) found.push(`${key}: ${problem}`);
  return found;
}

async function overwrite(key: string, change: (body: Buffer) => Uint8Array): Promise<void> {
  const { etag, body } = (await objects.get(key))!;
  await objects.put(key, change(Buffer.from(body)), {
    condition: { kind: 'compare-and-swap', etag },
    contentType: jsonContentType,
  });
}

async function put(key: string, body: string | Uint8Array): Promise<void> {
  await objects.put(key, typeof body === 'string' ? Buffer.from(body) : body, {
    condition: { kind: 'create-once' },
    contentType: jsonContentType,
  });
}

/** The same objects without some of them. */
function without(...gone: readonly string[]): Objects {
  return {
    put: objects.put,
    get: async (key, options) => (gone.includes(key) ? null : objects.get(key, options)),
    list: async (prefix, options) => {
      const page = await objects.list(prefix, options);
      return { ...page, objects: page.objects.filter(({ key }) => !gone.includes(key)) };
    },
  };
}

const flipped = (body: Buffer): Buffer => {
  const at = body.length - 12;
  body[at] = body[at]! ^ 1;
  return body;
};

describe('verification', () => {
  it('finds nothing in what the pipeline wrote, and has read all of it', async () => {
    const progress = newProgress();
    for await (const finding of verifyArchive(objects, progress)) expect(finding).toBeUndefined();
    expect(progress).toMatchObject({ segments: 3, releases: 3 });
    expect(progress.others).toBeGreaterThan(3 * 4);
  });

  it('names a release with a flipped byte', async () => {
    await overwrite(releaseKeys[1]!, flipped);
    expect(await findings()).toEqual([
      `${releaseKeys[1]}: its bytes are not those that the change log names (sequence 2)`,
    ]);
  });

  it('names a release that was replaced by another good record', async () => {
    await overwrite(releaseKeys[0]!, () =>
      Buffer.from(`${JSON.stringify(makeRelease({ slug: 'one', headline: 'Else' }))}\n`),
    );
    expect(await findings()).toEqual([expect.stringContaining(`${releaseKeys[0]}: its bytes are not those`)]);
  });

  it('names a release that is gone', async () => {
    expect(await findings({}, without(releaseKeys[0]!))).toContain(
      `${releaseKeys[0]}: named by the change log (sequence 1), but not there`,
    );
  });

  it('names a release that the log does not know, and what is no release at all', async () => {
    const stray = makeRelease({ slug: 'stray' });
    const key = keys.release('harbour', '2026-03-01', stray.id, 1);
    await put(key, `${JSON.stringify(stray)}\n`);
    await put('releases/newsroom=harbour/date=2026-03-01/notes.json', '{}');
    expect(await findings()).toEqual([
      `${key}: not in the change log`,
      expect.stringContaining('notes.json: no key of a release: somebody put it there by hand'),
    ]);
  });

  it('names a segment with a flipped byte', async () => {
    await overwrite(segments[1]!, (body) => Buffer.from(body.toString().replace('"size":', '"Size":')));
    expect(await findings()).toContain(
      `${segments[1]}: its bytes are not those that ${segments[2]} names: it was altered or replaced`,
    );
  });

  it('names a segment that was replaced by a good one', async () => {
    const [line] = parseSegment(segments[0]!, (await objects.get(segments[0]!))!.body);
    await overwrite(segments[0]!, () => Buffer.from(`${JSON.stringify({ ...line, size: 1 })}\n`));
    expect(await findings()).toContain(
      `${segments[0]}: its bytes are not those that ${segments[1]} names: it was altered or replaced`,
    );
  });

  it.each([
    ['in the middle', 1, 2],
    ['at the end', 2, null],
  ])('names a segment that is missing %s', async (_where, gone, by) => {
    const found = await findings({}, without(segments[gone]!));
    expect(found).toContain(`${segments[gone]}: missing: ${by === null ? keys.changesHead : segments[by]} names it`);
  });

  it('names a second segment behind the same one: the chain is forked', async () => {
    const [line] = parseSegment(segments[2]!, (await objects.get(segments[2]!))!.body);
    const fork = keys.changeSegment(Date.parse('2026-03-02T09:30:00Z'), 3);
    await put(fork, `${JSON.stringify({ ...line, op: 'WITHDRAW' })}\n`);
    expect(await findings()).toEqual([`${fork}: follows the same segment as ${segments[2]}: the chain is forked`]);
  });

  it('names what somebody put under changes/ by hand', async () => {
    await put('changes/2026/03/02/readme.txt', 'x');
    expect(await findings()).toEqual([expect.stringContaining('readme.txt: no key of a change segment')]);
  });

  it('knows a head that its writer had no time to write, and one that somebody removed', async () => {
    const key = keys.release('harbour', '2026-03-01', makeRelease({ slug: 'four' }).id, 1);
    await createRelease(objects, key, makeRelease({ slug: 'four' }));
    const dying: Objects = {
      ...objects,
      put: async (name, body, options) => {
        if (name === keys.changesHead) throw new Error('died');
        return objects.put(name, body, options);
      },
    };
    await expect(appendChanges(dying, ports.clock.nowMs(), [key])).rejects.toThrow('died');
    expect(await findings()).toEqual([]);
    expect(await findings({}, without(keys.changesHead, keys.changes))).toContainEqual(
      expect.stringContaining(`${keys.changesHead}: not there, though`),
    );
  });

  it.each([
    ['time', (body: Buffer) => body.fill(1, 4, 5), 'its gzip header is not ours'],
    ['flags', (body: Buffer) => body.fill(1, 3, 4), 'its gzip header is not ours'],
    ['end', (body: Buffer) => Buffer.concat([body, Buffer.alloc(2)]), 'there are bytes behind its end'],
    ['middle', (body: Buffer) => body.fill(255, 20, 21), 'half-written or altered'],
  ])('names a capture of a channel, which no release names, that was altered at its %s', async (_, alter, problem) => {
    const request = { url: 'https://harbour.example.org/feed', headers: {}, bodyBytesMax: 1, deadlineMs: 1 };
    const feed = respond(200, '<rss>of the channel</rss>', { 'content-type': 'text/xml' })(request);
    const { key } = await keepCapture(objects, 'harbour', feed, ports.clock.nowMs());
    expect(await findings()).toEqual([]);
    await overwrite(key, alter);
    expect(await findings()).toEqual([expect.stringContaining(`${key}: `)]);
    expect(await findings()).toEqual([expect.stringContaining(problem)]);
  });

  it('names a capture whose bytes are others, and one that a release needs', async () => {
    await overwrite(captureKeys[0]!, () => gzipSync('other bytes'));
    expect(await findings()).toEqual([`${captureKeys[0]}: its bytes are not those that its name says`]);
    expect(await findings({}, without(captureKeys[1]!))).toContain(
      `${captureKeys[1]}: named by ${releaseKeys[1]}, but not there`,
    );
  });

  it('names half-written files of every kind', async () => {
    const kinds = ['raw/', 'claims/', 'ledger/', 'state/', 'watches/', 'catalog.json'];
    const keysOf = kinds.map(
      (kind) => ports.objects.keys().find((key) => key.startsWith(kind) && !key.includes('.head.'))!,
    );
    for (const key of keysOf) await overwrite(key, (body) => body.subarray(0, body.length / 2));
    const found = await findings();
    for (const key of keysOf)
      expect(
        found.some((one) => one.startsWith(`${key}: half-written or altered`)),
        key,
      ).toBe(true);
  });

  it('names a record that was cut before it was logged', async () => {
    const release = makeRelease({ slug: 'cut' });
    const key = keys.release('harbour', '2026-03-01', release.id, 1);
    await put(key, `${JSON.stringify(release).slice(0, -200)}\n`);
    await appendChanges(objects, ports.clock.nowMs(), [key]);
    expect(await findings()).toEqual([expect.stringMatching(new RegExp(`^${key}: .*is not JSON`))]);
  });

  it('names a claim and a ledger of a release that is not there', async () => {
    const claim = ports.objects.keys().find((key) => key.startsWith('claims/'))!;
    const other = keys.release('harbour', '2026-03-01', makeRelease({ slug: 'lost' }).id, 1);
    await overwrite(claim, () =>
      Buffer.from(JSON.stringify({ id: makeRelease({ slug: 'lost' }).id, key: other, url: '', headline: '' })),
    );
    expect(await findings()).toEqual([`${other}: named by ${claim}, but not there`]);
  });

  it('names a hit whose alert id is not its own', async () => {
    const ledger = ports.objects.keys().find((key) => key.startsWith('ledger/date='))!;
    await overwrite(ledger, (body) => Buffer.from(body.toString().replace(/"alertId":"./, '"alertId":"#')));
    expect(await findings()).toEqual([`${ledger}: the hit of the watch network has an alert id that is not its own`]);
  });

  it('names a part of a ledger that is gone, and one that is not its own', async () => {
    const ledger = ports.objects.keys().find((key) => key.startsWith('ledger/date='))!;
    const own = ledger.replace('.json', '.abcdefghij-000.json');
    const parts = [own, releaseKeys[0]!].map((key) => ({ key, first: '' }));
    await overwrite(ledger, (body) => Buffer.from(JSON.stringify({ ...JSON.parse(body.toString()), parts })));
    expect(await findings()).toEqual([
      `${ledger}: names ${releaseKeys[0]} as a part of its own, which it is not`,
      `${own}: named by ${ledger}, but not there`,
    ]);
    const [release] = releaseKeys;
    await put(own, JSON.stringify({ version: 1, key: release, entries: [{ watch: 'x', alertId: 'y' }] }));
    expect(await findings()).toContain(`${own}: the hit of the watch x has an alert id that is not its own`);
  });

  it.each([1, 2])('names a daily file of version %i that was altered or is gone', async (version) => {
    ports.clock.set(Date.parse('2026-03-03T00:00:00Z'));
    await publish(ports, quietConfig)();
    expect(await findings()).toEqual([]);
    const file = keys.dailyParquet('2026-03-01', version);
    expect(await findings({}, without(file))).toEqual([`${file}: a daily file that was written, but is not there`]);
    await overwrite(file, flipped);
    expect(await findings()).toEqual([`${file}: its bytes are not those that were written`]);
  });

  it('names what lies anywhere else', async () => {
    await put('backup/releases.zip', 'x');
    expect(await findings()).toEqual(['backup/releases.zip: no key of the archive: somebody put it there by hand']);
  });

  it('tells the root, and whether one that was noted elsewhere still holds', async () => {
    const roots: { seq: number; sha256: string }[] = [];
    await findings({ onRoot: (root) => roots.push(root) });
    const sha256 = sha256Hex((await objects.get(segments[2]!))!.body);
    expect(roots).toEqual([{ seq: 3, sha256 }]);
    const earlier = { seq: 2, sha256: sha256Hex((await objects.get(segments[1]!))!.body) };
    expect(await findings({ root: earlier })).toEqual([]);
    expect(await findings({ root: { seq: 2, sha256 } })).toEqual([expect.stringContaining('is not in the chain')]);
    expect(await findings({ root: { seq: 9, sha256 } })).toEqual([expect.stringContaining('no segment ends there')]);
  });

  it('goes on past an object that is denied, and stops when the archive cannot be had', async () => {
    const failing = (code: string): Objects => ({
      ...objects,
      get: async (key, options) => {
        if (key === releaseKeys[1]) throw new DependencyError(code, `${key} cannot be read: denied`);
        return objects.get(key, options);
      },
    });
    expect(await findings({}, failing('E_PERMISSION'))).toEqual([
      `${releaseKeys[1]}: ${releaseKeys[1]} cannot be read: denied`,
    ]);
    await expect(findings({}, failing('E_DISK'))).rejects.toThrow('denied');
  });
});
