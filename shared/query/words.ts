/** Says a query back in plain English, so that whoever wrote it sees how it was read. */
import type { FieldNode, QueryNode, TermNode } from './ast.ts';
import { fieldOf } from './fields.ts';
import { isPattern } from './pattern.ts';
import { asksForCapitals } from './smart-case.ts';

const DAY_MS = 86_400_000;

/** How strictly a word is looked at, said behind it; empty for plain words. */
function strictness(term: TermNode, isText: boolean): string {
  if (term.mode === 'exact') return ' exactly as written';
  if (term.mode === 'bare') return ' in this form only';
  return isText && asksForCapitals(term) ? ' in capitals' : '';
}

function sayTerm(term: TermNode, isText: boolean): string {
  const beginning = term.prefix ? 'words that begin with ' : '';
  const pattern = isPattern(term.text) ? ', where ? is any one character' : '';
  return `${beginning}“${term.text}”${strictness(term, isText)}${pattern}`;
}

/** What a phrase does not show of its words: “WHO” in capitals, endings, wildcards. In parentheses, or empty. */
function phraseNotes(words: readonly TermNode[], isText: boolean, shared: string): string {
  const notes: string[] = [];
  for (const word of words) {
    const strict = strictness(word, isText);
    if (strict !== shared && strict !== '') notes.push(`“${word.text}”${strict}`);
  }
  if (words.some(({ prefix }) => prefix)) notes.push('“…” is any ending');
  if (words.some(({ text }) => isPattern(text))) notes.push('“?” is any one character');
  return notes.length === 0 ? '' : ` (${[...new Set(notes)].join('; ')})`;
}

function sayPhrase(words: readonly TermNode[], slop: number | null, isText: boolean): string {
  const [first] = words;
  if (words.length === 1 && first !== undefined) return sayTerm(first, isText);
  const texts = words.map((word) => `${word.text}${word.prefix ? '…' : ''}`).join(' ');
  const [strict = ''] = words.map((word) => strictness(word, isText));
  const shared = words.every((word) => strictness(word, isText) === strict) ? strict : '';
  const notes = phraseNotes(words, isText, shared);
  if (slop === null) return `the phrase “${texts}”${shared}${notes}`;
  const others = slop === 1 ? 'word' : 'words';
  return `the words “${texts}”${shared}${notes} in any order with at most ${slop} other ${others} between them`;
}

/** The year or month that a range of days is exactly, or null. */
function wholePeriod(from: string, to: string): string | null {
  const year = from.slice(0, 4);
  if (from === `${year}-01-01` && to === `${year}-12-31`) return year;
  const month = from.slice(0, 7);
  const following = new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS).toISOString();
  return from === `${month}-01` && to.startsWith(month) && following.slice(8, 10) === '01' ? month : null;
}

function sayDate(from: string | null, to: string | null): string {
  if (from !== null && from === to) return `on ${from}`;
  const whole = from === null || to === null ? null : wholePeriod(from, to);
  if (whole !== null) return `in ${whole}`;
  if (from === null) return `on or before ${to}`;
  return to === null ? `on or after ${from}` : `from ${from} to ${to}`;
}

/** Whether what is said of a part can stand beside other parts as it is. */
function isSimple(node: QueryNode): boolean {
  if (node.kind === 'term') return !node.prefix && !isPattern(node.text);
  if (node.kind === 'phrase') return node.slop === null;
  return node.kind === 'date' || node.kind === 'field' || node.kind === 'atleast';
}

function part(node: QueryNode, isText: boolean): string {
  return isSimple(node) ? say(node, isText) : `(${say(node, isText)})`;
}

/**
 * Parts joined so that no field seems to hold for its neighbours: words first, then what stands in a text (“a” in the
 * headline), then what is known of the release (from the organization “b”).
 */
function sayJoined(children: readonly QueryNode[], joint: 'and' | 'or', isText: boolean): string {
  const words: string[] = [];
  const inTexts: string[] = [];
  const known: string[] = [];
  for (const child of children) {
    const isField = child.kind === 'field';
    const group = !isField ? words : fieldOf(child.field)?.isSaidBehind === true ? inTexts : known;
    group.push(part(child, isText));
  }
  const groups = [words, inTexts, known].filter((group) => group.length > 0);
  const said = groups.map((group) => group.join(` ${joint} `));
  return said.reduce((before, next, index) => {
    const needsJoint = joint === 'or' || groups[index] !== known;
    return `${before}, ${needsJoint ? `${joint} ` : ''}${next}`;
  });
}

function sayAnd(children: readonly QueryNode[], isText: boolean): string {
  const wanted = children.filter((child) => child.kind !== 'not');
  const excluded = children.flatMap((child) => (child.kind === 'not' ? [part(child.child, isText)] : []));
  const said = sayJoined(wanted, 'and', isText);
  return `${said}${excluded.length === 0 ? '' : `, but not ${excluded.join(' and not ')}`}`;
}

function sayNear(node: Extract<QueryNode, { kind: 'near' | 'within' }>): string {
  const left = part(node.left, true);
  const right = part(node.right, true);
  if (node.kind === 'within') return `${left} ${node.ordered ? 'before' : 'and'} ${right} in the same ${node.unit}`;
  const words = node.distance === 1 ? '1 word' : `${node.distance} words`;
  return node.ordered ? `${left} at most ${words} before ${right}` : `${left} within ${words} of ${right}`;
}

function sayField(node: FieldNode): string {
  const { words, isSaidBehind = false } = fieldOf(node.field) ?? { words: node.field };
  // Only headline and body ask for capitals.
  const value = part(node.child, node.field === 'title' || node.field === 'body');
  return isSaidBehind ? `${value} ${words}` : `${words} ${value}`;
}

/** The query in plain English. */
export function sayQuery(node: QueryNode): string {
  return say(node, true);
}

/** `isText`: of headline or body, where WHO asks for capitals. */
function say(node: QueryNode, isText: boolean): string {
  switch (node.kind) {
    case 'term':
      return sayTerm(node, isText);
    case 'phrase':
      return sayPhrase(node.words, node.slop, isText);
    case 'date':
      return sayDate(node.from, node.to);
    case 'or':
      return sayJoined(node.children, 'or', isText);
    case 'and':
      return sayAnd(node.children, isText);
    case 'not':
      return `not ${part(node.child, isText)}`;
    case 'near':
    case 'within':
      return sayNear(node);
    case 'field':
      return sayField(node);
    case 'atleast': {
      // Of alternatives all occurrences count together.
      const together = node.child.kind === 'or' ? ' in all' : '';
      return `at least ${node.count} times${together} ${part(node.child, isText)}`;
    }
  }
}
