/**
 * Passages in the languages and shapes of press releases, in tests/golden/release/quotes: one file a language, [[ and ]] around what
 * is quoted, the speakers in order. A passage without speakers has no quotation.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findQuotes } from '../../../shared/release/quotes.ts';

interface Passage {
  readonly it: string;
  readonly in: string;
  readonly by?: readonly (string | null)[];
}

const folder = new URL('../../golden/release/quotes/', import.meta.url);
const languages = readdirSync(folder).map((file) => file.replace(/\.yaml$/, ''));

/** The text without its marks, and what stood between them. */
function unmarked({ in: marked, by = [] }: Passage) {
  const quotes: { text: string; speaker: string | null; start: number; end: number }[] = [];
  let body = '';
  for (const [at, part] of marked.split(/\[\[|\]\]/).entries()) {
    if (at % 2 === 1) {
      const speaker = by[quotes.length] ?? null;
      quotes.push({ text: part, speaker, start: body.length, end: body.length + part.length });
    }
    body += part;
  }
  return { body, quotes };
}

describe.each(languages)('a quotation in %s', (language) => {
  const passages: readonly Passage[] = parse(readFileSync(new URL(`${language}.yaml`, folder), 'utf8'));
  it.each(passages.map((passage): [string, Passage] => [passage.it, passage]))('%s', (_name, passage) => {
    const { body, quotes } = unmarked(passage);
    expect(quotes).toHaveLength(passage.by?.length ?? 0);
    expect(findQuotes(body, { language })).toEqual(quotes);
  });
});
