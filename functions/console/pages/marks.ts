/** Text with the places that matched inside `<mark>`. */
import { each, type Html, html } from './html.ts';

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Places in order, those that touch or overlap as one. */
export function mergePlaces(places: readonly Place[]): readonly Place[] {
  const merged: Place[] = [];
  for (const { start, end } of [...places].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    } else if (end > start) {
      merged.push({ start, end });
    }
  }
  return merged;
}

/** The text with marks; `places` are UTF-16 offsets in it, whatever lies outside is ignored. */
export function marked(text: string, places: readonly Place[]): Html {
  const pieces: Html[] = [];
  let at = 0;
  for (const { start, end } of mergePlaces(places)) {
    const from = Math.max(start, at);
    const to = Math.min(end, text.length);
    if (to <= from) continue;
    pieces.push(html`${text.slice(at, from)}<mark>${text.slice(from, to)}</mark>`);
    at = to;
  }
  return html`${pieces}${text.slice(at)}`;
}

/** A body as paragraphs; `places` count from the start of the whole body. */
export function markedParagraphs(body: string, places: readonly Place[]): Html {
  let offset = 0;
  const paragraphs = body.split('\n\n').map((text) => {
    const start = offset;
    offset += text.length + 2;
    return { text, start };
  });
  return each(paragraphs, ({ text, start }) => {
    const own = places
      .filter((place) => place.end > start && place.start < start + text.length)
      .map((place) => ({ start: place.start - start, end: place.end - start }));
    return html`<p>${marked(text, own)}</p>\n`;
  });
}
