/** Finds a query word in a text: its forms, its joined and open spellings, prefixes and patterns. */
import { characterClass, classOf } from './characters.ts';
import { exactForm } from './fold.ts';
import { acceptedKeys, closedForms, fitsPattern, mayClose, mayOpen, type QueryWord } from './query-word.ts';
import type { Occurrence, SearchText } from './search-text.ts';
import { type Join, join } from './tokens.ts';

const CLOSED_SEGMENTS_MAX = 6;

/** Occurrences in order of their place. Remembered per text. */
export function findWord(word: QueryWord, text: SearchText): readonly Occurrence[] {
  const before = text.found.get(word.id);
  if (before !== undefined) return before;
  const places = word.segments.length === 1 ? findSingle(word, text) : findCompound(word, text);
  const occurrences = sortedUnique(places);
  text.found.set(word.id, occurrences);
  return occurrences;
}

/** Sorted by start, then end; each place once. */
export function sortedUnique(occurrences: readonly Occurrence[]): readonly Occurrence[] {
  if (occurrences.length < 2) return occurrences;
  const sorted = [...occurrences].sort((a, b) => a.start - b.start || a.end - b.end);
  return sorted.filter((occurrence, index) => {
    const last = sorted[index - 1];
    return last === undefined || last.start !== occurrence.start || last.end !== occurrence.end;
  });
}

function single(token: number): Occurrence {
  return { start: token, end: token, parts: null };
}

/** The forms that segments `from` to `to` of a word may have in this text, as a test on keys that prefixes and patterns need. */
function keysIn(word: QueryWord, from: number, to: number, text: SearchText): readonly string[] {
  const isLast = to === word.segments.length - 1;
  const isOpenEnded = isLast && (word.term.prefix || word.isHangul);
  if (!isOpenEnded && !word.isPattern) {
    const language = text.options.expands ? text.options.language : 'none';
    return acceptedKeys(word, from, to, language);
  }
  const forms = closedForms(word, from, to);
  const keys: string[] = [];
  for (const form of word.term.mode === 'plain' ? forms : forms.slice(0, 1)) {
    if (word.isPattern) {
      for (const key of text.sortedKeys()) if (fitsPattern(form, key, isOpenEnded)) keys.push(key);
    } else {
      const sorted = text.sortedKeys();
      for (let index = lowerBound(sorted, form); sorted[index]?.startsWith(form); index++)
        keys.push(sorted[index] ?? '');
    }
  }
  return keys;
}

