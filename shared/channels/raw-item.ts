/** Items as a reader found them, dates still as written, and the step to the final reading. */
import { limits } from '../limits.ts';
import { inferDateOrder, readInstant } from '../text/instants.ts';
import type { ChannelItem, ChannelReading, ReadingContext } from './types.ts';

/** Dates as written, the most telling first. */
interface RawDates {
  readonly published: readonly string[];
  readonly updated: readonly string[];
}

export type RawItem = Omit<ChannelItem, 'published' | 'updated'> & RawDates;

/** All of a reading but its items, dates as written. */
export type RawChannel = Omit<ChannelReading, 'items' | 'published' | 'updated' | 'warnings'> & RawDates;

export const emptyReading: ChannelReading = {
  kind: 'none',
  id: null,
  title: null,
  description: null,
  site: null,
  language: null,
  self: null,
  hub: null,
  published: null,
  updated: null,
  items: [],
  malformed: false,
  warnings: [],
  ttlMinutes: null,
  nextPage: null,
};

/**
 * Reads the dates of channel and items. Without a `dateOrder` the unambiguous dates of the same channel decide between day
 * and month; where they say nothing an ambiguous date stays null, with a warning.
 */
export function finishReading(
  channel: RawChannel,
  items: readonly RawItem[],
  context: ReadingContext,
  warnings: readonly string[],
): ChannelReading {
  const kept = items.slice(0, limits.itemsPerChannelMax);
  const notes = new Map<string, number>();
  const note = (text: string): void => void notes.set(text, (notes.get(text) ?? 0) + 1);
  const dateOrder = context.dateOrder ?? inferDateOrder(kept.flatMap((item) => [...item.published, ...item.updated]));
  const options = {
    timeZone: context.timeZone,
    dateOrder,
    uiLanguage: context.uiLanguage ?? context.language,
    allowsMissingDay: true,
  };
  const read = (texts: readonly string[]): string | null => {
    for (const text of texts) {
      const reading = readInstant(text, options);
      if (reading?.warning !== undefined) note(reading.warning);
      if (reading !== null && reading.value !== null) return reading.value;
    }
    if (texts.length > 0) note('a date that could not be read');
    return null;
  };
  const finished = kept.map((item): ChannelItem => {
    const { id, url, title, summary, content, language, authors, enclosures } = item;
    if ((content?.length ?? 0) >= limits.textFieldCharactersMax) note('a text was cut');
    const published = read(item.published);
    const updated = read(item.updated);
    return { id, url, title, published, updated, summary, content, language: tag(language), authors, enclosures };
  });
  const { published, updated, ...rest } = channel;
  const own = { published: read(published), updated: read(updated) };
  const dropped = items.length - kept.length;
  return {
    ...rest,
    language: tag(rest.language),
    ...own,
    items: finished,
    warnings: [
      ...warnings,
      ...(dropped > 0 ? [`${dropped} items beyond ${limits.itemsPerChannelMax} were not read`] : []),
      ...[...notes].map(([text, count]) => (count === 1 ? text : `${text} (${count} times)`)),
    ],
  };
}

/** `en_US` is meant as `en-US` (BCP 47); the rest stays as written. */
function tag(language: string | null): string | null {
  return language === null || language.trim() === '' ? null : language.trim().replaceAll('_', '-');
}
