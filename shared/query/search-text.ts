/** A text ready to be searched: its tokens, its sentences, and what was found in it before. */
import { limits } from '../limits.ts';
import type { Occurrence } from './occurrences.ts';
import { sentencesOf } from './sentences.ts';
import type { TokenStream } from './token-stream.ts';
import { tokenize } from './tokens.ts';

export interface SearchTextOptions {
  /** Primary subtag of the text's language, null when unknown. */
  readonly language: string | null;
  readonly field: 'headline' | 'body' | null;
  /** Whether plurals count. */
  readonly expands: boolean;
  /** Whether WHO asks for capitals here. */
  readonly caseCounts: boolean;
  /** An address, in which every piece of an identifier is found by itself. */
  readonly isAddress: boolean;
}

interface SentencePlaces {
  /** Per token. */
  readonly sentence: Int32Array;
  readonly paragraph: Int32Array;
}

export class SearchText {
  readonly stream: TokenStream;
  readonly options: SearchTextOptions;
  readonly found = new Map<string, readonly Occurrence[]>();
  /** What is left of `proximityPairsMax` for the query being evaluated. */
  pairsLeft: number = limits.proximityPairsMax;
  private places: SentencePlaces | null = null;
  private sorted: readonly string[] | null = null;

  constructor(text: string, options: SearchTextOptions) {
    this.stream = tokenize(text, options.language);
    this.options = options;
  }

  /** Gives the next query its full share of pairs. */
  resetPairs(): void {
    this.pairsLeft = limits.proximityPairsMax;
  }

  /** Number of the sentence or paragraph of each token. */
  unitNumbers(unit: 'sentence' | 'paragraph'): Int32Array {
    this.places ??= this.computePlaces();
    return this.places[unit];
  }

  /** Distinct forms of the tokens in code unit order, closed forms included. */
  sortedKeys(): readonly string[] {
    this.sorted ??= [...new Set([...this.stream.index.keys(), ...this.stream.alternates.keys()])].sort();
    return this.sorted;
  }

  private computePlaces(): SentencePlaces {
    const count = this.stream.keys.length;
    const sentence = new Int32Array(count);
    const paragraph = new Int32Array(count);
    // A headline is one sentence and one paragraph.
    if (this.options.field === 'headline') return { sentence, paragraph };
    const sentences = sentencesOf(this.stream.text, this.options.language);
    let current = 0;
    for (let token = 0; token < count; token++) {
      const start = this.stream.starts[token] ?? 0;
      while (current < sentences.length - 1 && (sentences[current]?.end ?? 0) <= start) current++;
      sentence[token] = current;
      paragraph[token] = sentences[current]?.paragraph ?? 0;
    }
    return { sentence, paragraph };
  }
}
