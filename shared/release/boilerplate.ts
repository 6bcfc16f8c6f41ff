/** Finds where the tail of a release begins (end marks, contacts, notes to editors, "About …"): it is marked and kept, never cut away. */
import { beginningsOf } from '../text/beginnings.ts';
import { aboutBeginnings, endWords, sentenceBeginnings, tailLabels, weakBeginnings } from './boilerplate-words.ts';

const LABEL_CHARACTERS_MAX = 70;
const ABOUT_CHARACTERS_MAX = 80;
const ABOUT_WORDS_MAX = 8;
const START_CHARACTERS_MAX = 60;
const BEGINNING_CHARACTERS = 120;
const SENTENCE_CHARACTERS_MAX = 400;
/** Behind a sentence that asks to turn to somebody stand lines of contacts, no text. */
const CONTACT_LINE_CHARACTERS_MAX = 160;
const WEAK_PARAGRAPHS_MAX = 3;
/** A tail is at most so many times less one as long as the news before it, unless it is short. */
const TAIL_FACTOR_MAX = 3;
const SHORT_TAIL_CHARACTERS = 1_000;

function isEndMark(paragraph: string): boolean {
  if (paragraph.length > 40) return false;
  if (/^#(?:\s?#){1,9}$/.test(paragraph)) return true;
  // The word alone is too common: it takes marks around it ("- 30 -", "// … //"), or capitals.
  const word = paragraph.replace(/^[\s#/*=_.–—(（[<-]+|[\s#/*=_.–—)）\]>-]+$/gu, '');
  return (
    endWords.has(word.toLowerCase()) &&
    (word.length < paragraph.length || (word === word.toUpperCase() && /\p{Lu}/u.test(word)))
  );
}

const labelsLike = beginningsOf(tailLabels);
const aboutLike = beginningsOf(aboutBeginnings);
const sentencesLike = beginningsOf(sentenceBeginnings);

/** The beginning of a paragraph as the tables write it: lower case, straight apostrophes, without bullets. */
function loweredBeginning(paragraph: string): string {
  return paragraph
    .slice(0, BEGINNING_CHARACTERS)
    .toLowerCase()
    .replace(/i\u0307/gu, 'i')
    .replace(/’/gu, "'")
    .replace(/^[\s([*•–—-]+/u, '');
}

/** "关于港务局", "港湾局について", "Liman İdaresi hakkında": the words stand behind the name, or no space parts them. */
const otherAbout =
  /^(?:(?:关于|關於)[^。，：]{2,16}|[^。、]{2,20}(?:について|の概要|に関して)|\p{Lu}[^.:]{2,50}\shakkında|[^.]{2,24}\s소개)$/u;

function isAboutHeading(paragraph: string): boolean {
  // A heading begins with a capital: "über den Kapitelplatz" is an item of a list.
  if (paragraph.length > ABOUT_CHARACTERS_MAX || /^\p{Ll}|[.!?]$/u.test(paragraph)) return false;
  const lower = loweredBeginning(paragraph);
  if (!aboutLike(lower).some((beginning) => lower.startsWith(beginning))) {
    return otherAbout.test(paragraph);
  }
  const words = paragraph.split(' ');
  return words.length <= ABOUT_WORDS_MAX && words.slice(1).some((word) => /(?:^|[’'])[\p{Lu}\p{Lo}]/u.test(word));
}

/** "About INTERPOL: INTERPOL is …", "About Harbour Group plc Harbour Group plc is …": heading and text are one paragraph. */
function isAboutSentence(paragraph: string): boolean {
  const lower = loweredBeginning(paragraph);
  const beginning = aboutLike(lower).find((candidate) => lower.startsWith(candidate));
  if (beginning === undefined) return false;
  const words = paragraph
    .slice(beginning.length, ABOUT_CHARACTERS_MAX * 2)
    .trim()
    .split(' ');
  if (!words.slice(0, 3).some((word) => /^\p{Lu}/u.test(word))) return false;
  for (let length = 1; length <= ABOUT_WORDS_MAX; length += 1) {
    const last = words[length - 1] ?? '';
    if (/[.!?;,]$/u.test(last)) return false;
    if (last.endsWith(':')) return true;
    const again = words.slice(length, length * 2);
    if (again.length === length && again.every((word, at) => word === words[at])) return true;
  }
  return false;
}

/** "For more information visit …", "للحصول على المزيد …": the whole sentence only says where there is more. */
function isContactSentence(paragraph: string): boolean {
  if (paragraph.length > SENTENCE_CHARACTERS_MAX) return false;
  const lower = loweredBeginning(paragraph);
  if (!sentencesLike(lower).some((beginning) => lower.startsWith(beginning))) return false;
  return asksSomebody.test(paragraph);
}

/** An address, a number to call, or a word that asks the reader to turn to somebody. */
const asksSomebody =
  /@|https?:|www\.|\d[\d\s()./-]{6,}|(?<!\p{L})(?:contact|visit|call|please|write|e-?mail|see|wenden|erteilt|kontaktieren|contacter|consulte[rz]?|visite[zr]?|contattare|visitare|contacte|bezoek|neem|kontakt|kontakta|kontaktuj|obra[cť]|επικοινωνήστε|επισκεφθείτε|обращ|звон|зверта|iletişim|الاتصال|زيارة|يرجى|تماس|お問い合わせ|联系|访问|문의|hubungi|kunjungi|liên hệ)/iu;

/** The last line of a wire: who sent it, where it stands. */
function isWireSource(paragraph: string): boolean {
  return paragraph.length <= ABOUT_CHARACTERS_MAX && /^SOURCE:?\s\p{Lu}/u.test(paragraph) && !/[.!?]$/u.test(paragraph);
}

function isTailLabel(paragraph: string): boolean {
  const lower = loweredBeginning(paragraph);
  for (const label of labelsLike(lower)) {
    if (!lower.startsWith(label)) continue;
    const rest = lower.slice(label.length);
    if (/^\p{L}/u.test(rest) && !/[\p{Script=Han}\p{Script=Hangul}]$/u.test(label)) continue;
    const whole = paragraph.length <= BEGINNING_CHARACTERS;
    // Alone, behind a colon, or in front of a name or number; a sentence that begins with the words is text.
    if ((whole && /^[\s:.…)\]】]*$/u.test(rest)) || /^\s*[:：]/u.test(rest)) return true;
    if (paragraph.length <= LABEL_CHARACTERS_MAX && !/[.!?。]$/.test(paragraph)) return true;
    if (/^\s?\S{0,40}:/u.test(rest) || paragraph.startsWith('(')) return true;
  }
  return false;
}

/** Whether a paragraph begins the tail of a release. */
export function isTailMark(paragraph: string): boolean {
  return isEndMark(paragraph) || isAboutHeading(paragraph) || isTailLabel(paragraph) || isWireSource(paragraph);
}

function isWeak(paragraph: string): boolean {
  const lower = loweredBeginning(paragraph);
  return weakBeginnings.some((beginning) => lower.startsWith(beginning));
}

/**
 * Whether so much of the text may be tail: an end mark says so wherever it stands; "About this project" over most of an
 * article, or "Background" in its first half, heads a part of it.
 */
function isPlausible(mark: string, before: number, total: number, paragraphsLeft: number): boolean {
  if (isEndMark(mark)) return true;
  if (isWeak(mark)) return before * 2 >= total || paragraphsLeft <= WEAK_PARAGRAPHS_MAX;
  return before * TAIL_FACTOR_MAX >= total || total - before <= SHORT_TAIL_CHARACTERS;
}

export interface SplitTail {
  readonly body: readonly string[];
  /** Paragraphs of the tail, the mark first. */
  readonly tail: readonly string[];
  /** First words of the tail as printed; null without one. */
  readonly start: string | null;
}

/** An end mark glued to the last word: "… and Festival###". */
function gluedEndMark(paragraph: string): number {
  const at = paragraph.indexOf('###');
  return at > 0 && paragraph.slice(at).replace(/[#\s]/g, '') === '' ? at : -1;
}

/**
 * Parts the paragraphs into news and tail. The first paragraph is never tail; a heading such as "Background" counts only
 * in the second half, because releases also open with one. From `repeatedFrom` on everything is tail, since the newsroom's
 * other pages print it as well.
 */
export function splitTail(paragraphs: readonly string[], repeatedFrom = paragraphs.length): SplitTail {
  const total = paragraphs.reduce((sum, paragraph) => sum + paragraph.length, 0);
  let before = 0;
  for (const [index, paragraph] of paragraphs.entries()) {
    const left = paragraphs.length - index;
    const glued = gluedEndMark(paragraph);
    if (glued > 0) {
      const body = [...paragraphs.slice(0, index), paragraph.slice(0, glued).trim()];
      return withStart(body, [paragraph.slice(glued), ...paragraphs.slice(index + 1)]);
    }
    if (
      index > 0 &&
      (index >= repeatedFrom ||
        (isTailMark(paragraph) && isPlausible(paragraph, before, total, left)) ||
        ((before * 2 >= total || left <= WEAK_PARAGRAPHS_MAX) && isAboutSentence(paragraph)) ||
        (left <= WEAK_PARAGRAPHS_MAX &&
          isContactSentence(paragraph) &&
          paragraphs
            .slice(index + 1)
            .every((later) => later.length <= CONTACT_LINE_CHARACTERS_MAX || isTailMark(later))))
    ) {
      return withStart(paragraphs.slice(0, index), paragraphs.slice(index));
    }
    before += paragraph.length;
  }
  return { body: paragraphs, tail: [], start: null };
}

function withStart(body: readonly string[], tail: readonly string[]): SplitTail {
  const first = tail[0] ?? '';
  if (first.length <= START_CHARACTERS_MAX) return { body, tail, start: first };
  const cut = first.lastIndexOf(' ', START_CHARACTERS_MAX);
  return { body, tail, start: first.slice(0, cut > 0 ? cut : START_CHARACTERS_MAX) };
}
