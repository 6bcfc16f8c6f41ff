/**
 * Reads a query into its tree: a Pratt-like descent over the lexer's tokens (phrase > field, ATLEAST > proximity > NOT >
 * AND = space; OR never mixes silently). It goes on after an error, so that all problems of a query are told at once.
 */
import { limits } from '../limits.ts';
import type { FieldName, Place, QueryNode, TermNode } from './ast.ts';
import { characterClass, classOf } from './characters.ts';
import { readDateValue } from './dates.ts';
import { type Edit, gap } from './edits.ts';
import { fieldNames, fieldOf, nearestField } from './fields.ts';
import { buildLevel, type Connector, type LevelItem } from './levels.ts';
import { isQuote, isSeparator, lex, type PhraseToken, type QueryToken } from './lexer.ts';
import { negationProblems } from './negation.ts';
import { checkOperands } from './operands.ts';
import { type Operator, operatorOf } from './operators.ts';
import type { FoundProblem, ProblemCode, Repair } from './problems.ts';
import { isError } from './problems.ts';
import { hasSearchable } from './tokens.ts';
import { readWrittenWord, withoutWildcards } from './written-word.ts';

export interface ParsedQuery {
  /** Null when there is an error. */
  readonly tree: QueryNode | null;
  readonly errors: readonly FoundProblem[];
  readonly warnings: readonly FoundProblem[];
}

const GROUPED_DIGITS = /^\d{1,3}(?:[ \u00A0\u202F]\d{3})+$/;
const GROUPED_CHARACTERS_MAX = 24;

class Parser {
  readonly text: string;
  readonly problems: FoundProblem[] = [];
  private readonly tokens: QueryToken[];
  private position = 0;
  private depth = 0;
  private terms = 0;
  private errors = 0;
  private stopped = false;
  private field: FieldName | null = null;

  constructor(text: string) {
    this.text = text;
    this.tokens = lex(text);
    this.dropMarks();
  }

  report(code: ProblemCode, place: Place, message: string, hint: string, repairs: readonly Repair[] = []): void {
    this.add({ code, start: place.start, end: place.end, message, hint, repairs });
  }

  private add(problem: FoundProblem): void {
    if (this.stopped) return;
    this.problems.push(problem);
    if (!isError(problem.code)) return;
    this.errors++;
    // What is wrong in so many places is no query yet: the rest is told when these are repaired.
    if (this.errors >= limits.queryProblemsMax) this.stopped = true;
  }

  parse(): QueryNode | null {
    const tree = this.level(true);
    if (this.stopped) return null;
    if (tree === null) {
      if (!this.problems.some((problem) => isError(problem.code))) {
        this.report(
          'E_EMPTY',
          this.whole(),
          'There is nothing to search for.',
          'Write a word, or a phrase in quotation marks.',
        );
      }
      return null;
    }
    for (const problem of negationProblems(tree, this.text)) this.add(problem);
    return tree;
  }

  private whole(): Place {
    return { start: 0, end: this.text.length };
  }

  /** Lone punctuation between words means nothing; it goes before the grammar sees it, with a warning. */
  private dropMarks(): void {
    let kept = 0;
    for (const token of this.tokens) {
      if (
        token.type === 'word' &&
        token.operator === null &&
        !hasSearchable(token.text) &&
        !/[*?!\uFF0A]/.test(token.text)
      ) {
        this.report(
          'W_REDUNDANT',
          token,
          `“${token.text}” has no letter or digit and is not searched for.`,
          'Leave it out.',
          [{ label: 'Leave it out', edits: [deletion(token)] }],
        );
      } else this.tokens[kept++] = token;
    }
    this.tokens.length = kept;
  }

  private peek(ahead = 0): QueryToken | null {
    return this.stopped ? null : (this.tokens[this.position + ahead] ?? null);
  }

  private operatorAt(token: QueryToken | null): Operator | null {
    if (token === null) return null;
    if (token.type === 'and' || token.type === 'or' || token.type === 'not') return { kind: token.type };
    return token.type === 'word' ? token.operator : null;
  }

  private dangling(token: Place): void {
    const written = this.text.slice(token.start, token.end);
    const small = written.toLowerCase();
    const repairs: Repair[] = [{ label: `Leave ${written} out`, edits: [deletion(token)] }];
    if (/^[a-z]/i.test(written) && small !== 'but') {
      repairs.push({ label: 'Search for it as a word', edits: [{ ...place(token), text: `"${written}"` }] });
    }
    this.report(
      'E_DANGLING_OPERATOR',
      token,
      `${written} needs something to search for on both sides.`,
      'Write what is missing, leave the operator out, or put it in quotation marks to search for the word.',
      repairs,
    );
  }

