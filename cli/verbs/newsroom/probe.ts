/** `dateline newsroom probe`: asks channels once and says which answer, and with what. */
import { dataFolder } from '../../../infra/local/folder.ts';
import { newsroomFetcher } from '../../../infra/local/newsroom-fetcher.ts';
import { readSettings } from '../../../infra/local/settings.ts';
import { BadInputError } from '../../../shared/errors.ts';
import { limits } from '../../../shared/limits.ts';
import { enabledNewsrooms } from '../../../shared/newsrooms/enabled.ts';
import type { Newsroom } from '../../../shared/newsrooms/schema.ts';
import { hostOf } from '../../../shared/politeness/host.ts';
import type { Log, Objects, Ports } from '../../../shared/ports.ts';
import { defineVerb } from '../../command.ts';
import { report } from '../../faults.ts';
import { allowHostsFlag } from '../../flags.ts';
import { findNewsroom, knownNewsrooms } from '../../known-newsrooms.ts';
import { newsroomsArg } from '../../newsrooms-arg.ts';
import { type Output, streamsJson } from '../../output.ts';
import { reach } from '../../reach.ts';
import { wrappedTable } from '../../table.ts';
import { type AskedChannel, askHost, type Probed, type ProbeLine } from './ask-once.ts';

/** Those that are watched, or before anything is watched the recommended ones. */
async function usualOnes(objects: Objects, known: readonly Newsroom[]): Promise<readonly Newsroom[]> {
  const watched = await enabledNewsrooms(objects, known);
  return watched.length > 0 ? watched : known.filter(({ recommended }) => recommended === true);
}

function byHost(newsrooms: readonly Newsroom[]): ReadonlyMap<string, readonly AskedChannel[]> {
  const hosts = new Map<string, AskedChannel[]>();
  for (const newsroom of newsrooms) {
    for (const channel of newsroom.channels) {
      const host = hostOf(channel.url) ?? channel.url;
      hosts.set(host, [...(hosts.get(host) ?? []), { newsroom, channel }]);
    }
  }
  return hosts;
}

/** Asks all hosts, some at a time; `each` hears of the channels of a host as soon as they are through. */
async function askAll(
  tools: Pick<Ports, 'objects' | 'fetcher' | 'clock'>,
  hosts: ReadonlyMap<string, readonly AskedChannel[]>,
  allowed: ReadonlySet<string>,
  each: (probed: Probed) => void,
): Promise<void> {
  const waiting = [...hosts];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [host, channels] = next;
      for (const probed of await askHost(tools, host, channels, allowed.has(host))) each(probed);
    }
  };
  await Promise.all(Array.from({ length: limits.pollHostsConcurrentMax }, work));
}

function show(lines: readonly ProbeLine[], output: Output): void {
  const rows = [...lines]
    .sort((a, b) => (a.newsroom === b.newsroom ? 0 : a.newsroom < b.newsroom ? -1 : 1))
    .map(({ newsroom, kind, status, contentType, items, dated, newest, ok, reason }) => [
      ok ? 'ok' : 'no',
      newsroom,
      kind,
      String(status ?? '-'),
      contentType?.split(';')[0]?.trim() ?? '-',
      String(items),
      String(dated),
      newest?.slice(0, 16) ?? '-',
      reason ?? '',
    ]);
  const head = ['', 'newsroom', 'kind', 'status', 'type', 'items', 'dated', 'newest', ''];
  for (const line of wrappedTable([head, ...rows], output.columns, { 4: 24 }).flat()) output.text(line);
  output.text();
  const bad = lines.filter(({ ok }) => !ok).length;
  output.text(bad === 0 ? `All ${lines.length} answer.` : `${bad} of ${lines.length} give nothing that could be used.`);
}

export const probe = defineVerb({
  name: 'probe',
  description:
    'Ask channels once and say what each answers: of the newsrooms named, else of those that are watched, else of the recommended ones. Changes nothing.',
  example: 'dateline newsroom probe europol interpol',
  rest: true,
  args: {
    id: { type: 'positional', required: false, description: 'Ids of newsrooms' },
    ...newsroomsArg,
    'allow-hosts': { type: 'string', valueHint: 'H:P,…', description: 'Loopback servers that may be asked too' },
  },
  run: async ({ args, output }) => {
    const allowed = new Set(allowHostsFlag(args['allow-hosts']));
    const { objects, newsrooms, clock } = await reach(args, output, 'glance');
    const known = await knownNewsrooms(objects, newsrooms);
    const found = args._.map((id) => findNewsroom(known, id));
    const refused = found.filter((one) => one instanceof BadInputError);
    for (const fault of refused) report(fault, output);
    const named = found.filter((one): one is Newsroom => !(one instanceof BadInputError));
    const chosen = found.length === 0 ? await usualOnes(objects, known) : [...new Set(named)];
    const hosts = byHost(chosen);

    const log: Log = { info: () => {}, warn: noted, error: noted };
    function noted(event: string, fields: Readonly<Record<string, unknown>> = {}): void {
      output.note(`${event}: ${String(fields['reason'] ?? '')}`);
    }
    const fetcher = await newsroomFetcher(await readSettings(dataFolder(args.data).settings), allowed, log);
    const json = streamsJson(output);
    const all: Probed[] = [];
    try {
      if (!json && hosts.size > 0) output.note(`Asking ${hosts.size} ${hosts.size === 1 ? 'host' : 'hosts'} …`);
      await askAll({ objects, fetcher, clock }, hosts, allowed, (probed) => {
        all.push(probed);
        if (json) output.line(probed.line);
      });
    } finally {
      await fetcher.close();
    }
    if (!json && all.length > 0)
      show(
        all.map(({ line }) => line),
        output,
      );
    if (all.length > 0 && all.every(({ reached }) => !reached)) {
      output.note('dateline: nothing could be reached; is this machine connected?');
      return 3;
    }
    return refused.length === 0 && all.every(({ line }) => line.ok) ? 0 : 1;
  },
});
