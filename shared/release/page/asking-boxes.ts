/** Drops whole boxes beside the text in which a line asks for something: consent to cookies, a subscription, a donation. */
import { asksConsent } from './label-words.ts';
import { formOf, type RangeSum, rangeSum } from './measure.ts';
import { type BodyContext, mainParent, type Selection } from './selection.ts';
import type { PageElement } from './tree.ts';

/** So much of what is kept of a box must ask for consent: a section of the text with a placeholder for a video does not. */
const CONSENT_SHARE_MIN = 0.25;
/** A box around a request has at most this much else to say: who asks, and why. */
const BESIDE_REQUEST_MAX = 400;
/** So many requests, and so many elements around each, are looked at: no page has more of them beside its text. */
const REQUESTS_MAX = 20;
const LEVELS_MAX = 8;

interface Asking {
  readonly context: BodyContext;
  readonly mainParent: number;
  /** Kept text, and that of the lines that ask, in letters. */
  readonly kept: RangeSum;
  readonly asked: RangeSum;
  readonly isText: (element: PageElement) => boolean;
}

/** Consent that the text itself is about stands among its paragraphs and stays. */
export function dropAskingBoxes(context: BodyContext, selection: Selection): void {
  const { blocks, tree } = context.page;
  const parent = mainParent(context.page, selection.blocks);
  const consent = selection.blocks
    .filter((block) => tree.elements[block.element]?.parent !== parent && asksConsent(block.text))
    .map((block) => block.index);
  const requests = blocks.filter((block) => selection.reasons[block.index] === 'promotion').map((block) => block.index);
  if (consent.length === 0 && requests.length === 0) return;
  const isKept = new Set(selection.blocks.map((block) => block.index));
  const isConsent = new Set(consent);
  const kept = rangeSum(blocks.map((block) => (isKept.has(block.index) ? block.size : 0)));
  const asked = rangeSum(blocks.map((block) => (isConsent.has(block.index) ? block.size : 0)));
  const dropped = new Map<number, 'consent' | 'promotion'>();
  const drop = (index: number, reason: 'consent' | 'promotion', isText: Asking['isText']): void => {
    // Its box went with an earlier line of it.
    if (dropped.has(index)) return;
    const { from, to } = boxAround({ context, mainParent: parent, kept, asked, isText }, index);
    for (let at = from; at < to; at += 1) dropped.set(at, reason);
  };
  for (const index of consent) {
    drop(index, 'consent', ({ firstBlock, endBlock }) => {
      return asked(firstBlock, endBlock) < kept(firstBlock, endBlock) * CONSENT_SHARE_MIN;
    });
  }
  for (const index of requests.slice(-REQUESTS_MAX)) {
    drop(index, 'promotion', (element) => {
      const beside = kept(element.firstBlock, element.endBlock);
      return beside > BESIDE_REQUEST_MAX || (beside > 0 && hasTwinWithText(context, element, kept));
    });
  }
  selection.filter((block) => dropped.get(block.index) ?? null);
}

/** Whether another element of the same form beside it holds text: then the text is cut into such elements. */
function hasTwinWithText({ page }: BodyContext, element: PageElement, kept: RangeSum): boolean {
  const form = formOf(element);
  const around = page.tree.elements[element.parent];
  if (around === undefined) return false;
  for (let at = around.index + 1; at < page.tree.elements.length; at += 1) {
    const other = page.tree.elements[at];
    if (other === undefined || other.firstBlock >= around.endBlock) break;
    if (other.parent !== around.index || other === element || formOf(other) !== form) continue;
    if (kept(other.firstBlock, other.endBlock) > 0) return true;
  }
  return false;
}

/** The widest box around a line that asks and holds neither the main paragraphs, nor the title, nor text of its own. */
function boxAround(asking: Asking, index: number): { readonly from: number; readonly to: number } {
  const { page, title } = asking.context;
  const { elements } = page.tree;
  const main = elements[asking.mainParent];
  let box = { from: index, to: index + 1 };
  let at = page.blocks[index]?.element ?? -1;
  for (let level = 0; level < LEVELS_MAX; level += 1) {
    const around = elements[at];
    if (around === undefined || around.name === 'body') break;
    const { firstBlock: from, endBlock: to } = around;
    if (title.firstBlock >= from && title.firstBlock < to) break;
    if (main !== undefined && main.firstBlock >= from && main.endBlock <= to) break;
    if (asking.isText(around)) break;
    box = { from, to };
    at = around.parent;
  }
  return box;
}
