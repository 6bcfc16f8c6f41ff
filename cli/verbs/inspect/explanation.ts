/** What `inspect page --explain` adds to a record: every block of the page with its reason, and what each field was found from. */
import type { FieldEvidence } from '../../../shared/release/evidence.ts';
import type { BlockReason } from '../../../shared/release/page/decisions.ts';
import type { ParagraphVerdict } from '../../../shared/release/template/apply.ts';
import type { PageReading } from '../../../shared/release/types.ts';

/** A code of shared/release/page/decisions.ts, or `repeated-…` for what the newsroom's other pages print as well. */
export type ExplainedReason = BlockReason | Exclude<ParagraphVerdict, 'kept'>;

export interface ExplainedBlock {
  readonly text: string;
  readonly kept: boolean;
  readonly reason: ExplainedReason;
}

export interface Explanation {
  /** In document order; for plain text its paragraphs alone. */
  readonly blocks: readonly ExplainedBlock[];
  readonly evidence: readonly FieldEvidence[];
}

/** What each reason code means, for people. */
export const reasonWords: Readonly<Record<ExplainedReason, string>> = {
  text: 'text of the release',
  standfirst: 'text above the body',
  subtitle: 'second title',
  title: 'the title',
  'date-label': 'the date',
  'furniture-tag': 'navigation, footer or form by its tag',
  'furniture-role': 'navigation or dialog by its role',
  'furniture-name': 'part of the site by its class or id',
  hidden: 'hidden from the eye',
  caption: 'caption of a picture',
  card: 'one of several boxes that announce other pages',
  outside: 'outside the element that holds the text',
  'title-repeated': 'the title again',
  'furniture-line': 'a line of the site (share, print, menu)',
  'junk-line': 'a line about the page, not of it',
  links: 'mostly links',
  repeated: 'said before on this page',
  'leading-label': 'a label above the text',
  'further-reading': 'further reading',
  consent: 'asks to accept cookies or tracking',
  trailing: 'a loose line below the text',
  promotion: 'asks the reader to subscribe, follow or give',
  'behind-text': 'behind the end of the text',
  'repeated-head': 'printed above the text of other pages too',
  'repeated-inner': 'printed in nearly all other pages too',
  'repeated-tail': 'printed below the text of other pages too: tail',
};

export function explain(reading: PageReading): Explanation {
  const { decisions, evidence } = reading.explain();
  const repeated = new Map<string, ExplainedReason>();
  for (const { text, verdict } of reading.paragraphs) if (verdict !== 'kept') repeated.set(text, verdict);
  const blocks: readonly ExplainedBlock[] =
    decisions.length === 0
      ? reading.paragraphs.map(({ text }): ExplainedBlock => ({ text, kept: true, reason: 'text' }))
      : decisions.map(({ text, kept, reason }) => ({ text, kept, reason }));
  return {
    blocks: blocks.map((block) => {
      const verdict = block.kept ? repeated.get(block.text) : undefined;
      return verdict === undefined ? block : { text: block.text, kept: verdict === 'repeated-tail', reason: verdict };
    }),
    evidence,
  };
}
