/** Cleans text met in pages: one line, one kind of space, no invisible characters. */
import { unitAt } from '../../text/units.ts';

const invisible =
  /[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const loneSurrogate = /\p{Surrogate}/gu;
const space = /[\s\u0085]+/g;

/** What a UTF-16 unit is to `cleanLine`; `other` may combine, be half a pair, or have another form in NFC. */
const kinds = { other: 0, plain: 1, space: 2, white: 3, invisible: 4 } as const;

/**
 * Runs of units that stand for themselves in NFC whatever is beside them, as none of them combines (Unicode NFC_QC=Yes and
 * no combining mark): up to U+02FF all, then the scripts that most releases are written in.
 */
const plainRuns: readonly (readonly [number, number])[] = [
  [0x20, 0x2ff],
  [0x388, 0x3ff],
  [0x400, 0x482],
  [0x48a, 0x52f],
  [0x5d0, 0x5ea],
  [0x621, 0x64a],
  [0x660, 0x66f],
  [0x671, 0x6d3],
  [0x6f0, 0x6ff],
  [0x1e00, 0x1e98],
  [0x1ea0, 0x1ef9],
  [0x2010, 0x2027],
  [0x2030, 0x205e],
  [0x20a0, 0x20c0],
  [0x2190, 0x21ff],
  [0x2200, 0x22ff],
  [0x2500, 0x27bf],
  [0x3001, 0x3029],
  [0x3041, 0x3096],
  [0x30a1, 0x30fe],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xff01, 0xffee],
];

const kindOf = ((): Uint8Array => {
  const table = new Uint8Array(0x10000);
  for (const [first, last] of plainRuns) table.fill(kinds.plain, first, last + 1);
  for (let unit = 0; unit < 0x10000; unit += 1) {
    const char = String.fromCharCode(unit);
    if (/[\s\u0085]/.test(char)) table[unit] = kinds.white;
    else if (char.search(invisible) === 0) table[unit] = kinds.invisible;
  }
  table[0x20] = kinds.space;
  // White space to programs, nothing to the eye.
  table[0xfeff] = kinds.invisible;
  return table;
})();

/**
 * One line in NFC: white space of any kind becomes one space, soft hyphens, direction marks and control characters go,
 * half a surrogate pair becomes U+FFFD so that what is hashed is what is stored.
 */
export function cleanLine(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlankUnit(unitAt(text, start))) start += 1;
  while (end > start && isBlankUnit(unitAt(text, end - 1))) end -= 1;
  let clean = '';
  let from = start;
  for (let at = start; at < end; at += 1) {
    const kind = kindOf[unitAt(text, at)];
    if (kind === kinds.plain) continue;
    if (kind === kinds.other) return cleanAnything(text);
    let next = at + 1;
    let gap = kind !== kinds.invisible;
    while (next < end && isBlankUnit(unitAt(text, next))) {
      if (kindOf[unitAt(text, next)] !== kinds.invisible) gap = true;
      next += 1;
    }
    if (kind === kinds.space && next === at + 1) continue;
    clean += text.slice(from, at);
    if (gap) clean += ' ';
    from = next;
    at = next - 1;
  }
  return clean + text.slice(from, end);
}

function isBlankUnit(unit: number): boolean {
  return (kindOf[unit] ?? 0) >= kinds.space;
}

/** The same for text in which characters may combine. */
function cleanAnything(text: string): string {
  return text.replace(invisible, '').replace(loneSurrogate, '\ufffd').replace(space, ' ').trim().normalize('NFC');
}

/** How long the text is with each run of white space as one character. */
export function visibleLength(text: string): number {
  let length = 0;
  let gap = false;
  const end = text.length;
  for (let at = 0; at < end; at += 1) {
    const white = isWhite(unitAt(text, at));
    if (!white || !gap) length += 1;
    gap = white;
  }
  return length;
}

/** White space alone, or nothing. */
export function isBlank(text: string): boolean {
  const end = text.length;
  for (let at = 0; at < end; at += 1) if (!isWhite(unitAt(text, at))) return false;
  return true;
}

/** As `\s` and `trim` know it. */
function isWhite(unit: number): boolean {
  if (unit > 0x20 && unit < 0x80) return false;
  const kind = kindOf[unit];
  return kind === kinds.space || (kind === kinds.white && unit !== 0x85) || unit === 0xfeff;
}

const asciiOnly = /^[\u0000-\u007f]*$/;

/** Letters and digits alone, in lower case: for comparing a title with a heading. */
export function comparable(text: string): string {
  if (asciiOnly.test(text)) return text.replace(/[^a-zA-Z0-9]+/g, '').toLowerCase();
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
