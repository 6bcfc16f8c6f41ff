/** An alert as the terminal shows it: the release's headline and the sentence that matched. */

import { parseRelease } from '../../shared/archive/release-object.ts';
import type { AlertReference, Objects } from '../../shared/ports.ts';
import { compileQueries } from '../../shared/query/compile.ts';
import { queryDocument } from '../../shared/watch/document.ts';
import { type MatchedSentence, matchedSentence } from '../../shared/watch/matched-sentence.ts';
import { getWatch } from '../../shared/watch/read.ts';

export interface DescribedAlert {
  readonly watchName: string;
  readonly organization: string;
  readonly headline: string;
  readonly sentence: MatchedSentence | null;
}

/** `key` is the release object's. Null when the watch or the release is gone. */
export async function describeAlert(
  objects: Objects,
  alert: AlertReference,
  key: string,
): Promise<DescribedAlert | null> {
  const watch = await getWatch(objects, alert.watch);
  const stored = await objects.get(key);
  if (watch === null || stored === null) return null;
  const release = parseRelease(key, stored.body);
  const { matcher } = compileQueries([{ id: watch.id, query: watch.query }]);
  const [hit] = matcher.match(queryDocument(release));
  return {
    watchName: watch.name,
    organization: release.organization,
    headline: release.headline,
    sentence: hit === undefined ? null : matchedSentence(release, hit.spans),
  };
}
