/** Reads who spoke out of the words beside a quotation: behind its closing mark, in front of its opening mark. */
import { fold, type Lexicon, type VerbForm } from './lexicon.ts';
import { adverbs, clauseOpeners, determinersOf, linkers, phraseEnders, pronouns } from './name-words.ts';
import { beginsPhrase, cutPhrase, type FoundSpeaker, isOffice, isUncased, personIn, speakerOf } from './speaker.ts';
import { endsClause, endsSentence, endsWithComma, segmentsFrom, type Word, wordsOf } from './words.ts';

/** What is read beside a quotation. */
export const ATTRIBUTION_CHARACTERS = 320;
const SIGNATURE_CHARACTERS_MAX = 160;
const SUBJECT_WORDS_MAX = 18;
const ADVERBIAL_WORDS_MAX = 14;
const VAGUE_WORDS_MAX = 6;
const PLACES_TRIED_MAX = 20;
const setsInside = new Set(['fr', 'it', 'es', 'ca', 'ro']);
/** A dash so early in a sentence ends a dateline. */
const DATELINE_WORDS_MAX = 8;

export interface Grammar {
  readonly lexicon: Lexicon;
  /** Of the text, where it is known. */
  readonly language: string | null;
}

interface FoundVerb {
  readonly form: VerbForm;
  readonly length: number;
  /** "a-t-elle ajouté", "conclut-il". */
  readonly pronoun: boolean;
}

const inversion = /^(.+?)(?:-t)?-(?:il|elle|ils|elles|on)$/u;

/** The verb of saying that begins at `at`. */
export function verbAt(words: readonly Word[], at: number, lexicon: Lexicon): FoundVerb | null {
  const lower = words[at]?.lower ?? '';
  const turned = lower.includes('-') ? inversion.exec(lower) : null;
  const first = turned?.[1] ?? lower;
  const forms = lexicon.get(first);
  if (forms === undefined) return null;
  for (const form of forms) {
    const length = form.words.length;
    const fits = form.words.every((word, index) => {
      const candidate = words[at + index];
      if (candidate === undefined) return false;
      return index === 0 ? first === word : candidate.lower === word && !hasBorder(words[at + index - 1]);
    });
    if (!fits || !particleFollows(words, at + length, form)) continue;
    if (turned !== null && form.language !== 'fr') continue;
    return { form, length, pronoun: turned !== null };
  }
  return null;
}

function hasBorder(word: Word | undefined): boolean {
  return word !== undefined && (endsClause(word) || endsWithComma(word));
}

function particleFollows(words: readonly Word[], from: number, form: VerbForm): boolean {
  if (form.particle.length === 0) return true;
  return particleAt(words, from, form) >= 0;
}

/** Where the particle of a separable verb stands, within its clause; -1 where it does not. */
function particleAt(words: readonly Word[], from: number, form: VerbForm): number {
  const last = form.particle.at(-1);
  for (let at = from; at < words.length && at < from + SUBJECT_WORDS_MAX; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    if (word.lower === last) return at;
    if (endsClause(word)) break;
  }
  return -1;
}

/** Behind "said": when, where and to whom, up to where the one who said it may begin. */
function skipAdverbials(words: readonly Word[], from: number, language: string | null): number {
  const determiners = determinersOf(language);
  let at = from;
  const skipWord = (): void => {
    while (at < words.length && (determiners.has(words[at]?.lower ?? '') || adverbs.has(words[at]?.lower ?? '')))
      at += 1;
    at += 1;
  };
  while (at < words.length && at < from + ADVERBIAL_WORDS_MAX) {
    const word = words[at];
    if (word === undefined) break;
    // A capital inside a sentence is a name, whatever small word it looks like.
    if (word.capital && at > 0 && !adverbs.has(word.lower)) break;
    // "el 10 de abril".
    if (determiners.has(word.lower) && /^\d{1,2}$/u.test(words[at + 1]?.printed ?? '')) {
      at += linkers.has(words[at + 2]?.lower ?? '') ? 4 : 3;
      continue;
    }
    if (adverbs.has(word.lower)) at += 1;
    else if (phraseEnders.has(word.lower) && !determiners.has(word.lower) && !clauseOpeners.has(word.lower)) {
      at += 1;
      skipWord();
      while (
        linkers.has(words[at]?.lower ?? '') &&
        !determiners.has(words[at]?.lower ?? '') &&
        !endsClause(words[at - 1] ?? word)
      ) {
        at += 1;
        skipWord();
      }
    } else break;
    const previous = words[at - 1];
    if (previous !== undefined && endsClause(previous)) return words.length;
  }
  return at;
}