  /** Items joined by AND, OR, NOT and spaces, up to the closing parenthesis or the end. */
  private level(outermost: boolean): QueryNode | null {
    const items: LevelItem[] = [];
    let connector: { kind: Connector; token: QueryToken } | null = null;
    let negations: QueryToken[] = [];
    for (let token = this.peek(); token !== null; token = this.peek()) {
      if (token.type === 'close') {
        if (!outermost) break;
        this.report('E_CLOSE_PAREN', token, 'This parenthesis closes nothing.', 'Leave it out, or open one before.', [
          { label: 'Leave it out', edits: [deletion(token)] },
          { label: 'Open one at the start', edits: [insertion(0, '(')] },
        ]);
        this.position++;
        continue;
      }
      const operator = this.operatorAt(token);
      if (operator?.kind === 'and' || operator?.kind === 'or') {
        if (items.length === 0 || connector !== null || negations.length > 0) this.dangling(token);
        else connector = { kind: operator.kind, token };
        this.position++;
        continue;
      }
      if (operator?.kind === 'but' && this.operatorAt(this.peek(1))?.kind === 'not') {
        this.position++;
        continue;
      }
      if (operator?.kind === 'not') {
        negations.push(token);
        this.position++;
        continue;
      }
      const node = this.proximity();
      if (node === null) continue;
      items.push(this.item(node, negations, connector?.kind ?? null));
      connector = null;
      negations = [];
    }
    const left = negations.at(-1) ?? connector?.token;
    if (left !== undefined && !this.stopped) this.dangling(left);
    const built = buildLevel(items, this.text);
    for (const problem of built.problems) this.add(problem);
    return built.node;
  }

  private item(node: QueryNode, negations: readonly QueryToken[], connector: Connector | null): LevelItem {
    const first = negations[0];
    const last = negations.at(-1);
    const start = first?.start ?? node.start;
    if (first !== undefined && last !== undefined && negations.length > 1) {
      const even = negations.length % 2 === 0;
      this.report(
        'E_DOUBLE_NOT',
        { start: first.start, end: last.end },
        'NOT stands here twice.',
        even ? 'Two of them cancel out: leave both out.' : 'Write it once.',
        [
          {
            label: even ? 'Leave both out' : 'Write it once',
            edits: [{ start: first.start, end: even ? node.start : last.start, text: '' }],
          },
        ],
      );
      return { node, start: even ? node.start : start, negated: !even, connector };
    }
    if (first !== undefined && node.kind === 'not') {
      const inner = this.text.slice(node.child.start, node.child.end);
      this.report(
        'E_DOUBLE_NOT',
        { start, end: node.end },
        'NOT stands here twice.',
        'Two of them cancel out: leave both out.',
        [{ label: 'Leave both out', edits: [{ start, end: node.end, text: inner }] }],
      );
      return { node: node.child, start, negated: false, connector };
    }
    if (node.kind === 'not') return { node: node.child, start: node.start, negated: true, connector };
    return { node, start, negated: first !== undefined, connector };
  }

  /** Operands joined by NEAR, PRE, /s, /p and their kin, left to right. */
  private proximity(): QueryNode | null {
    let left = this.primary();
    while (left !== null) {
      const token = this.peek();
      const operator = this.operatorAt(token);
      if (token === null || (operator?.kind !== 'near' && operator?.kind !== 'within')) return left;
      this.position++;
      if (operator.kind === 'near' && operator.distance === null) {
        this.report(
          'E_PROXIMITY',
          token,
          `${this.text.slice(token.start, token.end)} has no distance from 1 to ${limits.proximityWordsMax} words.`,
          'Write for example NEAR/10: at most ten words apart.',
          [{ label: operator.nearest, edits: [{ ...place(token), text: operator.nearest }] }],
        );
      }
      const next = this.peek();
      if (this.operatorAt(next)?.kind === 'not' && next !== null) {
        const after = this.peek(1);
        this.report(
          'E_OPERAND',
          next,
          'What must be absent cannot be near something.',
          'Exclude the nearness itself.',
          [
            {
              label: 'Exclude the nearness',
              edits: [
                insertion(left.start, `${this.text.slice(left.start, left.end)} NOT (`),
                deletion(next),
                insertion(after?.end ?? next.end, ')'),
              ],
            },
          ],
        );
        this.position++;
      }
      const right = this.operandFollows() ? this.primary() : null;
      if (right === null) {
        if (!this.stopped) this.dangling(token);
        return left;
      }
      const bounds = { start: left.start, end: right.end };
      const node: QueryNode =
        operator.kind === 'near'
          ? { kind: 'near', ordered: operator.ordered, distance: operator.distance ?? 1, left, right, ...bounds }
          : { kind: 'within', unit: operator.unit, ordered: operator.ordered, left, right, ...bounds };
      const problem = checkOperands(node, token, this.text);
      if (problem !== null) this.add(problem);
      left = node;
    }
    return left;
  }

