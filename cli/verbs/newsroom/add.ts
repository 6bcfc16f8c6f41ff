/** `dateline newsroom add URL`: finds the channels of a site, shows what each would give, and writes the newsroom file. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pc from 'picocolors';
import { stringify } from 'yaml';
import { dataFolder } from '../../../infra/local/folder.ts';
import { newsroomFetcher } from '../../../infra/local/newsroom-fetcher.ts';
import { readSettings } from '../../../infra/local/settings.ts';
import { diskCode, diskError } from '../../../infra/local/stores/disk-errors.ts';
import { type Discovery, discoverChannels } from '../../../shared/channels/discover.ts';
import { proposeNewsroom } from '../../../shared/channels/discover-proposal.ts';
import { dateOf, type Trial } from '../../../shared/channels/discover-verdict.ts';
import { BadInputError, DependencyError, UsageError } from '../../../shared/errors.ts';
import { setEnabled } from '../../../shared/newsrooms/enabled.ts';
import { parseNewsroomFile } from '../../../shared/newsrooms/parse.ts';
import type { Newsroom } from '../../../shared/newsrooms/schema.ts';
import { hostOf } from '../../../shared/politeness/host.ts';
import type { Log } from '../../../shared/ports.ts';
import { safeLine, truncate } from '../../../shared/watch/safe-text.ts';
import { defineVerb, type ExitCode } from '../../command.ts';
import { canAsk, confirmed } from '../../confirm.ts';
import { allowHostsFlag } from '../../flags.ts';
import { knownNewsrooms } from '../../known-newsrooms.ts';
import { type Output, streamsJson } from '../../output.ts';
import { reach } from '../../reach.ts';
import { settleContact } from './contact.ts';

const samplesShown = 5;

/** "www.example.org" is what people paste. Throws BadInputError E_URL. */
function addressFrom(text: string): string {
  const full = /^[a-z][a-z0-9+.-]*:\/\//iu.test(text) ? text : `https://${text}`;
  const url = URL.canParse(full) ? new URL(full) : null;
  if (url === null || !/^https?:$/u.test(url.protocol) || url.username !== '' || url.hostname === '') {
    throw new BadInputError('E_URL', `${JSON.stringify(text)} is no web address`, {
      input: text,
      hint: 'give the address of a homepage, such as https://www.example.org/',
    });
  }
  return url.href;
}

/** What programs read of an address that was asked: the fields of `newsroom probe`, and the releases themselves. */
function trialLine(trial: Trial): Readonly<Record<string, unknown>> {
  const { url, source, kind, status, contentType, items, dated, newest, reason } = trial;
  const releases = items.map((item) => ({ url: item.url, title: item.title, published: dateOf(item) }));
  const ok = reason === null;
  return { channel: url, source, kind, status, contentType, items: items.length, dated, newest, ok, reason, releases };
}

function showUsable(usable: readonly Trial[], chosen: Trial, output: Output): void {
  const width = Math.min(output.columns, 120) - 4;
  for (const [index, trial] of usable.entries()) {
    const { kind, url, items, dated } = trial;
    const mark = trial === chosen ? pc.green('→') : ' ';
    output.text(`${mark} ${index + 1}. ${kind}  ${safeLine(url)}  ${items.length} items, ${dated} dated`);
    for (const item of items.slice(0, trial === chosen ? samplesShown : 1)) {
      const day = dateOf(item)?.slice(0, 10) ?? 'undated   ';
      output.text(`     ${pc.dim(day)}  ${truncate(safeLine(item.title ?? item.url ?? ''), width - 15)}`);
    }
  }
  output.text();
}

/** By its number in the list, or by its address. Throws UsageError. */
function chosenFrom(usable: readonly [Trial, ...Trial[]], wanted: string | undefined): Trial {
  if (wanted === undefined) return usable[0];
  const found = usable.find((trial, index) => trial.url === wanted || String(index + 1) === wanted);
  if (found !== undefined) return found;
  const list = usable.map(({ url }, index) => `${index + 1} (${url})`).join(', ');
  throw new UsageError('E_FLAG_VALUE', `--channel cannot be ${wanted}`, { input: wanted, hint: `one of: ${list}` });
}

