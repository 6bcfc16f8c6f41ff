/**
 * Every key of the bucket, in one place. The grammar is documented in ARCHITECTURE.md; nothing else builds or reads a key.
 */

const pad = (n: number, width: number): string => String(n).padStart(width, '0');

/** Year, month, day, and hhmm of a time in UTC. */
function utcParts(ms: number): { year: string; month: string; day: string; minute: string } {
  const iso = new Date(ms).toISOString();
  return {
    year: iso.slice(0, 4),
    month: iso.slice(5, 7),
    day: iso.slice(8, 10),
    minute: iso.slice(11, 13) + iso.slice(14, 16),
  };
}

/** `date=` partition of a release: the printed day, or `undated`. */
export function partitionOf(datePublished: string | null): string {
  return datePublished === null ? 'undated' : datePublished.slice(0, 10);
}

const dailyName = (version: number): string => (version === 1 ? 'releases' : `releases.v${version}`);

export const prefixes = {
  releases: 'releases/',
  changes: 'changes/',
  daily: 'daily/',
  schema: 'schema/',
  watches: 'watches/',
  ledger: 'ledger/',
  raw: 'raw/',
  claims: 'claims/',
  windows: 'state/windows/',
  shards: 'state/shards/',
} as const;

export const keys = {
  /** `extension` without a dot: html, xml, json, txt. */
  capture: (newsroom: string, ms: number, sha256: string, extension: string): string => {
    const { year, month } = utcParts(ms);
    return `raw/${newsroom}/${year}/${month}/${sha256}.${extension}.gz`;
  },
  captureHead: (newsroom: string, ms: number, sha256: string): string => {
    const { year, month } = utcParts(ms);
    return `raw/${newsroom}/${year}/${month}/${sha256}.head.json`;
  },
  /** The head that lies beside a capture. */
  headOfCapture: (capture: string): string => capture.replace(/\.[a-z]+\.gz$/, '.head.json'),
  claim: (newsroom: string, hash: string): string => `claims/${newsroom}/${hash}.json`,
  /** Revision 1 at the release's own key, later ones beside it in the same partition. */
  release: (newsroom: string, partition: string, release: string, revision: number): string =>
    `releases/newsroom=${newsroom}/date=${partition}/${release}${revision === 1 ? '' : `.r${revision}`}.json`,
  ledger: (partition: string, release: string, revision: number): string =>
    `ledger/date=${partition}/${release}.r${revision}.json`,
  watch: (watch: string): string => `watches/${watch}.json`,
  /** `seq` is the sequence of the segment's first line. */
  changeSegment: (ms: number, seq: number): string => {
    const { year, month, day, minute } = utcParts(ms);
    return `changes/${year}/${month}/${day}/${minute}-${pad(seq, 12)}.ndjson`;
  },
  changesHead: 'changes/head.json',
  /** The first version has no number. */
  dailyParquet: (date: string, version: number): string => `daily/date=${date}/${dailyName(version)}.parquet`,
  dailyNdjson: (date: string, version: number): string => `daily/date=${date}/${dailyName(version)}.ndjson.gz`,
  catalog: 'catalog.json',
  index: 'index.html',
  releaseSchema: 'schema/release-v1.json',
  catalogSchema: 'schema/catalog-v1.json',
  shards: 'state/shards.json',
  shard: (shard: string): string => `state/shards/${shard}.json`,
  /** `host` is host:port; the colon is written as `_` so that every file system takes it. */
  host: (host: string): string => `state/hosts/${host.replaceAll(':', '_')}.json`,
  window: (watch: string): string => `state/windows/${watch}.json`,
  deferred: 'state/deferred.json',
  /** Which watches were changed, and which are being changed. */
  watchChanges: 'state/watches.json',
  daily: 'state/daily.json',
  rechecks: 'state/rechecks.json',
  rechecksOf: (newsroom: string): string => `state/rechecks/${newsroom}.json`,
  changes: 'state/changes.json',
  newsrooms: 'state/newsrooms.json',
  subscriptions: 'state/subscriptions.json',
} as const;

/** The sequence of a segment's first line, from its key; null when the key is none of a segment. */
export function segmentFirstSeq(key: string): number | null {
  const match = /^changes\/\d{4}\/\d{2}\/\d{2}\/\d{4}-(\d{12})\.ndjson$/.exec(key);
  return match === null ? null : Number(match[1]);
}

