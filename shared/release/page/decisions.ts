/** Why each block of a page was kept or dropped: one reason code a block, for explaining a reading and for learning from it. */

/** Codes of what is kept: `text` and `standfirst` are paragraphs of the body, the others have fields of their own. */
const keptReasons = ['text', 'standfirst', 'subtitle', 'title', 'date-label'] as const;
/** Codes of what is not part of the release. */
const droppedReasons = [
  'furniture-tag',
  'furniture-role',
  'furniture-name',
  'hidden',
  'caption',
  'card',
  'outside',
  'title-repeated',
  'furniture-line',
  'junk-line',
  'promotion',
  'links',
  'repeated',
  'leading-label',
  'further-reading',
  'behind-text',
  'consent',
  'trailing',
] as const;

export type KeptReason = (typeof keptReasons)[number];
export type DroppedReason = (typeof droppedReasons)[number];
export type BlockReason = KeptReason | DroppedReason;

export interface BlockDecision {
  /** Index of the block in document order. */
  readonly block: number;
  readonly text: string;
  readonly kept: boolean;
  readonly reason: BlockReason;
}

export function isKept(reason: BlockReason): boolean {
  return keptReasons.some((kept) => kept === reason);
}
