/** Finds who spoke in the words beside a quotation: the name as printed, else the noun phrase. */
import {
  clauseOpeners,
  honorifics,
  officeEndings,
  offices,
  phraseEnders,
  pronouns,
  speechVerbs,
} from './quote-words.ts';

export type FoundSpeaker =
  | { readonly kind: 'named'; readonly name: string }
  /** "he concluded": whoever spoke before. */
  | { readonly kind: 'pronoun' }
  /** A verb of speech, and nobody to attach it to. */
  | { readonly kind: 'unnamed' };

const PHRASE_CHARACTERS_MAX = 160;
const NAME_WORDS_MAX = 5;
const GAP_WORDS_MAX = 3;

/** Verbs of speech as lists of words, by their first word, longest first. */
const verbs: ReadonlyMap<string, readonly (readonly string[])[]> = (() => {
  const byFirst = new Map<string, string[][]>();
  for (const forms of Object.values(speechVerbs)) {
    for (const form of forms) {
      const words = form.split(' ');
      const list = byFirst.get(words[0] ?? '') ?? [];
      list.push(words);
      byFirst.set(words[0] ?? '', list);
    }
  }
  for (const list of byFirst.values()) list.sort((left, right) => right.length - left.length);
  return byFirst;
})();

const trimMarks = /^[\s,.;:!?()[\]"“”„«»‚‘]+|[\s,.;:!?()[\]"“”„«»]+$/gu;

function bare(word: string): string {
  return word.replace(trimMarks, '');
}

/** The number of words the verb of speech at `at` takes; 0 where none stands. */
function verbAt(words: readonly string[], at: number): number {
  const list = verbs.get(bare(words[at] ?? '').toLowerCase());
  if (list === undefined) return 0;
  for (const verb of list) {
    if (verb.every((word, index) => bare(words[at + index] ?? '').toLowerCase() === word)) return verb.length;
  }
  return 0;
}

/** Whether a verb of speech stands among the words of the text. */
export function hasSpeechVerb(text: string): boolean {
  const words = text.slice(0, 1_000).split(' ');
  return words.some((_, at) => verbAt(words, at) > 0);
}