  /** Whether the next token can begin an operand. */
  private operandFollows(): boolean {
    const token = this.peek();
    if (token === null || token.type === 'close') return false;
    const operator = this.operatorAt(token);
    return operator === null || operator.kind === 'atleast' || operator.kind === 'but' || isPlusWord(token);
  }

  private primary(): QueryNode | null {
    const token = this.peek();
    if (token === null) return null;
    this.position++;
    if (token.type === 'open') return this.group(token);
    if (token.type === 'phrase') return this.phrase(token);
    if (token.type === 'field') return this.fielded(token);
    if (token.type === 'plus') {
      this.warnPlus(token);
      return this.operandFollows() ? this.primary() : null;
    }
    if (token.type !== 'word') return null;
    const { operator } = token;
    if (operator?.kind === 'atleast') return this.atLeast(token, operator);
    if (operator !== null && operator.kind !== 'but' && !isPlusWord(token)) {
      this.dangling(token);
      return null;
    }
    return this.word(token);
  }

  private group(open: QueryToken): QueryNode | null {
    if (this.depth >= limits.queryDepthMax) {
      this.stop(
        'E_LIMIT',
        open,
        `Parentheses are nested deeper than ${limits.queryDepthMax}.`,
        'Split the query into several watches.',
      );
      return null;
    }
    this.depth++;
    const inner = this.level(false);
    this.depth--;
    if (this.stopped) return null;
    const close = this.peek();
    const end = close?.end ?? this.text.length;
    if (close === null) {
      this.report('E_OPEN_PAREN', open, 'This parenthesis is never closed.', 'Close it where the group ends.', [
        { label: 'Close it at the end', edits: [insertion(this.text.length, ')')] },
        { label: 'Leave it out', edits: [deletion(open)] },
      ]);
    } else this.position++;
    if (inner === null) {
      const bounds = { start: open.start, end };
      if (close !== null) {
        this.report(
          'E_EMPTY',
          bounds,
          'There is nothing in these parentheses.',
          'Write something into them or leave them out.',
          [{ label: 'Leave them out', edits: [deletion(bounds)] }],
        );
      }
      return null;
    }
    // A NOT keeps its own place, which begins at the word NOT.
    return inner.kind === 'not' ? inner : { ...inner, start: open.start, end };
  }

  private stop(code: ProblemCode, bounds: Place, message: string, hint: string): void {
    if (!this.stopped) this.report(code, bounds, message, hint);
    this.stopped = true;
  }

  private countTerm(bounds: Place): void {
    this.terms++;
    if (this.terms > limits.queryTermsMax) {
      this.stop(
        'E_LIMIT',
        bounds,
        `This query has more than ${limits.queryTermsMax} words.`,
        'Split it into several watches, or use prefixes.',
      );
    } else if (bounds.end - bounds.start > limits.queryWordCharactersMax) {
      this.stop(
        'E_LIMIT',
        bounds,
        `This word is longer than ${limits.queryWordCharactersMax} characters.`,
        'Shorten it.',
      );
    }
  }

  private warnPlus(bounds: Place): void {
    this.report(
      'W_PLUS',
      { start: bounds.start, end: bounds.start + 1 },
      'The plus sign changes nothing: every word must be there anyway.',
      'Leave it out.',
      [{ label: 'Leave it out', edits: [{ start: bounds.start, end: bounds.start + 1, text: '' }] }],
    );
  }

  /** A term from what is written at `start`; null when nothing in it can be searched for. */
  private term(raw: string, start: number): TermNode | null {
    const bounds = { start, end: start + raw.length };
    this.countTerm(bounds);
    const written = readWrittenWord(raw);
    if (written.plus) this.warnPlus(bounds);
    if (written.fault !== null) this.wildcardFault(raw, bounds, written.fault);
    if (written.text === '') return null;
    return { kind: 'term', text: written.text, mode: written.mode, prefix: written.prefix, ...bounds };
  }

