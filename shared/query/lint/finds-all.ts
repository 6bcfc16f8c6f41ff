/** Whether one part of a query finds all that another finds, as far as their form tells. When in doubt, no. */
import type { DateNode, FieldName, FieldNode, QueryNode, TermNode } from '../ast.ts';
import { canonicalKey } from '../canonical-key.ts';
import { expandingLanguages, variantsOf } from '../expand.ts';
import { fold } from '../fold.ts';
import { wordOf } from '../query-word.ts';

export function findsAll(wide: QueryNode, narrow: QueryNode): boolean {
  if (isSame(wide, narrow)) return true;
  if (narrow.kind === 'or') return narrow.children.every((child) => findsAll(wide, child));
  if (wide.kind === 'or') return wide.children.some((child) => findsAll(child, narrow));
  if (wide.kind === 'and') return wide.children.every((child) => holdsIn(child, narrow));
  if (narrow.kind === 'and') return narrow.children.some((child) => child.kind !== 'not' && findsAll(wide, child));
  if (wide.kind === 'field') return narrow.kind === 'field' && fieldFindsAll(wide, narrow);
  if (wide.kind === 'near' || wide.kind === 'within') return narrow.kind === wide.kind && isLooser(wide, narrow);
  return wordFindsAll(wide, narrow);
}

const keys = new WeakMap<QueryNode, string>();

function keyOf(node: QueryNode): string {
  const before = keys.get(node);
  if (before !== undefined) return before;
  const key = canonicalKey(node);
  keys.set(node, key);
  return key;
}

/** Whether two parts find the same, in texts of languages whose plurals are known. */
export function isSame(one: QueryNode, other: QueryNode): boolean {
  return keyOf(one) === keyOf(other) || haveSameForms(one, other);
}

/** A word of letters and digits that stands for itself and its other forms. */
interface WordForms {
  readonly own: string;
  /** English ones. */
  readonly forms: ReadonlySet<string>;
}

const SIMPLE_WORD = /^[\p{L}\p{N}]+$/u;
const wordForms = new WeakMap<TermNode, WordForms | null>();

/** Müller stands for Mueller as well, and Muller does not. */
function hasDigraph(term: TermNode): boolean {
  return term.mode === 'plain' && wordOf(term).segments.some(({ digraphs }) => digraphs.length > 0);
}

/** Null for compounds, for words that ask for capitals, and for all that is no plain word. */
function formsOf(node: QueryNode): WordForms | null {
  if (node.kind !== 'term' || node.mode !== 'plain' || node.prefix) return null;
  const before = wordForms.get(node);
  if (before !== undefined) return before;
  const own = fold(node.text);
  const isSimple = SIMPLE_WORD.test(node.text) && !wordOf(node).asksForCapitals && !hasDigraph(node);
  const made = isSimple ? { own, forms: new Set(variantsOf(own, null)) } : null;
  wordForms.set(node, made);
  return made;
}

/** Singular and plural of one word: each stands for both. */
function haveSameForms(one: QueryNode, other: QueryNode): boolean {
  const here = formsOf(one);
  const there = here === null ? null : formsOf(other);
  return here !== null && there !== null && here.forms.has(there.own) && there.forms.has(here.own);
}

/** What the narrow query excludes must be told by the same words. */
function holdsIn(child: QueryNode, narrow: QueryNode): boolean {
  if (child.kind !== 'not') return findsAll(child, narrow);
  const key = keyOf(child);
  return narrow.kind === 'and' && narrow.children.some((other) => keyOf(other) === key);
}

function fieldFindsAll(wide: FieldNode, narrow: FieldNode): boolean {
  if (wide.field !== narrow.field) return false;
  if (wide.child.kind === 'date' && narrow.child.kind === 'date') return spans(wide.child, narrow.child);
  if (wide.field === 'lang') return findsAllLanguages(wide.child, narrow.child);
  if (!takesForms(wide.field)) return false;
  return findsAll(wide.child, narrow.child);
}

/** Whether singular and plural stand for each other in a field: not in names and codes. */
export function takesForms(field: FieldName): boolean {
  return field === 'title' || field === 'body' || field === 'quote' || field === 'topic' || field === 'dateline';
}

function findsAllLanguages(wide: QueryNode, narrow: QueryNode): boolean {
  if (wide.kind !== 'term' || narrow.kind !== 'term' || wide.prefix || narrow.prefix) return false;
  return fold(narrow.text).startsWith(`${fold(wide.text)}-`);
}

function spans(wide: DateNode, narrow: DateNode): boolean {
  const fromFits = wide.from === null || (narrow.from !== null && narrow.from >= wide.from);
  return fromFits && (wide.to === null || (narrow.to !== null && narrow.to <= wide.to));
}

type Proximity = Extract<QueryNode, { kind: 'near' | 'within' }>;

/** The same two sides, no farther apart and in no freer order. */
function isLooser(wide: Proximity, narrow: Proximity): boolean {
  if (wide.ordered && !narrow.ordered) return false;
  if (wide.kind === 'near' ? narrow.kind !== 'near' || narrow.distance > wide.distance : !isUnitWithin(wide, narrow))
    return false;
  const straight = isSame(wide.left, narrow.left) && isSame(wide.right, narrow.right);
  return straight || (!wide.ordered && isSame(wide.left, narrow.right) && isSame(wide.right, narrow.left));
}

function isUnitWithin(wide: Proximity, narrow: Proximity): boolean {
  return wide.kind === 'within' && narrow.kind === 'within' && (wide.unit === narrow.unit || wide.unit === 'paragraph');
}

/** Whether a plain word or a prefix must be there wherever another part is met. */
function wordFindsAll(wide: QueryNode, narrow: QueryNode): boolean {
  if (wide.kind !== 'term' || (!wide.prefix && formsOf(wide) === null)) return false;
  switch (narrow.kind) {
    case 'term':
      return wide.prefix ? prefixFindsAll(wide, narrow) : isStricter(wide, narrow);
    case 'phrase':
      return narrow.words.some((word) => isSame(wide, word) || wordFindsAll(wide, word));
    case 'near':
    case 'within':
      return findsAll(wide, narrow.left) || findsAll(wide, narrow.right);
    case 'atleast':
      return findsAll(wide, narrow.child);
    case 'field':
      return (narrow.field === 'title' || narrow.field === 'body') && findsAll(wide, narrow.child);
    default:
      return false;
  }
}

/** The same word, but as it is written, in one form, or in capitals only: who finds all that WHO finds. */
function isStricter(wide: TermNode, narrow: TermNode): boolean {
  if (narrow.prefix || (narrow.mode === 'plain' && !wordOf(narrow).asksForCapitals)) return false;
  const { segments } = wordOf(narrow);
  return segments.length === 1 && !hasDigraph(narrow) && segments[0]?.key === formsOf(wide)?.own;
}

function prefixFindsAll(wide: TermNode, narrow: TermNode): boolean {
  if (wide.mode !== 'plain' || !SIMPLE_WORD.test(wide.text) || narrow.mode === 'exact') return false;
  if (narrow.text === wide.text && !hasDigraph(narrow)) return true;
  const beginning = fold(wide.text);
  const own = fold(narrow.text);
  if (!own.startsWith(beginning) || !SIMPLE_WORD.test(narrow.text) || hasDigraph(narrow)) return false;
  // A plural may change the beginning: mous* does not find mice.
  const isExpanded = narrow.mode === 'plain' && !narrow.prefix;
  const forms = isExpanded ? expandingLanguages.flatMap((language) => variantsOf(own, language)) : [own];
  return forms.every((form) => form.startsWith(beginning));
}
