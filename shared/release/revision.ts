/** Compares two states of a release and says what kind of change it is: material ones are told to subscribers, a typo is not. */
import { asciiDigits } from '../text/printed-dates.ts';
import { words } from '../text/segments.ts';
import { contentHash } from './content-hash.ts';
import { countryCodeOf } from './countries.ts';
import { isFactWord, isNumberWord } from './figure-words.ts';
import type { ChangeVerdict, Quote, Release } from './schema.ts';
import type { ReleaseContent } from './types.ts';

export interface ContentChange {
  /** Meaningless where `fields` is empty. */
  readonly verdict: Exclude<ChangeVerdict, 'withdrawn'>;
  /** Whether people who know the earlier state are told: headline, figures, quotes, correction notice. */
  readonly material: boolean;
  /** Names of the record's fields that differ; empty where nothing of meaning does. */
  readonly fields: readonly string[];
}

/** What of a record is compared. */
export type ComparedContent = Pick<
  ReleaseContent,
  'headline' | 'subtitle' | 'datePublished' | 'body' | 'quotes' | 'boilerplate' | 'dateline'
>;

/** So many mended words are a typo; more are a new text. */
const TYPO_WORDS_MAX = 4;
const TYPO_DISTANCE_MAX = 2;

/** Words that announce a correction, in lower case. */
const correctionNotices = [
  'correction:',
  'corrected version',
  'this release has been corrected',
  'this release was corrected',
  'has been amended',
  'was amended to',
  'this version corrects',
  'an earlier version',
  'a previous version',
  'corrects and replaces',
  'erratum',
  'corrigendum',
  'correction notice',
  'korrektur:',
  'korrigierte fassung',
  'berichtigung',
  'in einer früheren fassung',
  'rectificatif',
  'version corrigée',
  'une version précédente',
  'corrección:',
  'fe de erratas',
  'una versión anterior',
  'rettelse:',
  'rättelse:',
  'rettifica',
  'errata corrige',
  'sprostowanie',
  'تصحيح',
  'updated to correct',
  'has been corrected',
  'was corrected',
  'rectification:',
  'correctif',
  'rectificación',
  'aclaración:',
  'correção:',
  'retificação',
  'correctie:',
  'rectificatie',
  'ändring:',
  'korrigering:',
  'oikaisu',
  'korjattu versio',
  'oprava:',
  'helyreigazítás',
  'erată',
  'ispravak',
  'поправка:',
  'исправленная версия',
  'виправлення:',
  'διόρθωση',
  'düzeltme:',
  'ralat:',
  'đính chính',
  'اصلاحیه',
  'תיקון:',
  '訂正',
  '更正',
  '정정',
  'แก้ไขข่าว',
];

/** Words that take a release back while its page stands, in lower case. */
const retractionNotices = [
  'this release has been withdrawn',
  'this release was withdrawn',
  'this press release has been withdrawn',
  'this publication was withdrawn',
  'this page has been withdrawn',
  'has been retracted',
  'kill this release',
  'please disregard the release',
  'diese pressemitteilung wurde zurückgezogen',
  'pressemitteilung zurückgezogen',
  'ce communiqué a été retiré',
  'communiqué annulé',
  'este comunicado ha sido retirado',
  'comunicado anulado',
  'questo comunicato è stato ritirato',
  'este comunicado foi retirado',
  'dit persbericht is ingetrokken',
  'пресс-релиз отозван',
  'تم سحب البيان',
  '撤回',
];

/** How often corrections are announced; a second one counts as the first did. */
function noticesIn(content: ComparedContent): number {
  const text =
    `${content.headline ?? ''}\n${content.subtitle ?? ''}\n${content.body}\n${content.boilerplate ?? ''}`.toLowerCase();
  const notices = [...correctionNotices, ...retractionNotices];
  return notices.reduce((sum, notice) => sum + text.split(notice).length - 1, 0);
}

/** How often each value occurs. */
function bag(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** What the first list has more often than the second. */
function surplus(left: readonly string[], right: readonly string[]): string[] {
  const remaining = bag(right);
  const more: string[] = [];
  for (const value of left) {
    const count = remaining.get(value) ?? 0;
    if (count > 0) remaining.set(value, count - 1);
    else more.push(value);
  }
  return more;
}

const unspaced = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]/;

