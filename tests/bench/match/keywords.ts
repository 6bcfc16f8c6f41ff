/** Keywords alone, for scanners that know nothing else: the words and phrases among a workload's queries, each once. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type WorkloadFiles, writeWorkload } from './workload.ts';

/** Over half of the queries of a workload are a word or a phrase, most of them unlike any other. */
const QUERIES_PER_KEYWORD = 2.5;

export interface KeywordFiles {
  readonly workload: WorkloadFiles;
  /** A keyword a line, folded. */
  readonly keywords: string;
  /** The same as watches. */
  readonly watches: string;
  readonly count: number;
}

/** A query's keyword, by its notation (workload.ts); null when it is more than that. */
function keywordOf(notation: string): string | null {
  const [kind, ...words] = notation.split(' ');
  if (kind === 't') return words[0] ?? null;
  return kind === 'p' ? words.slice(1).join(' ') : null;
}

/** Writes at most `wanted` keywords, and texts to look for them in. */
export async function writeKeywords(folder: string, wanted: number): Promise<KeywordFiles> {
  const workload = await writeWorkload(folder, 'sparse', Math.ceil(wanted * QUERIES_PER_KEYWORD), null);
  const found = new Set<string>();
  for (const line of (await readFile(workload.queries, 'utf8')).split('\n')) {
    const keyword = keywordOf(line);
    if (keyword !== null && found.size < wanted) found.add(keyword);
  }
  const files = { keywords: join(folder, 'keywords.txt'), watches: join(folder, 'keywords.ndjson') };
  const all = [...found];
  await writeFile(files.keywords, `${all.join('\n')}\n`);
  const lines = all.map((one, id) => JSON.stringify({ id: String(id), query: one.includes(' ') ? `"${one}"` : one }));
  await writeFile(files.watches, `${lines.join('\n')}\n`);
  return { workload, ...files, count: all.length };
}