  private wildcardFault(raw: string, bounds: Place, fault: 'wildcard' | 'short-prefix'): void {
    const bare = withoutWildcards(raw);
    const repairs: Repair[] = [];
    const inner = /^([^*?!]+)[*!]/.exec(raw);
    if (fault === 'wildcard' && inner?.[1] !== undefined && inner[0].length < raw.length) {
      repairs.push({ label: 'Every word with this beginning', edits: [{ ...bounds, text: `${inner[1]}*` }] });
    }
    repairs.push(
      bare === ''
        ? { label: 'Leave it out', edits: [deletion(bounds)] }
        : { label: 'Without the wildcard', edits: [{ ...bounds, text: bare }] },
    );
    if (fault === 'short-prefix') {
      this.report(
        'E_SHORT_PREFIX',
        bounds,
        `“${raw}” has too few letters before the wildcard.`,
        'Write at least three letters (two in Chinese, Japanese, Korean).',
        repairs,
      );
    } else {
      this.report(
        'E_WILDCARD',
        bounds,
        `“${raw}” has a wildcard where none can stand.`,
        '* and ! stand at the end of a word; ? is one character inside it.',
        repairs,
      );
    }
  }

  private word(token: Extract<QueryToken, { type: 'word' }>): QueryNode | null {
    if (this.field === 'date') return this.date(token, token.text);
    const term = this.term(token.text, token.start);
    if (term === null) return null;
    // What would be read as an operator or a field when printed stays in quotation marks.
    const isChanged = term.text !== token.text;
    if (token.operator !== null || (isChanged && (isOperatorLike(term.text) || isFieldLike(term.text)))) {
      return { kind: 'phrase', words: [term], slop: null, ...place(token) };
    }
    return term;
  }

  private date(bounds: Place, raw: string): QueryNode | null {
    this.countTerm(bounds);
    const reading = readDateValue(raw);
    if (reading.kind === 'range') return { kind: 'date', text: raw, ...reading.range, ...place(bounds) };
    const repairs =
      reading.fixed === null
        ? []
        : [{ label: `date:${reading.fixed}`, edits: [{ ...place(bounds), text: reading.fixed }] }];
    this.report('E_DATE', bounds, reading.message, 'Dates are ISO 8601: year-month-day.', repairs);
    return { kind: 'date', text: raw, from: null, to: null, ...place(bounds) };
  }

  private phrase(token: PhraseToken): QueryNode | null {
    if (!token.closed) {
      this.report(
        'E_OPEN_QUOTE',
        { start: token.start, end: token.contentStart },
        'This quotation mark is never closed.',
        'Close it where the phrase ends.',
        [
          { label: 'Close it at the end', edits: [insertion(this.text.length, '"')] },
          { label: 'Leave it out', edits: [deletion({ start: token.start, end: token.contentStart })] },
        ],
      );
    }
    const content = this.text.slice(token.contentStart, token.contentEnd);
    if (this.field === 'date') return this.date(token, content.trim());
    const words: TermNode[] = [];
    for (const part of phraseParts(content)) {
      const term = this.term(part.text, token.contentStart + part.start);
      if (term === null) continue;
      const mode = token.mode === '#' ? 'bare' : token.mode === '=' ? 'exact' : term.mode;
      words.push({ ...term, mode });
    }
    if (words.length === 0) {
      this.report(
        'E_EMPTY',
        token,
        'There is nothing in these quotation marks.',
        'Write words into them or leave them out.',
        [{ label: 'Leave them out', edits: [deletion(token)] }],
      );
      return null;
    }
    return { kind: 'phrase', words, slop: this.slop(token, words.length), ...place(token) };
  }

  /** How many other words a phrase allows; null for the plain phrase. */
  private slop(token: PhraseToken, wordCount: number): number | null {
    if (token.slop === null) return null;
    const bounds = { start: token.slop.start, end: token.end };
    const without: Repair = { label: 'The plain phrase', edits: [deletion(bounds)] };
    const value = Number(token.slop.digits.slice(0, 6));
    if (token.slop.digits === '') {
      this.report(
        'W_SLOP',
        bounds,
        'The ~ has no number and is read as the plain phrase.',
        'Write ~5 to allow five other words.',
        [without, { label: 'Allow five other words', edits: [{ ...bounds, text: '~5' }] }],
      );
    } else if (value > limits.proximityWordsMax) {
      this.report(
        'E_PROXIMITY',
        bounds,
        `At most ${limits.proximityWordsMax} other words can be allowed.`,
        'Write a smaller number.',
        [{ label: `~${limits.proximityWordsMax}`, edits: [{ ...bounds, text: `~${limits.proximityWordsMax}` }] }],
      );
    } else if (value === 0 || wordCount === 1) {
      this.report(
        'W_SLOP',
        bounds,
        'This ~ changes nothing: it is the plain phrase.',
        'Leave it out, or allow some words.',
        [without],
      );
    } else return value;
    return null;
  }

