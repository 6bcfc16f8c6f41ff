/** Which tokens of a text may stand for a part of a query word: by their keys, and by how they are written. */
import { exactForm } from './fold.ts';
import { fitsPattern } from './pattern.ts';
import { acceptedKeys, closedForms, type QueryWord } from './query-word.ts';
import type { SearchText } from './search-text.ts';

/** The forms that segments `from` to `to` of a word may have in this text, as a test on keys that prefixes and patterns need. */
export function keysIn(word: QueryWord, from: number, to: number, text: SearchText): readonly string[] {
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
export function tokenFits(word: QueryWord, text: SearchText, token: number, segment: number): boolean {
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
