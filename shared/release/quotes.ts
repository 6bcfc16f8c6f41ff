/** Finds direct speech in the body, with its speaker as printed; scare quotes, titles and defined terms are none. */
import type { Quote } from './schema.ts';
import { type FoundSpeaker, hasSpeechVerb, speakerBefore, speakerBehind } from './speakers.ts';

/** Opening marks and what may close them, the first being the usual. */
const closers: Readonly<Record<string, string>> = {
  '“': '”“',
  '„': '“”"',
  '«': '»',
  '»': '«',
  '"': '"”',
  '‘': '’',
  '‚': '‘’',
  '”': '”',
  '「': '」',
};

const openingUnits = new Set(Object.keys(closers).map((mark) => mark.charCodeAt(0)));

const QUOTES_MAX = 200;
const PARAGRAPHS_SPANNED_MAX = 30;
/** Without a speaker beside it a quotation needs so many words, and a sentence's end or a paragraph of its own. */
const UNATTRIBUTED_WORDS_MIN = 8;
const ATTRIBUTED_WORDS_MIN = 4;
const ATTRIBUTION_CHARACTERS = 300;

interface Paragraph {
  readonly start: number;
  readonly end: number;
}

interface Candidate {
  /** Of the text between the marks, in body. */
  readonly start: number;
  readonly end: number;
  /** Behind the closing mark. */
  readonly behind: number;
  readonly opensParagraph: boolean;
  readonly closed: boolean;
  readonly paragraph: number;
  readonly lastParagraph: number;
}

function paragraphsOf(body: string): readonly Paragraph[] {
  const found: Paragraph[] = [];
  let start = 0;
  for (const part of body.split('\n')) {
    if (part !== '') found.push({ start, end: start + part.length });
    start += part.length + 1;
  }
  return found;
}