  private fielded(token: Extract<QueryToken, { type: 'field' }>): QueryNode | null {
    const definition = fieldOf(token.name);
    const next = this.peek();
    if (definition === null) this.unknownField(token);
    else if (next?.type === 'field' && next.start === token.end) {
      this.report(
        'E_FIELD',
        token,
        `${next.name}: stands inside ${token.name}:, and a field cannot stand inside another.`,
        'Put both side by side.',
        [{ label: `Without ${token.name}:`, edits: [deletion(token)] }],
      );
      return null;
    } else if (this.field !== null) {
      this.report(
        'E_FIELD',
        token,
        `${token.name}: stands inside ${this.field}:, and a field cannot stand inside another.`,
        'Put both side by side.',
        [{ label: `Without ${token.name}:`, edits: [deletion(token)] }],
      );
    }
    if (this.operatorAt(next)?.kind === 'not' && next !== null && definition !== null) {
      this.report(
        'E_NOT_ONLY',
        { start: token.start, end: next.end },
        `NOT belongs before ${token.name}:, not behind it.`,
        `Write NOT ${token.name}:`,
        [{ label: `NOT ${token.name}:`, edits: [{ start: token.start, end: next.end, text: `NOT ${token.name}:` }] }],
      );
      this.position++;
    } else if (!this.operandFollows() || next?.type === 'field') {
      if (definition === null) return null;
      this.report('E_FIELD_EMPTY', token, `${token.name}: has no value.`, 'Write the value right behind the colon.', [
        { label: 'Leave it out', edits: [deletion(token)] },
      ]);
      return null;
    }
    const outer = this.field;
    if (definition !== null && outer === null) this.field = definition.name;
    const child = this.primary();
    this.field = outer;
    if (child === null || definition === null || outer !== null) return child;
    return { kind: 'field', field: definition.name, child, start: token.start, end: child.end };
  }

  private unknownField(token: Extract<QueryToken, { type: 'field' }>): void {
    const nearest = nearestField(token.name);
    const whole = this.text.slice(token.start, token.wordEnd);
    const quoted: Repair = {
      label: `Search for "${token.wordEnd > token.end ? whole : token.name}"`,
      edits: [
        token.wordEnd > token.end
          ? { start: token.start, end: token.wordEnd, text: `"${whole}"` }
          : { ...place(token), text: `"${token.name}" ` },
      ],
    };
    const repairs =
      nearest === null
        ? [quoted]
        : [{ label: `${nearest}:`, edits: [{ ...place(token), text: `${nearest}:` }] }, quoted];
    const guess = nearest === null ? '' : ` Did you mean ${nearest}:?`;
    this.report(
      'E_FIELD',
      token,
      `There is no field ${token.name}:.${guess}`,
      `The fields are ${fieldNames.join(', ')}.`,
      repairs,
    );
  }

  private atLeast(
    token: Extract<QueryToken, { type: 'word' }>,
    operator: Extract<Operator, { kind: 'atleast' }>,
  ): QueryNode | null {
    const right = `ATLEAST/${operator.nearest}`;
    if (operator.count === null) {
      this.report(
        'E_ATLEAST',
        token,
        `${token.text} has no number from ${limits.atLeastMin} to ${limits.atLeastMax}.`,
        'Write for example ATLEAST/3(fraud).',
        [{ label: right, edits: [{ ...place(token), text: right }] }],
      );
    }
    if (!this.operandFollows()) {
      this.report('E_ATLEAST', token, `${token.text} has nothing to count.`, 'Write for example ATLEAST/3(fraud).', [
        { label: 'Leave it out', edits: [deletion(token)] },
      ]);
      return null;
    }
    const isGroup = this.peek()?.type === 'open';
    const child = this.primary();
    if (child === null) return null;
    if (!isGroup) {
      this.report(
        'E_ATLEAST',
        token,
        `What ${token.text} counts stands in parentheses.`,
        'Write for example ATLEAST/3(fraud).',
        [{ label: 'Put it in parentheses', edits: [insertion(child.start, '('), insertion(child.end, ')')] }],
      );
    } else if (!isCountable(child)) this.uncountable(token, child, right);
    return { kind: 'atleast', count: operator.count ?? operator.nearest, child, start: token.start, end: child.end };
  }

