/** `dateline query explain`: why a release matches a watch or a query, or why it does not. */
import pc from 'picocolors';
import { BadInputError } from '../../../shared/errors.ts';
import type { Objects } from '../../../shared/ports.ts';
import { type ExplainedClause, explainMatch } from '../../../shared/query/explain.ts';
import type { Release } from '../../../shared/release/schema.ts';
import type { ArchiveIndex } from '../../../shared/search/archive-index.ts';
import { firstFailureOf } from '../../../shared/search/failure.ts';
import { queryDocument } from '../../../shared/watch/document.ts';
import { matchedSentence } from '../../../shared/watch/matched-sentence.ts';
import { getWatch, listWatches } from '../../../shared/watch/read.ts';
import { safeLine, truncate } from '../../../shared/watch/safe-text.ts';
import { watchIdOf } from '../../../shared/watch/schema.ts';
import { defineVerb } from '../../command.ts';
import { excerpt } from '../../excerpt.ts';
import { similar } from '../../nearest.ts';
import type { Output } from '../../output.ts';
import { acceptQuery } from '../../query-problems.ts';
import { reach } from '../../reach.ts';
import { openSearchIndex } from '../../search-index.ts';

/** The watch of this id or name, else the word is a query. */
async function asked(
  objects: Objects,
  given: string,
): Promise<{ readonly watch: string | null; readonly query: string }> {
  const watch = await getWatch(objects, watchIdOf(given));
  if (watch !== null && (watch.id === given || watch.name === given)) return { watch: watch.id, query: watch.query };
  return { watch: null, query: given };
}

/** One word that is nearly the id of a watch was probably meant as that. */
async function noteNearWatch(objects: Objects, given: string, output: Output): Promise<void> {
  if (!/^[\p{L}\p{N}-]+$/u.test(given)) return;
  const ids = (await listWatches(objects)).map(({ id }) => id);
  const near = similar(watchIdOf(given), ids);
  if (near === null || near === given) return;
  output.note(`There is no watch ${given}, so it is read as a query. Did you mean the watch ${near}?`);
}

/** By its id, or by the key of one of its objects. */
async function findRelease(index: ArchiveIndex, given: string): Promise<Release> {
  const row = index.find(/([a-z2-7]{20})(?:\.r\d+)?(?:\.json)?$/u.exec(given)?.[1] ?? '');
  const release = row === null ? null : await index.read(row);
  if (release !== null) return release;
  throw new BadInputError('E_RELEASE', `there is no release ${given}`, {
    input: given,
    hint: 'give the id of a release, as `dateline releases --json` prints it',
  });
}

function show({ clause, hit, spans, clauses }: ExplainedClause, depth: number, output: Output): void {
  const places = spans.length === 0 ? '' : pc.dim(`  ${spans.length === 1 ? 'once' : `${spans.length} times`}`);
  output.text(`${'  '.repeat(depth)}${hit ? pc.green('✓') : pc.red('✗')} ${safeLine(clause)}${places}`);
  for (const child of clauses) show(child, depth + 1, output);
}

export const explain = defineVerb({
  name: 'explain',
  description: 'Why a release matches a watch or a query, clause by clause, or why it does not.',
  example: `dateline query explain 'cybercrime NEAR/5 arrest*' vq3hm2q7xkz5d4c6b7na`,
  args: {
    query: { type: 'positional', required: true, description: 'Id or name of a watch, or a query' },
    release: { type: 'positional', required: true, description: 'Id of the release' },
  },
  run: async ({ args, output }) => {
    const reached = await reach(args, output, 'read');
    const { watch, query } = await asked(reached.objects, args.query);
    if (!acceptQuery(query, output)) return 1;
    if (watch === null) await noteNearWatch(reached.objects, query, output);
    const release = await findRelease(await openSearchIndex(reached, output), args.release);
    const document = queryDocument(release);
    const explanation = explainMatch(query, document);
    if (!explanation.ok) return 1;
    const { explained } = explanation;
    const failed = firstFailureOf(query, document);
    const sentence = matchedSentence(release, explained.spans);
    const { id, revision, headline } = release;
    if (output.json) {
      output.line({
        watch,
        query,
        release: id,
        revision,
        headline,
        matches: explained.hit,
        explained,
        sentence,
        failed,
      });
      return 0;
    }
    const width = Math.max(40, Math.min(output.columns, 110) - 2);
    output.text(truncate(safeLine(headline), width));
    output.text(explained.hit ? pc.green('It matches.') : pc.red('It does not match.'));
    show(explained, 0, output);
    if (sentence !== null) output.text(`“${excerpt(sentence, width)}”`);
    if (failed !== null) output.text(`Because of ${safeLine(failed.clause)}: ${safeLine(failed.reason)}`);
    return 0;
  },
});
