/**
 * Decides queries of which the dictionary knows all but some phrases of plain words: each phrase is looked at in those
 * documents only that may still meet the query by its other clauses.
 */
import type { QueryNode } from '../query/ast.ts';
import { Bits } from './bits.ts';
import { PhraseDecider } from './phrase-decider.ts';
import type { Planner } from './plan.ts';
import type { Segment } from './segment.ts';

export class ClauseDecider {
  private readonly segment: Segment;
  private readonly planner: Planner;
  private readonly languages: readonly (string | null)[];

  /** After the plan. `languages`: as the evaluator reads them, by their numbers in the segment. */
  constructor(segment: Segment, planner: Planner, languages: readonly (string | null)[]) {
    this.segment = segment;
    this.planner = planner;
    this.languages = languages;
  }

  knows(node: QueryNode): boolean {
    if (this.isExact(node)) return true;
    switch (node.kind) {
      case 'and':
      case 'or':
        return node.children.every((child) => this.knows(child));
      case 'not':
        return this.knows(node.child);
      default:
        return PhraseDecider.isFor(node, this.planner);
    }
  }

  /** The documents of `among`, which it may change, that meet a clause it knows. */
  async decide(node: QueryNode, among: Bits): Promise<Bits> {
    const plan = this.planner.plans.get(node);
    if (plan !== undefined) {
      if (plan.isExact) return among.and(plan.documents);
      if (node.kind !== 'not') among.and(plan.documents);
    }
    switch (node.kind) {
      case 'and': {
        let left = among;
        for (const child of node.children) if (this.isExact(child)) left = await this.decide(child, left);
        for (const child of node.children) if (!this.isExact(child)) left = await this.decide(child, left);
        return left;
      }
      case 'or': {
        const met = new Bits(this.segment.documents);
        for (const child of node.children) met.or(await this.decide(child, among.copy().andNot(met)));
        return met;
      }
      case 'not':
        return among.andNot(await this.decide(node.child, among.copy()));
      default:
        return PhraseDecider.isFor(node, this.planner) ? this.phrase(node, among) : among;
    }
  }

  private isExact(node: QueryNode): boolean {
    return this.planner.plans.get(node)?.isExact === true;
  }

  private async phrase(node: Parameters<typeof PhraseDecider.open>[1], among: Bits): Promise<Bits> {
    const documents = among.documents();
    if (documents.length === 0) return among;
    const phrase = await PhraseDecider.open(this.segment, node, this.planner);
    const column = this.segment.columns.column('language');
    for (const document of documents) {
      if (!phrase.meets(document, this.languages[column[document] ?? 0] ?? null)) among.delete(document);
    }
    return among;
  }
}
