/** What is said of each problem: what is the matter, and what to do. What repairs it is for the rule that finds it to say. */
import { limits } from '../limits.ts';
import type { ProblemText } from './problems.ts';

export const problemTexts = {
  // Limits.
  queryTooLong: {
    code: 'E_LIMIT',
    message: `This query is longer than ${limits.queryCharactersMax} characters.`,
    hint: 'Split it into several watches.',
  },
  tooManyWords: {
    code: 'E_LIMIT',
    message: `This query has more than ${limits.queryTermsMax} words.`,
    hint: 'Split it into several watches, or use prefixes.',
  },
  wordTooLong: {
    code: 'E_LIMIT',
    message: `This word is longer than ${limits.queryWordCharactersMax} characters.`,
    hint: 'Shorten it.',
  },
  tooDeep: {
    code: 'E_LIMIT',
    message: `Parentheses are nested deeper than ${limits.queryDepthMax}.`,
    hint: 'Split the query into several watches.',
  },

  // Nothing there.
  nothing: {
    code: 'E_EMPTY',
    message: 'There is nothing to search for.',
    hint: 'Write a word, or a phrase in quotation marks.',
  },
  emptyParentheses: {
    code: 'E_EMPTY',
    message: 'There is nothing in these parentheses.',
    hint: 'Write something into them or leave them out.',
  },
  emptyQuotes: {
    code: 'E_EMPTY',
    message: 'There is nothing in these quotation marks.',
    hint: 'Write words into them or leave them out.',
  },
  loneMark: (written: string) => ({
    code: 'W_REDUNDANT',
    message: `“${written}” has no letter or digit and is not searched for.`,
    hint: 'Leave it out.',
  }),

  // Parentheses and quotation marks.
  openParenthesis: {
    code: 'E_OPEN_PAREN',
    message: 'This parenthesis is never closed.',
    hint: 'Close it where the group ends.',
  },
  closeParenthesis: {
    code: 'E_CLOSE_PAREN',
    message: 'This parenthesis closes nothing.',
    hint: 'Leave it out, or open one before.',
  },
  openQuote: {
    code: 'E_OPEN_QUOTE',
    message: 'This quotation mark is never closed.',
    hint: 'Close it where the phrase ends.',
  },

  // AND, OR, NOT.
  danglingOperator: (written: string) => ({
    code: 'E_DANGLING_OPERATOR',
    message: `${written} needs something to search for on both sides.`,
    hint: 'Write what is missing, leave the operator out, or put it in quotation marks to search for the word.',
  }),
  mixedOperators: {
    code: 'E_MIXED',
    message: 'AND (or a space) and OR stand side by side, which can be read in two ways.',
    hint: 'Put parentheses around what belongs together.',
  },
  lowercaseOperator: (written: string, capital: string) => ({
    code: 'W_LOWERCASE_OPERATOR',
    message: `“${written}” is searched for as ${written.includes(' ') ? 'words' : 'a word'}.`,
    hint:
      capital === written.toUpperCase()
        ? `Write ${capital} in capitals for the operator.`
        : `Write ${capital} for the operator.`,
  }),
  evenNots: {
    code: 'E_DOUBLE_NOT',
    message: 'NOT stands here twice.',
    hint: 'Two of them cancel out: leave both out.',
  },
  oddNots: { code: 'E_DOUBLE_NOT', message: 'NOT stands here twice.', hint: 'Write it once.' },
  onlyNegation: {
    code: 'E_NOT_ONLY',
    message: 'NOT excludes here, but nothing says what to find: nearly every release would match.',
    hint: 'Say what must be there, for example: ransomware NOT drill.',
  },

  notNear: {
    code: 'E_OPERAND',
    message: 'NOT stands before a nearness, which has nothing on its left then.',
    hint: 'Exclude the nearness itself: fraud NOT (fraud NEAR/5 bank).',
  },

  // Words and phrases.
  plusSign: {
    code: 'W_PLUS',
    message: 'The plus sign changes nothing: every word must be there anyway.',
    hint: 'Leave it out.',
  },
  shortPrefix: (written: string) => ({
    code: 'E_SHORT_PREFIX',
    message: `“${written}” has too few letters before the wildcard.`,
    hint: 'Write at least three letters (two in Chinese, Japanese, Korean).',
  }),
  misplacedWildcard: (written: string) => ({
    code: 'E_WILDCARD',
    message: `“${written}” has a wildcard where none can stand.`,
    hint: '* and ! stand at the end of a word; ? is one character inside it.',
  }),
  slopWithoutNumber: {
    code: 'W_SLOP',
    message: 'The ~ has no number and is read as the plain phrase.',
    hint: 'Write ~5 to allow five other words.',
  },
  slopWithoutEffect: {
    code: 'W_SLOP',
    message: 'This ~ changes nothing: it is the plain phrase.',
    hint: 'Leave it out, or allow some words.',
  },
  slopOnWord: {
    code: 'W_SLOP',
    message: 'The ~ belongs behind a phrase; behind a word it changes nothing.',
    hint: 'Leave it out. Words that are only written alike are not searched for.',
  },
  weight: {
    code: 'W_REDUNDANT',
    message: 'A weight (^) changes nothing: releases are not ranked.',
    hint: 'Leave it out.',
  },
  optionalPlural: {
    code: 'W_REDUNDANT',
    message: 'Singular and plural stand for each other: the plural is found anyway.',
    hint: 'Leave it out.',
  },
  otherQuotes: (written: string) => ({
    code: 'W_REDUNDANT',
    message: `${written} makes no phrase: its words may stand anywhere.`,
    hint: 'Double quotation marks make a phrase.',
  }),
  regularExpression: {
    code: 'E_WILDCARD',
    message: 'There are no regular expressions.',
    hint: 'Write * at the end of a word for any ending, ? for one character, or OR between spellings.',
  },
  numberRange: (written: string) => ({
    code: 'E_DATE',
    message: `“${written}” is a range, and only dates have ranges.`,
    hint: 'Write date:2024..2026, or the numbers themselves.',
  }),
  slopTooLarge: {
    code: 'E_PROXIMITY',
    message: `At most ${limits.proximityWordsMax} other words can be allowed.`,
    hint: 'Write a smaller number.',
  },

  // Proximity and counting.
  noDistance: (written: string) => ({
    code: 'E_PROXIMITY',
    message: `${written} is no nearness: it takes a slash and a number of words from 1 to ${limits.proximityWordsMax}.`,
    hint: 'Write for example NEAR/10: at most ten words apart.',
  }),
  absentOperand: {
    code: 'E_OPERAND',
    message: 'What must be absent cannot be near something.',
    hint: 'Exclude the nearness itself.',
  },
  placelessOperand: {
    code: 'E_OPERAND',
    message: 'Only words, phrases and OR groups can be near each other.',
    hint: 'Write each nearness by itself and join them with AND.',
  },
  fieldOperand: {
    code: 'E_FIELD_IN_NEAR',
    message: 'Both sides of a proximity stand in one field; the field belongs around them.',
    hint: 'Write title:(a NEAR/3 b).',
  },
  noCount: (written: string) => ({
    code: 'E_ATLEAST',
    message: `${written} has no number from ${limits.atLeastMin} to ${limits.atLeastMax}.`,
    hint: 'Write for example ATLEAST/3(fraud).',
  }),
  nothingToCount: (written: string) => ({
    code: 'E_ATLEAST',
    message: `${written} has nothing to count.`,
    hint: 'Write for example ATLEAST/3(fraud).',
  }),
  ungroupedCount: (written: string) => ({
    code: 'E_ATLEAST',
    message: `What ${written} counts stands in parentheses.`,
    hint: 'Write for example ATLEAST/3(fraud).',
  }),
  uncountable: {
    code: 'E_ATLEAST',
    message: 'ATLEAST counts one thing: a word, a prefix, a phrase, or an OR group of these.',
    hint: 'Give it one thing.',
  },

  // Fields.
  unknownField: (name: string, nearest: string | null, known: readonly string[]) => ({
    code: 'E_FIELD',
    message: `There is no field ${name}:.${nearest === null ? '' : ` Did you mean ${nearest}:?`}`,
    hint: `The fields are ${known.join(', ')}.`,
  }),
  nestedField: (inner: string, outer: string) => ({
    code: 'E_FIELD',
    message: `${inner}: stands inside ${outer}:, and a field cannot stand inside another.`,
    hint: 'Put both side by side.',
  }),
  foreignCall: (name: string) => ({
    code: /^atl/i.test(name) ? 'E_ATLEAST' : 'E_FIELD',
    message: `${name}(…) is not known here.`,
    hint: 'A field has a colon (title:fraud); = looks at case, # at the form; ATLEAST/5(fraud) counts.',
  }),
  fieldWithEquals: (name: string) => ({
    code: 'E_FIELD',
    message: `${name}= is no field: a field has a colon.`,
    hint: `Write ${name}:`,
  }),
  fieldWithAt: (name: string) => ({
    code: 'E_FIELD',
    message: `@${name} is no field: a field has a colon behind it.`,
    hint: `Write ${name}:`,
  }),
  fieldBeforeSpace: (name: string) => ({
    code: 'E_FIELD_EMPTY',
    message: `A space parts ${name} from its colon.`,
    hint: `Write ${name}: in one piece, or put the word in quotation marks.`,
  }),
  severalValues: (name: string) => ({
    code: 'E_FIELD',
    message: `${name}: takes one value, or several in parentheses.`,
    hint: `Write ${name}:(a OR b).`,
  }),
  emptyField: (name: string) => ({
    code: 'E_FIELD_EMPTY',
    message: `${name}: has no value.`,
    hint: 'Write the value right behind the colon.',
  }),
  negatedValue: (name: string) => ({
    code: 'E_NOT_ONLY',
    message: `NOT belongs before ${name}:, not behind it.`,
    hint: `Write NOT ${name}:`,
  }),
  badDate: (message: string) => ({ code: 'E_DATE', message, hint: 'Dates are ISO 8601: year-month-day.' }),

  // Queries that parse, and yet.
  broad: {
    code: 'W_BROAD',
    message: 'This finds nearly every release: its words are in nearly every text.',
    hint: 'Add a word that is particular to what you watch for.',
  },
  repeated: (clause: string) => ({
    code: 'W_REDUNDANT',
    message: `${clause} stands here twice.`,
    hint: 'Once is enough.',
  }),
  otherNumber: (clause: string, other: string) => ({
    code: 'W_REDUNDANT',
    message: `${clause} finds ${other} as well: singular and plural stand for each other.`,
    hint: 'Once is enough.',
  }),
  implied: (wide: string, narrow: string) => ({
    code: 'W_REDUNDANT',
    message: `${wide} adds nothing: ${narrow} is found only where it is.`,
    hint: 'Leave it out.',
  }),
  wantedAndExcluded: (clause: string) => ({
    code: 'W_CONTRADICTION',
    message: `${clause} must be there and must not be there: this never matches.`,
    hint: 'Leave one of the two out.',
  }),
  exclusive: (clause: string) => ({
    code: 'W_CONTRADICTION',
    message: `${clause} and what stands before it exclude each other: this never matches.`,
    hint: 'Leave one of the two out, or join them with OR.',
  }),
  covered: (wide: string, narrow: string) => ({
    code: 'W_COVERED',
    message: `${wide} finds all that ${narrow} finds.`,
    hint: 'Leave the narrower one out.',
  }),

  noCode: (written: string, of: 'language' | 'country', code: string | null) => ({
    code: 'W_NEVER_SEEN',
    message: `“${written}” is no code of a ${of}: no release has it.${code === null ? '' : ` Did you mean ${code}?`}`,
    hint:
      of === 'language'
        ? 'Write a code such as en, fr or zh.'
        : 'Write a code of two letters such as FR, or EU or INT.',
  }),

  // What only an archive tells.
  neverSeen: (word: string, releases: number, near: string | null) => ({
    code: 'W_NEVER_SEEN',
    message: `None of the ${releases} stored releases has “${word}”.`,
    hint: near === null ? 'Check its spelling; it may still come.' : `“${near}” is there. Did you mean it?`,
  }),
  alsoWritten: (clause: string, other: string, releases: number) => ({
    code: 'W_NEVER_SEEN',
    message: `${clause} is also written ${other}: ${releases === 1 ? 'one stored release that this never sees has' : `${releases} stored releases that this never sees have`} it.`,
    hint: 'Ask for both.',
  }),
  broadShare: (percent: number, releases: number) => ({
    code: 'W_BROAD',
    message: `This finds ${percent} % of the last ${releases} releases.`,
    hint: 'Add a word that is particular to what you watch for.',
  }),
  coveredByWatch: (name: string, isSame: boolean) => ({
    code: 'W_COVERED',
    message: isSame ? `The watch “${name}” asks the same.` : `The watch “${name}” finds all that this finds.`,
    hint: 'Subscribe to that watch, or ask for something else.',
  }),
} as const satisfies Readonly<Record<string, ProblemText | ((...parts: never[]) => ProblemText)>>;
