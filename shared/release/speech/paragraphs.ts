/** Paragraphs of a body as stretches of it. */

export interface Paragraph {
  readonly start: number;
  readonly end: number;
}

/** Offsets in `body` of the lines that are not empty. */
export function paragraphsOf(body: string): readonly Paragraph[] {
  const found: Paragraph[] = [];
  let start = 0;
  for (const part of body.split('\n')) {
    if (part !== '') found.push({ start, end: start + part.length });
    start += part.length + 1;
  }
  return found;
}