function isCapitalized(word: string): boolean {
  return /^['’(]?\p{Lu}/u.test(word) || /^\p{Script=Arabic}/u.test(word);
}

const nameParticles = new Set(
  'de del de la van von der den ten ter di da do dos du le la el al bin bint ibn abu af av zu y e und'.split(' '),
);

function isOffice(word: string): boolean {
  const lower = bare(word).toLowerCase();
  if (offices.has(lower)) return true;
  return officeEndings.some(
    (ending) => lower.endsWith(ending) && (lower.length === ending.length || lower.length > ending.length + 2),
  );
}

function isName(words: readonly string[]): boolean {
  if (words.length === 0 || words.length > NAME_WORDS_MAX) return false;
  const own = words.filter((word) => !honorifics.has(bare(word).toLowerCase()));
  const capitalized = own.filter(isCapitalized);
  if (capitalized.length < (own.length < words.length ? 1 : 2)) return false;
  return (
    own.every((word, index) => isCapitalized(word) || (index > 0 && nameParticles.has(word.toLowerCase()))) &&
    !own.some(isOffice)
  );
}

const officePrepositions = new Set('for of at für des pour para per voor'.split(' '));

/** The name at the end of a phrase: "BKA-Präsident Holger Münch" gives "Holger Münch", "Secretary General Stock" stays whole. */
function nameOf(phrase: string): string | null {
  const words = phrase.split(' ').filter((word) => bare(word) !== '');
  let start = words.length;
  while (start > 0) {
    const word = words[start - 1] ?? '';
    if (isOffice(word) && !honorifics.has(bare(word).toLowerCase())) break;
    if (
      !isCapitalized(word) &&
      !(
        nameParticles.has(word.toLowerCase()) &&
        start < words.length &&
        isCapitalized(words[start] ?? '') &&
        isCapitalized(words[start - 2] ?? '')
      )
    ) {
      if (!honorifics.has(word.toLowerCase())) break;
    }
    start -= 1;
  }
  // "Vice-Minister for Public Security": capitals behind a preposition name the office, not the person.
  if (officePrepositions.has(bare(words[start - 1] ?? '').toLowerCase())) return null;
  const name = words.slice(start);
  if (name.length > NAME_WORDS_MAX) return lastNameWords(name);
  return isName(name) ? clean(name.join(' ')) : null;
}

/** Of a long run of capitals ("World Bank Group Ajay Banga") the last words are the name. */
function lastNameWords(words: readonly string[]): string | null {
  const name = words.slice(-2);
  return isName(name) ? clean(name.join(' ')) : null;
}

function clean(text: string): string {
  return text.replace(trimMarks, '').replace(/\s+/g, ' ').trim();
}

/** Segments between commas, the name or the whole phrase: which of them says who spoke. */
function fromSegments(segments: readonly string[]): FoundSpeaker {
  const phrases = segments.map(clean).filter((segment) => segment !== '');
  const [first] = phrases;
  if (first === undefined) return { kind: 'unnamed' };
  if (pronouns.has(first.toLowerCase())) return { kind: 'pronoun' };
  for (const phrase of phrases.slice(0, 2)) {
    const words = phrase.split(' ');
    if (isName(words)) return { kind: 'named', name: clean(phrase) };
    const name = nameOf(phrase);
    if (name !== null) return { kind: 'named', name };
  }
  return first.length <= PHRASE_CHARACTERS_MAX / 2 ? { kind: 'named', name: first } : { kind: 'unnamed' };
}

/** Cuts a phrase where it stops naming the speaker: at a preposition, a relative, a digit. */
function untilEnder(words: readonly string[]): readonly string[] {
  const end = words.findIndex(
    (word, at) => at > 0 && phraseEnders.has(bare(word).toLowerCase()) && !continuesName(words, at),
  );
  return end < 0 ? words : words.slice(0, end);
}

function continuesName(words: readonly string[], at: number): boolean {
  // "Van der Bellen", "Head of INTERPOL in Asia" differ: only a particle between two capitals goes on.
  return nameParticles.has(words[at] ?? '') && isCapitalized(words[at - 1] ?? '') && isCapitalized(words[at + 1] ?? '');
}

function sentenceSegments(words: readonly string[]): readonly string[] {
  const segments: string[] = [];
  let current: string[] = [];
  for (const word of words) {
    current.push(word);
    const stop =
      /[.;:!?–—]["”»]?$/.test(word) &&
      !/^(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|Gen|Sen|Rep)\.$/u.test(word) &&
      !honorifics.has(word.toLowerCase());
    if (!/[,،]$/.test(word) && !stop) continue;
    segments.push(untilEnder(current).join(' '));
    current = [];
    if (stop || segments.length >= 3) return segments;
  }
  if (current.length > 0) segments.push(untilEnder(current).join(' '));
  return segments;
}

/**
 * Who is named in the text right behind a closing mark: "said Mr Stock", ", the minister added", "– Name".
 * Null where the text is no attribution.
 */
export function speakerBehind(text: string): FoundSpeaker | null {
  const behind = text.slice(0, PHRASE_CHARACTERS_MAX * 2);
  const dash = /^\s*[–—-]{1,2}\s+(?=\p{Lu})/u.exec(behind);
  if (dash !== null) {
    const line = behind.slice(dash[0].length);
    const found = fromSegments(sentenceSegments(line.split(' ')));
    if (found.kind === 'named' && line.length < PHRASE_CHARACTERS_MAX && !hasSpeechVerb(found.name)) return found;
  }
  const words = behind
    .replace(/^[\s,.;–—-]+/u, '')
    .split(' ')
    .filter((word) => word !== '');
  const first = verbAt(words, 0);
  if (first > 0 && clauseOpeners.has(bare(words[first] ?? '').toLowerCase())) return null;
  if (first > 0) return fromSegments(sentenceSegments(skipVerbTail(words, first)));
  // "the minister added", "Mr Stock said": the subject stands before its verb, in the same clause.
  const limit = Math.min(words.length, NAME_WORDS_MAX + 8);
  for (let at = 1; at < limit; at += 1) {
    if (verbAt(words, at) > 0) {
      const subject = words.slice(0, at);
      if (subject.some((word) => /[.!?;:]$/.test(word) && !/^(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof)\.$/u.test(word))) return null;
      return fromSegments(sentenceSegments(subject));
    }
  }
  return null;
}

function skipVerbTail(words: readonly string[], from: number): readonly string[] {
  let at = from;
  // "added further", "sagte am Mittwoch": adverbs between verb and subject are few and in lower case.
  const adverbs = new Set([
    'further',
    'also',
    'later',
    'hinzu',
    'dazu',
    'auch',
    'weiter',
    'également',
    'por',
    'su',
    'parte',
    'además',
  ]);
  while (at < from + GAP_WORDS_MAX && adverbs.has(bare(words[at] ?? '').toLowerCase())) at += 1;
  return words.slice(at);
}

/**
 * Who is named in the sentence that introduces a quotation and ends in a colon or comma:
 * "Professor Kevin Fenton, Director …, said:", "Dazu erklärt Ministerin X:", "BSI-Präsident X:". Null where nobody is.
 */
export function speakerBefore(text: string): FoundSpeaker | null {
  const trimmed = text.trimEnd();
  const colon = /[:：]$/.test(trimmed);
  if (!colon && !/[,،]$/.test(trimmed) && !hasSpeechVerb(trimmed.slice(-60))) return null;
  const sentence = lastSentence(trimmed.replace(/[:：,،]+$/, ''));
  const words = sentence.split(' ').filter((word) => word !== '');
  for (let at = words.length - 1; at >= 0; at -= 1) {
    const length = verbAt(words, at);
    if (length === 0) continue;
    const behind = sentenceSegments(skipVerbTail(words, at + length));
    const found = behind.length === 0 ? null : fromSegments(behind);
    if (found?.kind === 'named' && behindIsSubject(words, at, found.name)) return found;
    return beforeVerb(words.slice(0, at));
  }
  if (!colon) return null;
  // Without a verb: a name, with its office before or behind it.
  const found = fromSegments(sentence.split(/[,،]/));
  return found.kind === 'named' && isName(found.name.split(' ')) ? found : null;
}

/** "Dazu erklärt X:" has its subject behind the verb; "X said in Rome:" has not. */
function behindIsSubject(words: readonly string[], verb: number, name: string): boolean {
  if (isName(name.split(' ')) || isCapitalized(name))
    return !isName(words.slice(Math.max(0, verb - 2), verb).map(bare));
  return verb <= 1;
}

function beforeVerb(words: readonly string[]): FoundSpeaker {
  if (words.length === 0) return { kind: 'unnamed' };
  const segments = words
    .join(' ')
    .split(/[,،]/)
    .map(clean)
    .filter((segment) => segment !== '');
  const last = segments.at(-1) ?? '';
  if (pronouns.has(last.toLowerCase())) return { kind: 'pronoun' };
  const own = nameOf(last);
  if (own !== null) return { kind: 'named', name: own };
  for (const segment of segments.slice(-3, -1).reverse()) {
    const name = isName(segment.split(' ')) ? segment : nameOf(segment);
    if (name !== null) return { kind: 'named', name };
  }
  if (last === '') return { kind: 'unnamed' };
  return last.length <= PHRASE_CHARACTERS_MAX / 2 ? { kind: 'named', name: last } : { kind: 'unnamed' };
}

/** What stands behind the last full stop that ends a sentence. */
function lastSentence(text: string): string {
  const tail = text.slice(-PHRASE_CHARACTERS_MAX * 2);
  for (let at = tail.length - 2; at > 0; at -= 1) {
    if (!'.!?'.includes(tail.charAt(at)) || tail.charAt(at + 1) !== ' ') continue;
    const word = tail.slice(tail.lastIndexOf(' ', at - 1) + 1, at + 1);
    if (/^(?:\p{Lu}\.|(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|Gen|Sen|Rep|bzw|ca|Nr)\.)+$/u.test(word)) continue;
    return tail.slice(at + 2);
  }
  return tail;
}
