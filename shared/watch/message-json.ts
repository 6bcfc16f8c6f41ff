/** The JSON of a message for machines (docs/reference/alert-v1.schema.json): one envelope for alerts, groups, digests and tests. */
import { limits } from '../limits.ts';
import type { Rate } from '../ports.ts';
import { matchedSentence } from './matched-sentence.ts';
import type { AlertItem } from './render.ts';
import { headlineOf, safeLine, safeUrl, truncate } from './safe-text.ts';
import type { Watch } from './schema.ts';

export interface Envelope {
  readonly messageId: string;
  readonly watch: Watch;
  readonly rate: Rate;
  readonly alerts: readonly AlertItem[];
  /** What only some messages have: `digest`, `more`, `test`. */
  readonly also?: Readonly<Record<string, unknown>>;
}

export function messageJson({ messageId, watch, rate, alerts, also = {} }: Envelope): string {
  const { id, name } = watch;
  const json = JSON.stringify({
    version: 1,
    messageId,
    watch: id,
    watchName: name,
    rate,
    ...also,
    alerts: alerts.map(alertJson),
  });
  return fittingJson(json, (one) => Buffer.byteLength(one) <= limits.messageBytesMax);
}

type AlertJson = ReturnType<typeof alertJson>;

/** What a message says of a release where it says it of too many: no reasons, the beginning of the headline. */
function shortAlert(alert: AlertJson): AlertJson {
  const headline = truncate(alert.headline, limits.headlineShortCharactersMax);
  return { ...alert, headline, why: { clauses: [], sentence: null, spans: [] }, changes: [] };
}

/** Where even the addresses are too long: a receiver reads the rest in the archive. */
function idsAlone({ alertId, watch, release, revision, kind }: AlertJson) {
  return { alertId, watch, release, revision, kind };
}

/** The message, or with less about each alert, marked as truncated, until it fits. Every alert id stays. */
export function fittingJson(json: string, fits: (json: string) => boolean): string {
  if (fits(json)) return json;
  const message = JSON.parse(json) as { readonly alerts: readonly AlertJson[] };
  const lessOf = (less: (alert: AlertJson) => object): string =>
    JSON.stringify({ ...message, truncated: true, alerts: message.alerts.map(less) });
  const short = lessOf(shortAlert);
  return fits(short) ? short : lessOf(idsAlone);
}

function alertJson({ alertId, watch, kind, releaseRecord: release, hit, changes }: AlertItem) {
  const sentence = hit === null ? null : matchedSentence(release, hit.spans);
  return {
    alertId,
    watch,
    release: release.id,
    revision: release.revision,
    kind,
    newsroom: release.newsroom,
    organization: safeLine(release.organization),
    headline: headlineOf(release),
    url: safeUrl(release.canonicalUrl) ?? release.url,
    datePublished: release.datePublished,
    inLanguage: release.inLanguage,
    why: { clauses: hit?.clauses ?? [], sentence, spans: hit?.spans ?? [] },
    change: release.change,
    changes: changes ?? [],
  };
}
