/** Reads one HTML page: tree, title, furniture, container, date label, body, in the order that measurements gave. */
import { findPrintedDates } from '../../text/printed-dates.ts';
import type { ReadParts } from '../compose.ts';
import { titleEvidence } from '../evidence.ts';
import type { PageContext } from '../types.ts';
import { selectBody } from './body.ts';
import { readCanonical } from './canonical.ts';
import { chooseContainer } from './container.ts';
import { findDateLabel, isDiscussion } from './date-label.ts';
import { meaningOfLabel, namesChange } from './date-words.ts';
import { type BlockDecision, isKept } from './decisions.ts';
import { type KindReading, pageKindOf } from './kind.ts';
import { linkedMaterial, nothingLinked } from './linked.ts';
import { machineDates } from './machine-dates.ts';
import { type MeasuredPage, measure, readingSize } from './measure.ts';
import { pruneBlocks } from './prune.ts';
import { findStrayDate } from './stray-dates.ts';
import { endsSentence } from './text.ts';
import { findTitle } from './title.ts';
import { type PageElement, type PageTree, readTree } from './tree.ts';

const LABEL_LINES_AROUND = 12;
const LABEL_LINE_MAX = 160;
/** So little text is none; and so much is more than a request to allow scripts. */
const BARE_CHARACTERS_MAX = 200;
const UNSCRIPTED_CHARACTERS_MIN = 500;
const CHANGE_WORDS_AROUND = 40;
const TIME_ELEMENTS_BEFORE = 8;
const TIME_ELEMENTS_BEHIND = 14;

export interface HtmlReading {
  readonly parts: ReadParts;
  readonly kind: KindReading;
  /** Of every block of the page, in document order. */
  readonly decisions: () => readonly BlockDecision[];
}

/** The page as it is seen; where hardly any text is, what it says to readers without scripts, if that is one. */
export function readHtml(html: string, context: PageContext): HtmlReading {
  const seen = readSeen(html, readTree(html), context);
  if (bodySize(seen) >= BARE_CHARACTERS_MAX || !/<noscript/i.test(html)) return seen;
  const unscripted = readSeen(html, readTree(html, true), context);
  return bodySize(unscripted) >= UNSCRIPTED_CHARACTERS_MIN ? unscripted : seen;
}

function bodySize({ parts }: HtmlReading): number {
  return parts.paragraphs.reduce((sum, paragraph) => sum + readingSize(paragraph.text), 0);
}

