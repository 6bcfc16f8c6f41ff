/** Says what the bytes are: a release, a listing, a challenge of a bot wall, a page that says "not found", or nothing. */
import { challengePhrases } from '../../text/challenge-phrases.ts';
import { readPrintedDate } from '../../text/printed-dates.ts';
import type { PageKind } from '../schema.ts';
import { asksConsent, isFurnitureLine } from './label-words.ts';
import { LINK_HEAVY_SHARE, type MeasuredBlock, type MeasuredPage, readingSize } from './measure.ts';
import { isPruned, type Pruned } from './prune.ts';
import type { PageElement } from './tree.ts';
import { wallPhrases } from './wall-phrases.ts';

export interface KindReading {
  readonly pageKind: PageKind;
  readonly reason: string;
}

const walls: readonly string[] = [...challengePhrases, ...wallPhrases];

/** A wall or an error page is short: a release that speaks of captchas is not. */
const SHORT_PAGE_CHARACTERS_MAX = 2_500;
const TITLE_CHARACTERS_MAX = 120;
const BODY_CHARACTERS_MIN = 40;
const LISTED_LINKS_MIN = 5;
const LISTED_LINK_CHARACTERS_MIN = 20;
/** A listing offers many links to texts and little text of its own. */
const CHARACTERS_PER_LISTED_LINK = 60;
/** Headlines with a teaser each: so much text a headline at most. */
const CHARACTERS_PER_ROW = 600;
const TEXT_BEFORE_ROWS_MAX = 400;

/** In the title or the first heading: the page says that there is nothing. Lower case. */
const notFoundPhrases = [
  'page not found',
  'error 404',
  '404 error',
  'page cannot be found',
  'page can’t be found',
  "page can't be found",
  'page could not be found',
  'page you requested',
  'page you are looking for',
  'page you were looking for',
  'page doesn’t exist',
  "page doesn't exist",
  'page does not exist',
  'seite nicht gefunden',
  'seite wurde nicht gefunden',
  'seite konnte nicht gefunden werden',
  'seite existiert nicht',
  'page non trouvée',
  'page introuvable',
  'cette page n’existe',
  "cette page n'existe",
  'página no encontrada',
  'no se encuentra la página',
  'no se ha encontrado la página',
  'la página que busca',
  'pagina non trovata',
  'página não encontrada',
  'pagina niet gevonden',
  'strona nie istnieje',
  'nie znaleziono strony',
  'siden finnes ikke',
  'sidan kunde inte hittas',
  'siden blev ikke fundet',
  'sivua ei löytynyt',
  'sidan finns inte',
  'siden eksisterer ikke',
  'stránka nenalezena',
  'stránka nebyla nalezena',
  'stránka neexistuje',
  'stránka sa nenašla',
  'az oldal nem található',
  'a keresett oldal',
  'pagina nu a fost găsită',
  'stranica nije pronađena',
  'strani ni mogoče najti',
  'lehte ei leitud',
  'lapa nav atrasta',
  'puslapis nerastas',
  'страница не найдена',
  'страницата не е намерена',
  'сторінку не знайдено',
  'η σελίδα δεν βρέθηκε',
  'sayfa bulunamadı',
  'halaman tidak ditemukan',
  'không tìm thấy trang',
  'ページが見つかりません',
  'お探しのページ',
  '页面不存在',
  '找不到页面',
  '您访问的页面',
  '找不到網頁',
  '找不到頁面',
  '페이지를 찾을 수 없습니다',
  'ไม่พบหน้า',
  'الصفحة المطلوبة',
  'الصفحة غير موجودة',
  'لم يتم العثور على الصفحة',
  'صفحه مورد نظر',
  'הדף לא נמצא',
];

/** The same of anything, in the news too: "Missing diver not found". Lower case. */
const missingPhrases = [
  'not found',
  'no longer available',
  'nicht gefunden',
  'nicht mehr verfügbar',
  'non trovato',
  'no encontrado',
  'introuvable',
];

function phraseIn(text: string, phrases: readonly string[]): string | null {
  const lower = text.toLowerCase();
  return phrases.find((phrase) => lower.includes(phrase)) ?? null;
}

