/**
 * `dateline query check`: what a query means in plain words, or what is wrong with it and how to repair it; one query is held
 * against the archive too, where there is one.
 */
import pc from 'picocolors';
import { UsageError } from '../../../shared/errors.ts';
import { checkQuery } from '../../../shared/query/check.ts';
import { readQueryLine, readWatchLine } from '../../../shared/query/match-file.ts';
import type { QueryCheck } from '../../../shared/query/types.ts';
import { safeLine } from '../../../shared/watch/safe-text.ts';
import { defineVerb } from '../../command.ts';
import { report } from '../../faults.ts';
import { linesOf } from '../../lines.ts';
import { type Output, streamsJson } from '../../output.ts';
import { problemLines, refusedQuery } from '../../query-problems.ts';
import { checkByArchive } from '../../search-index.ts';

function show(query: string, check: QueryCheck, output: Output): void {
  if (check.ok) {
    output.text(`${pc.green('ok')}      ${safeLine(check.canonical ?? '')}`);
    output.text(`finds   ${safeLine(check.words ?? '')}`);
  }
  for (const error of check.errors) for (const line of problemLines(query, error)) output.text(line);
  for (const warning of check.warnings) for (const line of problemLines(query, warning)) output.text(line);
}

/** A line that means to be JSON and has no query: answered in its place, so that lines in and out go together. */
function badLine(text: string): QueryCheck | null {
  if (!text.trimStart().startsWith('{')) return null;
  const reading = readWatchLine(text, 0);
  if (reading.kind === 'read') return null;
  const message = 'The line begins like JSON and is no {"id","query"}.';
  const error = { code: 'E_LINE', message, start: 0, end: text.length, hint: reading.line.error.hint, fixes: [] };
  return { ok: false, canonical: null, words: null, errors: [error], warnings: [] };
}

function answer(query: string, id: string | null, check: QueryCheck, json: boolean, output: Output): boolean {
  if (json) output.line(id === null ? check : { id, ...check });
  else show(query, check, output);
  if (!check.ok && output.json) report(refusedQuery(query, check.errors), output);
  return check.ok;
}

export const check = defineVerb({
  name: 'check',
  description: 'What a query means, or what is wrong with it and how to repair it. Exit code 1 when it is refused.',
  example: `dateline query check 'cybercrime NEAR/10 (ransomware OR "money laundering")'`,
  args: {
    query: { type: 'positional', required: false, description: 'The query, in quotation marks' },
    from: { type: 'string', valueHint: 'FILE', description: 'A file with one query, or one {"id","query"}, a line' },
  },
  run: async ({ args, output }) => {
    if ((args.query === undefined) === (args.from === undefined)) {
      throw new UsageError('E_ARGUMENT', '`query check` needs a QUERY or --from FILE, not both', {
        hint: "such as: dateline query check 'cybercrime AND europol'",
      });
    }
    if (args.query !== undefined) {
      const check = await checkByArchive(args.query, args, output);
      return answer(args.query, null, check, output.json, output) ? 0 : 1;
    }
    let ok = true;
    const json = streamsJson(output);
    for await (const line of linesOf(args.from ?? '-', output)) {
      const { id, query } = readQueryLine(line);
      if (!json) output.text(pc.bold(safeLine(id === null ? query : `${id}: ${query}`)));
      ok = answer(query, id, badLine(query) ?? checkQuery(query), json, output) && ok;
      if (!json) output.text();
    }
    return ok ? 0 : 1;
  },
});
