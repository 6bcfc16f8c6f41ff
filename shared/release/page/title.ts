/** Finds the headline: a heading that the title element, og:title or the channel confirms, else the best of them alone. */
import { editDistance } from '../../text/edit-distance.ts';
import { namesDocumentKind } from './label-words.ts';
import { type MeasuredPage, within } from './measure.ts';
import { comparable } from './text.ts';
import type { PageElement, PageTree } from './tree.ts';

export interface FoundTitle {
  readonly headline: string | null;
  /** Blocks that print the title (heading with kicker and date inside); -1, -1 where none does. */
  readonly firstBlock: number;
  readonly endBlock: number;
}

export interface TitleEvidence {
  readonly channelTitle: string | null;
  readonly organization: string | null;
  readonly host: string | null;
}

const COMPARABLE_MIN = 8;
const SEPARATORS = [' | ', ' - ', ' – ', ' — ', ' · ', ' • ', ' :: ', ' » ', ' « ', ' / ', ' : '];
const HEADLINE_CHARACTERS_MAX = 1_000;

/** A title that was escaped once too often: "D&amp;I". */
function unescapeOnce(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#039;', "'")
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function metaContent(tree: PageTree, ...names: readonly string[]): string | null {
  for (const name of names) {
    const found = tree.meta.find((entry) => entry.name === name && entry.content !== '');
    if (found !== undefined) return found.content;
  }
  return null;
}

function siteNames(tree: PageTree, evidence: TitleEvidence): readonly string[] {
  const names = [
    evidence.organization,
    metaContent(tree, 'og:site_name', 'application-name', 'publisher', 'dc.publisher', 'author'),
  ];
  const labels = (evidence.host ?? '').split('.').filter((label) => label.length > 1 && label !== 'www');
  return [...names, evidence.host, ...labels.slice(0, -1)].filter((name) => name !== null).map(comparable);
}

function isSiteName(segment: string, names: readonly string[]): boolean {
  const key = comparable(segment);
  return (
    key === '' ||
    names.some(
      (name) =>
        name !== '' && (key === name || (name.length > 4 && key.startsWith(name) && key.length < name.length * 1.5)),
    )
  );
}

/** The title element or og:title without the names of the site around it. */
function withoutSiteName(title: string, names: readonly string[]): string {
  let text = title;
  for (let round = 0; round < 4; round += 1) {
    const cut = cutSegment(text, names);
    if (cut === null) return text;
    text = cut;
  }
  return text;
}

function cutSegment(text: string, names: readonly string[]): string | null {
  for (const separator of SEPARATORS) {
    const last = text.lastIndexOf(separator);
    if (last > 0) {
      const tail = text.slice(last + separator.length);
      const head = text.slice(0, last).trim();
      if (isSiteName(tail, names)) return head;
      // Behind a bar stands the site's name, whatever it is; behind a dash it may be half of the title.
      if (separator === ' | ' && head.length >= tail.length) return head;
    }
    const first = text.indexOf(separator);
    if (first > 0 && isSiteName(text.slice(0, first), names)) return text.slice(first + separator.length).trim();
  }
  return null;
}

interface Heading {
  readonly element: PageElement;
  readonly level: number;
  readonly text: string;
}

const headingLevels: ReadonlyMap<string, number> = new Map([
  ['h1', 1],
  ['h2', 2],
  ['h3', 3],
]);
const HEADINGS_MAX = 300;
const TEXT_BEFORE_TITLE_MAX = 0.8;

function headings(page: MeasuredPage): readonly Heading[] {
  const found: Heading[] = [];
  for (const element of page.tree.elements) {
    const level = headingLevels.get(element.name) ?? 0;
    if (level === 0 || element.hidden === 'yes' || found.length >= HEADINGS_MAX) continue;
    const text = page.blocks
      .slice(element.firstBlock, Math.min(element.endBlock, element.firstBlock + 10))
      .map((block) => block.text)
      .join(' ');
    if (text !== '' && text.length <= HEADLINE_CHARACTERS_MAX) found.push({ element, level, text });
  }
  return found;
}

const furnitureElements = new Set(['nav', 'aside', 'footer', 'li']);

/** Links and menus print titles too. */
function inFurniture(page: MeasuredPage, heading: Heading): boolean {
  const block = page.blocks[heading.element.firstBlock];
  if (block === undefined || block.linkShare > 0.5) return true;
  return within(page.tree, block, (element) => furnitureElements.has(element.name) || element.names.hidden);
}

/** So long a beginning of a heading is no accident: the head shortens titles. */
const BEGINNING_MIN = 18;
const NEAR_MIN = 30;
const NEAR_MAX = 120;
const NEAR_DISTANCE_MAX = 2;
const EDGE_CHARACTERS = 4;

/** Whether a heading and what the head says, both made comparable, are the same title; one may stand inside the other. */
function confirms(key: string, other: string): boolean {
  if (key.length <= COMPARABLE_MIN || other.length <= COMPARABLE_MIN) return key !== '' && key === other;
  if (other.includes(key) || (other.length >= BEGINNING_MIN && key.startsWith(other))) return true;
  if (key.includes(other)) return other.length * 3 >= key.length * 2;
  // A mistake that was mended in one of the two places.
  const isNear =
    key.length >= NEAR_MIN && key.length <= NEAR_MAX && Math.abs(key.length - other.length) <= NEAR_DISTANCE_MAX;
  // Comparing letter by letter is dear: only where one end is the same.
  const sharesEnd = key.slice(-EDGE_CHARACTERS) === other.slice(-EDGE_CHARACTERS);
  return isNear && sharesEnd && editDistance(key, other) <= NEAR_DISTANCE_MAX;
}

/** What of a heading is the title, where kicker, date or number stand inside it too: the part that the head confirms. */
function titlePart(page: MeasuredPage, heading: Heading, claims: readonly string[]): string {
  const { firstBlock, endBlock } = heading.element;
  const parts = page.blocks.slice(firstBlock, endBlock).filter((block) => block.text !== '');
  for (const claim of claims) {
    const key = comparable(claim);
    const exact = parts.find((block) => comparable(block.text) === key);
    if (exact !== undefined) return exact.text;
  }
  for (const claim of claims) {
    const at = heading.text.indexOf(claim);
    if (claim.length > 15 && at >= 0 && claim.length * 2 >= heading.text.length) return claim;
  }
  const longest = parts.reduce((best, block) => (block.text.length > best.length ? block.text : best), '');
  return parts.length > 1 && longest.length * 2 >= heading.text.length ? longest : heading.text;
}

const KICKER_WORDS_MAX = 6;
const BEHIND_KICKER_WORDS_MIN = 3;

/**
 * "Week’s exercise Pyramid of four" where the head says "Week’s exercise | Pyramid of four": what the heading sets apart by
 * its form, and the head by a mark, is a kicker and the title behind it. Null where the head knows no such part.
 */
function behindKicker(heading: string, claims: readonly string[]): string | null {
  const words = heading.split(' ');
  const parts = claims.flatMap((claim) => {
    const pieces = claim.split(/\s[|–—-]\s|:\s/).map(comparable);
    return pieces.map((piece) => ({ piece, others: pieces.filter((other) => other !== piece) }));
  });
  const wholes = new Set(claims.map(comparable));
  let plain: string | null = null;
  for (let at = 1; at <= Math.min(KICKER_WORDS_MAX, words.length - BEHIND_KICKER_WORDS_MIN); at += 1) {
    // A mark of its own makes both one title.
    if (/[\p{P}\p{S}]$/u.test(words[at - 1] ?? '') || /^(?![„“"«»‘'¿¡(])[\p{P}\p{S}]/u.test(words[at] ?? '')) continue;
    const kicker = comparable(words.slice(0, at).join(' '));
    const rest = words.slice(at).join(' ');
    const key = comparable(rest);
    if (key.length < BEGINNING_MIN) continue;
    const isPart = parts.some(({ piece, others }) => piece === key && others.some((other) => isMostOf(other, kicker)));
    if (isPart) return rest;
    if (wholes.has(key)) plain ??= rest;
  }
  return plain;
}

/** Whether one is the other, a few letters aside: "Corona rules" and "After the corona rules". */
function isMostOf(left: string, right: string): boolean {
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  return long.includes(short) && short.length * 3 >= long.length * 2;
}

function titleParts(title: string | null): readonly string[] {
  return (title ?? '').split(/ [|–—»«·•-] | :: /);
}

const LAST_PART_PENALTY = 10;
const STATED_BONUS = 3;

/**
 * By level; one that is all that the head states as the title comes first, one that names the site last: the last part of
 * the title element, or the first where it leads down to the page ("Site » Archive » Title").
 */
function rank(heading: Heading, title: string | null, stated: string): number {
  const parts = titleParts(title);
  const key = comparable(heading.text);
  const isPath = (title ?? '').includes(' » ') && parts.length > 2;
  const isSite = parts.length > 1 && comparable((isPath ? parts[0] : parts.at(-1)) ?? '') === key;
  return heading.level + (isSite ? LAST_PART_PENALTY : 0) - (key === stated ? STATED_BONUS : 0);
}

/** Headings that name parts of the page to those who hear it read. */
const landmarkWords =
  /^(?:(?:main|haupt|meta|sub|unter|service|mobile|top|site|breadcrumb|footer|fuß|fuss|kopf|seiten)[ -]?)?(?:navigation|navigationsmenü|menu|menü|inhalt|inhaltsbereich|content|bereich|suche|search|header|footer|servicemenü)(?:[ -](?:und|and|menu|menü|service|suche|search|navigation|mit|access|keys))*$/i;

/** Whether a heading that nothing confirms may be the title: it is shown before most of the text, and names no part of the page. */
function mayBeTitle(page: MeasuredPage, heading: Heading): boolean {
  if (landmarkWords.test(heading.text.trim())) return false;
  const all = page.goodText(0, page.blocks.length);
  return all === 0 || page.goodText(0, heading.element.firstBlock) < all * TEXT_BEFORE_TITLE_MAX;
}

export function findTitle(page: MeasuredPage, evidence: TitleEvidence): FoundTitle {
  const { tree } = page;
  const names = siteNames(tree, evidence);
  const claims = [
    evidence.channelTitle,
    metaContent(tree, 'og:title', 'twitter:title', 'dc.title', 'dcterms.title'),
    tree.title,
  ]
    .filter((claim) => claim !== null)
    .map((claim) => withoutSiteName(unescapeOnce(claim), names))
    .filter((claim) => claim !== '' && !isSiteName(claim, names));
  const known = headings(page);
  // A short title is confirmed by a whole part of the title element only.
  const parts = titleParts(tree.title === null ? null : unescapeOnce(tree.title)).filter(
    (part) => !isSiteName(part, names),
  );
  const keys = [...claims, ...parts].map(comparable);
  const stated = comparable(claims.find((claim) => claim !== '') ?? '');
  const confirmed = known
    .filter((heading) => {
      const own = comparable(heading.text);
      return keys.some((key) => confirms(own, key));
    })
    .map((heading) => ({ heading, rank: rank(heading, tree.title, stated) }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ heading }) => heading);
  // The same words may stand in a menu, a hidden heading or a list of teasers first.
  const own = confirmed.find((heading) => !inFurniture(page, heading)) ?? confirmed[0];
  if (own !== undefined) return located(own, titlePart(page, own, claims), claims);
  const first = known.find(
    (heading) => heading.level === 1 && !isSiteName(heading.text, names) && mayBeTitle(page, heading),
  );
  const channel = evidence.channelTitle === null ? null : unescapeOnce(evidence.channelTitle);
  // A page's only heading of the first level is its title even where the head names the section.
  if (first !== undefined && channel === null) return located(first, titlePart(page, first, claims), claims);
  const claim = channel ?? claims[0] ?? null;
  if (claim === null) return { headline: first?.text ?? null, firstBlock: -1, endBlock: -1 };
  const key = comparable(claim);
  const printed = page.blocks.find(
    (block) => block.text.length < HEADLINE_CHARACTERS_MAX && comparable(block.text) === key,
  );
  if (printed === undefined) return { headline: claim, firstBlock: -1, endBlock: -1 };
  return {
    headline: behindKicker(printed.text, claims) ?? printed.text,
    firstBlock: printed.index,
    endBlock: printed.index + 1,
  };
}

const KICKER_CHARACTERS_MAX = 110;

/** "Press release: A new unit": the kind of document in front of a colon is no part of the title. */
function withoutKicker(headline: string): string {
  const colon = headline.indexOf(':');
  if (colon <= 0 || colon > KICKER_CHARACTERS_MAX) return headline;
  const rest = headline.slice(colon + 1).trim();
  return rest.length > 15 && namesDocumentKind(headline.slice(0, colon)) ? rest : headline;
}

function located(heading: Heading, headline: string, claims: readonly string[]): FoundTitle {
  return {
    headline: withoutKicker(unescapeOnce(behindKicker(headline, claims) ?? headline)),
    firstBlock: heading.element.firstBlock,
    endBlock: heading.element.endBlock,
  };
}
