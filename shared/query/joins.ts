/** How a token is joined to the one before it. */

export const join = {
  /** Separated by a space or by punctuation. */
  open: 0,
  /** Nothing in between: characters of unspaced scripts, or a change of script. */
  direct: 1,
  apostrophe: 2,
  /** Joiner characters only, as in I-24/7. */
  glued: 3,
} as const;

export type Join = (typeof join)[keyof typeof join];