/** Numbers in one form: "1,200", "1 200" and "1.200" are one, and so are "2.5" and "2,5", and the digits of every script. */
function plainNumbers(text: string): string {
  return asciiDigits(text)
    .replace(/(?<=\d)[\u00a0\u202f\u2009' ’.,](?=\d{3}(?!\d))/g, '')
    .replace(/(?<=\d),(?=\d)/g, '.');
}

/** Numbers in digits and in words, in the order of the text; where words run into each other the digits are cut out. */
function figures(content: ComparedContent): string[] {
  const text = `${content.headline ?? ''}\n${content.subtitle ?? ''}\n${content.body}`;
  return words(plainNumbers(text)).flatMap((word) => {
    if (!/\d/.test(word)) return isNumberWord(word.toLowerCase()) ? [word.toLowerCase()] : [];
    return unspaced.test(word) ? (word.match(/\d+(?:\.\d+)*/g) ?? []) : [word.toLowerCase()];
  });
}

/** Whether other figures are told, or the same ones in another order though no word is another. */
function tellsOtherFigures(previous: ComparedContent, next: ComparedContent): boolean {
  const before = figures(previous);
  const after = figures(next);
  if (surplus(before, after).length > 0 || surplus(after, before).length > 0) return true;
  const isSameBag =
    surplus(words(previous.body), words(next.body)).length === 0 && previous.body.length === next.body.length;
  return isSameBag && before.some((figure, at) => figure !== after[at]) && sameParagraphs(previous.body, next.body);
}

/** Whether each paragraph has the words that it had: then they were not only moved. */
function sameParagraphs(before: string, after: string): boolean {
  const [old, young] = [before.split('\n\n'), after.split('\n\n')];
  return old.every((paragraph, at) => surplus(words(paragraph), words(young[at] ?? '')).length === 0);
}

/** Whether a month or a day of the week gave way to another one. */
function tellsOtherDays(before: string, after: string): boolean {
  const left = words(before.toLowerCase());
  const right = words(after.toLowerCase());
  return surplus(left, right).some(isFactWord) && surplus(right, left).some(isFactWord);
}

function quoteTexts(quotes: readonly Quote[]): string[] {
  return quotes.map((quote) => `${letters(quote.text)}|${quote.speaker === null ? '' : letters(quote.speaker)}`);
}

function letters(text: string): string {
  return words(text.toLowerCase()).join(' ');
}

/** Shorter words that differ are other words ("now", "not", "Iran", "Iraq"); in words up to this long one letter is a mistake, two are not. */
const TYPO_CHARACTERS_MIN = 5;
const ONE_MISTAKE_CHARACTERS_MAX = 6;

/** Whether one word is the other without its mistake: a letter or two, or letters in another order ("Unoin"). */
function mends(before: string, after: string): boolean {
  const shorter = Math.min(before.length, after.length);
  // "Million" and "billion", "Tuesday" and "Thursday"; and a character that is a word of its own.
  if ((isFactWord(before) && isFactWord(after)) || unspaced.test(before) || unspaced.test(after)) return false;
  if ([...before].sort().join('') === [...after].sort().join('')) return true;
  if (countryCodeOf(before) !== null && countryCodeOf(after) !== null) return false;
  // "lawful" and "unlawful", "possible" and "impossible" say the opposite.
  if (shorter < TYPO_CHARACTERS_MIN || before.endsWith(after) || after.endsWith(before)) return false;
  return near(before, after, shorter <= ONE_MISTAKE_CHARACTERS_MAX ? 1 : TYPO_DISTANCE_MAX);
}

/** Whether the Levenshtein distance is at most `most`. */
function near(left: string, right: string, most: number): boolean {
  if (Math.abs(left.length - right.length) > most || left.length > 60 || right.length > 60) return false;
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (left.charAt(i - 1) === right.charAt(j - 1) ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return (row[right.length] ?? 0) <= most;
}

/** "The the board": a word printed twice is a slip. */
function withoutRepeats(list: readonly string[]): readonly string[] {
  return list.filter((word, at) => word !== list[at - 1] || /\d/.test(word));
}

/** Whether the texts differ in marks, case, or few words that resemble each other, and in no figure. */
function isTypo(before: string, after: string): boolean {
  const left = withoutRepeats(words(plainNumbers(before).toLowerCase()));
  const right = withoutRepeats(words(plainNumbers(after).toLowerCase()));
  const gone = surplus(left, right);
  const come = surplus(right, left);
  // The same words in another order are another text.
  if (gone.length === 0 && come.length === 0) return left.every((word, at) => word === right[at]);
  if (gone.length !== come.length || gone.length > TYPO_WORDS_MAX) return false;
  if ([...gone, ...come].some((word) => /\d/.test(word))) return false;
  const open = [...come];
  for (const word of gone) {
    const at = open.findIndex((other) => mends(word, other));
    if (at < 0) return false;
    open.splice(at, 1);
  }
  return true;
}

function changedFields(previous: ComparedContent, next: ComparedContent): string[] {
  const fields: string[] = [];
  if (previous.headline !== next.headline) fields.push('headline');
  if (previous.subtitle !== next.subtitle) fields.push('subtitle');
  if (previous.datePublished !== next.datePublished) fields.push('datePublished');
  if (previous.body !== next.body) fields.push('body');
  return fields;
}

/** The change from `previous` to `next`. The strongest verdict wins: correction notice, headline, figures, quote, text, typo. */
export function compareContents(previous: ComparedContent, next: ComparedContent): ContentChange {
  const fields = changedFields(previous, next);
  if (fields.length === 0) return { verdict: 'typo', material: false, fields };
  if (noticesIn(next) > noticesIn(previous)) return { verdict: 'correction-notice', material: true, fields };
  if (fields.includes('headline') && !isTypo(previous.headline ?? '', next.headline ?? '')) {
    return { verdict: 'headline', material: true, fields };
  }
  if (tellsOtherFigures(previous, next) || tellsOtherDays(previous.body, next.body)) {
    return { verdict: 'figures', material: true, fields };
  }
  const textTypo = isTypo(previous.body, next.body);
  if (!textTypo && surplusQuotes(previous, next))
    return { verdict: 'quote', material: true, fields: [...fields, 'quotes'] };
  const onlyMended =
    textTypo && isTypo(previous.subtitle ?? '', next.subtitle ?? '') && !fields.includes('datePublished');
  return { verdict: onlyMended ? 'typo' : 'text', material: false, fields };
}

function surplusQuotes(previous: ComparedContent, next: ComparedContent): boolean {
  const before = quoteTexts(previous.quotes);
  const after = quoteTexts(next.quotes);
  return surplus(before, after).length > 0 || surplus(after, before).length > 0;
}

/** Fields that a page tells one by one; all others go with the text. */
type SingleField =
  | 'headline'
  | 'canonicalUrl'
  | 'subtitle'
  | 'summary'
  | 'datePublished'
  | 'dateSource'
  | 'dateConfidence'
  | 'dateModified'
  | 'contentHash';

function textFields(content: ReleaseContent): Omit<ReleaseContent, SingleField> {
  const {
    headline: _headline,
    canonicalUrl: _canonicalUrl,
    subtitle: _subtitle,
    summary: _summary,
    datePublished: _datePublished,
    dateSource: _dateSource,
    dateConfidence: _dateConfidence,
    dateModified: _dateModified,
    contentHash: _contentHash,
    ...text
  } = content;
  return text;
}

/**
 * The content of a page that was read again, over the record that stands: like is compared with like. `before` is what
 * today's code makes of the bytes of then, `after` what it makes of the bytes of now; only what differs between those two
 * is taken, so that neither better code nor what only the channel knew looks like a change by the newsroom.
 */
export function carryChanges(standing: Release, before: ReleaseContent, after: ReleaseContent): Partial<Release> {
  const textChanged = before.body !== after.body || before.boilerplate !== after.boilerplate;
  const dateChanged = after.datePublished !== null && before.datePublished !== after.datePublished;
  const { datePublished, dateSource, dateConfidence } = dateChanged ? after : standing;
  const merged = {
    ...(textChanged ? textFields(after) : {}),
    headline: after.headline !== null && before.headline !== after.headline ? after.headline : standing.headline,
    subtitle: before.subtitle !== after.subtitle ? after.subtitle : standing.subtitle,
    datePublished,
    dateSource,
    dateConfidence,
    dateModified: before.dateModified !== after.dateModified ? after.dateModified : standing.dateModified,
  };
  const body = textChanged ? after.body : standing.body;
  return { ...merged, contentHash: contentHash({ ...merged, body }) };
}

/**
 * What the carried changes are told apart from: the record that stands, with the text as today's code reads it from the
 * bytes of then, so that a tail which is recognized only now is no change of figures.
 */
export function changeBase(standing: Release, before: ReleaseContent, after: ReleaseContent): Release {
  const textChanged = before.body !== after.body || before.boilerplate !== after.boilerplate;
  return textChanged ? { ...standing, ...textFields(before) } : standing;
}

/** The next revision of a release that says something new. */
export function nextRevision(
  standing: Release,
  content: Partial<Release>,
  change: Omit<NonNullable<Release['change']>, 'previousContentHash'>,
  firstSeenAt: string,
): Release {
  return {
    ...standing,
    // What was stored without being told is seen to change now.
    origin: 'live',
    status: 'current',
    ...content,
    revision: standing.revision + 1,
    change: { previousContentHash: standing.contentHash, ...change },
    firstSeenAt,
  };
}
