/** What goes into reading a page and what comes out, before the record has an identity. */
import type { DateOrder } from '../newsrooms/schema.ts';
import type { FieldEvidence } from './evidence.ts';
import type { BlockDecision } from './page/decisions.ts';
import type { PageKind, Release } from './schema.ts';
import type { JudgedParagraph } from './template/apply.ts';
import type { PageTemplate } from './template/template.ts';

/** What the channel said of the item whose page this is. */
export interface ChannelHints {
  /** A feed's kind (`rss`, `atom`, …) or `listing`. */
  readonly kind: string;
  readonly title: string | null;
  readonly published: string | null;
  readonly updated: string | null;
  readonly summary: string | null;
  /** HTML. */
  readonly content: string | null;
  readonly language: string | null;
}

export interface PageContext {
  readonly url: string | null;
  readonly contentType: string | null;
  readonly organization: string | null;
  readonly language: string | null;
  readonly uiLanguage: string | null;
  readonly timeZone: string | null;
  readonly dateOrder: DateOrder | null;
  readonly channel: ChannelHints | null;
  /** What the newsroom's other pages taught; absent where there are none. */
  readonly template?: PageTemplate | null;
}

/** The part of a record that a page tells; the rest (id, revision, origin …) is the archive's. */
export type ReleaseContent = Pick<
  Release,
  | 'subtitle'
  | 'summary'
  | 'datePublished'
  | 'dateSource'
  | 'dateConfidence'
  | 'dateModified'
  | 'inLanguage'
  | 'uiLanguage'
  | 'dateline'
  | 'body'
  | 'quotes'
  | 'references'
  | 'operations'
  | 'topics'
  | 'images'
  | 'links'
  | 'attachments'
  | 'translations'
  | 'boilerplate'
  | 'boilerplateStart'
  | 'contacts'
  | 'timing'
  | 'wordCount'
  | 'contentHash'
  | 'warnings'
> & { readonly headline: string | null; readonly canonicalUrl: string | null };

export interface PageReading {
  readonly pageKind: PageKind;
  /** Why the page is of this kind, for people. */
  readonly reason: string;
  readonly content: ReleaseContent;
  /** What was found as text, in order, and what the template said of it: for learning and for explaining. */
  readonly paragraphs: readonly JudgedParagraph[];
  /** Made when somebody asks: hardly any page is explained. */
  readonly explain: () => ReadingExplanation;
}

export interface ReadingExplanation {
  /** Every block of an HTML page, kept or dropped and why; empty for plain text. */
  readonly decisions: readonly BlockDecision[];
  readonly evidence: readonly FieldEvidence[];
}