/** How much longer than such a phrase the part of a title may be that says it: "Sorry, you have been blocked". */
const PHRASE_FACTOR_MAX = 1.6;

/** Whether a part of the title is such a phrase and little more: "Access denied | Agency", not "Access denied to aid convoys". */
function saysHardlyElse(title: string, phrases: readonly string[]): boolean {
  return title.split(/\s[|–—·:-]\s/u).some((part) => {
    const phrase = phraseIn(part, phrases);
    return phrase !== null && part.trim().length <= phrase.length * PHRASE_FACTOR_MAX;
  });
}

const HEADLINE_WORDS_MIN = 4;
const DENSE_HEADLINE_SIZE_MIN = 24;

function hasHeadAndDate({ headline, isDated }: KindEvidence): boolean {
  return isDated && headline !== null && isOfWords(headline);
}

/** Where words are written without spaces between them, the length tells. */
function isOfWords(headline: string): boolean {
  const size = readingSize(headline);
  return (
    headline.split(' ').length >= HEADLINE_WORDS_MIN || (size > headline.length && size >= DENSE_HEADLINE_SIZE_MIN)
  );
}

/** What a heading says is missing: the page, or a thing where nothing else speaks for a release. */
function missingIn(head: string, evidence: KindEvidence): string | null {
  if (isBareCode(head)) return head;
  const page = phraseIn(head, notFoundPhrases);
  if (page !== null) return page;
  const speaksForRelease = hasHeadAndDate(evidence) && evidence.goodParagraphs > 0;
  return speaksForRelease && !saysHardlyElse(head, missingPhrases) ? null : phraseIn(head, missingPhrases);
}

/** `404` as a heading of its own. */
function isBareCode(text: string): boolean {
  return /^(?:error\s*)?4(?:04|10)\b/i.test(text.trim()) && text.length < 60;
}

function isListedLink(block: MeasuredBlock): boolean {
  return block.linkShare >= LINK_HEAVY_SHARE && block.linkCharacters >= LISTED_LINK_CHARACTERS_MIN;
}

/** Cards announce texts: to a listing they are what it lists. */
function isFurniture(pruned: Pruned, block: MeasuredBlock): boolean {
  return isPruned(pruned, block) && pruned[block.index] !== 'card';
}

/** Links long enough to be headlines, outside navigation. */
function listedLinks(page: MeasuredPage, pruned: Pruned): number {
  return page.blocks.filter((block) => !isFurniture(pruned, block) && isListedLink(block)).length;
}

/** Linked headlines inside the container that stand as headings or beside a date of their own; 0 where prose comes first. */
function listedRows(page: MeasuredPage, container: PageElement | null): number {
  if (container === null) return 0;
  const inside = page.blocks.slice(container.firstBlock, container.endBlock);
  const rows = inside.filter((block, at) => {
    if (!isListedLink(block)) return false;
    return (
      block.headingLevel > 1 ||
      [inside[at - 1], inside[at + 1]].some((beside) => beside !== undefined && isDateAlone(beside.text))
    );
  });
  const first = rows[0]?.index ?? 0;
  return page.goodText(container.firstBlock, first) < TEXT_BEFORE_ROWS_MAX ? rows.length : 0;
}

function isDateAlone(text: string): boolean {
  const printed = text.length > 40 ? null : readPrintedDate(text);
  return printed !== null && text.length - (printed.end - printed.start) <= 12;
}

/** So much text in one run, below a title of its own, is a release whatever else the page links to. */
const OWN_RUN_CHARACTERS_MIN = 160;
/** Beside so few teasers with text of their own. */
const OWN_RUN_SHARE_MIN = 0.6;

/**
 * The longest run of body text without a linked headline in it: a listing's own text is cut up by its rows, that of a
 * release is not, and what it links to comes before or behind.
 */
