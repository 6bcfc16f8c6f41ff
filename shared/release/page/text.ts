/** Cleans text met in pages: one line, one kind of space, no invisible characters. */

const invisible =
  /[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const loneSurrogate = /\p{Surrogate}/gu;
const space = /[\s\u0085]+/g;

/**
 * One line in NFC: white space of any kind becomes one space, soft hyphens, direction marks and control characters go,
 * half a surrogate pair becomes U+FFFD so that what is hashed is what is stored.
 */
export function cleanLine(text: string): string {
  return text.replace(invisible, '').replace(loneSurrogate, '\ufffd').replace(space, ' ').trim().normalize('NFC');
}

/** Letters and digits alone, in lower case: for comparing a title with a heading. */
export function comparable(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
}

/** Whether the text ends as a sentence does, also behind a closing quotation mark. */
export function endsSentence(text: string): boolean {
  let end = text.length;
  while (end > 0 && '”“"\'’‘»«)'.includes(text.charAt(end - 1))) end -= 1;
  // A closing parenthesis alone is no sentence end: "Menu (12)".
  return end > 0 && '.!?…:;؟。'.includes(text.charAt(end - 1));
}
