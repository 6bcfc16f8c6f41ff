/** Warnings about queries that parse: parts that say nothing new, can never match, or find nearly everything. */
import type { AndNode, DateNode, OrNode, QueryNode } from './ast.ts';
import { canonicalKey } from './canonical-key.ts';
import { stopWords } from './data/common-words.ts';
import { fold } from './fold.ts';
import { printQuery } from './print.ts';
import type { ProblemCode } from './problems.ts';
import { asksForCapitals } from './smart-case.ts';
import type { Problem } from './types.ts';

/** A warning whose fix is the query without `removed` (nodes compared by identity). */
interface Finding {
  readonly code: ProblemCode;
  readonly node: QueryNode;
  readonly message: string;
  readonly hint: string;
  readonly removed: QueryNode | null;
}

export function lint(tree: QueryNode): readonly Problem[] {
  const findings: Finding[] = [];
  if (isBroad(tree)) {
    findings.push({
      code: 'W_BROAD',
      node: tree,
      message: 'This finds nearly every release: its words are in nearly every text.',
      hint: 'Add a word that is particular to what you watch for.',
      removed: null,
    });
  }
  visit(tree, findings);
  return findings.map((finding) => {
    const without = finding.removed === null ? null : remove(tree, finding.removed);
    return {
      code: finding.code,
      message: finding.message,
      start: finding.node.start,
      end: finding.node.end,
      hint: finding.hint,
      fixes: without === null ? [] : [{ label: 'Leave it out', query: printQuery(without) }],
    };
  });
}

/** Whether everything the query asks for is a word that nearly every text has. */
function isBroad(node: QueryNode): boolean {
  switch (node.kind) {
    case 'term':
      return node.mode !== 'exact' && !node.prefix && stopWords.has(fold(node.text)) && !asksForCapitals(node);
    case 'or':
      return node.children.some(isBroad);
    case 'and':
      return node.children.every((child) => child.kind === 'not' || isBroad(child));
    case 'atleast':
      return isBroad(node.child);
    default:
      return false;
  }
}

function visit(node: QueryNode, findings: Finding[]): void {
  if (node.kind === 'and' || node.kind === 'or') {
    repeated(node, findings);
    if (node.kind === 'and') contradictions(node, findings);
    else covered(node, findings);
    for (const child of node.children) visit(child, findings);
  } else if (node.kind === 'not' || node.kind === 'field' || node.kind === 'atleast') visit(node.child, findings);
  else if (node.kind === 'near' || node.kind === 'within') {
    visit(node.left, findings);
    visit(node.right, findings);
  }
}

function repeated(node: AndNode | OrNode, findings: Finding[]): void {
  const seen = new Set<string>();
  for (const child of node.children) {
    const key = canonicalKey(child);
    if (seen.has(key)) {
      findings.push({
        code: 'W_REDUNDANT',
        node: child,
        message: `${printQuery(child)} stands here twice.`,
        hint: 'Once is enough.',
        removed: child,
      });
    }
    seen.add(key);
  }
}

function contradictions(node: AndNode, findings: Finding[]): void {
  const wanted = new Set(node.children.filter((child) => child.kind !== 'not').map(canonicalKey));
  for (const child of node.children) {
    if (child.kind !== 'not' || !wanted.has(canonicalKey(child.child))) continue;
    findings.push({
      code: 'W_CONTRADICTION',
      node: child,
      message: `${printQuery(child.child)} must be there and must not be there: this never matches.`,
      hint: 'Leave one of the two out.',
      removed: child,
    });
  }
  const dates = node.children.flatMap((child) =>
    child.kind === 'field' && child.child.kind === 'date' ? [{ node: child, date: child.child }] : [],
  );
  const later = dates.slice(1).find(({ date }) => dates[0] !== undefined && disjoint(dates[0].date, date));
  if (later !== undefined) contradiction(later.node, findings);
  const languages = node.children.filter((child) => child.kind === 'field' && child.field === 'lang');
  const codes = languages.map((child) =>
    child.kind === 'field' && child.child.kind === 'term' ? fold(child.child.text) : '',
  );
  const other = codes.findIndex(
    (code, index) => index > 0 && code !== '' && codes[0] !== '' && !related(code, codes[0] ?? ''),
  );
  const clash = other < 0 ? undefined : languages[other];
  if (clash !== undefined) contradiction(clash, findings);
}

function related(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}-`) || other.startsWith(`${one}-`);
}

function contradiction(node: QueryNode, findings: Finding[]): void {
  findings.push({
    code: 'W_CONTRADICTION',
    node,
    message: `${printQuery(node)} and what stands before it exclude each other: this never matches.`,
    hint: 'Leave one of the two out, or join them with OR.',
    removed: node,
  });
}

function disjoint(one: DateNode, other: DateNode): boolean {
  return (
    (one.to !== null && other.from !== null && one.to < other.from) ||
    (other.to !== null && one.from !== null && other.to < one.from)
  );
}

/** Alternatives that another one finds anyway: cyber* OR cybercrime, fraud OR "fraud ring". */
function covered(node: OrNode, findings: Finding[]): void {
  for (const child of node.children) {
    const by = node.children.find((other) => other !== child && covers(other, child));
    if (by === undefined) continue;
    findings.push({
      code: 'W_COVERED',
      node: child,
      message: `${printQuery(by)} finds all that ${printQuery(child)} finds.`,
      hint: 'Leave the narrower one out.',
      removed: child,
    });
  }
}

const SIMPLE_WORD = /^[\p{L}\p{N}]+$/u;

function covers(wide: QueryNode, narrow: QueryNode): boolean {
  if (wide.kind !== 'term' || wide.mode !== 'plain' || !SIMPLE_WORD.test(wide.text)) return false;
  if (narrow.kind === 'phrase')
    return (
      narrow.slop === null && narrow.words.some((word) => isSame(wide, word) || (wide.prefix && covers(wide, word)))
    );
  if (narrow.kind === 'and') return narrow.children.some((child) => isSame(wide, child) || covers(wide, child));
  if (narrow.kind !== 'term' || !wide.prefix || !SIMPLE_WORD.test(narrow.text) || narrow.text === wide.text) {
    return (
      narrow.kind === 'term' && wide.prefix && !narrow.prefix && narrow.text === wide.text && narrow.mode !== 'exact'
    );
  }
  return fold(narrow.text).startsWith(fold(wide.text)) && narrow.mode !== 'exact';
}

function isSame(one: QueryNode, other: QueryNode): boolean {
  return canonicalKey(one) === canonicalKey(other);
}

/** The tree without one node; null when nothing that must be there is left. */
function remove(node: QueryNode, gone: QueryNode): QueryNode | null {
  if (node === gone) return null;
  switch (node.kind) {
    case 'and':
    case 'or': {
      const children = node.children.map((child) => remove(child, gone)).filter((child) => child !== null);
      const only = children[0];
      if (only === undefined || children.every((child) => child.kind === 'not')) return null;
      return children.length === 1 ? only : { ...node, children };
    }
    case 'not':
    case 'field':
    case 'atleast': {
      const child = remove(node.child, gone);
      return child === null ? null : { ...node, child };
    }
    case 'near':
    case 'within': {
      const left = remove(node.left, gone);
      const right = remove(node.right, gone);
      return left === null || right === null ? (left ?? right) : { ...node, left, right };
    }
    default:
      return node;
  }
}
