/** What a key of the dictionary says of a query word: the word's number above these bits. */

export const wordEntry = {
  /** A plural or singular that counts in English texts and in those of unknown language. */
  variant: 1,
  /** The word's own form, which has further forms in texts of other languages. */
  expands: 2,
  /** Asks for capitals. */
  capitals: 4,
  /** That form only: no possessive, no closed form. */
  bare: 8,
  /** Its places are needed, not only that it is there. */
  placed: 16,
  /** First word of a pair that anchors queries. */
  left: 32,
  /** Second word of such a pair. */
  right: 64,
  shift: 7,
  mask: 127,
} as const;