/** Languages whose verbs need no pronoun: "concluyó" is "he concluded". */
const dropsPronouns = new Set('es ca gl pt it ro pl cs sk sl hr sr bg mk el hu tr fi ar fa he'.split(' '));

/** The one who spoke, behind the verb. */
function subjectBehind(words: readonly Word[], at: number, verb: FoundVerb, grammar: Grammar): FoundSpeaker {
  if (verb.pronoun) return { kind: 'pronoun' };
  const { form } = verb;
  if (form.kind === 'impersonal') return { kind: 'unnamed' };
  const language = form.language;
  const end = at + verb.length;
  const lastWord = words[end - 1];
  const nobody: FoundSpeaker = { kind: dropsPronouns.has(language) && form.kind === 'says' ? 'pronoun' : 'unnamed' };
  if (lastWord !== undefined && endsClause(lastWord)) return nobody;
  const particle = form.particle.length === 0 ? -1 : particleAt(words, end, form);
  const clause =
    particle < 0
      ? words
      : [...words.slice(0, particle - form.particle.length + 1), ...words.slice(particle + 1, particle + 1)];
  const start = form.kind === 'according' ? end : skipAdverbials(clause, end, language);
  if (form.kind !== 'according' && clauseOpeners.has(clause[start]?.lower ?? '')) return { kind: 'unnamed' };
  const found = speakerOf(segmentsFrom(withoutVerbs(clause, start, grammar), start), language);
  return found.kind === 'unnamed' && start >= clause.length ? nobody : found;
}

/** Up to the next verb of saying: "siger Lars Dam og tilføjer". */
function withoutVerbs(words: readonly Word[], from: number, grammar: Grammar): readonly Word[] {
  for (let at = from + 1; at < words.length && at < from + SUBJECT_WORDS_MAX; at += 1) {
    const word = words[at];
    if (word !== undefined && !word.capital && !isUncased(word) && verbAt(words, at, grammar.lexicon) !== null)
      return words.slice(0, at);
  }
  return words;
}

/** "– Ana Silva, director": a line behind a dash that names somebody and says nothing else. */
export function signature(text: string, grammar: Grammar): FoundSpeaker | null {
  const line = text.trim();
  if (line.length > SIGNATURE_CHARACTERS_MAX) return null;
  const words = wordsOf(line);
  if (words.some((_, at) => verbAt(words, at, grammar.lexicon) !== null)) return null;
  const last = words.at(-1);
  if (last === undefined || words.slice(0, -1).some(endsSentence)) return null;
  const found = speakerOf(segmentsFrom(words, 0), grammar.language);
  return found.kind === 'named' && found.person ? found : null;
}

/** "Rep. Jane Doe (D-WA) said": what a bracket says is no part of who spoke. */
function withoutBrackets(text: string): string {
  return text.includes('(') ? text.replace(/\s?\([^()]{1,40}\)/gu, '') : text;
}

/**
 * Who is named in the text right behind a closing mark: ", said Mr Stock", " the minister added", " – Name". Null where the
 * text is no attribution. `sentence`: whether the quotation ends a sentence inside its marks; `embedded`: whether it is
 * part of a sentence that began before it.
 */
export function speakerBehind(
  text: string,
  grammar: Grammar,
  sentence: boolean,
  embedded = false,
): FoundSpeaker | null {
  const behind = withoutBrackets(text.slice(0, ATTRIBUTION_CHARACTERS));
  const lead = /^[\s,،;–—.!?-]*/u.exec(behind)?.[0] ?? '';
  // Behind a full stop a new sentence begins.
  if (/[.!?]/u.test(lead)) return null;
  const line = behind.slice(lead.length);
  const words = wordsOf(line);
  const [first] = words;
  if (first === undefined) return null;
  const verb = verbAt(words, 0, grammar.lexicon);
  if (verb !== null) {
    if (first.capital || clauseOpeners.has(words[verb.length]?.lower ?? '') || verb.form.kind === 'according-behind')
      return null;
    const found = subjectBehind(words, 0, verb, grammar);
    // "so" is also an adverb, "note" a noun: they attribute only with somebody.
    return found.kind === 'unnamed' && weakVerbs.has(verb.form.words.join(' ')) ? null : found;
  }
  if (/[–—-]/u.test(lead) && first.capital) {
    const signed = signature(line, grammar);
    if (signed !== null) return signed;
  }
  return subjectThenVerb(words, grammar, { newSentence: sentence && !/[,،]/u.test(lead), embedded });
}