function readSeen(html: string, tree: PageTree, context: PageContext): HtmlReading {
  const page = measure(tree);
  const host = context.url !== null && URL.canParse(context.url) ? new URL(context.url).hostname : null;
  const title = findTitle(page, {
    channelTitle: context.channel?.title ?? null,
    organization: context.organization,
    host,
  });
  const pruned = pruneBlocks(page, title.firstBlock);
  const container = chooseContainer(page, pruned, title.firstBlock);
  const uiLanguage = tree.language ?? context.uiLanguage;
  const options = { uiLanguage, dateOrder: context.dateOrder };
  const textStart = container?.firstBlock ?? -1;
  const canonical = readCanonical(tree, context.url);
  const anchor = title.firstBlock >= 0 ? title.firstBlock : Math.max(textStart, 0);
  const proseStart = firstProse(page, container) ?? textStart;
  const dates = machineDates(tree, {
    url: context.url,
    canonicalUrl: canonical.url,
    channel: context.channel,
    timeZone: context.timeZone,
    dateOrder: context.dateOrder,
    headFrom: anchor - TIME_ELEMENTS_BEFORE,
    headTo: anchor + TIME_ELEMENTS_BEHIND,
    isElsewhere: (at) => {
      const block = page.blocks[at];
      return block !== undefined && (pruned[at] === 'card' || isDiscussion(page, block, anchor));
    },
  });
  const machineDays = new Set(dates.published.map(({ value }) => value.slice(0, 10)));
  const dateLabel = findDateLabel({ page, title, textStart: proseStart, pruned, machineDays, options });
  const labelBlocks = new Set<number>();
  if (dateLabel !== null) {
    for (let at = dateLabel.block; at < dateLabel.endBlock; at += 1) labelBlocks.add(at);
  }
  const body = selectBody({ page, pruned, container, title, labelBlocks, ...options });
  const kind = pageKindOf({
    page,
    pruned,
    headline: title.headline,
    isDated: dateLabel !== null,
    bodyCharacters: body.paragraphs.reduce((sum, paragraph) => sum + paragraph.text.length, 0),
    bodyBlocks: body.blocks,
    container,
    goodParagraphs: body.paragraphs.filter(
      (paragraph) => readingSize(paragraph.text) >= 45 && endsSentence(paragraph.text),
    ).length,
  });
  const parts: ReadParts = {
    headline: title.headline,
    subtitle: body.subtitle,
    paragraphs: kind.pageKind === 'release' ? body.paragraphs : [],
    labels: labelLines(page, anchor, body.blocks),
    dateLabel,
    machineDates: dates.published,
    strayDate: () => findStrayDate({ page, html, pruned, bodyBlocks: body.blocks, anchor, options }),
    dateModified: dates.modified ?? modifiedLabel(page, options),
    canonicalUrl: canonical.url,
    ...(kind.pageKind === 'release'
      ? linkedMaterial({
          page,
          url: context.url,
          canonicalUrl: canonical.url,
          titleBlock: title.firstBlock,
          bodyBlocks: body.blocks,
        })
      : nothingLinked),
    pageLanguage: tree.language,
    warnings: [...tree.warnings, ...canonical.warnings],
    evidence: () => titleEvidence(page, title, context),
  };
  const decisions = () =>
    page.blocks.map(({ index, text }): BlockDecision => {
      const reason = body.reasons[index] ?? 'outside';
      return { block: index, text, kept: isKept(reason), reason };
    });
  return { parts, kind, decisions };
}

/** The first block of prose in the text's element: menus may stand before it there. */
function firstProse(page: MeasuredPage, container: PageElement | null): number | null {
  const blocks = container === null ? [] : page.blocks.slice(container.firstBlock, container.endBlock);
  return blocks.find((block) => block.good)?.index ?? null;
}

/** Short lines around the title that are not of the text. */
function labelLines(page: MeasuredPage, anchor: number, bodyBlocks: readonly number[]): readonly string[] {
  return page.blocks
    .slice(Math.max(0, anchor - LABEL_LINES_AROUND / 2), anchor + LABEL_LINES_AROUND)
    .filter((block) => block.text.length <= LABEL_LINE_MAX && block.linkShare < 0.5)
    .filter((block) => !block.good || (block.index < anchor && !bodyBlocks.includes(block.index)))
    .map((block) => block.text);
}

/** "Letzte Änderung 14.02.2019", "Last updated: 3 May 2024", "am 3. Mai 2024 geändert": only beside words that say so. */
function modifiedLabel(
  page: MeasuredPage,
  options: { readonly uiLanguage: string | null; readonly dateOrder: PageContext['dateOrder'] },
): string | null {
  for (const block of page.blocks) {
    if (block.text.length > LABEL_LINE_MAX || !/\d/.test(block.text)) continue;
    // The words are cheaper to look for than dates.
    if (!namesChange(block.text)) continue;
    for (const { date, certainty, start, end } of findPrintedDates(block.text, options)) {
      if (certainty !== 'certain') continue;
      const before = block.text.slice(Math.max(0, start - CHANGE_WORDS_AROUND), start);
      const behind = block.text.slice(end, end + CHANGE_WORDS_AROUND);
      const isChange =
        meaningOfLabel(before) === 'other'
          ? namesChange(before)
          : /^[^.]{0,24}(?:geändert|bearbeitet|aktualisiert|modifiée?|módosítva)/iu.test(behind);
      if (isChange) return date;
    }
  }
  return null;
}
