/** The characters that mean something to the query language by themselves, in all the forms that keyboards and texts have. */

import { isGershayim } from '../characters.ts';

export const mark = { none: 0, quote: 1, open: 2, close: 3, separator: 4, minus: 5, colon: 6, bar: 7 } as const;

type Mark = (typeof mark)[keyof typeof mark];

const CHARACTERS: readonly (readonly [Mark, string])[] = [
  [mark.quote, '"\u201C\u201D\u201E\u201F\u00AB\u00BB\u2039\u203A\u300C\u300D\u300E\u300F\uFF02'],
  [mark.open, '(\uFF08'],
  [mark.close, ')\uFF09'],
  [mark.separator, ',;\u3001\uFF0C\uFF1B\u3002\u060C\u061B'],
  [mark.minus, '-\u2010\u2011\u2013\u2212'],
  [mark.colon, ':\uFF1A'],
  [mark.bar, '|'],
];

const byCode = new Uint8Array(0x10000);
for (const [kind, characters] of CHARACTERS) {
  for (const character of characters) byCode[character.charCodeAt(0)] = kind;
}

/** What full-width forms mean apart from the marks above: the letters, digits and signs of operators. Question and exclamation marks of other scripts stay. */
const WIDE_FIRST = 0xff01;
const WIDE_LAST = 0xff5e;
const WIDE_TO_PLAIN = WIDE_FIRST - 0x21;
const WIDE_QUESTION = 0xff1f;
const WIDE_PUNCTUATION = '\uFF01\uFF0C\uFF1B\uFF1F';

/** Whether a full-width question or exclamation mark stands in or behind a Latin word, where it is a wildcard. */
function isWildcard(code: number, before: number): boolean {
  const small = before | 0x20;
  return (code === WIDE_QUESTION || code === WIDE_FIRST) && small >= 0x61 && small <= 0x7a;
}

/** The text with full-width letters, digits and signs as plain ones; each is one unit, so that places stay. */
export function withoutFullWidth(text: string): string {
  if (!/[\uFF01-\uFF5E]/.test(text)) return text;
  let plain = '';
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const isWide =
      code >= WIDE_FIRST &&
      code <= WIDE_LAST &&
      (!WIDE_PUNCTUATION.includes(text[index] ?? '') || isWildcard(code, plain.charCodeAt(index - 1)));
    plain += isWide ? String.fromCharCode(code - WIDE_TO_PLAIN) : text[index];
  }
  return plain;
}

/** The mark at an index of a text; none outside it. */
export function markAt(text: string, index: number): Mark {
  // Outside the text the code is NaN, which | makes 0.
  const found = (byCode[text.charCodeAt(index) | 0] ?? mark.none) as Mark;
  return found === mark.quote && isGershayim(text, index) ? mark.none : found;
}