/** Without a subject these are other words. */
const weakVerbs = new Set(
  'so note notes states a la claims shares posts reads issued released made found findet fand áll tha kata'.split(' '),
);

const turnsVerb = new Set('de nl fr es ca gl pt it ro no sv da is ru uk be bg pl cs sk el ar'.split(' '));

/** "the minister added", "Mr Stock, head of the office, told reporters". */
function subjectThenVerb(
  words: readonly Word[],
  grammar: Grammar,
  { newSentence, embedded }: { readonly newSentence: boolean; readonly embedded: boolean },
): FoundSpeaker | null {
  const [first] = words;
  if (first === undefined) return null;
  const limit = Math.min(words.length, SUBJECT_WORDS_MAX);
  for (let at = 1; at < limit; at += 1) {
    const before = words[at - 1];
    if (before === undefined || endsClause(before)) return null;
    const verb = verbAt(words, at, grammar.lexicon);
    if (verb === null || verb.form.kind === 'according' || (words[at]?.capital ?? false)) continue;
    if (verb.form.kind === 'impersonal') return { kind: 'unnamed' };
    const { language } = verb.form;
    const segments = segmentsFrom(words.slice(0, at), 0);
    const [subject = []] = segments;
    if (!beginsPhrase(first, language) && personIn(subject, language) === null) return null;
    // A whole clause in front of a verb with its own subject: "the plan was agreed, said Ana Silva".
    if (
      segments.length > 1 &&
      personIn(subject, language) === null &&
      cutPhrase(subject, language).length !== subject.length
    )
      return null;
    if (
      segments.length === 1 &&
      cutPhrase(subject, language).length !== subject.length &&
      personIn(subject, language) === null
    )
      return null;
    // Most languages turn the verb in front of its subject behind speech: where they do not, a new clause begins.
    if (newSentence || (embedded && turnsVerb.has(language))) {
      const end = skipAdverbials(words, at + verb.length, language);
      const last = words[at + verb.length - 1];
      if (end < words.length && !(last !== undefined && endsClause(last))) return null;
    }
    const found = speakerOf(segments, language);
    return found.kind === 'unnamed' ? null : found;
  }
  return null;
}

/** "Le port, a déclaré la ministre, restera ouvert": French, Italian and Spanish set the attribution inside the marks. */
export function speakerInside(text: string, grammar: Grammar): FoundSpeaker | null {
  const places = /(?:,|\s[–—-])\s(?=\p{Ll})/gu;
  for (
    let place = places.exec(text), tried = 0;
    place !== null && tried < PLACES_TRIED_MAX;
    place = places.exec(text), tried += 1
  ) {
    const at = place.index + place[0].length;
    const words = wordsOf(text.slice(at, at + SIGNATURE_CHARACTERS_MAX));
    const verb = verbAt(words, 0, grammar.lexicon);
    if (verb === null || !setsInside.has(verb.form.language) || verb.form.kind !== 'says' || verb.form.words.length < 2)
      continue;
    // The attribution ends as it began: at a comma or a dash.
    if (!words.slice(verb.length, SUBJECT_WORDS_MAX).some((word) => endsWithComma(word) || /[–—-]/u.test(word.closes)))
      continue;
    const found = subjectBehind(words, 0, verb, grammar);
    if (found.kind !== 'unnamed') return found;
  }
  return null;
}

/** Words of the last sentence, and whether it is complete. */
function lastSentence(words: readonly Word[]): readonly Word[] {
  let start = 0;
  for (let at = 0; at < words.length - 1; at += 1) {
    const word = words[at];
    if (word === undefined) continue;
    if (endsSentence(word) || (at < DATELINE_WORDS_MAX && start === 0 && /[–—-]/u.test(word.closes))) start = at + 1;
  }
  return words.slice(start);
}

export interface Introduction {
  readonly speaker: FoundSpeaker;
  /** `subject`: nothing is announced, it is whom the sentence before is about. */
  readonly by: 'announcement' | 'clause' | 'subject';
}

/** "Pour le préfet Jean Moreau : « … »": in whose view it is. */
const viewWords = new Set(['pour', 'para', 'per', 'für', 'for', 'voor', 'dla', 'pro', 'pentru', 'för']);

/**
 * Who is named in the words in front of an opening mark: "Dr Fenton, director …, said:", "Dazu erklärt Ministerin X:",
 * "X said that the year was", "BSI-Präsident X:". Null where nobody is.
 */
