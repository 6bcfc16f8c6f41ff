/**
 * Text from the outside made safe for a mail header, a terminal or a message: control, bidi and invisible characters
 * cannot change what a reader sees (Unicode TR36; the store keeps the raw text).
 */
import { limits } from '../limits.ts';

function isUnsafe(code: number): boolean {
  return (
    (code < 0x20 && code !== 0x0a) ||
    (code >= 0x7f && code <= 0x9f) ||
    code === 0x00ad ||
    code === 0x061c ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    code === 0xfeff ||
    (code >= 0xfff9 && code <= 0xfffb) ||
    (code >= 0xe0000 && code <= 0xe0fff)
  );
}

const zeroWidthNonJoiner = 0x200c;
const zeroWidthJoiner = 0x200d;

/** Scripts whose words are spelled with joiners: without one Persian and Sinhala words are other words. */
const joiningScript =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const pictograph = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u;

/** Whether a joiner between these two characters shapes them, rather than hides something (RFC 5892, CONTEXTJ). */
function joins(code: number, before: string, after: string): boolean {
  if (joiningScript.test(before) && joiningScript.test(after)) return true;
  return code === zeroWidthJoiner && pictograph.test(before) && pictograph.test(after);
}

/**
 * Control characters become spaces, bidi controls and invisible characters vanish; line feeds stay, and so do the joiners
 * that a script or an emoji is spelled with.
 */
export function safeText(text: string): string {
  let out = '';
  let before = '';
  let held = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (held !== '' && joins(held.codePointAt(0) ?? 0, before, character)) out += held;
    held = '';
    if (code === zeroWidthNonJoiner || code === zeroWidthJoiner) {
      held = character;
      continue;
    }
    if (!isUnsafe(code)) out += character;
    else if (code < 0x20 || code === 0x2028 || code === 0x2029) out += ' ';
    before = character;
  }
  return out;
}

/** `safeText` on one line, runs of white space as one space, trimmed. */
export function safeLine(text: string): string {
  return safeText(text).split(/\s/u).filter(Boolean).join(' ');
}

/** Marks of print by those of a typewriter, for receivers that know no others. */
export const plainMarks: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '•': '-',
  '·': '-',
};

/** A headline for people and machines, cut where it is no headline any more; a record may have none that can be shown. */
export function headlineOf({ headline }: { readonly headline: string }): string {
  return truncate(safeLine(headline), limits.headlineShownCharactersMax) || '(no headline)';
}

/** Made at first need: making it takes 9 ms, which no start should pay. */
let segmenter: Intl.Segmenter | null = null;

function graphemes(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** At most `charactersMax` UTF-16 units, cut at a grapheme edge, with an ellipsis as the mark of the cut. */
export function truncate(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text;
  let out = '';
  for (const { segment } of graphemes(text.slice(0, charactersMax + 64))) {
    if (out.length + segment.length > charactersMax - 1) break;
    out += segment;
  }
  return `${out.trimEnd()}…`;
}

/** An http(s) address as plain ASCII (hosts in punycode, path percent-encoded), or null when it is none. */
export function safeUrl(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null;
}