function longestRun(evidence: KindEvidence): number {
  const { page, pruned, bodyBlocks } = evidence;
  const first = bodyBlocks[0];
  const last = bodyBlocks.at(-1);
  if (first === undefined || last === undefined) return 0;
  const own = new Set(bodyBlocks);
  let run = 0;
  let longest = 0;
  for (const block of page.blocks.slice(first, last + 1)) {
    if (own.has(block.index)) run += block.text.length;
    else if (isListedLink(block) && !isFurniture(pruned, block)) run = 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** Whether the page has one text of its own, under a title that names more than a section of the site. */
function hasOwnText(evidence: KindEvidence): boolean {
  const { headline, bodyCharacters } = evidence;
  if (headline === null || isFurnitureLine(headline)) return false;
  if (!evidence.bodyBlocks.some((at) => evidence.page.blocks[at]?.good === true)) return false;
  const run = longestRun(evidence);
  return run >= OWN_RUN_CHARACTERS_MIN && run >= bodyCharacters * OWN_RUN_SHARE_MIN;
}

/** What a page asks for that asks for consent and says nothing else; null for all others. */
function consentAlone({ page, bodyBlocks }: KindEvidence): string | null {
  const text = bodyBlocks.map((at) => page.blocks[at]).filter((block) => block?.good === true);
  const asks = text.length > 0 && text.every((block) => block !== undefined && asksConsent(block.text));
  return asks ? 'cookies' : null;
}

export interface KindEvidence {
  readonly container: PageElement | null;
  readonly page: MeasuredPage;
  readonly pruned: Pruned;
  readonly headline: string | null;
  readonly bodyCharacters: number;
  /** Blocks of the body, in document order. */
  readonly bodyBlocks: readonly number[];
  /** Whether a date label stands at title or text. */
  readonly isDated: boolean;
  /** Sentences among the body's paragraphs. */
  readonly goodParagraphs: number;
}

export function pageKindOf(evidence: KindEvidence): KindReading {
  const { page, pruned, headline, bodyCharacters } = evidence;
  const title = page.tree.title ?? '';
  const total = page.blocks.reduce((sum, block) => sum + block.text.length, 0);
  const heads = [
    title,
    headline ?? '',
    ...page.blocks.filter((block) => block.headingLevel > 0 && block.headingLevel < 3).map((block) => block.text),
  ]
    .map((text) => text.trim())
    .filter((text) => text !== '' && text.length <= TITLE_CHARACTERS_MAX);
  if (total <= SHORT_PAGE_CHARACTERS_MAX) {
    const short = page.blocks.map((block) => block.text).join('\n');
    const wall = phraseIn(`${title}\n${short}`, walls) ?? consentAlone(evidence);
    const named = heads.some((head) => saysHardlyElse(head, challengePhrases));
    // A release of three paragraphs, or of less below a headline and a date, that has such words is still a release.
    const isRelease = evidence.goodParagraphs >= 3 || (evidence.goodParagraphs > 0 && hasHeadAndDate(evidence));
    if (wall !== null && (named || !isRelease)) {
      return { pageKind: 'challenge', reason: `the page says "${wall}" and hardly anything else` };
    }
  }
  const missing = heads.map((head) => missingIn(head, evidence)).find((found) => found !== null) ?? null;
  if (missing !== null && (evidence.goodParagraphs < 3 || bodyCharacters < SHORT_PAGE_CHARACTERS_MAX / 4)) {
    return { pageKind: 'not-found', reason: `the page answers with success and says "${missing}"` };
  }
  const ownText = hasOwnText(evidence);
  const links = listedLinks(page, pruned);
  if (!ownText && links >= LISTED_LINKS_MIN && bodyCharacters < links * CHARACTERS_PER_LISTED_LINK) {
    return { pageKind: 'listing', reason: `${links} links to texts and ${bodyCharacters} characters of its own` };
  }
  const rows = listedRows(page, evidence.container);
  if (!ownText && rows >= LISTED_LINKS_MIN && bodyCharacters < rows * CHARACTERS_PER_ROW) {
    return { pageKind: 'listing', reason: `${rows} linked headlines with little text each` };
  }
  if (bodyCharacters < BODY_CHARACTERS_MIN && evidence.goodParagraphs === 0) {
    return { pageKind: 'empty', reason: `${bodyCharacters} characters of text were found` };
  }
  return { pageKind: 'release', reason: 'a headline or date over running text' };
}
