/** Cuts the content of a phrase into words with their offsets; digits grouped by spaces are one number. */
import { characterClass, classOf } from '../characters.ts';
import { continuesNumber, isPlainLetter, isSeparator } from './lexer.ts';
import { mark, markAt } from './marks.ts';
import { hasContent } from './written-word.ts';

interface PhrasePart {
  readonly text: string;
  /** UTF-16 offset in the content. */
  readonly start: number;
}

export function phraseParts(content: string): PhrasePart[] {
  const parts: PhrasePart[] = [];
  let start = -1;
  for (let index = 0; index <= content.length; index++) {
    if (!isBreak(content, index)) {
      if (start < 0) start = index;
      continue;
    }
    if (start < 0 || continuesNumber(content, start, index)) continue;
    const text = content.slice(start, index);
    if (hasContent(text)) parts.push({ text, start });
    start = -1;
  }
  return parts;
}

/** Whether no word reaches over `index`. */
function isBreak(content: string, index: number): boolean {
  if (index === content.length) return true;
  const code = content.charCodeAt(index);
  if (isPlainLetter(code)) return false;
  const kind = markAt(content, index);
  if (kind === mark.open || kind === mark.close || kind === mark.quote || kind === mark.bar) return true;
  return classOf(code) === characterClass.space || isSeparator(content, index);
}
