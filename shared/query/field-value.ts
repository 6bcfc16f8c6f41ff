/** Fields whose value is a code or a day, not a text: lang:, country:, date:. */
import type { FieldName, QueryNode } from './ast.ts';
import { fold } from './fold.ts';
import type { QueryDocument } from './types.ts';

type ValueField = 'lang' | 'country' | 'date';

export function isValueField(field: FieldName): field is ValueField {
  return field === 'lang' || field === 'country' || field === 'date';
}

/** Whether a document's value of a field meets what the query says of it. */
export function meetsValue(node: QueryNode, field: ValueField, document: QueryDocument): boolean {
  switch (node.kind) {
    case 'and':
      return node.children.every((child) => meetsValue(child, field, document));
    case 'or':
      return node.children.some((child) => meetsValue(child, field, document));
    case 'not':
      return !meetsValue(node.child, field, document);
    case 'date':
      return meetsDate(node.from, node.to, document.date ?? null);
    case 'term':
      return meetsCode(node.text, node.prefix, field, document);
    case 'phrase':
      return meetsCode(node.words.map((word) => word.text).join(' '), false, field, document);
    default:
      return false;
  }
}

function meetsDate(from: string | null, to: string | null, date: string | null): boolean {
  if (date === null) return false;
  const day = date.slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return false;
  return (from === null || day >= from) && (to === null || day <= to);
}

function meetsCode(wanted: string, prefix: boolean, field: string, document: QueryDocument): boolean {
  const value = field === 'lang' ? document.language : document.country;
  if (typeof value !== 'string' || value === '') return false;
  const code = fold(value).replaceAll('_', '-');
  const asked = fold(wanted).replaceAll('_', '-');
  if (code === asked || (prefix && code.startsWith(asked))) return true;
  return field === 'lang' && code.startsWith(`${asked}-`);
}
