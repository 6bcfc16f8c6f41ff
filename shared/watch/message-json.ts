/** The JSON of a message for machines (docs/reference/alert-v1.schema.json): one envelope for alerts, groups, digests and tests. */
import type { Rate } from '../ports.ts';
import { matchedSentence } from './matched-sentence.ts';
import type { AlertItem } from './render.ts';
import { headlineOf, safeLine, safeUrl } from './safe-text.ts';
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
  return JSON.stringify({
    version: 1,
    messageId,
    watch: id,
    watchName: name,
    rate,
    ...also,
    alerts: alerts.map(alertJson),
  });
}

function alertJson({ alertId, watch, kind, releaseRecord: release, hit, changes }: AlertItem): Record<string, unknown> {
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
