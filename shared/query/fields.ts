/** The fields a query may name: how each is said in plain English, and which foreign names point to it. */
import type { FieldName } from './ast.ts';

export interface FieldDefinition {
  readonly name: FieldName;
  /** Said before the value, or behind it: of a text in which it stands. */
  readonly words: string;
  readonly isSaidBehind?: boolean;
  /** Names that people bring from elsewhere; they are offered as fixes, never read silently. */
  readonly nearNames: readonly string[];
}

const definitions: readonly FieldDefinition[] = [
  {
    name: 'title',
    words: 'in the headline',
    isSaidBehind: true,
    nearNames: [
      'headline',
      'subject',
      'heading',
      'intitle',
      'allintitle',
      'hl',
      'ti',
      'hlead',
      'titre',
      'titel',
      'titulo',
    ],
  },
  {
    name: 'body',
    words: 'in the body',
    isSaidBehind: true,
    nearNames: ['text', 'content', 'intext', 'allintext', 'fulltext', 'lead'],
  },
  {
    name: 'org',
    words: 'from the organization',
    nearNames: ['organization', 'organisation', 'newsroom', 'source', 'agency', 'publisher', 'from', 'court'],
  },
  { name: 'lang', words: 'in the language', nearNames: ['language', 'inlanguage', 'langue', 'sprache', 'idioma'] },
  { name: 'country', words: 'from the country', nearNames: ['nation', 'pays', 'pais'] },
  { name: 'date', words: 'dated', nearNames: ['published', 'day', 'since', 'until', 'before', 'after', 'year'] },
  { name: 'topic', words: 'on the topic', nearNames: ['tag', 'tags', 'category', 'topics'] },
  { name: 'url', words: 'with an address containing', nearNames: ['site', 'link', 'inurl', 'address', 'domain'] },
  { name: 'quote', words: 'in a quotation', isSaidBehind: true, nearNames: ['quotes', 'quotation', 'said'] },
  { name: 'speaker', words: 'quoting', nearNames: ['by', 'author', 'person', 'name'] },
  { name: 'dateline', words: 'datelined', nearNames: ['place', 'city', 'location'] },
];

const byName = new Map(definitions.map((definition) => [definition.name as string, definition]));

/** The field that has this name, in small letters, or is known by it elsewhere; no misspelled ones. */
export function fieldWithName(name: string): FieldName | null {
  const definition = definitions.find((other) => other.name === name || other.nearNames.includes(name));
  return definition?.name ?? null;
}

export function fieldOf(name: string): FieldDefinition | null {
  return byName.get(name) ?? byName.get(name.toLowerCase()) ?? null;
}

/** Changes of one letter (a swap of neighbours is one) that turn one short name into the other. */
function editDistance(one: string, other: string): number {
  const rows: number[][] = [];
  for (let i = 0; i <= one.length; i++) {
    const row: number[] = [];
    for (let j = 0; j <= other.length; j++) {
      if (i === 0 || j === 0) {
        row.push(i + j);
        continue;
      }
      const above = rows[i - 1] ?? [];
      const same = one[i - 1] === other[j - 1];
      let cost = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        cost = Math.min(cost, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    rows.push(row);
  }
  return rows[one.length]?.[other.length] ?? 0;
}

const NAME_CHARACTERS_MAX = 20;
/** A misspelled name of other systems is only known by so many letters. */
const ALIAS_LETTERS_MIN = 7;

/** The field that a name that is none probably meant, or null. */
export function nearestField(name: string): FieldName | null {
  const folded = name.toLowerCase();
  if (folded.length > NAME_CHARACTERS_MAX) return null;
  let best: { name: FieldName; distance: number } | null = null;
  for (const definition of definitions) {
    if (definition.nearNames.includes(folded)) return definition.name;
    for (const name of [definition.name, ...definition.nearNames]) {
      const distance = editDistance(folded, name);
      const allowed = name.length <= 4 ? 1 : 2;
      if (name !== definition.name && name.length < ALIAS_LETTERS_MIN) continue;
      if (distance <= allowed && distance < folded.length && (best === null || distance < best.distance)) {
        best = { name: definition.name, distance };
      }
    }
  }
  return best?.name ?? null;
}

export const fieldNames: readonly FieldName[] = definitions.map((definition) => definition.name);
