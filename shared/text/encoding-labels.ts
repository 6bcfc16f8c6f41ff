/** What encoding a document says it is in: the label in a header, an XML declaration or a meta element, and what labels mean. */

/** Names in use that the WHATWG Encoding Standard does not know, and what they mean. */
const aliases: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  'windows-932': 'shift_jis',
  cp936: 'gbk',
  ms936: 'gbk',
  'windows-936': 'gbk',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  uhc: 'euc-kr',
  cp950: 'big5',
  ms950: 'big5',
  'windows-950': 'big5',
  eucjp: 'euc-jp',
  euckr: 'euc-kr',
  gb_2312: 'gb2312',
  utf_8: 'utf-8',
  utf8mb4: 'utf-8',
  'utf-8n': 'utf-8',
  utf16: 'utf-16le',
  'utf-16': 'utf-16le',
  unicode: 'utf-16le',
  'ucs-2': 'utf-16le',
  macroman: 'macintosh',
  'mac-roman': 'macintosh',
  'x-user-defined': 'windows-1252',
};

/** Labels that mean windows-1252 on the web (WHATWG Encoding §4.2), beside what Node resolves to it. */
const windows1252Labels: ReadonlySet<string> = new Set([
  'windows-1252',
  'windows1252',
  'cp1252',
  'ansi',
  'iso-8859-1',
  'iso8859-1',
  'iso88591',
  'iso_8859-1',
  'iso8859_1',
  'iso-latin-1',
  'latin1',
  'latin-1',
  'l1',
  'ascii',
  'us-ascii',
  'ansi_x3.4-1968',
  'x-user-defined',
]);

export type Label =
  | { readonly kind: 'known'; readonly encoding: string }
  /** UTF-7 can smuggle markup past every check, so it is never decoded. */
  | { readonly kind: 'refused'; readonly label: string }
  | { readonly kind: 'unknown'; readonly label: string };

/** What a label means: a canonical lower-case encoding name that `decodeBytes` can decode. */
export function resolveLabel(raw: string): Label {
  const label = raw.trim().toLowerCase();
  if (label === 'utf-7' || label === 'utf7' || label.startsWith('unicode-1-1-utf-7')) return { kind: 'refused', label };
  if (label === 'utf-32' || label === 'utf-32le' || label === 'utf-32be' || label === 'ucs-4') {
    return { kind: 'known', encoding: label.endsWith('be') ? 'utf-32be' : 'utf-32le' };
  }
  if (windows1252Labels.has(label)) return { kind: 'known', encoding: 'windows-1252' };
  try {
    const { encoding } = new TextDecoder(aliases[label] ?? label);
    return { kind: 'known', encoding };
  } catch {
    return { kind: 'unknown', label };
  }
}

/** The `charset` parameter of a Content-Type header, or null. */
export function charsetOfContentType(contentType: string | null): string | null {
  if (contentType === null) return null;
  const match = /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType);
  return match?.[1] ?? null;
}

/** The label of the XML declaration; `head` is the start of the document read as Latin-1. */
export function labelOfXmlDeclaration(head: string): string | null {
  const start = head.indexOf('<?xml');
  if (start < 0) return null;
  const end = head.indexOf('>', start);
  const declaration = head.slice(start, end < 0 ? start + 256 : end);
  return /\sencoding\s*=\s*["']([\w.:-]+)/i.exec(declaration)?.[1] ?? null;
}

/** The label of the first meta element that names one (HTML §13.2.3.2); `head` is read as Latin-1. */
export function labelOfMeta(head: string): string | null {
  const lower = head.toLowerCase();
  for (let at = lower.indexOf('<meta'); at >= 0; at = lower.indexOf('<meta', at + 5)) {
    const end = lower.indexOf('>', at);
    const tag = lower.slice(at, end < 0 ? undefined : end);
    const label = /charset\s*=\s*["']?\s*([\w.:-]+)/.exec(tag)?.[1];
    if (label !== undefined) return label;
  }
  return null;
}
