/** A backtest for people: the counts, what they let expect, samples, and near misses with the clause that failed. */
import pc from 'picocolors';
import type { Backtest, BacktestSpan, BacktestWeek } from '../shared/search/backtest.ts';
import { sayExpected } from '../shared/search/expected.ts';
import { safeLine, truncate } from '../shared/watch/safe-text.ts';
import { excerpt } from './excerpt.ts';
import type { Output } from './output.ts';

const weeksShownMax = 12;
const barMax = 30;
const gapsShownMax = 3;

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `short` leaves out the weeks and near misses: before a watch is saved. */
export function showBacktest(found: Backtest, output: Output, short = false): void {
  if (found.releases === 0) {
    output.text('Nothing is stored yet that it could be tried on.');
    return;
  }
  const width = Math.max(40, Math.min(output.columns, 110) - 4);
  output.text(
    `It would have matched ${pc.bold(String(found.matches))} of ${plural(found.releases, 'stored release')}, ${spanText(found.span)}.`,
  );
  output.text(sayExpected(found.expected));
  for (const line of caveats(found.span)) output.text(pc.dim(line));
  if (!short) showWeeks(found.weeks, output);
  if (!short && found.samples.length > 0) output.text();
  for (const { release, sentence } of found.samples) {
    showHeadline(release.datePublished, release.headline, width, output);
    if (sentence !== null) output.text(`    ${excerpt(sentence, width)}`);
  }
  if (short || found.nearMisses.length === 0) return;
  output.text();
  output.text('Just missed:');
  for (const { release, failed } of found.nearMisses) {
    showHeadline(release.datePublished, release.headline, width, output);
    output.text(`    ${pc.yellow(safeLine(failed.clause))}  ${safeLine(failed.reason)}`);
  }
  for (const { clause, releases } of found.missedBy) {
    output.text(pc.dim(`  ${plural(releases, 'more release')} but for ${safeLine(clause)}`));
  }
}

function showHeadline(date: string | null, headline: string, width: number, output: Output): void {
  output.text(`  ${pc.dim(date?.slice(0, 10) ?? 'undated   ')}  ${truncate(safeLine(headline), width - 10)}`);
}

function spanText({ first, last }: BacktestSpan): string {
  return first === last ? `of ${first}` : `from ${first} to ${last}`;
}

/** What the numbers do not say. */
function caveats({ before, observedSince, gaps, undated }: BacktestSpan): readonly string[] {
  const lines: string[] = [];
  if (before > 0) {
    const since =
      observedSince === null ? 'Nothing was seen as it came out yet' : `Seen as it came out since ${observedSince}`;
    lines.push(
      `${since}; ${plural(before, 'release')} ${before === 1 ? 'was' : 'were'} there before, the older the fewer.`,
    );
  }
  if (undated > 0)
    lines.push(`${plural(undated, 'undated release')} ${undated === 1 ? 'counts' : 'count'} by first sight.`);
  for (const { from, to } of gaps.slice(-gapsShownMax)) lines.push(`Nothing was stored from ${from} to ${to}.`);
  return lines;
}

function showWeeks(weeks: readonly BacktestWeek[], output: Output): void {
  const shown = weeks.slice(-weeksShownMax);
  const most = Math.max(1, ...shown.map(({ matches }) => matches));
  output.text();
  output.text(pc.dim('Week of     matches  of releases'));
  for (const { week, matches, releases } of shown) {
    const bar = '▇'.repeat(Math.ceil((matches / most) * barMax));
    output.text(`${week}  ${String(matches).padStart(7)}  ${String(releases).padStart(11)}  ${pc.cyan(bar)}`.trimEnd());
  }
}
