/** Finds speech that a dash opens, as the North, Poland, Spain and Russia print it: "– …, sier Pål Berg", "—… —dijo Ana Silva—. …". */
import type { Quote } from '../schema.ts';
import { ATTRIBUTION_CHARACTERS, type Grammar, speakerBehind, verbAt } from './attribution.ts';
import type { Paragraph } from './paragraphs.ts';
import { wordsOf } from './words.ts';

/** Places in a paragraph where an attribution may begin: more are not tried. */
const PLACES_TRIED_MAX = 200;
const FIRST_WORDS_CHARACTERS = 80;
const LINES_TRIED_MAX = 2_000;

const opening = /^[–—―-]\s?(?=[\p{Lu}\p{Lo}¿¡“"«„])/u;
/** In front of an attribution: a comma, a mark that ends the sentence, or a dash. */
const places = /(?:(?<=[!?…])\s+|,\s*)(?:[–—―-]\s*)?|(?<=[\p{L}\p{N}.!?…”"»])\s+[–—―-]\s*(?=\p{L})/gu;

interface Part {
  readonly start: number;
  readonly end: number;
}

/** The parts of speech in one paragraph, with their speaker; none where no attribution says who spoke. */
function spokenIn(
  text: string,
  grammar: Grammar,
): { readonly parts: readonly Part[]; readonly speaker: string | null } | null {
  const start = opening.exec(text)?.[0].length;
  if (start === undefined) return null;
  let tried = 0;
  places.lastIndex = start;
  for (let place = places.exec(text); place !== null && tried < PLACES_TRIED_MAX; place = places.exec(text)) {
    tried += 1;
    const behind = text.slice(place.index + place[0].length, place.index + place[0].length + ATTRIBUTION_CHARACTERS);
    const words = wordsOf(behind.slice(0, FIRST_WORDS_CHARACTERS));
    const dashed = /[–—―-]/u.test(place[0]);
    const verb = verbAt(words, 0, grammar.lexicon);
    // "…, hän jatkaa": subject and verb, and nothing else.
    const turned = verb === null && words.length > 1 && verbAt(words, 1, grammar.lexicon) !== null;
    if ((verb === null && !turned) || verb?.form.kind === 'according' || (verb !== null && words[0]?.capital === true))
      continue;
    const found = speakerBehind(behind, grammar, false);
    if (found === null || (found.kind === 'unnamed' && !dashed)) continue;
    const end = place.index;
    const rest = place.index + place[0].length;
    const further = furtherPart(text, rest, dashed);
    return {
      parts: [{ start, end }, ...(further === null ? [] : [further])],
      speaker: found.kind === 'named' ? found.name : null,
    };
  }
  return null;
}

/** Where the speech goes on behind the attribution: behind a dash that follows it. */
function furtherPart(text: string, from: number, dashed: boolean): Part | null {
  const next = /[.,:]?\s*[–—―](?:[.,:;]\s*|\s+)(?=\S)|[.:]\s+[–—―-]\s+(?=\S)/u.exec(
    text.slice(from, from + ATTRIBUTION_CHARACTERS),
  );
  if (next === null) return null;
  // A dash alone is an aside in the attribution, unless a dash opened it.
  if (!dashed && !/^[.:]/u.test(next[0])) return null;
  return { start: from + next.index + next[0].length, end: text.length };
}

/** Speech opened by dashes, in order; a paragraph's offsets are those of `body`. */
export function dashQuotes(body: string, paragraphs: readonly Paragraph[], grammar: Grammar): readonly Quote[] {
  const quotes: Quote[] = [];
  let previous: { readonly speaker: string; readonly paragraph: number } | null = null;
  let tried = 0;
  for (const [index, paragraph] of paragraphs.entries()) {
    if (!'–—―-'.includes(body.charAt(paragraph.start))) continue;
    tried += 1;
    if (tried > LINES_TRIED_MAX) break;
    const found = spokenIn(body.slice(paragraph.start, paragraph.end), grammar);
    if (found === null) continue;
    const speaker: string | null =
      found.speaker ?? (previous !== null && previous.paragraph >= index - 2 ? previous.speaker : null);
    if (speaker === null) continue;
    for (const part of found.parts) {
      const start = paragraph.start + part.start;
      const end = paragraph.start + part.end;
      quotes.push({ text: body.slice(start, end), speaker, start, end });
    }
    previous = { speaker, paragraph: index };
  }
  return quotes;
}
