/**
 * From bytes to text. The order of evidence: byte order mark, the byte pattern of UTF-16 and UTF-32, the HTTP charset,
 * the XML declaration or the meta element, strict UTF-8, UTF-8 with some stray bytes, the statistics of the bytes,
 * windows-1252. A label that the bytes contradict is passed over with a warning. Never throws.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { guessEncoding } from './encoding-guess.ts';
import {
  charsetOfContentType,
  type Label,
  labelOfMeta,
  labelOfXmlDeclaration,
  resolveLabel,
} from './encoding-labels.ts';
import { decodeWindows1252, windows1252CodePoint } from './windows-1252.ts';

export type TextKind = 'xml' | 'html' | 'json';

export interface DecodedText {
  /** Without a byte order mark. */
  readonly text: string;
  /** The encoding that was used, in lower case. */
  readonly encoding: string;
  readonly warnings: readonly string[];
}

/** How far a declaration may stand from the start. */
const headBytesMax = 4_096;

/** Decodes `bytes`; `kind` says which declarations inside the document count. */
export function decodeBytes(
  bytes: Uint8Array,
  options: { readonly contentType: string | null; readonly kind: TextKind },
): DecodedText {
  const marked = byMark(bytes) ?? byPattern(bytes);
  if (marked !== null)
    return { text: decodeAs(bytes.subarray(marked.skip), marked.encoding), encoding: marked.encoding, warnings: [] };

  const warnings: string[] = [];
  const labels = declaredLabels(bytes, options).flatMap((raw) => usable(resolveLabel(raw), warnings));
  const strictUtf8 = strict(bytes, 'utf-8');
  for (const encoding of labels) {
    if (encoding === 'windows-1252' && strictUtf8 !== null && !isAscii(bytes)) {
      // A true windows-1252 text is practically never valid UTF-8; this label is many servers' default.
      warnings.push(`labelled ${encoding}, but the bytes are UTF-8`);
      return { text: strictUtf8, encoding: 'utf-8', warnings };
    }
    const text = encoding === 'utf-8' ? strictUtf8 : strict(bytes, encoding);
    if (text !== null) return { text, encoding, warnings };
    warnings.push(`labelled ${encoding}, but the bytes are not ${encoding}`);
  }
  if (strictUtf8 !== null) return { text: strictUtf8, encoding: 'utf-8', warnings };
  const [declared] = labels;
  if (declared !== undefined && declared !== 'utf-8')
    return { text: decodeAs(bytes, declared), encoding: declared, warnings };
  const repaired = repairUtf8(bytes);
  const guessed = repaired.sequenceShare > sequenceShareMin ? null : guessEncoding(bytes);
  const { text, encoding } = guessed === null ? repaired : { text: decodeAs(bytes, guessed), encoding: guessed };
  if (declared === undefined || guessed !== null) warnings.push(`no valid label; read as ${encoding}`);
  return { text, encoding, warnings };
}

/** Bytes of two-byte encodings look like UTF-8 here and there; text that is UTF-8 but for a few bytes is so nearly everywhere. */
const sequenceShareMin = 0.8;

/** Every label the document declares, the strongest first. */
function declaredLabels(
  bytes: Uint8Array,
  { contentType, kind }: { readonly contentType: string | null; readonly kind: TextKind },
): readonly string[] {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, headBytesMax)).toString('latin1');
  const inside =
    kind === 'json'
      ? []
      : kind === 'xml'
        ? [labelOfXmlDeclaration(head)]
        : [labelOfMeta(head), labelOfXmlDeclaration(head)];
  return [charsetOfContentType(contentType), ...inside].filter((label) => label !== null);
}

/** The encoding of a label, none with a warning when it cannot be meant. */
function usable(label: Label, warnings: string[]): readonly string[] {
  if (label.kind === 'refused') {
    warnings.push(`the encoding ${label.label} is refused`);
    return [];
  }
  if (label.kind === 'unknown') {
    warnings.push(`the encoding ${label.label} is unknown`);
    return [];
  }
  // These would have shown in the byte pattern: a declaration that can be read as ASCII is not UTF-16.
  return label.encoding.startsWith('utf-16') || label.encoding.startsWith('utf-32') ? [] : [label.encoding];
}

interface Found {
  readonly encoding: string;
  readonly skip: number;
}

