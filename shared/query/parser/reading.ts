/** One reading of a query: how far it has come, what was found wrong, and when there is no use in going on. */
import { limits } from '../../limits.ts';
import type { FieldName, Place } from '../ast.ts';
import { deletion, replacement } from '../edits.ts';
import { fieldOf } from '../fields.ts';
import { problemTexts } from '../problem-texts.ts';
import { type FoundProblem, isError, type ProblemText, problemAt, type Repair } from '../problems.ts';
import { lex, type QueryToken, type WordToken } from './lexer.ts';
import { splitAtOr } from './limit-repairs.ts';
import type { Operator } from './operators.ts';
import { hasContent } from './written-word.ts';

export class Reading {
  readonly text: string;
  readonly problems: FoundProblem[] = [];
  /** How many parentheses are open. */
  depth = 0;
  /** The field whose value is being read. */
  field: FieldName | null = null;
  /** Where it begins, when its value is no group. */
  fieldStart: number | null = null;
  /** From here on there are no more tokens and no more problems. */
  stopped = false;
  private readonly tokens: readonly QueryToken[];
  private position = 0;
  private words = 0;
  private errors = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = this.withoutLoneMarks(lex(text));
  }

  /** The next token, or one further ahead; null at the end. */
  peek(ahead = 0): QueryToken | null {
    return this.stopped ? null : (this.tokens[this.position + ahead] ?? null);
  }

  /** The operator that the next token (or one further ahead) is, or null. */
  operator(ahead = 0): Operator | null {
    const token = this.peek(ahead);
    return token === null ? null : operatorOfToken(token);
  }

  /** Where the token before the next one ends. */
  get passed(): number {
    return this.tokens[this.position - 1]?.end ?? 0;
  }

  /** The token before the one that was read last; null at the start. */
  get beforePassed(): QueryToken | null {
    return this.tokens[this.position - 2] ?? null;
  }

  skip(): void {
    this.position++;
  }

  /** Whether the next token can begin an operand. */
  operandFollows(): boolean {
    const token = this.peek();
    return token !== null && token.type !== 'close' && !isJoining(token);
  }

  /** A place as written. */
  written({ start, end }: Place): string {
    return this.text.slice(start, end);
  }

  get hasErrors(): boolean {
    return this.errors > 0;
  }

  report(place: Place, text: ProblemText, repairs: readonly Repair[] = []): void {
    this.add(problemAt(place, text, repairs));
  }

  add(problem: FoundProblem): void {
    if (this.stopped) return;
    this.problems.push(problem);
    if (!isError(problem.code)) return;
    this.errors++;
    // What is wrong in so many places is no query yet: the rest is told when these are repaired.
    if (this.errors >= limits.queryProblemsMax) this.stopped = true;
  }

  /** Reports a limit that is met; what comes after it is not read. */
  stop(place: Place, text: ProblemText, repairs: readonly Repair[] = []): void {
    this.report(place, text, repairs);
    this.stopped = true;
  }

  /** Counts a word or a date at a place towards the limits. */
  countWord(place: Place): void {
    this.words++;
    if (this.words > limits.queryTermsMax) this.stop(place, problemTexts.tooManyWords, splitAtOr(this.text));
    else if (place.end - place.start > limits.queryWordCharactersMax) {
      this.stop(place, problemTexts.wordTooLong, [{ label: 'Leave it out', edits: [deletion(place)] }]);
    }
  }

  /** Lone punctuation between words means nothing; it goes before the grammar sees it, with a warning. */
  private withoutLoneMarks(tokens: readonly QueryToken[]): readonly QueryToken[] {
    if (!tokens.some((token) => isLoneMark(token) || isStraySlop(token))) return tokens;
    return tokens.filter((token, index) => {
      // What stands behind date: is a date, or should be one.
      const before = tokens[index - 1];
      const isValue = before?.type === 'field' && fieldOf(before.name)?.name === 'date';
      if (isValue) return true;
      if (isStraySlop(token)) {
        const text = this.text[token.start] === '^' ? problemTexts.weight : problemTexts.slopOnWord;
        this.report(token, text, [{ label: 'Leave it out', edits: [deletion(token)] }]);
        return false;
      }
      if (!isLoneMark(token)) return true;
      const mark = this.written(token);
      if (before?.type === 'word' && (mark === ':' || mark === '=') && fieldOf(before.text) !== null) {
        reportFieldBeforeSpace(this, before, token.end);
        return false;
      }
      const repairs = [{ label: 'Leave it out', edits: [deletion(token)] }];
      if (mark === '%') repairs.unshift({ label: 'NOT as an operator', edits: [replacement(token, 'NOT')] });
      this.report(token, problemTexts.loneMark(mark), repairs);
      return false;
    });
  }
}

function isLoneMark(token: QueryToken): boolean {
  return token.type === 'word' && token.operator === null && !hasContent(token.text);
}

/** ~3 or ^3 behind parentheses, or by itself. */
function isStraySlop(token: QueryToken): boolean {
  if (token.type !== 'word' || (token.text[0] !== '~' && token.text[0] !== '^')) return false;
  return /^(?:~+|\^)\d+(?:\.\d+)?$/.test(token.text);
}

/** title : fraud. */
export function reportFieldBeforeSpace(reading: Reading, name: WordToken, end: number): void {
  const place = { start: name.start, end };
  const isGlued = /^\S/.test(reading.text.slice(end, end + 1));
  reading.report(place, problemTexts.fieldBeforeSpace(name.text), [
    { label: `${name.text}:`, edits: [replacement(place, `${name.text.toLowerCase()}:`)] },
    { label: 'Search for it as a word', edits: [replacement(place, `"${name.text}"${isGlued ? ' ' : ''}`)] },
  ]);
}

const MARKED_OPERATORS = { and: { kind: 'and' }, or: { kind: 'or' }, not: { kind: 'not' } } as const;

/** The operator that a token is, as a word or as a mark (&&, ||, a minus sign), or null. */
function operatorOfToken(token: QueryToken): Operator | null {
  if (token.type === 'word') return token.operator;
  return token.type === 'and' || token.type === 'or' || token.type === 'not' ? MARKED_OPERATORS[token.type] : null;
}

/** Whether a token can only stand between or before operands. A word with a plus sign, +5, is one where an operand is due. */
export function isJoining(token: QueryToken): boolean {
  const operator = operatorOfToken(token);
  if (operator === null || operator.kind === 'atleast' || operator.kind === 'but') return false;
  return !(token.type === 'word' && token.text.startsWith('+') && token.text.length > 1);
}