export function speakerBefore(text: string, grammar: Grammar): Introduction | null {
  const near =
    text.length > ATTRIBUTION_CHARACTERS ? text.slice(text.indexOf(' ', text.length - ATTRIBUTION_CHARACTERS)) : text;
  const words = wordsOf(withoutBrackets(near));
  const last = words.at(-1);
  if (last === undefined) return null;
  const colon = /[:：]/u.test(last.closes);
  const sentence = lastSentence(words);
  if (endsSentence(last) && !colon) {
    const speaker = subjectOf(sentence, grammar);
    return speaker === null ? null : { speaker, by: 'subject' };
  }
  const by = colon || endsWithComma(last) ? 'announcement' : 'clause';
  const spoken = spokenBy(sentence, grammar);
  if (spoken !== null) return { speaker: spoken, by };
  if (!colon) return null;
  const view = viewWords.has(sentence[0]?.lower ?? '') ? sentence.slice(1) : [];
  const named = nameAlone(sentence, grammar) ?? (view.length > 0 ? nameAlone(view, grammar) : null);
  return named === null ? null : { speaker: named, by };
}

/** "Bakan Ayşe Yılmaz, “…” dedi": who stands in front, where the verb behind has no subject. */
export function subjectInFront(text: string, grammar: Grammar): FoundSpeaker | null {
  const words = wordsOf(text.slice(-ATTRIBUTION_CHARACTERS));
  const last = words.at(-1);
  if (last === undefined || endsSentence(last)) return null;
  const sentence = lastSentence(words);
  if (!beginsPhrase(sentence[0], grammar.language)) return null;
  const found = speakerOf(segmentsFrom(sentence, 0), grammar.language);
  return found.kind === 'named' && (found.person || sentence.length <= 4) ? found : null;
}

function spokenBy(sentence: readonly Word[], grammar: Grammar): FoundSpeaker | null {
  for (let at = sentence.length - 1; at >= 0; at -= 1) {
    const verb = verbAt(sentence, at, grammar.lexicon);
    if (verb === null) continue;
    const longer = at > 0 ? verbAt(sentence, at - 1, grammar.lexicon) : null;
    if (longer !== null && longer.length > verb.length) continue;
    const word = verb.form.words.join(' ');
    // "the member states agreed on": a noun, unless what was said follows at once.
    if (weakVerbs.has(word) && at + verb.length < sentence.length && sentence.length > 1 && at > 0) continue;
    if (verb.form.kind === 'says' && at > 0 && (sentence[at]?.capital ?? false)) continue;
    const found = withVerb(sentence, at, verb, grammar);
    if (found.kind === 'unnamed' && (weakVerbs.has(word) || at > 0)) {
      if (verb.form.kind !== 'says' || weakVerbs.has(word)) continue;
    }
    return found;
  }
  return null;
}

function withVerb(sentence: readonly Word[], at: number, verb: FoundVerb, grammar: Grammar): FoundSpeaker {
  const { form } = verb;
  const { language } = form;
  if (verb.pronoun) return { kind: 'pronoun' };
  if (form.kind === 'according') return subjectBehind(sentence, at, verb, grammar);
  const front = sentence.slice(0, at);
  if (form.kind === 'according-behind') return frontSubject(front, grammar, language) ?? { kind: 'unnamed' };
  if (form.kind === 'impersonal') return { kind: 'unnamed' };
  const previous = front.at(-1);
  const apart = previous === undefined || endsWithComma(previous);
  const direct = apart ? null : frontSubject(front, grammar, language);
  if (direct !== null) return direct;
  const addressed = language === 'en' && front.length > 0;
  const behind: FoundSpeaker = addressed ? { kind: 'unnamed' } : subjectBehind(sentence, at, verb, grammar);
  if (behind.kind === 'named') return behind;
  const subject = frontSubject(front, grammar, language);
  if (subject !== null || behind.kind === 'pronoun') return subject ?? behind;
  return { kind: dropsPronouns.has(language) ? 'pronoun' : 'unnamed' };
}

