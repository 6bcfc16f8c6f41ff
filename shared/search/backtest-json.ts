/** A backtest as programs read it, the same from the command line and over HTTP. */
import { checkQuery } from '../query/check.ts';
import type { Problem } from '../query/types.ts';
import type { Release } from '../release/schema.ts';
import type { Backtest } from './backtest.ts';
import { sayExpected } from './expected.ts';
import type { ReleaseHit } from './hits.ts';

function releaseJson({ id, newsroom, organization, headline, datePublished, inLanguage }: Release) {
  return { id, newsroom, organization, headline, datePublished, inLanguage };
}

function sampleJson({ release, sentence, spans }: ReleaseHit) {
  return { ...releaseJson(release), sentence, spans };
}

/** `warnings`: those of the language, and of the archive where it was asked. */
export function backtestJson(query: string, warnings: readonly Problem[], found: Backtest) {
  const { canonical, words } = checkQuery(query);
  const { samples, nearMisses, ...counts } = found;
  return {
    canonical,
    words,
    warnings,
    ...counts,
    expectedWords: sayExpected(found.expected),
    samples: samples.map(sampleJson),
    nearMisses: nearMisses.map(({ release, failed }) => ({ ...releaseJson(release), failed })),
  };
}
