/** Finds direct speech in the body, with its speaker as printed; scare quotes, titles and defined terms are none. */
import type { Quote } from './schema.ts';
import {
  ATTRIBUTION_CHARACTERS,
  type Grammar,
  type Introduction,
  lastReported,
  signature,
  speakerBefore,
  speakerBehind,
  speakerInside,
  subjectInFront,
} from './speech/attribution.ts';
import { dashQuotes } from './speech/dashes.ts';
import { easternScript, easternSpeaker } from './speech/eastern.ts';
import { lexiconOf } from './speech/lexicon.ts';
import { type MarkedSpan, markedSpans } from './speech/marks.ts';
import { type Paragraph, paragraphsOf } from './speech/paragraphs.ts';
import type { FoundSpeaker } from './speech/speaker.ts';
import { blockquoteQuotes, unmarkedStatements } from './speech/statements.ts';
import { isNameOfThing } from './speech/titles.ts';

const QUOTES_MAX = 200;
/** Without a speaker beside it a quotation needs so many words, and a sentence's end or a paragraph of its own. */
const UNATTRIBUTED_WORDS_MIN = 8;
const ATTRIBUTED_WORDS_MIN = 4;
const SHORT_WORDS_MIN = 3;
const SUBJECT_WORDS_MIN = 5;
const EMBEDDED_WORDS_MIN = 5;
/** A few words of somebody's in a reporting sentence are as often a term: "briefed “our partners in the project”". */
const CLAUSE_WORDS_MIN = 6;

interface Attribution {
  readonly speaker: FoundSpeaker;
  /** `beside`: the words beside it attribute it; `clause`: it is part of a sentence that reports; `subject`: whom the sentence before is about. */
  readonly by: 'beside' | 'clause' | 'subject';
}

interface Candidate extends MarkedSpan {
  readonly text: string;
  readonly words: number;
  readonly sentence: boolean;
  /** In its paragraph, from the quotation before to the opening mark; from the closing mark to the next. */
  readonly front: string;
  readonly back: string;
  readonly attribution: Attribution | null;
}

const unspacedSigns = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/** Words with spaces between them; two signs of Chinese or Japanese count as one. */
function wordCount(text: string): number {
  // Below U+0E00 no script is written without spaces; the marks of Latin print are told apart at once.
  const signs = /[\u0e00-\u1fff\u2e80-\uffff]/.test(text) ? (text.match(unspacedSigns)?.length ?? 0) : 0;
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length + Math.floor(signs / 2);
}

class Reader {
  readonly body: string;
  readonly paragraphs: readonly Paragraph[];
  readonly grammar: Grammar;

  constructor(body: string, grammar: Grammar) {
    this.body = body;
    this.paragraphs = paragraphsOf(body);
    this.grammar = grammar;
  }

  candidates(): readonly Candidate[] {
    const spans = markedSpans(this.body, this.paragraphs);
    return spans.map((span, at) => this.candidateOf(span, spans[at - 1] ?? null, spans[at + 1] ?? null));
  }

