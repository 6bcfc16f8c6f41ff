/** `dateline newsroom add URL`: finds the channels of a site, shows what each would give, and writes the newsroom file. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type DataFolder, dataFolder } from '../../../infra/local/folder.ts';
import { newsroomFetcher } from '../../../infra/local/newsroom-fetcher.ts';
import { readSettings } from '../../../infra/local/settings.ts';
import { diskCode, diskError } from '../../../infra/local/stores/disk-errors.ts';
import { type Discovery, discoverChannels } from '../../../shared/channels/discover.ts';
import { proposeNewsroom } from '../../../shared/channels/discover-proposal.ts';
import type { Trial } from '../../../shared/channels/discover-verdict.ts';
import { BadInputError, UsageError } from '../../../shared/errors.ts';
import { enabledNewsrooms, setEnabled } from '../../../shared/newsrooms/enabled.ts';
import { parseNewsroomFile } from '../../../shared/newsrooms/parse.ts';
import { type Newsroom, newsroomSchema } from '../../../shared/newsrooms/schema.ts';
import type { Log } from '../../../shared/ports.ts';
import { safeLine, safeText } from '../../../shared/watch/safe-text.ts';
import { defineVerb, type ExitCode } from '../../command.ts';
import { canAsk, confirmed } from '../../confirm.ts';
import { allowHostsFlag } from '../../flags.ts';
import { knownNewsrooms, newsroomsAt } from '../../known-newsrooms.ts';
import { type Output, streamsJson } from '../../output.ts';
import { isThere, type Reach, reach } from '../../reach.ts';
import { settleContact } from './contact.ts';
import { nothingFound, showUsable, trialLine, unreachable } from './discovery-text.ts';

type Chosen = readonly [Trial, ...Trial[]];

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

/** Before anything is asked. Throws UsageError. */
function checkId(id: string | undefined): void {
  if (id === undefined) return;
  const parsed = newsroomSchema.shape.id.safeParse(id);
  if (parsed.success) return;
  throw new UsageError('E_FLAG_VALUE', `--id cannot be ${JSON.stringify(id)}`, {
    input: id,
    hint: parsed.error.issues[0]?.message ?? 'lower-case letters, digits and hyphens',
  });
}

/** By their numbers in the list, or by their addresses. Throws UsageError. */
function chosenFrom(usable: Chosen, wanted: string | undefined): Chosen {
  if (wanted === undefined) return [usable[0]];
  const byName = (name: string): Trial => {
    const found = usable.find((trial, index) => trial.url === name || String(index + 1) === name);
    if (found !== undefined) return found;
    const list = usable.map(({ url }, index) => `${index + 1} (${url})`).join(', ');
    throw new UsageError('E_FLAG_VALUE', `--channel cannot be ${name}`, { input: name, hint: `any of: ${list}` });
  };
  // An address may have commas of its own.
  const names = usable.some(({ url }) => url === wanted) ? [wanted] : wanted.split(',').map((name) => name.trim());
  const [first = usable[0], ...others] = [...new Set(names.map(byName))];
  return [first, ...others];
}

/** An id that no known newsroom has. */
function freeId(newsroom: Newsroom, known: readonly Newsroom[]): string {
  const taken = new Set(known.map(({ id }) => id));
  let id = newsroom.id;
  for (let number = 2; taken.has(id); number += 1) id = `${newsroom.id.slice(0, 60)}-${number}`;
  return id;
}

/** The file, created once. Throws BadInputError E_TAKEN, DependencyError from the disk. */
async function save(file: string, folder: string, yaml: string): Promise<void> {
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
}

const header = (url: string, day: string): string =>
  `# Found from ${url} on ${day}. \`dateline newsroom probe\` says whether it still answers.\n`;

interface Places {
  readonly place: Reach;
  readonly settingsFile: string;
  readonly output: Output;
}

/** True: the person at the terminal takes it instead of a new file. One that is watched already is not offered. */
async function enabledInstead(known: Newsroom, question: string, { place, settingsFile, output }: Places) {
  if (!canAsk(output) || (await enabledNewsrooms(place.objects, [known])).length > 0) return false;
  if (!(await confirmed(question))) return false;
  await settleContact(settingsFile, output);
  await setEnabled(place.objects, [known.id], true);
  output.text(`Watched in ${place.name} from the next poll on: ${known.id}`);
  return true;
}

function alreadyKnown(known: readonly Newsroom[], what: string, input: string, flags: string): BadInputError {
  const ids = known.map(({ id }) => id);
  return new BadInputError('E_KNOWN', `${what}: ${ids.slice(0, 6).join(', ')}`, {
    input,
    hint: `dateline newsroom enable ${ids[0]}${flags}; --id ID makes another newsroom of it all the same`,
  });
}

