/** Clauses about what a segment's columns know of a document (organization, language, country, date), asked once a value. */
import type { FieldName, QueryNode } from '../query/ast.ts';
import { meets } from '../query/evaluate.ts';
import { SearchedDocument } from '../query/scope.ts';
import type { QueryDocument } from '../query/types.ts';
import { Bits } from './bits.ts';
import type { Columns } from './columns.ts';
import { dayText } from './row.ts';

/** Exactly the documents that meet `field:child`. */
export function evaluateOn(columns: Columns, field: FieldName, child: QueryNode): Bits {
  const documents = new Bits(columns.count);
  const clause: QueryNode = { kind: 'field', field, child, start: child.start, end: child.end };
  const asked = new Map<string, boolean>();
  for (let document = 0; document < columns.count; document++) {
    const { value, facts } = factsFor(columns, field, document);
    let isMet = asked.get(value);
    if (isMet === undefined) {
      isMet = meets(clause, new SearchedDocument({ headline: '', body: '', ...facts() }));
      asked.set(value, isMet);
    }
    if (isMet) documents.add(document);
  }
  return documents;
}

interface Asked {
  /** Equal for documents that answer alike. */
  readonly value: string;
  readonly facts: () => Partial<QueryDocument>;
}

function factsFor(columns: Columns, field: FieldName, document: number): Asked {
  const number = (name: Parameters<Columns['column']>[0]): number => columns.column(name)[document] ?? 0;
  switch (field) {
    case 'org':
      return {
        value: `${number('newsroom')} ${number('organization')} ${number('acronym')} ${number('language')}`,
        facts: () => {
          const { organization, acronym, language } = columns.facts(document);
          return { newsroom: columns.row(document).newsroom, organization, acronym, language };
        },
      };
    case 'lang':
      return { value: `${number('language')}`, facts: () => ({ language: columns.facts(document).language }) };
    case 'country':
      return { value: `${number('country')}`, facts: () => ({ country: columns.facts(document).country }) };
    default:
      return {
        value: `${number('day')}`,
        facts: () => {
          const { day } = columns.row(document);
          return { date: day === null ? null : dayText(day) };
        },
      };
  }
}
