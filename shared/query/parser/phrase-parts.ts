/** Cuts the content of a phrase into words with their offsets; digits grouped by spaces are one number. */
import { characterClass, classOf } from '../characters.ts';
import { isQuote, isSeparator } from './lexer.ts';
import { hasContent } from './written-word.ts';

interface PhrasePart {
  readonly text: string;
  /** UTF-16 offset in the content. */
  readonly start: number;
}

const GROUPED_DIGITS = /^\d{1,3}(?:[ \u00A0\u202F]\d{3})+$/;
const GROUPED_CHARACTERS_MAX = 24;

export function phraseParts(content: string): PhrasePart[] {
  const parts: PhrasePart[] = [];
  let start = -1;
  for (let index = 0; index <= content.length; index++) {
    const character = content[index] ?? ' ';
    const ends = isBreak(character) || isSeparator(content, index);
    if (!ends && start < 0) start = index;
    if (!ends || start < 0) continue;
    if (continuesNumber(content, start, index)) continue;
    const text = content.slice(start, index);
    if (hasContent(text)) parts.push({ text, start });
    start = -1;
  }
  return parts;
}

function isBreak(character: string): boolean {
  return (
    classOf(character.charCodeAt(0)) === characterClass.space ||
    '()\uFF08\uFF09|'.includes(character) ||
    isQuote(character)
  );
}

/** Whether the space at `index` groups the digits of the number that begins at `start`. */
function continuesNumber(content: string, start: number, index: number): boolean {
  if (index - start > GROUPED_CHARACTERS_MAX) return false;
  const next = content.charCodeAt(index + 4);
  return GROUPED_DIGITS.test(content.slice(start, index + 4)) && !(next >= 0x30 && next <= 0x39);
}
