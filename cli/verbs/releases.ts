/** `dateline releases`: what is in the archive, newest first. */
import pc from 'picocolors';
import type { ReleaseHit } from '../../shared/search/hits.ts';
import { findReleases } from '../../shared/search/release-page.ts';
import { safeLine, truncate } from '../../shared/watch/safe-text.ts';
import { defineVerb } from '../command.ts';
import { excerpt } from '../excerpt.ts';
import { countFlag, sinceFlag } from '../flags.ts';
import { findNewsroom, knownNewsrooms } from '../known-newsrooms.ts';
import { type Output, streamsJson } from '../output.ts';
import { acceptQuery } from '../query-problems.ts';
import { reach } from '../reach.ts';
import { openSearchIndex } from '../search-index.ts';

/** Shown to people unless --limit says otherwise; programs get all. */
const shownToPeopleMax = 50;

function show({ release, sentence }: ReleaseHit, output: Output): void {
  const width = Math.max(40, output.columns);
  const date = release.datePublished?.slice(0, 10) ?? 'undated';
  const notes = [
    release.status === 'withdrawn' ? 'withdrawn' : '',
    release.revision > 1 ? `revision ${release.revision}` : '',
  ];
  const tail = notes.filter(Boolean).join(', ');
  const organization = truncate(safeLine(release.organization), 24);
  const left = width - 10 - 2 - 24 - 2 - (tail === '' ? 0 : tail.length + 3);
  output.text(
    `${date.padEnd(10)}  ${pc.dim(organization.padEnd(24))}  ${truncate(safeLine(release.headline), Math.max(20, left))}${tail === '' ? '' : pc.yellow(` (${tail})`)}`,
  );
  if (sentence !== null) output.text(`            ${excerpt(sentence, Math.max(40, width - 12))}`);
}

export const releases = defineVerb({
  name: 'releases',
  description: 'What is in the archive, the newest printed day first; each release in its latest revision.',
  example: `dateline releases --since 7d --grep '"cybercrime" OR ransomware'`,
  args: {
    newsroom: { type: 'string', valueHint: 'ID', description: 'Only this newsroom' },
    since: { type: 'string', valueHint: 'DAY', description: 'From this day (UTC) or age on: 2026-05-13, 7d' },
    grep: { type: 'string', valueHint: 'QUERY', description: 'Only what this query finds' },
    limit: { type: 'string', valueHint: 'N', description: `At most N (on a terminal ${shownToPeopleMax})` },
  },
  run: async ({ args, output }) => {
    const json = streamsJson(output);
    const limit = countFlag('limit', args.limit, json ? Number.POSITIVE_INFINITY : shownToPeopleMax);
    if (args.grep !== undefined && !acceptQuery(args.grep, output)) return 1;
    const reached = await reach(args, output, 'read');
    const { objects, clock, newsrooms, name } = reached;
    const sinceMs = sinceFlag(args.since, clock.nowMs());
    const index = await openSearchIndex(reached, output);
    if (args.newsroom !== undefined && index.countOf(args.newsroom) === 0) {
      const known = findNewsroom(await knownNewsrooms(objects, newsrooms), args.newsroom);
      if (known instanceof Error) throw known;
    }
    const filter = { query: args.grep ?? null, newsroom: args.newsroom ?? null, sinceMs };
    let shown = 0;
    let more = false;
    for await (const hit of findReleases(index, filter, 'printed')) {
      if (shown >= limit) {
        more = true;
        break;
      }
      shown += 1;
      if (json) output.line(hit.release);
      else show(hit, output);
    }
    if (json) return 0;
    if (shown === 0) output.text(`No release in ${name} is like this.`);
    if (more) output.text(pc.dim(`There are more: --limit N shows them, --json all.`));
    return 0;
  },
});