function lowerBound(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a token may stand for (a part of) the word, its key being right: capitals, exact form, possessive. */
function tokenFits(word: QueryWord, text: SearchText, token: number, segment: number): boolean {
  const { stream } = text;
  if (word.term.mode !== 'plain' && (stream.possessives[token] ?? -1) >= 0) return false;
  if (word.term.mode === 'exact') {
    const written = exactForm(stream.text.slice(stream.starts[token], stream.ends[token]));
    const wanted = word.segments[segment]?.exact ?? '';
    const isLast = segment === word.segments.length - 1;
    if (word.isPattern) return fitsPattern(wanted, written, word.term.prefix && isLast);
    return word.term.prefix && isLast ? written.startsWith(wanted) : written === wanted;
  }
  return !word.asksForCapitals || !text.options.caseCounts || stream.capitals[token] === true;
}

function findSingle(word: QueryWord, text: SearchText): Occurrence[] {
  const { index, alternates } = text.stream;
  const places: Occurrence[] = [];
  for (const key of new Set(keysIn(word, 0, 0, text))) {
    for (const token of index.get(key) ?? []) if (tokenFits(word, text, token, 0)) places.push(single(token));
    if (word.term.mode !== 'plain' || word.asksForCapitals) continue;
    for (const { start, end } of alternates.get(key) ?? []) places.push({ start, end, parts: null });
  }
  return places;
}

/** Whether the text's joint before `token` fits the word's joint before `segment`. */
function jointFits(word: QueryWord, text: SearchText, token: number, segment: number): boolean {
  const written = text.stream.joins[token];
  if (written === undefined) return false;
  const wanted: Join = word.segments[segment]?.join ?? join.open;
  if (wanted === join.direct) return written === join.direct;
  return written !== join.open || wanted === join.open || mayOpen(word, segment);
}

/** One way on from a segment: up to which segment one token reaches, and the keys that token may have. */
interface Step {
  readonly to: number;
  readonly keys: ReadonlySet<string>;
}

function stepsFrom(word: QueryWord, text: SearchText, from: number): readonly Step[] {
  const steps: Step[] = [];
  for (let to = from; to < word.segments.length && to - from < CLOSED_SEGMENTS_MAX; to++) {
    if (to > from && !mayClose(word, to)) break;
    steps.push({ to, keys: new Set(keysIn(word, from, to, text)) });
  }
  return steps;
}

function findCompound(word: QueryWord, text: SearchText): Occurrence[] {
  const { stream } = text;
  const places: Occurrence[] = [];
  const stepsBySegment: (readonly Step[])[] = [];
  const stepsOf = (segment: number): readonly Step[] => {
    const steps = stepsBySegment[segment] ?? stepsFrom(word, text, segment);
    stepsBySegment[segment] = steps;
    return steps;
  };
  const isWholeClosed = mayCloseAll(word);
  for (const { to, keys } of stepsOf(0)) {
    for (const key of keys) {
      for (const token of stream.index.get(key) ?? []) {
        if (!tokenFits(word, text, token, 0)) continue;
        for (const end of endsFrom(word, text, token, to, stepsOf)) {
          if (!word.isIdentifier || !continuesIdentifier(text, token, end))
            places.push({ start: token, end, parts: null });
        }
      }
      // A text may close what it joins elsewhere: cyber-crime-unit finds cybercrime unit.
      if (to !== word.segments.length - 1 || !isWholeClosed) continue;
      for (const { start, end } of stream.alternates.get(key) ?? []) places.push({ start, end, parts: null });
    }
  }
  return places;
}

function mayCloseAll(word: QueryWord): boolean {
  if (word.isIdentifier) return false;
  return word.segments.every((_, index) => index === 0 || mayClose(word, index));
}

/** The last tokens of all ways in which the word's remaining segments follow `token`, which holds segments up to `to`. */
function endsFrom(
  word: QueryWord,
  text: SearchText,
  token: number,
  to: number,
  stepsOf: (segment: number) => readonly Step[],
): readonly number[] {
  const last = word.segments.length - 1;
  const ends: number[] = [];
  let states: { token: number; to: number }[] = [{ token, to }];
  while (states.length > 0) {
    const next: { token: number; to: number }[] = [];
    for (const state of states) {
      if (state.to === last) {
        ends.push(state.token);
        continue;
      }
      const following = state.token + 1;
      const key = text.stream.keys[following];
      if (key === undefined || !jointFits(word, text, following, state.to + 1)) continue;
      for (const step of stepsOf(state.to + 1)) {
        if (!step.keys.has(key) || !tokenFits(word, text, following, state.to + 1)) continue;
        if (!next.some((other) => other.token === following && other.to === step.to)) {
          next.push({ token: following, to: step.to });
        }
      }
    }
    states = next;
  }
  return ends;
}

/** Whether the tokens are part of a longer identifier: 24/7 inside I-24/7, A/RES/78 inside A/RES/78/265. */
function continuesIdentifier(text: SearchText, start: number, end: number): boolean {
  const { keys, joins } = text.stream;
  const before = start > 0 && joins[start] === join.glued && isRigidKey(keys[start - 1]);
  return before || (joins[end + 1] === join.glued && isRigidKey(keys[end + 1]));
}

function isRigidKey(key: string | undefined): boolean {
  if (key === undefined) return false;
  for (let index = 0; index < key.length; index++) {
    const code = key.charCodeAt(index);
    if (code >= 0x30 && code <= 0x39) return true;
  }
  return key.length === 1 && classOf(key.charCodeAt(0)) === characterClass.letter;
}