/** `20260514T000000Z`: the end of a window as a part of a key, without colons. */
const basicTime = (iso: string): string => `${iso.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

/** Keys of digests and deliveries, apart from the others so that functions which neither poll nor ingest carry them. */
export const deliveryKeys = {
  /** `end`: ISO 8601 UTC of the end of the window. */
  digestLedger: (watch: string, rate: string, end: string): string =>
    `ledger/digest/${watch}.${rate}/${basicTime(end)}.json`,
  /** Up to when the ends of digest windows were looked for. */
  digests: 'state/digests.json',
  /** Signs the links of mails and feeds. */
  signing: 'state/signing.json',
  /** How a webhook is doing, by its subscription. */
  webhook: (subscription: string): string => `state/webhooks/${subscription}.json`,
  webhooksPrefix: 'state/webhooks/',
  /** A message that is kept for a webhook that is disabled, in the order of their times. */
  parked: (subscription: string, ms: number, message: string): string =>
    `state/parked/${subscription}/${pad(ms, 15)}-${message}.json`,
  parkedAll: 'state/parked/',
  parkedPrefix: (subscription: string): string => `state/parked/${subscription}/`,
} as const;

/** The message that is kept under a key of `parked`; null when the key is none. */
export function parkedMessageId(key: string): string | null {
  return /^state\/parked\/[^/]+\/\d{15}-([^/]+)\.json$/.exec(key)?.[1] ?? null;
}

/** The day (UTC) a segment was written, `2026-03-02`, from its key; null when the key is none of a segment. */
export function segmentDay(key: string): string | null {
  return segmentFirstSeq(key) === null
    ? null
    : key.slice('changes/'.length, 'changes/yyyy/mm/dd'.length).replaceAll('/', '-');
}

/** What the pages of a newsroom have in common; apart from the others as are the keys of digests. */
export const templateKey = (newsroom: string): string => `state/templates/${newsroom}.json`;

/** Keys of the stored index of watches, apart from the others for the same reason. */
export const indexKeys = {
  /** Which version of the index is in force, and up to which change of the watches it goes. */
  manifest: 'state/index.json',
  /** What a reader found wrong with a version. */
  damage: 'state/index-damage.json',
  /** The compiled queries of a version. */
  queries: (version: string): string => `index/${version}/queries.bin`,
  /** Whose queries they are. */
  table: (version: string): string => `index/${version}/watches.bin`,
  /** What it was compiled from. */
  sources: (version: string): string => `index/${version}/sources.ndjson`,
  all: 'index/',
} as const;

/** A part of the ledger at `ledger`, made by one attempt to claim it (`attempt`: a few characters of [a-z2-7]). */
export const ledgerPartKey = (ledger: string, attempt: string, part: number): string =>
  `${ledger.slice(0, -'.json'.length)}.${attempt}-${pad(part, 3)}.json`;

/** When `dateline doctor` last tried whether writes are conditional. */
export const doctorKey = 'state/doctor.json';

/** Key of the sweeper, apart from the others for the same reason. */
export const sweepKeys = {
  /** Up to where every ledger is complete, and which are not. */
  sweep: 'state/sweep.json',
} as const;

/** The minute a segment's key names, in milliseconds since the epoch; null when the key is none of a segment. */
export function segmentMs(key: string): number | null {
  const match = /^changes\/(\d{4})\/(\d{2})\/(\d{2})\/(\d{2})(\d{2})-\d{12}\.ndjson$/.exec(key);
  if (match === null) return null;
  const [, year, month, day, hour, minute] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
}

export interface ReleaseKeyParts {
  readonly newsroom: string;
  readonly partition: string;
  readonly release: string;
  readonly revision: number;
}

const releaseKeyPattern =
  /^releases\/newsroom=([a-z0-9-]+)\/date=(\d{4}-\d{2}-\d{2}|undated)\/([a-z2-7]{20})(?:\.r([1-9]\d*))?\.json$/;

/** The parts of a release key, or null when the key is none. */
export function parseReleaseKey(key: string): ReleaseKeyParts | null {
  const match = releaseKeyPattern.exec(key);
  const [, newsroom, partition, release, revision] = match ?? [];
  if (newsroom === undefined || partition === undefined || release === undefined) return null;
  return { newsroom, partition, release, revision: revision === undefined ? 1 : Number(revision) };
}
