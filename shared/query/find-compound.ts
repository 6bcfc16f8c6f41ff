/** Finds a compound in a text, with its parts joined or open as far as the word allows: cyber-crime, cyber crime, cybercrime. */
import { type Join, join } from './joins.ts';
import { isUnspaced } from './keys.ts';
import type { Occurrence } from './occurrences.ts';
import { isAddress } from './pattern.ts';
import { CLOSED_SEGMENTS_MAX, mayClose, mayOpen, type QueryWord } from './query-word.ts';
import type { SearchText } from './search-text.ts';
import { keysIn, tokenFits } from './token-fits.ts';
import { continuesBefore, continuesBehind } from './token-stream.ts';

/** Whether the text's joint before `token` fits the word's joint before `segment`. */
function jointFits(word: QueryWord, text: SearchText, token: number, segment: number): boolean {
  const written = text.stream.joins[token];
  if (written === undefined) return false;
  const wanted: Join = word.segments[segment]?.join ?? join.open;
  if (wanted === join.direct) {
    // Scripts that are written onto each other may as well be joined by a hyphen: 코로나19 and 코로나-19.
    return (
      written === join.direct ||
      (written === join.glued &&
        !isUnspaced(word.segments[segment]?.key ?? '') &&
        !isUnspaced(word.segments[segment - 1]?.key ?? ''))
    );
  }
  if (written !== join.open || wanted === join.open) return true;
  return mayOpen(word, segment) && isOpenInCapitals(word, text, token - 1, segment - 1, token, segment);
}

/** Whether what asks for capitals on the two sides of an open joint has them. */
function isOpenInCapitals(
  word: QueryWord,
  text: SearchText,
  tokenBefore: number,
  segmentBefore: number,
  token: number,
  segment: number,
): boolean {
  if (!text.options.caseCounts) return true;
  const fits = (at: number, part: number): boolean =>
    word.segments[part]?.openInCapitals !== true || text.stream.capitals[at] === true;
  return fits(tokenBefore, segmentBefore) && fits(token, segment);
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

/** Occurrences in no order. */
export function findCompound(word: QueryWord, text: SearchText): Occurrence[] {
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
          if (!word.isIdentifier || !isInsideIdentifier(word, text, token, end))
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

/**
 * Whether the tokens are part of a longer identifier: 24/7 inside I-24/7, A/RES/78 inside A/RES/78/265, 2026-1234 inside
 * CVE-2026-1234. A prefix goes on as it likes, and so does an address.
 */
function isInsideIdentifier(word: QueryWord, text: SearchText, start: number, end: number): boolean {
  const { stream, options } = text;
  if (options.isAddress) return false;
  const goesOn = word.term.prefix || isAddress(word.term.text);
  return continuesBefore(stream, start, options.caseCounts) || (!goesOn && continuesBehind(stream, end));
}
