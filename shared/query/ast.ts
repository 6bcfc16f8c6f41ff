/** The tree a query is read into. Every node knows its place in the written query (UTF-16, end exclusive). */

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** `plain` takes plurals and joined spellings; `bare` (#) that form only; `exact` (=) looks at case and accents as well. */
export type TermMode = 'plain' | 'bare' | 'exact';

export interface TermNode extends Place {
  readonly kind: 'term';
  /** As written, without marks around it; `?` stands for one character. */
  readonly text: string;
  readonly mode: TermMode;
  readonly prefix: boolean;
}

export interface PhraseNode extends Place {
  readonly kind: 'phrase';
  readonly words: readonly TermNode[];
  /** Other words allowed between the first and the last, in any order; null is the plain phrase. */
  readonly slop: number | null;
}

export interface AndNode extends Place {
  readonly kind: 'and';
  readonly children: readonly QueryNode[];
}

export interface OrNode extends Place {
  readonly kind: 'or';
  readonly children: readonly QueryNode[];
}

/** Stands only among the children of an `and`. */
interface NotNode extends Place {
  readonly kind: 'not';
  readonly child: QueryNode;
}

export interface NearNode extends Place {
  readonly kind: 'near';
  readonly ordered: boolean;
  /** Words, 1 is adjacent. */
  readonly distance: number;
  readonly left: QueryNode;
  readonly right: QueryNode;
}

export interface WithinNode extends Place {
  readonly kind: 'within';
  readonly unit: 'sentence' | 'paragraph';
  readonly ordered: boolean;
  readonly left: QueryNode;
  readonly right: QueryNode;
}

interface AtLeastNode extends Place {
  readonly kind: 'atleast';
  readonly count: number;
  readonly child: QueryNode;
}

export interface FieldNode extends Place {
  readonly kind: 'field';
  readonly field: FieldName;
  readonly child: QueryNode;
}

/** A day or a span of days, inside `date:` only. ISO days, both inclusive; null is open. */
export interface DateNode extends Place {
  readonly kind: 'date';
  readonly text: string;
  readonly from: string | null;
  readonly to: string | null;
}

export type QueryNode =
  | TermNode
  | PhraseNode
  | AndNode
  | OrNode
  | NotNode
  | NearNode
  | WithinNode
  | AtLeastNode
  | FieldNode
  | DateNode;

export type FieldName =
  | 'title'
  | 'body'
  | 'org'
  | 'lang'
  | 'country'
  | 'date'
  | 'topic'
  | 'url'
  | 'quote'
  | 'speaker'
  | 'dateline';
