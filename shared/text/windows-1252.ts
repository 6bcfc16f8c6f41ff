/**
 * Windows-1252 by table. Node's TextDecoder turns the bytes 0x80 to 0x9F of this encoding into control characters on
 * several releases (nodejs/node#56542, #60888), which loses curly quotes, dashes and the euro sign.
 */

/** Code points of 0x80 to 0x9F (WHATWG Encoding, index windows-1252); the five undefined bytes stay as they are. */
const high: readonly number[] = [
  0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d, 0x017d,
  0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,
  0x017e, 0x0178,
];

/** The code point of one byte. */
export function windows1252CodePoint(byte: number): number {
  return byte >= 0x80 && byte <= 0x9f ? (high[byte - 0x80] ?? byte) : byte;
}

/** Decodes bytes; never fails, linear. */
export function decodeWindows1252(bytes: Uint8Array): string {
  if (!bytes.some((byte) => byte >= 0x80 && byte <= 0x9f)) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  }
  const units = new Uint16Array(bytes.length);
  for (let i = 0; i < bytes.length; i += 1) units[i] = windows1252CodePoint(bytes[i] ?? 0);
  return Buffer.from(units.buffer).toString('utf16le');
}