function opens(body: string, at: number, from: number): boolean {
  const mark = body.charAt(at);
  if (closers[mark] === undefined) return false;
  const before = at === from ? ' ' : body.charAt(at - 1);
  const after = body.charAt(at + 1);
  if (after === '' || after === '\n') return false;
  const space = after === ' ';
  // «French » keeps a space inside; German »turned« ones must not be read as closing marks of the French.
  if (space && mark !== '«') return false;
  if (mark === '»' || mark === '”') return /[\s(:–—-]/.test(before) && at === from;
  return /[\s([{:–—\-/>«„“"]/u.test(before);
}

/** The closing mark in [from, to), or -1. One pass; apostrophes inside single quotes do not close them. */
function closing(body: string, open: string, from: number, to: number): number {
  const marks = closers[open] ?? '';
  for (let at = from; at < to; at += 1) {
    const char = body.charAt(at);
    if (!marks.includes(char)) continue;
    const before = body.charAt(at - 1);
    const after = at + 1 < to ? body.charAt(at + 1) : ' ';
    if (char === '’' || char === '‘') {
      const ends = /[\s.,;:!?)\]”"–—-]/.test(after);
      if (!ends || (!/[.,!?…]/.test(before) && /\p{L}/u.test(body.charAt(at + 2)) && before === 's')) continue;
      return at;
    }
    // A straight or turned mark that opens the next quotation stands behind a space.
    if ((char === '"' || (char === '“' && open === '“')) && /[\s(]/.test(before) && !/[\s.,;:!?)]/.test(after))
      continue;
    return at;
  }
  return -1;
}

/** All pairs of marks; a quotation that stays open goes on where the next paragraph repeats the opening mark. */
function candidates(body: string, paragraphs: readonly Paragraph[]): readonly Candidate[] {
  const found: Candidate[] = [];
  const unclosed: Unclosed = new Map();
  let index = 0;
  let at = paragraphs[0]?.start ?? 0;
  while (index < paragraphs.length && found.length < QUOTES_MAX) {
    const paragraph = paragraphs[index];
    if (paragraph === undefined) break;
    if (at < paragraph.start) at = paragraph.start;
    if (at >= paragraph.end) {
      index += 1;
      continue;
    }
    if (!openingUnits.has(body.charCodeAt(at)) || !opens(body, at, paragraph.start)) {
      at += 1;
      continue;
    }
    const candidate = candidateAt(body, paragraphs, index, at, unclosed);
    if (candidate === null) {
      at += 1;
      continue;
    }
    found.push(candidate);
    at = candidate.behind;
    index = candidate.lastParagraph;
  }
  return found;
}

/** Opening mark → end of the paragraph whose rest has nothing that closes it: it is not searched again for each mark. */
type Unclosed = Map<string, number>;

function candidateAt(
  body: string,
  paragraphs: readonly Paragraph[],
  index: number,
  at: number,
  unclosed: Unclosed,
): Candidate | null {
  const paragraph = paragraphs[index];
  if (paragraph === undefined) return null;
  const mark = body.charAt(at);
  const opensParagraph = at - paragraph.start <= 1;
  const own = unclosed.get(mark) === paragraph.end ? -1 : closing(body, mark, at + 1, paragraph.end);
  if (own >= 0) {
    return {
      ...inner(body, at + 1, own),
      behind: own + 1,
      opensParagraph,
      closed: true,
      paragraph: index,
      lastParagraph: index,
    };
  }
  unclosed.set(mark, paragraph.end);
  // Open to the paragraph's end: speech only where it opens the paragraph or follows a dash or a colon.
  if (!opensParagraph && !/[:–—-]\s?$/.test(body.slice(Math.max(paragraph.start, at - 3), at))) return null;
  let last = index;
  while (last + 1 < paragraphs.length && last - index < PARAGRAPHS_SPANNED_MAX) {
    const next = paragraphs[last + 1];
    if (next === undefined || body.charAt(next.start) !== mark) break;
    last += 1;
    const end = closing(body, mark, next.start + 1, next.end);
    if (end >= 0) {
      return {
        ...inner(body, at + 1, end),
        behind: end + 1,
        opensParagraph,
        closed: true,
        paragraph: index,
        lastParagraph: last,
      };
    }
  }
  const end = paragraphs[last]?.end ?? paragraph.end;
  return {
    ...inner(body, at + 1, end),
    behind: end,
    opensParagraph,
    closed: false,
    paragraph: index,
    lastParagraph: last,
  };
}

/** Without the spaces that French marks keep inside. */
function inner(body: string, start: number, end: number): { readonly start: number; readonly end: number } {
  let from = start;
  let to = end;
  while (from < to && body.charAt(from) === ' ') from += 1;
  while (to > from && body.charAt(to - 1) === ' ') to -= 1;
  return { start: from, end: to };
}

interface Attributed extends Candidate {
  readonly attribution: FoundSpeaker | null;
}

function attribute(
  body: string,
  paragraphs: readonly Paragraph[],
  list: readonly Candidate[],
  at: number,
): FoundSpeaker | null {
  const candidate = list[at];
  if (candidate === undefined) return null;
  const first = paragraphs[candidate.paragraph];
  const last = paragraphs[candidate.lastParagraph];
  if (first === undefined || last === undefined) return null;
  const next = list[at + 1];
  const nextStart = next === undefined ? body.length : next.start - 1;
  const behind = body.slice(candidate.behind, Math.min(last.end, nextStart, candidate.behind + ATTRIBUTION_CHARACTERS));
  const found = candidate.closed ? speakerBehind(behind) : null;
  if (found !== null && found.kind !== 'unnamed') return found;
  const previousEnd = list[at - 1]?.behind ?? 0;
  const before = body
    .slice(Math.max(first.start, previousEnd, candidate.start - ATTRIBUTION_CHARACTERS), candidate.start - 1)
    .replace(/[«“„"‘‚\s]+$/u, '');
  if (before !== '') return speakerBefore(before) ?? found;
  const above = paragraphs[candidate.paragraph - 1];
  const introduced =
    above === undefined ? '' : body.slice(Math.max(above.start, above.end - ATTRIBUTION_CHARACTERS), above.end);
  const announced = /[:：]$/.test(introduced.trimEnd()) ? speakerBefore(introduced) : null;
  return announced ?? found;
}

function wordCount(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Whether the candidate is speech: attributed and more than a term, or long and a sentence of its own. */
function isSpeech(body: string, candidate: Attributed, inheritable: boolean): boolean {
  const text = body.slice(candidate.start, candidate.end);
  const words = wordCount(text);
  const sentence = /[.!?…,]["'”’]?$/.test(text);
  if (candidate.attribution !== null) {
    return words >= ATTRIBUTED_WORDS_MIN || (sentence && candidate.opensParagraph) || (words >= 2 && sentence);
  }
  if (words < UNATTRIBUTED_WORDS_MIN) return inheritable && sentence && words >= ATTRIBUTED_WORDS_MIN;
  if (!candidate.closed || candidate.opensParagraph) return true;
  return sentence || inheritable;
}

/** Norwegian, Danish, Swedish and French print speech behind a dash, without a closing mark: "– …, sier Pål Bjerketvedt." */
function dashQuote(body: string, paragraph: Paragraph): Quote | null {
  const text = body.slice(paragraph.start, paragraph.end);
  const opening = /^[–—-]\s?(?=[\p{Lu}\p{Lo}])/u.exec(text);
  if (opening === null) return null;
  for (let at = text.indexOf(',', opening[0].length); at > 0; at = text.indexOf(',', at + 1)) {
    const behind = text.slice(at + 1, at + ATTRIBUTION_CHARACTERS).trimStart();
    const firstWord = behind.split(' ', 1)[0] ?? '';
    if (!hasSpeechVerb(firstWord)) continue;
    const speaker = speakerBehind(behind);
    if (speaker?.kind !== 'named') continue;
    const start = paragraph.start + opening[0].length;
    return { text: body.slice(start, paragraph.start + at), speaker: speaker.name, start, end: paragraph.start + at };
  }
  return null;
}

export interface QuoteOptions {
  /** Paragraphs that stand in a blockquote, as [start, end) in body. */
  readonly blockquotes?: readonly { readonly start: number; readonly end: number }[];
}

/**
 * Direct speech in `body`, in order. Offsets are UTF-16 units of body, and `body.slice(start, end) === text` always holds.
 * A quotation continued over paragraphs is one entry; split quotations are one entry a part.
 */
export function findQuotes(body: string, options: QuoteOptions = {}): Quote[] {
  const paragraphs = paragraphsOf(body);
  const list = candidates(body, paragraphs);
  const attributed = list.map(
    (candidate, at): Attributed => ({ ...candidate, attribution: attribute(body, paragraphs, list, at) }),
  );
  const quotes = named(body, attributed);
  const taken = (start: number, end: number) => quotes.some((quote) => quote.start < end && start < quote.end);
  for (const paragraph of paragraphs) {
    const found = dashQuote(body, paragraph);
    if (found !== null && !taken(found.start, found.end)) quotes.push(found);
  }
  for (const range of options.blockquotes ?? []) {
    const speaker = blockquoteSpeaker(body, paragraphs, range);
    if (speaker !== null && !taken(range.start, range.end))
      quotes.push({ text: body.slice(range.start, range.end), speaker, ...range });
  }
  return quotes.sort((left, right) => left.start - right.start).slice(0, QUOTES_MAX);
}

/** "so die Ministerin.", "said Ana Silva", "– Ana Silva". */
function opensWithAttribution(text: string): boolean {
  return /^[–—-]\s/u.test(text) || hasSpeechVerb(text.split(' ', 1)[0] ?? '');
}

/** A blockquote is speech where the paragraph before it names a speaker and ends in a colon, or the one behind it does nothing else. */
function blockquoteSpeaker(
  body: string,
  paragraphs: readonly Paragraph[],
  range: { readonly start: number; readonly end: number },
): string | null {
  let above: Paragraph | undefined;
  for (const paragraph of paragraphs) {
    if (paragraph.end > range.start) break;
    above = paragraph;
  }
  if (above !== undefined) {
    const found = speakerBefore(body.slice(Math.max(above.start, above.end - ATTRIBUTION_CHARACTERS), above.end));
    if (found?.kind === 'named') return found.name;
  }
  const below = paragraphs.find((paragraph) => paragraph.start >= range.end);
  const text =
    below === undefined ? '' : body.slice(below.start, Math.min(below.end, below.start + ATTRIBUTION_CHARACTERS));
  // Below it: "so die Ministerin.", "– Ana Silva", and nothing else.
  const found = text.length <= ATTRIBUTION_CHARACTERS / 3 && opensWithAttribution(text) ? speakerBehind(text) : null;
  return found?.kind === 'named' ? found.name : null;
}

interface Previous {
  readonly speaker: string | null;
  readonly paragraph: number;
}

/** In the same paragraph, or opening the next one: the quotation goes on. */
function follows(candidate: Candidate, previous: Previous): boolean {
  if (previous.speaker === null) return false;
  return (
    previous.paragraph === candidate.paragraph ||
    (candidate.opensParagraph && previous.paragraph === candidate.paragraph - 1)
  );
}

/** Gives speakers to the candidates that are speech: their own, that of the same paragraph, that of the quotation just before. */
function named(body: string, list: readonly Attributed[]): Quote[] {
  const quotes: Quote[] = [];
  const byParagraph = new Map<number, string>();
  for (const candidate of list) {
    if (candidate.attribution?.kind === 'named' && !byParagraph.has(candidate.paragraph)) {
      byParagraph.set(candidate.paragraph, candidate.attribution.name);
    }
  }
  let previous: Previous = { speaker: null, paragraph: -2 };
  for (const candidate of list) {
    const sameParagraph = byParagraph.get(candidate.paragraph) ?? null;
    const continues = follows(candidate, previous);
    if (!isSpeech(body, candidate, continues || sameParagraph !== null)) continue;
    const own = candidate.attribution?.kind === 'named' ? candidate.attribution.name : null;
    const inherited = continues || candidate.attribution?.kind === 'pronoun' ? previous.speaker : null;
    const speaker = own ?? inherited ?? sameParagraph;
    const { start, end } = candidate;
    quotes.push({ text: body.slice(start, end), speaker, start, end });
    if (speaker !== null) previous = { speaker, paragraph: candidate.lastParagraph };
  }
  return quotes;
}
