/** Clauses about what a segment's columns know of a document (organization, language, country, date), asked once a value. */
import type { FieldName, QueryNode } from '../query/ast.ts';
import { meets } from '../query/evaluate.ts';
import { SearchedDocument } from '../query/scope.ts';
import type { QueryDocument } from '../query/types.ts';
import { Bits } from './bits.ts';
import type { ColumnName, Columns } from './columns.ts';
import { dayText } from './row.ts';

/** Exactly the documents that meet `field:child`. */
export function evaluateOn(columns: Columns, field: FieldName, child: QueryNode): Bits {
  const documents = new Bits(columns.count);
  const clause: QueryNode = { kind: 'field', field, child, start: child.start, end: child.end };
  const { names, facts } = asked[field] ?? askedOfDay;
  const groups = groupsOf(columns, names);
  /** By group. */
  const met: (boolean | undefined)[] = [];
  for (let document = 0; document < groups.length; document++) {
    const group = groups[document] ?? 0;
    let isMet = met[group];
    if (isMet === undefined) {
      isMet = meets(clause, new SearchedDocument({ headline: '', body: '', ...facts(columns, document) }));
      met[group] = isMet;
    }
    if (isMet) documents.add(document);
  }
  return documents;
}

/** By document the number of its group: documents of equal columns answer alike. */
function groupsOf(columns: Columns, names: readonly ColumnName[]): Uint32Array {
  const groups = new Uint32Array(columns.count);
  for (const name of names) {
    const column = columns.column(name);
    const known = new Map<number, number>();
    for (let document = 0; document < groups.length; document++) {
      const key = (column[document] ?? 0) * groups.length + (groups[document] ?? 0);
      const group = known.get(key) ?? known.size;
      if (group === known.size) known.set(key, group);
      groups[document] = group;
    }
  }
  return groups;
}

interface Asked {
  readonly names: readonly ColumnName[];
  readonly facts: (columns: Columns, document: number) => Partial<QueryDocument>;
}

const askedOfDay: Asked = {
  names: ['day'],
  facts: (columns, document) => {
    const day = columns.dayOf(document);
    return { date: day === null ? null : dayText(day) };
  },
};

const asked: Partial<Record<FieldName, Asked>> = {
  org: {
    names: ['newsroom', 'organization', 'acronym', 'language'],
    facts: (columns, document) => {
      const { organization, acronym, language } = columns.facts(document);
      return { newsroom: columns.newsroomOf(document), organization, acronym, language };
    },
  },
  lang: { names: ['language'], facts: (columns, document) => ({ language: columns.facts(document).language }) },
  country: { names: ['country'], facts: (columns, document) => ({ country: columns.facts(document).country }) },
};
