/** What `newsroom add` tells of the addresses it asked: to programs a line each, to people the releases of those that can be channels. */
import pc from 'picocolors';
import type { Discovery } from '../../../shared/channels/discover.ts';
import { dateOf, type Trial } from '../../../shared/channels/discover-verdict.ts';
import { BadInputError, DependencyError } from '../../../shared/errors.ts';
import { safeLine, truncate } from '../../../shared/watch/safe-text.ts';
import type { Output } from '../../output.ts';

const samplesShown = 5;

/** The fields of `newsroom probe`, and the releases themselves. */
export function trialLine(trial: Trial): Readonly<Record<string, unknown>> {
  const { url, source, kind, status, contentType, items, dated, newest, reason } = trial;
  const releases = items.map((item) => ({ url: item.url, title: item.title, published: dateOf(item) }));
  const ok = reason === null;
  return { channel: url, source, kind, status, contentType, items: items.length, dated, newest, ok, reason, releases };
}

export function showUsable(usable: readonly Trial[], chosen: readonly Trial[], output: Output): void {
  const width = Math.min(output.columns, 120) - 4;
  for (const [index, trial] of usable.entries()) {
    const { kind, url, items, dated, newest } = trial;
    const isChosen = chosen.includes(trial);
    const mark = isChosen ? pc.green('→') : ' ';
    const until = newest === null ? '' : `, newest ${newest.slice(0, 10)}`;
    output.text(`${mark} ${index + 1}. ${kind}  ${safeLine(url)}  ${items.length} items, ${dated} dated${until}`);
    for (const item of items.slice(0, isChosen ? samplesShown : 1)) {
      const day = dateOf(item)?.slice(0, 10) ?? 'undated   ';
      output.text(`     ${pc.dim(day)}  ${truncate(safeLine(item.title ?? item.url ?? ''), width - 15)}`);
    }
  }
  output.text();
}

const mayIt = 'ask the site whether its newsroom may be read by programs';
const wallHint = `${mayIt}; Dateline does not go around walls`;
const robotsHint = `${mayIt}; Dateline keeps to robots.txt`;

/** For an address that gives nothing a BadInputError, a DependencyError for one that may be reached another time. */
export function unreachable(url: string, discovery: Extract<Discovery, { kind: 'unreachable' }>): Error {
  const { reason, isTransient, isForbidden, wall } = discovery;
  if (wall !== null) {
    return new BadInputError('E_WALL', `${url}: a wall stands in the way ("${wall}", ${reason})`, {
      input: url,
      hint: wallHint,
    });
  }
  const elsewhere = 'look at the address in a browser, and give the one that shows news';
  const fault = isTransient ? DependencyError : BadInputError;
  return new fault('E_UNREACHABLE', `${url} gives nothing: ${reason}`, {
    input: url,
    hint: isTransient ? 'try again later' : isForbidden === true ? robotsHint : elsewhere,
  });
}

export function nothingFound(url: string, { wall, trials }: Extract<Discovery, { kind: 'explored' }>): BadInputError {
  const tried = trials.length === 1 ? '1 address' : `${trials.length} addresses`;
  const what =
    wall === null
      ? `no feed, news sitemap or listing was found (${tried} tried)`
      : `a wall stands in the way ("${wall}")`;
  return new BadInputError(wall === null ? 'E_NO_CHANNEL' : 'E_WALL', `${url}: ${what}`, {
    input: url,
    hint:
      wall === null
        ? 'give the address of the page that lists the releases, or write the file by hand as `dateline newsroom show interpol` prints one'
        : wallHint,
  });
}