async function explore(
  { place, output }: Places,
  { url, allowed, folder }: { url: string; allowed: ReadonlySet<string>; folder: DataFolder },
): Promise<Discovery> {
  const json = streamsJson(output);
  const noted: Log['warn'] = (event, fields = {}) => output.note(`${event}: ${String(fields['reason'] ?? '')}`);
  const log: Log = { info: () => {}, warn: noted, error: noted };
  const fetcher = await newsroomFetcher(await readSettings(folder.settings), allowed, log);
  try {
    if (!json) output.note(`Looking at ${url} …`);
    return await discoverChannels({ objects: place.objects, fetcher, clock: place.clock }, url, allowed, (trial) => {
      if (json) output.line(trialLine(trial));
      else output.note(`  ${safeLine(trial.url)}  ${safeLine(trial.reason ?? `${trial.items.length} items`)}`);
    });
  } finally {
    await fetcher.close();
  }
}

export const add = defineVerb({
  name: 'add',
  description:
    'Find the feeds, news sitemaps and listings of a site from its homepage, show the releases each would give, and write the newsroom file; a person at a terminal is asked first. The newsroom is watched from then on.',
  example: 'dateline newsroom add https://www.example.org/ --yes',
  args: {
    url: { type: 'positional', required: true, description: 'The homepage, or the page that lists the releases' },
    newsrooms: { type: 'string', valueHint: 'DIR', description: 'Folder to write to; default: newsrooms in --data' },
    id: { type: 'string', valueHint: 'ID', description: 'Id of the newsroom; default: made of the host name' },
    channel: {
      type: 'string',
      valueHint: 'N,…|URL',
      description: 'Which of the channels found; default: the best',
    },
    yes: { type: 'boolean', alias: 'y', description: 'Save without asking' },
    'dry-run': { type: 'boolean', description: 'Show the file, and neither ask nor save' },
    'allow-hosts': { type: 'string', valueHint: 'H:P,…', description: 'Loopback servers that may be asked too' },
  },
  run: async ({ args, output }): Promise<ExitCode> => {
    const url = addressFrom(args.url);
    checkId(args.id);
    if (args.target === 'aws') {
      throw new UsageError('E_TARGET', '`newsroom add` writes a file on this machine', {
        hint: 'leave out --target; deploy with the folder as docs/deploying.md says',
      });
    }
    const dry = args['dry-run'] === true;
    const allowed = new Set(allowHostsFlag(args['allow-hosts']));
    const folder = dataFolder(args.data);
    const target = args.newsrooms ?? folder.newsrooms;
    // A folder that is still to be made holds none.
    const newsrooms = (await isThere(target)) ? args.newsrooms : undefined;
    const place = await reach({ ...args, newsrooms }, output, dry ? 'glance' : 'write');
    const { objects, clock, flags } = place;
    const places: Places = { place, settingsFile: folder.settings, output };
    const known = await knownNewsrooms(objects, place.newsrooms);

    const there = args.id === undefined && !dry ? newsroomsAt(known, url) : [];
    const [one] = there;
    const offered = there.length === 1 ? one : undefined;
    if (one !== undefined) {
      const question = `${one.organization} (${one.id}) is known already, with ${one.channels[0]?.url}. Enable it instead?`;
      if (offered !== undefined && (await enabledInstead(offered, question, places))) return 0;
      const fault = alreadyKnown(there, 'known already on this site', url, flags);
      if (!canAsk(output)) throw fault;
      output.note(`${fault.message} (${fault.hint})`);
    }

    const found = await explore(places, { url, allowed, folder });
    if (found.kind === 'unreachable') throw unreachable(url, found);
    const [best, ...others] = found.usable;
    if (best === undefined) throw nothingFound(url, found);
    const chosen = chosenFrom([best, ...others], args.channel);

    const twin = known.find(({ channels }) => channels.some((channel) => channel.url === chosen[0].url));
    if (twin !== undefined) {
      const question = `${twin.id} reads this channel already. Enable it?`;
      // Nobody is asked twice.
      if (!dry && twin !== offered && (await enabledInstead(twin, question, places))) return 0;
      throw new BadInputError('E_KNOWN', `the newsroom ${twin.id} reads ${chosen[0].url} already`, {
        input: url,
        hint: `dateline newsroom enable ${twin.id}${flags}${others.length > 0 ? '; --channel takes another of those found' : ''}`,
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
    const file = join(target, `${newsroom.id}.yaml`);
    const yaml =
      header(url, new Date(clock.nowMs()).toISOString().slice(0, 10)) + stringify(newsroom, { lineWidth: 0 });
    parseNewsroomFile(yaml, file);

    const json = streamsJson(output);
    if (!json) {
      showUsable(found.usable, chosen, output);
      output.text(safeText(yaml).trimEnd());
      output.text();
    }
    // As with `watch add` and `replay`: a person at a terminal is asked, a program has said what it wants.
    const asks = args.yes !== true && canAsk(output);
    const isWanted = !dry && (!asks || (await confirmed(`Save as ${file}?`)));
    if (isWanted) {
      await settleContact(folder.settings, output);
      await save(file, target, yaml);
    }
    if (json) output.line({ newsroom, yaml, file: isWanted ? file : null });
    else if (isWanted) {
      const where = args.newsrooms === undefined ? '' : ` --newsrooms ${args.newsrooms}`;
      output.text(`Saved as ${file}. It is asked from the next pass on:`);
      output.text(`npx dateline run --once${where}${flags}`);
    } else output.text('Not saved.');
    return 0;
  },
});
