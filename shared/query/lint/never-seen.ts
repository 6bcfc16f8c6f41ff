/** W_NEVER_SEEN: a word that must be there and that no stored release has, with the nearest one that some have. */
import type { QueryNode, TermNode } from '../ast.ts';
import { problemTexts } from '../problem-texts.ts';
import { wordOf } from '../query-word.ts';
import type { ArchiveFinding, ArchiveStatistics } from './archive.ts';
import { wantedWords } from './wanted-words.ts';

export async function neverSeen(tree: QueryNode, statistics: ArchiveStatistics): Promise<readonly ArchiveFinding[]> {
  const findings: ArchiveFinding[] = [];
  const asked = new Set<string>();
  for (const word of wantedWords(tree)) {
    const { id } = wordOf(word);
    if (asked.has(id)) continue;
    asked.add(id);
    if ((await statistics.count(word)) > 0) continue;
    const near = await nearest(word, statistics);
    findings.push({
      text: problemTexts.neverSeen(`${word.text}${word.prefix ? '*' : ''}`, statistics.releases, near?.text ?? null),
      node: word,
      fix: near === null ? null : { label: `Search for ${near.text}`, by: near },
    });
  }
  return findings;
}

/** The same word as it is, when only its mode keeps it from being seen; else the nearest stored one. */
async function nearest(word: TermNode, statistics: ArchiveStatistics): Promise<TermNode | null> {
  const plain: TermNode = { ...word, mode: 'plain' };
  if (word.mode !== 'plain' && (await statistics.count(plain)) > 0) return plain;
  const { segments, isPattern } = wordOf(word);
  const [only] = segments;
  if (segments.length !== 1 || only === undefined || isPattern || word.prefix) return null;
  const text = await statistics.nearestWord(only.key);
  return text === null ? null : { ...plain, text };
}
