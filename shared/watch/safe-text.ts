/**
 * Text from the outside made safe for a mail header, a terminal or a message: control, bidi and invisible characters
 * cannot change what a reader sees (Unicode TR36; the store keeps the raw text).
 */

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

/** Control characters become spaces, bidi controls and invisible characters vanish; line feeds stay. */
export function safeText(text: string): string {
  let out = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (!isUnsafe(code)) out += character;
    else if (code < 0x20 || code === 0x2028 || code === 0x2029) out += ' ';
  }
  return out;
}

/** `safeText` on one line, runs of white space as one space, trimmed. */
export function safeLine(text: string): string {
  return safeText(text).split(/\s/u).filter(Boolean).join(' ');
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
