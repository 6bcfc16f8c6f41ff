/** Makes the content of a record out of what a reader found: tail, dateline, date, languages, quotes, references, hash. */
import { detectLanguage, primaryLanguage } from '../text/language.ts';
import { countWords } from '../text/segments.ts';
import { splitTail } from './boilerplate.ts';
import { findContacts } from './contacts.ts';
import { contentHash } from './content-hash.ts';
import { readDateline } from './dateline.ts';
import { dateEvidence, type FieldEvidence, languageEvidence } from './evidence.ts';
import { findOperations } from './operations.ts';
import type { BodyParagraph } from './page/body.ts';
import type { DateLabel } from './page/date-label.ts';
import { decideDate } from './page/dates.ts';
import { interfaceLanguage } from './page/interface-language.ts';
import type { LinkedMaterial } from './page/linked.ts';
import type { MachineDate } from './page/machine-dates.ts';
import type { StrayDate } from './page/stray-dates.ts';
import { findQuotes } from './quotes.ts';
import { findReferences } from './references.ts';
import { judgeParagraphs, type ParagraphVerdict } from './template/apply.ts';
import { repetitionsOn } from './template/template.ts';
import { findTiming } from './timing.ts';
import type { PageContext, PageReading, ReleaseContent } from './types.ts';

/** What a reader (HTML, plain text, channel) found. */
export interface ReadParts extends LinkedMaterial {
  readonly headline: string | null;
  readonly subtitle: string | null;
  readonly paragraphs: readonly BodyParagraph[];
  /** Short lines around title and text: datelines and references of their own. */
  readonly labels: readonly string[];
  readonly dateLabel: DateLabel | null;
  readonly machineDates: readonly MachineDate[];
  /** Weak evidence, looked for where there is no other. */
  readonly strayDate: () => StrayDate | null;
  readonly dateModified: string | null;
  readonly canonicalUrl: string | null;
  readonly pageLanguage: string | null;
  readonly warnings: readonly string[];
  /** What the reader found for single fields. */
  readonly evidence: () => readonly FieldEvidence[];
}

const WARNINGS_MAX = 50;

/** What `composeContent` answers. */
export type ComposedContent = Pick<PageReading, 'content' | 'paragraphs'> & {
  readonly evidence: () => readonly FieldEvidence[];
};

/** The content, and the paragraphs it was made of with what the newsroom's template said of each. */
export async function composeContent(parts: ReadParts, context: PageContext): Promise<ComposedContent> {
  const verdicts = verdictsOf(parts, context);
  const own = parts.paragraphs.filter((_, at) => !droppedVerdicts.has(verdicts[at] ?? 'kept'));
  const repeatedTail = verdicts.filter((verdict) => verdict === 'repeated-tail').length;
  const {
    body: news,
    tail,
    start,
  } = splitTail(
    own.map((paragraph) => paragraph.text),
    own.length - repeatedTail,
  );
  const body = news.join('\n\n');
  const declared = [context.channel?.language ?? null, context.language, parts.pageLanguage];
  const inLanguage =
    body === ''
      ? (declared.map(primaryLanguage).find((language) => language !== null) ?? null)
      : await detectLanguage(`${parts.headline ?? ''}\n${body}`, declared);
  const uiLanguage = interfaceLanguage({
    dateLabel:
      parts.dateLabel === null
        ? null
        : parts.dateLabel.text.slice(parts.dateLabel.printed.start, parts.dateLabel.printed.end),
    pageLanguage: parts.pageLanguage,
    declared: context.uiLanguage,
    textLanguage: inLanguage,
  });
  const dateline = readDateline(news, parts.labels, {
    uiLanguage: inLanguage,
    dateOrder: context.dateOrder,
    organization: context.organization,
  });
  const datelineDay = dateline?.date?.startsWith('--') === false ? dateline.date : null;
  const date = decideDate({
    label: parts.dateLabel,
    machine: parts.machineDates,
    dateline: datelineDay,
    stray: parts.strayDate,
  });
  const meaning = { headline: parts.headline, subtitle: parts.subtitle, datePublished: date.datePublished, body };
  const content: ReleaseContent = {
    ...meaning,
    summary: context.channel?.summary ?? null,
    dateSource: date.dateSource,
    dateConfidence: date.dateConfidence,
    dateModified: parts.dateModified,
    inLanguage,
    uiLanguage,
    dateline,
    canonicalUrl: parts.canonicalUrl,
    quotes: findQuotes(body, {
      blockquotes: blockquoteRanges(own.slice(0, news.length), news),
      language: inLanguage,
    }),
    references: findReferences({
      headline: parts.headline,
      labels: parts.labels,
      news,
      tail,
      url: parts.canonicalUrl ?? context.url,
    }),
    operations: findOperations(parts.headline, body),
    topics: [...parts.topics],
    images: [...parts.images],
    links: [...parts.links],
    attachments: [...parts.attachments],
    translations: [...parts.translations],
    boilerplate: tail.length === 0 ? null : tail.join('\n\n'),
    boilerplateStart: start,
    contacts: findContacts(tail),
    timing: findTiming(parts.labels, news, { uiLanguage: inLanguage, dateOrder: context.dateOrder }),
    wordCount: countWords(body),
    contentHash: contentHash(meaning),
    warnings: [...parts.warnings, ...date.warnings, ...languageDoubt(parts.pageLanguage, body, inLanguage)].slice(
      0,
      WARNINGS_MAX,
    ),
  };
  const paragraphs = parts.paragraphs.map(({ text }, at) => ({ text, verdict: verdicts[at] ?? 'kept' }));
  const { datePublished, dateSource } = content;
  const evidence = () => [
    ...parts.evidence(),
    ...dateEvidence({
      label: parts.dateLabel?.text ?? null,
      machine: parts.machineDates,
      dateline: datelineDay,
      datePublished,
      dateSource,
    }),
    ...languageEvidence({
      channel: context.channel?.language ?? null,
      newsroom: context.language,
      html: parts.pageLanguage,
      inLanguage,
      uiLanguage,
    }),
  ];
  return { content, paragraphs, evidence };
}

/** The page says one language and the text is another: untranslated releases stand in every language's tree. */
function languageDoubt(pageLanguage: string | null, body: string, inLanguage: string | null): readonly string[] {
  const said = primaryLanguage(pageLanguage);
  if (body === '' || said === null || inLanguage === null || said === inLanguage) return [];
  return [`the page says that its language is "${said}", its text is in "${inLanguage}"`];
}

const droppedVerdicts: ReadonlySet<ParagraphVerdict> = new Set(['repeated-head', 'repeated-inner']);

function verdictsOf(parts: ReadParts, context: PageContext): readonly ParagraphVerdict[] {
  const { template = null, url } = context;
  if (template === null || url === null) return [];
  const paragraphs = parts.paragraphs.map((paragraph) => paragraph.text);
  return judgeParagraphs(parts.paragraphs, repetitionsOn(template, { url, title: parts.headline, paragraphs }));
}

/** Runs of blockquote paragraphs as [start, end) in the joined body. */
function blockquoteRanges(
  paragraphs: readonly BodyParagraph[],
  news: readonly string[],
): readonly { readonly start: number; readonly end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  let offset = 0;
  let open: { start: number; end: number } | null = null;
  for (const [index, text] of news.entries()) {
    const quoted = paragraphs[index]?.blockquote === true;
    if (quoted && open === null) {
      open = { start: offset, end: offset };
      ranges.push(open);
    }
    if (!quoted) open = null;
    if (open !== null) open.end = offset + text.length;
    offset += text.length + 2;
  }
  return ranges;
}
