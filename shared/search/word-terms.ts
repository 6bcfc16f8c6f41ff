/** Which terms of a segment's dictionary may stand for a query word, part by part. */
import { WILDCARD_LETTER } from '../query/characters.ts';
import { fitsPattern } from '../query/pattern.ts';
import { acceptedKeys, CLOSED_SEGMENTS_MAX, closedForms, mayClose, type QueryWord } from '../query/query-word.ts';
import type { Segment } from './segment.ts';
import { type TermKind, termKinds } from './terms.ts';

/** A term, and the languages of the texts in which it may stand for the word; null for all. */
export interface SoughtTerms {
  readonly term: number;
  readonly languages: ReadonlySet<string | null> | null;
}

/** For each part of the word the terms that may hold it, alone or run together with its neighbours. */
export function termsOfSegment(
  word: QueryWord,
  segment: Segment,
  kind: TermKind,
  languages: readonly (string | null)[],
): readonly (readonly SoughtTerms[])[] {
  return word.segments.map((_, part) => {
    const found: SoughtTerms[] = [];
    for (let from = part; from >= 0 && part - from < CLOSED_SEGMENTS_MAX; from--) {
      if (from < part && !mayClose(word, from + 1)) break;
      for (let to = part; to < word.segments.length && to - from < CLOSED_SEGMENTS_MAX; to++) {
        if (to > part && !mayClose(word, to)) break;
        found.push(...termsOf(word, from, to, segment, kind, languages));
      }
    }
    return found;
  });
}

/** The closed forms of texts that may stand for the whole word: cyber-crime for cybercrime. */
export function wholeWordTerms(
  word: QueryWord,
  segment: Segment,
  languages: readonly (string | null)[],
): readonly SoughtTerms[] {
  if (word.term.mode !== 'plain' || (word.asksForCapitals && word.segments.length === 1)) return [];
  return termsOf(word, 0, word.segments.length - 1, segment, termKinds.closed, languages);
}

function termsOf(
  word: QueryWord,
  from: number,
  to: number,
  segment: Segment,
  kind: TermKind,
  languages: readonly (string | null)[],
): readonly SoughtTerms[] {
  const isOpenEnded = to === word.segments.length - 1 && (word.term.prefix || word.isHangul);
  if (word.isPattern || isOpenEnded) {
    const forms = word.term.mode === 'plain' ? closedForms(word, from, to) : closedForms(word, from, to).slice(0, 1);
    return forms.flatMap((form) => openTerms(word, form, isOpenEnded, segment, kind));
  }
  // Texts of fields may be read without plurals, so their languages do not narrow anything.
  const isText = kind === termKinds.token || kind === termKinds.closed;
  const known = new Set(languages);
  const accepted = new Map<string, Set<string | null>>();
  for (const language of isText ? known : [...known, 'none']) {
    for (const key of acceptedKeys(word, from, to, language)) {
      const own = accepted.get(key);
      if (own === undefined) accepted.set(key, new Set([language]));
      else own.add(language);
    }
  }
  const found: SoughtTerms[] = [];
  for (const [key, own] of accepted) {
    const term = segment.find(kind + key);
    if (term >= 0) found.push({ term, languages: !isText || own.size === known.size ? null : own });
  }
  return found;
}

/** The terms that begin with a form, or that fit its wildcards. */
function openTerms(
  word: QueryWord,
  form: string,
  isOpenEnded: boolean,
  segment: Segment,
  kind: TermKind,
): readonly SoughtTerms[] {
  const wildcard = word.isPattern ? form.indexOf(WILDCARD_LETTER) : -1;
  const [first, end] = segment.range(kind + (wildcard >= 0 ? form.slice(0, wildcard) : form));
  const found: SoughtTerms[] = [];
  for (let term = first; term < end; term++) {
    if (word.isPattern && !fitsPattern(form, segment.termText(term).slice(kind.length), isOpenEnded)) continue;
    found.push({ term, languages: null });
  }
  return found;
}
