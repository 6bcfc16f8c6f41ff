/** The texts of a document that a clause is searched in: headline and body, or the values of a field. */
import type { FieldName } from './ast.ts';
import { isAllCapitals } from './fold.ts';
import { SearchText } from './search-text.ts';
import type { QueryDocument } from './types.ts';

/** Between values of one field a phrase cannot run; each value is a text of its own. */
export type Scope = readonly SearchText[];

/** A document whose texts are cut into tokens when they are first asked for. */
export class SearchedDocument {
  readonly document: QueryDocument;
  /** Primary subtag in small letters, null when unknown. */
  readonly language: string | null;
  private readonly scopes = new Map<FieldName, Scope>();

  constructor(document: QueryDocument) {
    this.document = document;
    this.language = primaryLanguage(document.language ?? null);
  }

  /** Where a clause without a field looks. */
  texts(): Scope {
    return [...this.scope('title'), ...this.scope('body')];
  }

  scope(field: FieldName): Scope {
    const before = this.scopes.get(field);
    if (before !== undefined) return before;
    const scope = this.build(field);
    this.scopes.set(field, scope);
    return scope;
  }

  private build(field: FieldName): Scope {
    const { language, document } = this;
    const options = { language, field: null, expands: true, caseCounts: false, isAddress: field === 'url' };
    if (field === 'title') {
      const caseCounts = !isAllCapitals(document.headline);
      return [new SearchText(document.headline, { ...options, field: 'headline', caseCounts })];
    }
    if (field === 'body') return [new SearchText(document.body, { ...options, field: 'body', caseCounts: true })];
    const names = field === 'org' || field === 'speaker' || field === 'url';
    const values = fieldValues(field, document);
    return values.map((value) => new SearchText(value, { ...options, expands: !names }));
  }
}

/** `en-GB` is `en`. */
function primaryLanguage(tag: string | null): string | null {
  const primary = tag?.trim().toLowerCase().split(/[-_]/)[0] ?? '';
  return primary === '' || primary === 'und' ? null : primary;
}

/** The values of a field in a document; what is absent is no value. */
function fieldValues(field: FieldName, document: QueryDocument): readonly string[] {
  const present = (...values: readonly (string | null | undefined)[]): string[] =>
    values.filter((value): value is string => typeof value === 'string' && value !== '');
  switch (field) {
    case 'org':
      return present(document.newsroom, document.organization, document.acronym);
    case 'topic':
      return document.topics ?? [];
    case 'url':
      return present(document.url);
    case 'quote':
      return (document.quotes ?? []).map((quote) => quote.text);
    case 'speaker':
      return present(...(document.quotes ?? []).map((quote) => quote.speaker));
    case 'dateline':
      return present(document.dateline);
    default:
      return [];
  }
}
