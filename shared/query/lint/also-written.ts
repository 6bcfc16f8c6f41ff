/**
 * W_NEVER_SEEN for ways of writing: cybercrime asks for one word, and the archive also writes cyber crime; or the other way
 * round. The query never sees those releases.
 */
import type { PhraseNode, QueryNode, TermNode } from '../ast.ts';
import { stopWords } from '../data/common-words.ts';
import { printQuery } from '../print.ts';
import { problemTexts } from '../problem-texts.ts';
import { wordOf } from '../query-word.ts';
import type { ArchiveFinding, ArchiveStatistics } from './archive.ts';

const partLettersMin = 3;
/** One release in so many may write it in another way without a word about it. */
const rareShare = 10;

export async function alsoWritten(tree: QueryNode, statistics: ArchiveStatistics): Promise<readonly ArchiveFinding[]> {
  const findings: ArchiveFinding[] = [];
  for (const node of wholeParts(tree)) {
    const own = await statistics.count(node);
    for (const other of await otherForms(node, statistics)) {
      const { start, end } = node;
      const unseen = await statistics.count({
        kind: 'and',
        children: [other, { kind: 'not', child: node, start, end }],
        start,
        end,
      });
      if (unseen === 0 || unseen * rareShare < own) continue;
      const written = printQuery(other);
      findings.push({
        text: problemTexts.alsoWritten(printQuery(node), written, unseen),
        node,
        fix: { label: `Also search for ${written}`, by: { kind: 'or', children: [node, other], start, end } },
      });
    }
  }
  return findings;
}

/** Words and phrases of two words that an OR group may stand for. */
function wholeParts(node: QueryNode): readonly (TermNode | PhraseNode)[] {
  switch (node.kind) {
    case 'term':
    case 'phrase':
      return [node];
    case 'and':
    case 'or':
      return node.children.flatMap(wholeParts);
    case 'near':
    case 'within':
      return [node.left, node.right].flatMap(wholeParts);
    case 'atleast':
      return wholeParts(node.child);
    case 'field':
      return node.field === 'title' || node.field === 'body' ? wholeParts(node.child) : [];
    default:
      return [];
  }
}

async function otherForms(
  node: TermNode | PhraseNode,
  statistics: ArchiveStatistics,
): Promise<readonly (TermNode | PhraseNode)[]> {
  if (node.kind === 'phrase') {
    const [one, other, more] = node.words;
    if (one === undefined || other === undefined || more !== undefined || node.slop !== null) return [];
    if (!isSimple(one) || !isSimple(other) || !(await statistics.hasWord(keyOf(one) + keyOf(other)))) return [];
    return [{ ...one, text: keyOf(one) + keyOf(other) }];
  }
  if (!isSimple(node)) return [];
  const key = keyOf(node);
  const found: PhraseNode[] = [];
  for (let at = partLettersMin; at <= key.length - partLettersMin; at++) {
    const parts = [key.slice(0, at), key.slice(at)];
    if (parts.some((part) => stopWords.has(part))) continue;
    if (!(await statistics.hasWord(parts[0] ?? '')) || !(await statistics.hasWord(parts[1] ?? ''))) continue;
    found.push({
      kind: 'phrase',
      words: parts.map((text) => ({ ...node, text })),
      slop: null,
      start: node.start,
      end: node.end,
    });
  }
  return found;
}

/** Letters only: a Latin word that stands for itself. */
function isSimple(term: TermNode): boolean {
  return term.mode === 'plain' && !term.prefix && wordOf(term).segments.length === 1 && /^[a-z]+$/.test(keyOf(term));
}

function keyOf(term: TermNode): string {
  return wordOf(term).segments[0]?.key ?? '';
}