  private candidateOf(span: MarkedSpan, previous: MarkedSpan | null, next: MarkedSpan | null): Candidate {
    const { body, paragraphs } = this;
    const first = paragraphs[span.paragraph];
    const last = paragraphs[span.lastParagraph];
    const text = body.slice(span.start, span.end);
    const sentence = /[.!?…,。！？]["'”’»」]?$/u.test(text);
    const backEnd = Math.min(
      last?.end ?? body.length,
      next?.before ?? body.length,
      span.behind + ATTRIBUTION_CHARACTERS,
    );
    const frontStart = Math.max(first?.start ?? 0, previous?.behind ?? 0, span.before - ATTRIBUTION_CHARACTERS);
    const back = span.closed ? body.slice(span.behind, backEnd) : '';
    const front = body.slice(frontStart, span.before);
    const plain = { ...span, text, words: wordCount(text), sentence, front, back };
    // A word or two in marks are no speech, whoever is named beside them.
    const term = plain.words < 2 && !sentence;
    return { ...plain, attribution: term ? null : this.attributionOf(plain) };
  }

  private attributionOf(span: Omit<Candidate, 'attribution'>): Attribution | null {
    const { front, back } = span;
    const script = easternScript(span.text.slice(0, 40));
    if (script !== null) {
      const found = easternSpeaker(script, front, back);
      return found === null ? null : { speaker: found, by: 'beside' };
    }
    const ended = /[.!?…]["'”’»]?$/u.test(span.text);
    const embedded = /^\p{Ll}/u.test(span.text) && /[\p{L}\p{N}]\s*$/u.test(front);
    const behind = span.closed ? speakerBehind(back, this.grammar, ended, embedded) : null;
    if (behind?.kind === 'named') return { speaker: behind, by: 'beside' };
    const before: Introduction | null = /[\p{L}\p{N}]/u.test(front)
      ? speakerBefore(front, this.grammar)
      : this.announcedAbove(span);
    if (before !== null && behind === null) {
      return { speaker: before.speaker, by: before.by === 'announcement' ? 'beside' : before.by };
    }
    if (behind !== null) {
      const inFront = subjectInFront(front, this.grammar);
      if (inFront !== null) return { speaker: inFront, by: 'beside' };
    }
    if (behind !== null) return { speaker: behind, by: 'beside' };
    const other =
      this.signedBelow(span) ?? (span.words < UNATTRIBUTED_WORDS_MIN ? null : speakerInside(span.text, this.grammar));
    return other === null ? null : { speaker: other, by: 'beside' };
  }

  /** The paragraph above ends in a colon and names somebody. */
  private announcedAbove(span: MarkedSpan): Introduction | null {
    const above = this.paragraphs[span.paragraph - 1];
    if (above === undefined || !/[:：]\s*$/u.test(this.body.slice(Math.max(above.start, above.end - 3), above.end)))
      return null;
    return speakerBefore(
      this.body.slice(Math.max(above.start, above.end - ATTRIBUTION_CHARACTERS), above.end),
      this.grammar,
    );
  }

  /** The paragraph below is a signature: "– Ana Silva, director", "said Ana Silva.". */
  private signedBelow(span: Omit<Candidate, 'attribution'>): FoundSpeaker | null {
    const below = this.paragraphs[span.lastParagraph + 1];
    if (below === undefined || !span.opensParagraph || /[\p{L}\p{N}]/u.test(span.back)) return null;
    const text = this.body.slice(below.start, Math.min(below.end, below.start + ATTRIBUTION_CHARACTERS));
    if (/^[–—]\s?\p{Lu}/u.test(text)) return signature(text.replace(/^[–—]\s?/u, ''), this.grammar);
    const found = /^\p{Ll}/u.test(text) ? speakerBehind(text, this.grammar, false) : null;
    return found?.kind === 'named' ? found : null;
  }

  /** Whom "he added" means where nobody was quoted: who is said to say something in the two paragraphs above. */
  reportedAbove(span: MarkedSpan): string | null {
    for (let index = span.paragraph; index >= Math.max(0, span.paragraph - 2); index -= 1) {
      const paragraph = this.paragraphs[index];
      if (paragraph === undefined) continue;
      const end = index === span.paragraph ? span.before : paragraph.end;
      const name = lastReported(this.body.slice(paragraph.start, end), this.grammar);
      if (name !== null) return name;
    }
    return null;
  }
}

/** Whether the candidate is speech: attributed and more than a term, or long and a sentence of its own. */
function isSpeech(candidate: Candidate, inheritable: boolean): boolean {
  const { words, sentence, opensParagraph, text, front, back, attribution } = candidate;
  const straight = candidate.mark === "'";
  if (/^\s*[)\]]/u.test(back) && /[([]\s*$/u.test(front)) return false;
  if (attribution?.by === 'beside') {
    const announced = /[:：,，]\s*$/u.test(front) || opensParagraph;
    if (!announced && !sentence && isNameOfThing(text, front)) return false;
    // "from an old term for “shelter for an army”, the museum said": a few words inside somebody's sentence.
    if (!announced && !sentence && /^\p{Ll}/u.test(text) && words < EMBEDDED_WORDS_MIN) return false;
    if (/\p{Script=Hangul}/u.test(text)) return words >= 2;
    // “Las cifras aumentan”, dijo …: a short sentence at the place of one, whose comma stands outside the marks.
    const short = words >= SHORT_WORDS_MIN && /^\s?[,，]/u.test(back) && /(?:^|[.!?…])\s*$/u.test(front);
    if (short && /^\p{Lu}/u.test(text) && /\s\p{Ll}\S*$/u.test(text)) return true;
    return words >= ATTRIBUTED_WORDS_MIN || (sentence && words >= 2) || (sentence && opensParagraph);
  }
  if (straight || isNameOfThing(text, front)) return false;
  if (attribution?.by === 'clause') return words >= CLAUSE_WORDS_MIN;
  if (attribution?.by === 'subject' && sentence && words >= SUBJECT_WORDS_MIN) return true;
  if (words < UNATTRIBUTED_WORDS_MIN) return inheritable && sentence && words >= ATTRIBUTED_WORDS_MIN;
  if (!candidate.closed) return true;
  // At the beginning of a sentence that goes on it is a name: "“Safe ports for all …” is the theme."
  if (opensParagraph) return sentence || !/^\s*\p{Ll}/u.test(back);
  return sentence || inheritable;
}

export interface QuoteOptions {
  /** Paragraphs that stand in a blockquote, as [start, end) in body. */
  readonly blockquotes?: readonly { readonly start: number; readonly end: number }[];
  /** Of the text (BCP 47 primary subtag); null where it is unknown. */
  readonly language?: string | null;
}

/**
 * Direct speech in `body`, in order. Offsets are UTF-16 units of body, and `body.slice(start, end) === text` always holds.
 * A quotation continued over paragraphs is one entry; split quotations are one entry a part.
 */
export function findQuotes(body: string, options: QuoteOptions = {}): Quote[] {
  const language = options.language ?? null;
  const grammar: Grammar = { lexicon: lexiconOf(language), language };
  const reader = new Reader(body, grammar);
  const { paragraphs } = reader;
  const quotes = named(reader, reader.candidates());
  const add = (found: readonly Quote[]): void => {
    for (const quote of found) {
      if (!quotes.some((other) => other.start < quote.end && quote.start < other.end)) quotes.push(quote);
    }
  };
  add(dashQuotes(body, paragraphs, grammar));
  add(blockquoteQuotes(body, paragraphs, options.blockquotes ?? [], grammar));
  add(unmarkedStatements(body, paragraphs, grammar));
  return quotes.sort((left, right) => left.start - right.start).slice(0, QUOTES_MAX);
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

function ownName(candidate: Candidate): string | null {
  const speaker = candidate.attribution?.speaker;
  return speaker?.kind === 'named' ? speaker.name : null;
}

/** Gives speakers to the candidates that are speech: their own, that of the same paragraph, that of the quotation just before. */
function named(reader: Reader, list: readonly Candidate[]): Quote[] {
  const quotes: Quote[] = [];
  const byParagraph = new Map<number, string>();
  for (const candidate of list) {
    const name = ownName(candidate);
    if (name !== null && candidate.attribution?.by === 'beside' && !byParagraph.has(candidate.paragraph))
      byParagraph.set(candidate.paragraph, name);
  }
  let previous: Previous = { speaker: null, paragraph: -2 };
  for (const candidate of list) {
    const sameParagraph = byParagraph.get(candidate.paragraph) ?? null;
    const continues = follows(candidate, previous);
    if (!isSpeech(candidate, continues || sameParagraph !== null)) continue;
    const kind = candidate.attribution?.speaker.kind ?? null;
    const pointing = kind === 'pronoun' || (kind === 'unnamed' && continues);
    const meant = pointing ? (previous.speaker ?? reader.reportedAbove(candidate)) : null;
    const speaker = ownName(candidate) ?? meant ?? (continues ? previous.speaker : null) ?? sameParagraph;
    const { start, end, text } = candidate;
    quotes.push({ text, speaker, start, end });
    if (speaker !== null) previous = { speaker, paragraph: candidate.lastParagraph };
  }
  return quotes;
}
