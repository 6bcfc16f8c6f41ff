/**
 * What stands in a segment's dictionary. A term is a kind and a folded form. Tokens and closed forms of headline and body
 * have positions; the values of other fields only say which documents to look at.
 */
import type { FieldName } from '../query/ast.ts';

/** The first character of a term: what the folded form after it is a form of. */
export const termKinds = {
  token: 't',
  closed: 'c',
  topic: 'p',
  url: 'u',
  quote: 'q',
  speaker: 's',
  dateline: 'd',
} as const;
export type TermKind = (typeof termKinds)[keyof typeof termKinds];

/** Fields whose values are looked up in the dictionary and then in the document's own record. */
export const recordFields = ['topic', 'url', 'quote', 'speaker', 'dateline'] as const satisfies readonly FieldName[];
export type RecordField = (typeof recordFields)[number];

export function isRecordField(field: FieldName): field is RecordField {
  return (recordFields as readonly FieldName[]).includes(field);
}

/** Bits of a document's entry in the postings of a token or closed form; the rest counts the bytes of its positions. */
export const entry = {
  inHeadline: 1,
  inBody: 2,
  /** At least one occurrence is written all in capitals. */
  hasCapitals: 4,
  bytesShift: 3,
} as const;

/** Bits of one occurrence of a token; the rest is the number of its written form. */
export const occurrence = {
  joinMask: 3,
  capitals: 4,
  possessive: 8,
  /** What is glued to it before or after makes a longer identifier of it: I-24/7, CVE-2026-1234. */
  rigidBefore: 16,
  rigidAfter: 32,
  formShift: 6,
} as const;