  private uncountable(token: Place, child: QueryNode, right: string): void {
    const bounds = { start: token.start, end: child.end };
    const repairs: Repair[] = [];
    const source = (node: QueryNode): string => this.text.slice(node.start, node.end);
    if (child.kind === 'and' && child.children.every((part) => isCountable(part))) {
      const each = child.children.map((part) => `${right}(${source(part)})`).join(' AND ');
      repairs.push({ label: 'Each of them so often', edits: [{ ...bounds, text: `(${each})` }] });
      if (child.children.every((part) => part.kind === 'term')) {
        const phrase = child.children.map(source).join(' ');
        repairs.push({ label: 'The phrase so often', edits: [{ ...bounds, text: `${right}("${phrase}")` }] });
      }
    } else if (child.kind === 'field' && isCountable(child.child)) {
      repairs.push({
        label: `Inside ${child.field}:`,
        edits: [{ ...bounds, text: `${child.field}:${right}(${source(child.child)})` }],
      });
    } else repairs.push({ label: 'Without counting', edits: [{ ...place(token), text: '' }] });
    this.report(
      'E_ATLEAST',
      bounds,
      'ATLEAST counts one thing: a word, a prefix, a phrase, or an OR group of these.',
      'Give it one thing.',
      repairs,
    );
  }
}

function place(bounds: Place): Place {
  return { start: bounds.start, end: bounds.end };
}

function deletion(bounds: Place): Edit {
  return gap(bounds.start, bounds.end);
}

function insertion(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

function isPlusWord(token: QueryToken): boolean {
  return token.type === 'word' && token.text.startsWith('+') && token.text.length > 1;
}

function isOperatorLike(word: string): boolean {
  return operatorOf(word) !== null;
}

function isFieldLike(word: string): boolean {
  return /[:\uFF1A]/.test(word) && lex(word)[0]?.type === 'field';
}

function isCountable(node: QueryNode): boolean {
  if (node.kind === 'or') return node.children.every(isCountable);
  return node.kind === 'term' || node.kind === 'phrase';
}

function isPhraseBreak(character: string): boolean {
  return (
    classOf(character.charCodeAt(0)) === characterClass.space ||
    '()\uFF08\uFF09|'.includes(character) ||
    isQuote(character)
  );
}

/** Whether the space at `index` groups the digits of the number that begins at `start`. */
function continuesNumber(content: string, start: number, index: number): boolean {
  if (index - start > GROUPED_CHARACTERS_MAX) return false;
  const next = content.charCodeAt(index + 4);
  return GROUPED_DIGITS.test(content.slice(start, index + 4)) && !(next >= 0x30 && next <= 0x39);
}

/** The words of a phrase with their offsets; digits grouped by spaces are one number. */
function phraseParts(content: string): { text: string; start: number }[] {
  const parts: { text: string; start: number }[] = [];
  let start = -1;
  for (let index = 0; index <= content.length; index++) {
    const character = content[index] ?? ' ';
    const ends = isPhraseBreak(character) || isSeparator(content, index);
    if (!ends && start < 0) start = index;
    if (!ends || start < 0) continue;
    if (continuesNumber(content, start, index)) continue;
    const text = content.slice(start, index);
    if (hasSearchable(text) || /[*?!\uFF0A]/.test(text)) parts.push({ text, start });
    start = -1;
  }
  return parts;
}

/** Reads a query. Never throws; time is linear in its length, which is limited. */
export function parseFound(text: string): ParsedQuery {
  if (text.length > limits.queryCharactersMax) {
    const problem: FoundProblem = {
      code: 'E_LIMIT',
      start: limits.queryCharactersMax,
      end: text.length,
      message: `This query is longer than ${limits.queryCharactersMax} characters.`,
      hint: 'Split it into several watches.',
      repairs: [],
    };
    return { tree: null, errors: [problem], warnings: [] };
  }
  const parser = new Parser(text);
  const tree = parser.parse();
  if (parser.problems.length === 0) return { tree, errors: [], warnings: [] };
  const sorted = parser.problems.sort((a, b) => a.start - b.start);
  const errors = sorted.filter((problem) => isError(problem.code));
  return {
    tree: errors.length === 0 ? tree : null,
    errors,
    warnings: sorted.filter((problem) => !isError(problem.code)),
  };
}
