/** What changed between two revisions of a release, paragraph by paragraph. */
import type { Release } from '../../../shared/release/schema.ts';

export interface ParagraphChange {
  readonly op: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Paragraphs compared one by one; longer bodies are compared as a whole. */
const paragraphsComparedMax = 500;

/** The longest common run of paragraphs stays, everything else is removed or added (in that order at one place). */
export function diffParagraphs(before: string, after: string): readonly ParagraphChange[] {
  const a = before === '' ? [] : before.split('\n\n');
  const b = after === '' ? [] : after.split('\n\n');
  if (a.length > paragraphsComparedMax || b.length > paragraphsComparedMax) {
    return [
      { op: 'removed', text: before },
      { op: 'added', text: after },
    ];
  }
  const width = b.length + 1;
  // common[i * width + j]: length of the longest common subsequence of a[i..] and b[j..].
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const down = common[(i + 1) * width + j] ?? 0;
      const right = common[i * width + j + 1] ?? 0;
      common[i * width + j] = a[i] === b[j] ? (common[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(down, right);
    }
  }
  const changes: ParagraphChange[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const old = a[i];
    const young = b[j];
    if (old !== undefined && old === young) {
      changes.push({ op: 'same', text: old });
      i += 1;
      j += 1;
    } else if (
      old !== undefined &&
      (young === undefined || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      changes.push({ op: 'removed', text: old });
      i += 1;
    } else if (young !== undefined) {
      changes.push({ op: 'added', text: young });
      j += 1;
    }
  }
  return changes;
}

export interface ReleaseDiff {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly change: Release['change'];
  readonly headline: { readonly before: string; readonly after: string } | null;
  readonly body: readonly ParagraphChange[];
}

export function diffReleases(before: Release, after: Release): ReleaseDiff {
  return {
    id: after.id,
    from: before.revision,
    to: after.revision,
    change: after.change,
    headline: before.headline === after.headline ? null : { before: before.headline, after: after.headline },
    body: diffParagraphs(before.body, after.body),
  };
}
