/** Release records for tests: whole, valid, and told apart by what a test gives. */
import { keys, partitionOf } from '../../shared/archive/keys.ts';
import { jsonBytes, jsonContentType } from '../../shared/archive/objects.ts';
import { releaseId, sha256Hex } from '../../shared/ids.ts';
import type { Objects } from '../../shared/ports.ts';
import { type Release, releaseSchema } from '../../shared/release/schema.ts';

export function makeRelease(overrides: Partial<Release> & { readonly slug?: string } = {}): Release {
  const { slug = 'one', ...fields } = overrides;
  const newsroom = fields.newsroom ?? 'harbour';
  const url = `https://harbour.example.org/news/${slug}`;
  const body = fields.body ?? 'LYON, France – Officers queried the I-24/7 network. A cybercrime unit was formed.';
  const headline = fields.headline ?? 'Harbour police join the network';
  return releaseSchema.parse({
    schemaVersion: 1,
    id: releaseId(newsroom, url),
    newsroom,
    organization: 'Harbour Authority',
    country: 'FR',
    url,
    canonicalUrl: url,
    guid: null,
    headline,
    subtitle: null,
    summary: null,
    datePublished: '2026-03-01',
    dateSource: 'page-label',
    dateConfidence: 'certain',
    dateModified: null,
    inLanguage: 'en',
    uiLanguage: 'en',
    dateline: null,
    body,
    quotes: [],
    references: [],
    operations: [],
    topics: [],
    images: [],
    links: [],
    attachments: [],
    translations: [],
    boilerplate: null,
    boilerplateStart: null,
    contacts: [],
    timing: null,
    wordCount: body.split(' ').length,
    contentHash: sha256Hex(`${headline}\n${body}`),
    origin: 'live',
    revision: 1,
    status: 'current',
    bodyStatus: 'full',
    change: null,
    firstSeenAt: '2026-03-02T09:00:00.000Z',
    channel: null,
    capture: null,
    warnings: [],
    ...fields,
  });
}

function keyOf(release: Release): string {
  return keys.release(release.newsroom, partitionOf('2026-03-01'), release.id, release.revision);
}

/** Puts the record where ingest would; answers its key. */
export async function storeRelease(objects: Objects, release: Release): Promise<string> {
  const key = keyOf(release);
  await objects.put(key, jsonBytes(release), { condition: { kind: 'create-once' }, contentType: jsonContentType });
  return key;
}

/** Revision `revision` of a release, with a change that is material or not. */
export function reviseRelease(release: Release, material: boolean, fields: Partial<Release> = {}): Release {
  return makeRelease({
    ...release,
    revision: release.revision + 1,
    contentHash: sha256Hex(`${release.contentHash}${JSON.stringify(fields)}`),
    change: {
      previousContentHash: release.contentHash,
      verdict: material ? 'figures' : 'typo',
      material,
      fields: ['body'],
    },
    ...fields,
  });
}
