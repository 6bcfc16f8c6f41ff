/** The line of `inspect page` and `inspect text`: every field of the record, null where nothing is known, and what the bytes are. */
import { releaseId } from '../ids.ts';
import { type PageKind, type Release, schemaVersion } from './schema.ts';
import type { PageReading } from './types.ts';

export interface InspectContext {
  /** Address the bytes came from. */
  readonly url: string | null;
  readonly newsroom: string | null;
  readonly organization: string | null;
  /** ISO 3166-1 alpha-2, EU or INT. */
  readonly country: string | null;
}

type Nullable<Fields> = { readonly [Field in keyof Fields]: Fields[Field] | null };

export type InspectedRecord = Nullable<Release> & { readonly pageKind: PageKind; readonly reason: string };

/** Only a release has a body. An id needs a newsroom and an address; nothing is invented without them. */
export function inspectRecord(reading: PageReading, context: InspectContext): InspectedRecord {
  const { content, pageKind, reason } = reading;
  const identified = context.newsroom !== null && content.canonicalUrl !== null;
  return {
    ...content,
    schemaVersion,
    id:
      identified && context.newsroom !== null && content.canonicalUrl !== null
        ? releaseId(context.newsroom, content.canonicalUrl)
        : null,
    newsroom: context.newsroom,
    organization: context.organization,
    country: context.country,
    url: context.url,
    guid: null,
    origin: 'live',
    revision: 1,
    status: 'current',
    bodyStatus: pageKind === 'release' && content.body !== '' ? 'full' : 'unavailable',
    change: null,
    firstSeenAt: null,
    channel: null,
    capture: null,
    pageKind,
    reason,
  };
}
