/** Parts a stretch of text into words with the punctuation around them: what speaker.ts and attribution.ts read. */
import { fold } from './lexicon.ts';
import { honorifics } from './name-words.ts';

export interface Word {
  /** As printed, without the punctuation around it; the full stop of an abbreviation stays. */
  readonly printed: string;
  readonly lower: string;
  /** Punctuation in front of it, and behind it (with that which stands alone). */
  readonly opens: string;
  closes: string;
  readonly capital: boolean;
}

const BRACKET_WORDS_MAX = 6;
const plainWord = /^[a-z0-9]+$/i;
const edges = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}\p{M}]*)$/su;
const abbreviations = new Set(
  'jr sr st gen sen rep gov lt col capt sgt maj hon rev insp supt cmdr adm bzw ca nr u.s u.k u.n d.c ph.d vs no inc ltd corp co hr dipl ing mag phil iur med h.c'.split(
    ' ',
  ),
);

/** Honorifics that are whole words: the stop behind "King" or "Judge" ends a sentence. */
const wholeHonorifics = new Set(
  'miss professor sir dame lord lady sheikh sheikha baroness reverend father sister brother rabbi imam pope king queen prince princess judge justice herr frau señor señora monsieur madame'.split(
    ' ',
  ),
);

/** "J.", "Dr.", "U.S.", "Jr.": the stop ends no sentence. */
function isAbbreviation(word: string): boolean {
  const lower = word.toLowerCase();
  if (wholeHonorifics.has(lower)) return false;
  return /^\p{Lu}\p{Ll}?(?:[.-]\p{Lu})*$/u.test(word)
    ? word.length < 3 || word.includes('.') || honorifics.has(lower)
    : honorifics.has(lower) || abbreviations.has(lower);
}

/** Words of at most so many characters of text: attributions are short. */
export function wordsOf(text: string): readonly Word[] {
  const found: Word[] = [];
  for (const chunk of text.split(/\s+/u)) {
    if (chunk === '') continue;
    if (plainWord.test(chunk)) {
      const initial = chunk.charCodeAt(0);
      found.push({
        printed: chunk,
        lower: chunk.toLowerCase(),
        opens: '',
        closes: '',
        capital: initial > 64 && initial < 91,
      });
      continue;
    }
    const parts = edges.exec(chunk);
    const core = parts?.[2] ?? '';
    if (core === '') {
      const previous = found.at(-1);
      if (previous !== undefined) previous.closes += chunk;
      continue;
    }
    let closes = parts?.[3] ?? '';
    let printed = core;
    if (closes.startsWith('.') && isAbbreviation(core)) {
      printed += '.';
      closes = closes.slice(1);
    }
    found.push({ printed, lower: fold(core), opens: parts?.[1] ?? '', closes, capital: /^\p{Lu}/u.test(core) });
  }
  return found;
}

/** Whether a sentence, a clause in dashes or a bracket ends behind the word. */
export function endsClause(word: Word): boolean {
  return /[.;:!?…–—()[\]؛؟。：-]/u.test(word.closes);
}

export function endsWithComma(word: Word): boolean {
  return /[,،]/u.test(word.closes);
}

export function endsSentence(word: Word): boolean {
  return /[.!?…。؟]/u.test(word.closes);
}

/** Stretches between commas, up to where the clause ends. */
export function segmentsFrom(words: readonly Word[], from: number, most = 4): readonly (readonly Word[])[] {
  const segments: Word[][] = [];
  let current: Word[] = [];
  let bracket = 0;
  for (const word of words.slice(from)) {
    // "the World Harbour Organization (WHO), Jon Stark": what a short bracket says is passed over.
    if (current.length > 0 && (bracket > 0 || word.opens.startsWith('('))) {
      bracket += 1;
      if (bracket > BRACKET_WORDS_MAX) break;
      if (!word.closes.includes(')')) continue;
      bracket = 0;
      if (/[.;:!?–—]/u.test(word.closes)) break;
      if (!endsWithComma(word)) continue;
      segments.push(current);
      current = [];
      continue;
    }
    if (current.length + segments.length > 0 && /[([–—]/u.test(word.opens)) break;
    current.push(word);
    if (endsClause(word)) break;
    if (!endsWithComma(word)) continue;
    segments.push(current);
    current = [];
    if (segments.length === most) return segments;
  }
  if (current.length > 0) segments.push(current);
  return segments;
}

/** The words as printed, with the punctuation inside. */
export function printedText(words: readonly Word[]): string {
  return words
    .map((word, at) => `${at > 0 ? word.opens : ''}${word.printed}${at < words.length - 1 ? word.closes : ''}`)
    .join(' ');
}
