/**
 * Warnings about a query that only an archive can give: words that no stored release has, other ways of writing that are
 * there, how much it finds, and a watch that finds all of it already. A rule a file.
 */
import type { QueryNode } from '../ast.ts';
import { parseQuery } from '../check.ts';
import { printQuery } from '../print.ts';
import type { ProblemText } from '../problems.ts';
import type { Problem } from '../types.ts';
import { alsoWritten } from './also-written.ts';
import { broadShare } from './broad-share.ts';
import { coveredByWatch } from './covered-by-watch.ts';
import { neverSeen } from './never-seen.ts';
import { replaced } from './replaced.ts';

/** What the rules ask of an archive. */
export interface ArchiveStatistics {
  /** Stored releases, each once. */
  readonly releases: number;
  /** How many of them meet a query. */
  count(tree: QueryNode): Promise<number>;
  /** How many of the last releases meet it. */
  countOfLast(tree: QueryNode): Promise<{ readonly matches: number; readonly releases: number }>;
  /** The stored word that is written most like this folded one; null when none is near. */
  nearestWord(word: string): Promise<string | null>;
  /** Whether any release has exactly this folded word. */
  hasWord(word: string): Promise<boolean>;
  /** The watches that stand, but for the one the query is of. */
  watches(): Promise<readonly { readonly name: string; readonly tree: QueryNode }[]>;
}

/** What a rule finds: the fix is the query with `by` in the place of `node`. */
export interface ArchiveFinding {
  readonly text: ProblemText;
  readonly node: QueryNode;
  readonly fix: { readonly label: string; readonly by: QueryNode } | null;
}

/** Nothing is said of a query by an archive without releases, but for watches. */
export async function lintArchive(tree: QueryNode, statistics: ArchiveStatistics): Promise<readonly Problem[]> {
  const findings: ArchiveFinding[] = [];
  if (statistics.releases > 0) {
    findings.push(...(await neverSeen(tree, statistics)));
    findings.push(...(await alsoWritten(tree, statistics)));
    findings.push(...(await broadShare(tree, statistics)));
  }
  findings.push(...(await coveredByWatch(tree, statistics)));
  return findings.map(({ text, node, fix }) => {
    const query = fix === null ? null : printQuery(replaced(tree, node, fix.by));
    return {
      code: text.code,
      message: text.message,
      start: node.start,
      end: node.end,
      hint: text.hint,
      fixes: fix === null || query === null || !parseQuery(query).ok ? [] : [{ label: fix.label, query }],
    };
  });
}
