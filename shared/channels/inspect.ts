/** A reading as `dateline inspect feed` and `inspect listing` print it: fields and their order are part of the interface. */
import type { ChannelReading } from './types.ts';

export type InspectedChannel = { readonly file: string } & Omit<
  ChannelReading,
  'ttlMinutes' | 'skipHours' | 'skipDays' | 'nextPage'
>;

/** One line of output for one input file. */
export function inspectReading(reading: ChannelReading, file: string): InspectedChannel {
  return {
    file,
    kind: reading.kind,
    id: reading.id,
    title: reading.title,
    description: reading.description,
    site: reading.site,
    language: reading.language,
    self: reading.self,
    hub: reading.hub,
    published: reading.published,
    updated: reading.updated,
    items: reading.items,
    malformed: reading.malformed,
    warnings: reading.warnings,
  };
}