/** Throws BadInputError for an address that gives nothing, DependencyError for one that may be reached another time. */
function explored(url: string, discovery: Discovery): Extract<Discovery, { kind: 'explored' }> {
  if (discovery.kind === 'explored') return discovery;
  const fault = discovery.isTransient ? DependencyError : BadInputError;
  throw new fault('E_UNREACHABLE', `${url} gives nothing: ${discovery.reason}`, {
    input: url,
    hint: discovery.isTransient
      ? 'try again later'
      : 'look at the address in a browser, and give the one that shows news',
  });
}

function nothingFound(url: string, { wall, trials }: Extract<Discovery, { kind: 'explored' }>): BadInputError {
  const tried = trials.map((trial) => `  ${trial.url}: ${trial.reason ?? 'usable'}`).join('\n');
  const what = wall === null ? 'no feed, news sitemap or listing was found' : `a wall stands in the way ("${wall}")`;
  return new BadInputError('E_NO_CHANNEL', `${url}: ${what}. Tried:\n${tried}`, {
    input: url,
    hint:
      wall === null
        ? 'give the address of the page that lists the releases, or write the file by hand as `dateline newsroom show interpol` prints one'
        : 'ask the site whether its newsroom may be read by programs; Dateline does not go around walls',
  });
}

/** An id that no known newsroom has. */
function freeId(newsroom: Newsroom, known: readonly Newsroom[]): string {
  const taken = new Set(known.map(({ id }) => id));
  let id = newsroom.id;
  for (let number = 2; taken.has(id); number += 1) id = `${newsroom.id.slice(0, 60)}-${number}`;
  return id;
}

/** The file, created once. Throws BadInputError E_TAKEN, DependencyError from the disk. */
async function save(folder: string, newsroom: Newsroom, yaml: string): Promise<string> {
  const file = join(folder, `${newsroom.id}.yaml`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(file, yaml, { flag: 'wx' });
  } catch (cause) {
    if (diskCode(cause) !== 'EEXIST') throw diskError('write the newsroom file', file, cause);
    throw new BadInputError('E_TAKEN', `${file} is there already`, {
      cause,
      input: file,
      hint: 'choose another id with --id, or remove the file',
    });
  }
  return file;
}

const header = (url: string, day: string): string =>
  `# Found from ${url} on ${day}. \`dateline newsroom probe\` says whether it still answers.\n`;