/** The subject in front of its verb, with appositions between commas; adverbials at the beginning are no part of it. */
function frontSubject(front: readonly Word[], grammar: Grammar, language: string): FoundSpeaker | null {
  // Behind a dash or a semicolon inside the sentence a new clause begins.
  const broken = front.slice(0, -1).findLastIndex(endsClause);
  const clause = front.slice(broken + 1);
  const beside = besideVerb(clause, grammar, language);
  if (beside !== null) return beside;
  let segments = segmentsFrom(clause, 0, 8);
  while (segments.length > 0) {
    const [segment = []] = segments;
    const start = skipAdverbials(segment, 0, language);
    const rest = segment.slice(start);
    // "Au nom de toute la communauté, le président …": a segment that begins as an adverbial is one, where another follows.
    const adverbial = start > 0 && segments.length > 1;
    if (!adverbial && rest.length > 0 && beginsPhrase(rest[0], language) && !isParticiple(rest[0])) {
      const found = speakerOf([withoutVerbs(rest, 0, grammar), ...segments.slice(1)], language);
      // A long phrase that names no person is no subject but a time or a condition.
      const vague = found.kind === 'named' && !found.person && found.name.split(' ').length > VAGUE_WORDS_MAX;
      if (found.kind !== 'unnamed' && !(vague && !rest.some(isOffice))) return found;
    }
    segments = segments.slice(1);
  }
  return null;
}

/** "A few minutes later, Ana Silva said": a person or a pronoun right in front of the verb is who spoke. */
function besideVerb(clause: readonly Word[], grammar: Grammar, language: string): FoundSpeaker | null {
  const last = clause.at(-1);
  if (last === undefined || endsWithComma(last)) return null;
  const comma = clause.findLastIndex(endsWithComma);
  if (comma < 0) return null;
  const segment = clause.slice(comma + 1);
  const rest = segment.slice(skipAdverbials(segment, 0, language));
  if (!beginsPhrase(rest[0], language)) return null;
  const found = speakerOf([withoutVerbs(rest, 0, grammar)], language);
  return found.kind === 'pronoun' || (found.kind === 'named' && found.person) ? found : null;
}

/** "Commenting on the figures, …", "Speaking in Rome, …". */
function isParticiple(word: Word | undefined): boolean {
  return word !== undefined && /^\p{L}+ing$/u.test(word.lower) && word.lower.length > 5;
}

/** Without a verb: a name with its office ("Hafenpräsident Peter Lang:", "Eva Kern, Vorsitzende …, zum Entwurf …:"), or a name alone. */
function nameAlone(sentence: readonly Word[], grammar: Grammar): FoundSpeaker | null {
  const segments = segmentsFrom(sentence, 0);
  const [first = []] = segments;
  const person = personIn(cutPhrase(first, grammar.language), grammar.language);
  const found = speakerOf(segments, grammar.language);
  if (found.kind !== 'named' || !found.person) return null;
  const officed = sentence.some((word) => isOffice(word) || isUncased(word));
  const bare = person !== null && first.length <= 4 && segments.length === 1;
  return officed || bare ? found : null;
}

/** Whom a sentence that is over is about: its subject, where that is a person with an office or a title, or a pronoun. */
function subjectOf(sentence: readonly Word[], grammar: Grammar): FoundSpeaker | null {
  for (let at = 0; at < Math.min(sentence.length, SUBJECT_WORDS_MAX); at += 1) {
    const verb = verbAt(sentence, at, grammar.lexicon);
    if (verb !== null && verb.form.kind === 'says') {
      const found = withVerb(sentence, at, verb, grammar);
      if (found.kind === 'pronoun' || (found.kind === 'named' && found.person)) return found;
    }
  }
  const start = skipAdverbials(sentence, 0, grammar.language);
  const [first] = sentence.slice(start);
  if (first === undefined || !first.capital) return null;
  if (start === 0 && pronouns.has(fold(first.printed)) && first.printed.length > 1) return { kind: 'pronoun' };
  const [subject = []] = segmentsFrom(sentence, start);
  const phrase = cutPhrase(subject, grammar.language).slice(0, SUBJECT_WORDS_MAX);
  const person = personIn(phrase, grammar.language);
  if (person === null || person.start > 6) return null;
  const titled = phrase.slice(0, person.start).some(isOffice) || /^\p{Lu}\p{L}{0,4}\.? /u.test(person.name);
  return titled &&
    phrase.slice(0, person.start).every((word) => isOffice(word) || word.capital || word.lower.length < 4)
    ? { kind: 'named', name: person.name, person: true }
    : null;
}

/** The last one who is said to say something in a paragraph without quotations: whom "he added" means. */
export function lastReported(text: string, grammar: Grammar): string | null {
  const words = wordsOf(text.slice(-ATTRIBUTION_CHARACTERS * 2));
  let name: string | null = null;
  let sentence: Word[] = [];
  for (const word of words) {
    sentence.push(word);
    if (!endsSentence(word)) continue;
    const found = spokenBy(sentence, grammar);
    if (found?.kind === 'named' && found.person) name = found.name;
    sentence = [];
  }
  return name;
}