function byMark(bytes: Uint8Array): Found | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', skip: 3 };
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { encoding: 'utf-32le', skip: 4 };
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { encoding: 'utf-32be', skip: 4 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', skip: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', skip: 2 };
  return null;
}

/** Two ASCII characters at the start, as UTF-16 or UTF-32 would write them. */
function byPattern(bytes: Uint8Array): Found | null {
  if (bytes.length < 4) return null;
  const pattern = Array.from(bytes.subarray(0, 4), (byte) => (byte === 0 ? '0' : byte < 0x80 ? 'x' : '-')).join('');
  const encoding = { '000x': 'utf-32be', x000: 'utf-32le', '0x0x': 'utf-16be', x0x0: 'utf-16le' }[pattern];
  return encoding === undefined ? null : { encoding, skip: 0 };
}

/** The text when every byte fits the encoding, else null. */
function strict(bytes: Uint8Array, encoding: string): string | null {
  if (encoding === 'windows-1252') return decodeWindows1252(bytes);
  if (encoding === 'utf-8') {
    return isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') : null;
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The text with replacement characters where bytes do not fit. */
function decodeAs(bytes: Uint8Array, encoding: string): string {
  if (encoding === 'windows-1252') return decodeWindows1252(bytes);
  if (encoding.startsWith('utf-32')) return decodeUtf32(bytes, encoding === 'utf-32le');
  return new TextDecoder(encoding).decode(bytes);
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const units = new Uint16Array(Math.floor(bytes.byteLength / 4) * 2);
  let length = 0;
  for (let i = 0; i + 4 <= bytes.byteLength; i += 4) {
    const read = view.getUint32(i, littleEndian);
    const codePoint = read > 0x10ffff || (read >= 0xd800 && read <= 0xdfff) ? 0xfffd : read;
    if (codePoint > 0xffff) {
      units[length++] = 0xd800 + ((codePoint - 0x10000) >> 10);
      units[length++] = 0xdc00 + ((codePoint - 0x10000) & 0x3ff);
    } else {
      units[length++] = codePoint;
    }
  }
  return Buffer.from(units.buffer, 0, length * 2).toString('utf16le');
}

/**
 * UTF-8 with stray bytes of another source: well-formed sequences are UTF-8, every other byte is windows-1252.
 * Without a single longer sequence the whole is windows-1252. A sequence cut off by the end becomes U+FFFD.
 * `sequenceShare` is the part of the bytes above 0x7F that belongs to sequences.
 */
function repairUtf8(bytes: Uint8Array): { text: string; encoding: string; sequenceShare: number } {
  const out = Buffer.allocUnsafe(bytes.length * 3);
  let length = 0;
  let inSequences = 0;
  let stray = 0;
  let i = 0;
  while (i < bytes.length) {
    const byte = bytes[i] ?? 0;
    const size = sequenceLength(bytes, i);
    if (size === 1 || size > 1) {
      inSequences += size > 1 ? size : 0;
      for (let k = 0; k < size; k += 1) out[length++] = bytes[i + k] ?? 0;
      i += size;
    } else if (size === cutOff) {
      out[length++] = 0xef;
      out[length++] = 0xbf;
      out[length++] = 0xbd;
      i = bytes.length;
    } else {
      stray += 1;
      const codePoint = windows1252CodePoint(byte);
      if (codePoint > 0x7ff) out[length++] = 0xe0 | (codePoint >> 12);
      if (codePoint > 0x7ff) out[length++] = 0x80 | ((codePoint >> 6) & 0x3f);
      else out[length++] = 0xc0 | (codePoint >> 6);
      out[length++] = 0x80 | (codePoint & 0x3f);
      i += 1;
    }
  }
  const sequenceShare = inSequences / Math.max(inSequences + stray, 1);
  if (inSequences === 0) return { text: decodeWindows1252(bytes), encoding: 'windows-1252', sequenceShare };
  return { text: out.toString('utf8', 0, length), encoding: 'utf-8', sequenceShare };
}

const cutOff = -1;

/** Length of the well-formed UTF-8 sequence at `at` (Unicode table 3-7); 0 when there is none, `cutOff` at the end. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const size =
    lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  for (let k = 1; k < size; k += 1) {
    const byte = bytes[at + k];
    if (byte === undefined) return k > 1 ? cutOff : 0;
    const low = k > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const highest = k > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (byte < low || byte > highest) return 0;
  }
  return size;
}