export const add = defineVerb({
  name: 'add',
  description:
    'Find the feeds, news sitemaps and listings of a site from its homepage, show the releases each would give, and write the newsroom file; a person at a terminal is asked first. The newsroom is watched from then on.',
  example: 'dateline newsroom add https://www.example.org/ --dry-run',
  args: {
    url: { type: 'positional', required: true, description: 'The homepage, or the page that lists the releases' },
    newsrooms: { type: 'string', valueHint: 'DIR', description: 'Folder to write to; default: newsrooms in --data' },
    id: { type: 'string', valueHint: 'ID', description: 'Id of the newsroom; default: made of the host name' },
    channel: { type: 'string', valueHint: 'N|URL', description: 'Which of the channels found; default: the best' },
    yes: { type: 'boolean', alias: 'y', description: 'Save without asking' },
    'dry-run': { type: 'boolean', description: 'Show the file and save nothing' },
    'allow-hosts': { type: 'string', valueHint: 'H:P,…', description: 'Loopback servers that may be asked too' },
  },
  run: async ({ args, output }): Promise<ExitCode> => {
    const url = addressFrom(args.url);
    if (args.target === 'aws') {
      throw new UsageError('E_TARGET', '`newsroom add` writes a file on this machine', {
        hint: 'leave out --target; deploy with the folder as docs/deploying.md says',
      });
    }
    const dry = args['dry-run'] === true;
    const allowed = new Set(allowHostsFlag(args['allow-hosts']));
    const { objects, newsrooms, clock, flags, name } = await reach(args, output, dry ? 'read' : 'write');
    const known = await knownNewsrooms(objects, newsrooms);
    const folder = dataFolder(args.data);
    const json = streamsJson(output);
    const sameHost = known.filter(({ homepage }) => hostOf(homepage) === hostOf(url)).map(({ id }) => id);
    if (sameHost.length > 0 && sameHost.length < 6) {
      output.note(
        `Known already on this host: ${sameHost.join(', ')} (npx dateline newsroom enable ${sameHost[0]}${flags})`,
      );
    }

    const noted: Log['warn'] = (event, fields = {}) => output.note(`${event}: ${String(fields['reason'] ?? '')}`);
    const log: Log = { info: () => {}, warn: noted, error: noted };
    const fetcher = await newsroomFetcher(await readSettings(folder.settings), allowed, log);
    let discovery: Discovery;
    try {
      if (!json) output.note(`Looking at ${url} …`);
      discovery = await discoverChannels({ objects, fetcher, clock }, url, allowed, (trial) => {
        if (json) output.line(trialLine(trial));
        else output.note(`  ${safeLine(trial.url)}  ${safeLine(trial.reason ?? `${trial.items.length} items`)}`);
      });
    } finally {
      await fetcher.close();
    }
    const found = explored(url, discovery);
    const [best, ...others] = found.usable;
    if (best === undefined) throw nothingFound(url, found);
    const chosen = chosenFrom([best, ...others], args.channel);

    const twin = known.find(({ channels }) => channels.some((channel) => channel.url === chosen.url));
    if (twin !== undefined) {
      if (!dry && canAsk(output) && (await confirmed(`${twin.id} reads this channel already. Enable it?`))) {
        await setEnabled(objects, [twin.id], true);
        output.text(`Watched in ${name} from the next poll on: ${twin.id}`);
        return 0;
      }
      throw new BadInputError('E_KNOWN', `the newsroom ${twin.id} reads ${chosen.url} already`, {
        input: url,
        hint: `dateline newsroom enable ${twin.id}${flags}`,
      });
    }

    const proposed = proposeNewsroom(chosen, found.facts, args.id ?? null, clock.nowMs());
    const newsroom = args.id === undefined ? { ...proposed, id: freeId(proposed, known) } : proposed;
    const clash = known.find(({ id }) => id === newsroom.id);
    if (clash !== undefined) {
      throw new BadInputError('E_TAKEN', `there is a newsroom ${newsroom.id} already (${clash.organization})`, {
        input: newsroom.id,
        hint: 'choose another id with --id',
      });
    }
    const yaml =
      header(url, new Date(clock.nowMs()).toISOString().slice(0, 10)) + stringify(newsroom, { lineWidth: 0 });
    parseNewsroomFile(yaml, `${newsroom.id}.yaml`);
    const target = args.newsrooms ?? folder.newsrooms;

    if (!json) {
      showUsable(found.usable, chosen, output);
      output.text(yaml.trimEnd());
      output.text();
    }
    const file = join(target, `${newsroom.id}.yaml`);
    // As with `watch add`: only a person at a terminal is asked.
    const asks = !dry && args.yes !== true && canAsk(output);
    if (dry || (asks && !(await confirmed(`Save as ${file}?`)))) {
      if (json) output.line({ newsroom, yaml, file: null });
      else output.text('Not saved.');
      return 0;
    }
    await settleContact(folder.settings, output);
    await save(target, newsroom, yaml);
    if (json) output.line({ newsroom, yaml, file });
    else {
      const where = args.newsrooms === undefined ? '' : ` --newsrooms ${args.newsrooms}`;
      output.text(`Saved as ${file}. It is asked from the next pass on:`);
      output.text(`npx dateline run --once${where}${flags}`);
    }
    return 0;
  },
});
