/** `dateline inspect feed` and `inspect listing`: the items that a poll would find in these bytes. */
import pc from 'picocolors';
import { type InspectedChannel, inspectReading } from '../../../shared/channels/inspect.ts';
import { readChannel } from '../../../shared/channels/read.ts';
import { BadInputError } from '../../../shared/errors.ts';
import type { Channel } from '../../../shared/newsrooms/schema.ts';
import { safeLine } from '../../../shared/watch/safe-text.ts';
import { defineVerb, type ExitCode } from '../../command.ts';
import type { Output } from '../../output.ts';
import { tableLines } from '../../table.ts';
import { inspectEach } from './each.ts';
import { type Input, type InputFlags, inputArgs, inputs } from './inputs.ts';

type ChannelVerb = 'feed' | 'listing';

/** The newsroom's channel that these bytes are of: the one at their address, else the first that fits the verb. */
function channelOf({ newsroom, url }: Input, verb: ChannelVerb): Channel | null {
  const fitting = (newsroom?.channels ?? []).filter(({ kind }) => (kind === 'listing') === (verb === 'listing'));
  return fitting.find((channel) => channel.url === url) ?? fitting[0] ?? null;
}

function read(verb: ChannelVerb, input: Input): InspectedChannel {
  const channel = channelOf(input, verb);
  // Declared as a sitemap, everything but a listing page is read as what its bytes say, a list of addresses too.
  const reading = readChannel(input.bytes, verb === 'listing' ? 'listing' : 'sitemap', {
    // A poll of the newsroom reads its channel at the channel's own address.
    url: input.url ?? channel?.url ?? null,
    contentType: input.contentType,
    timeZone: input.timeZone,
    dateOrder: input.dateOrder,
    uiLanguage: channel?.uiLanguage ?? input.uiLanguage,
    language: channel?.language ?? input.newsroom?.language ?? null,
    listing: channel?.listing ?? null,
    json: channel?.json ?? null,
  });
  return inspectReading(reading, input.file);
}

/** Nothing in it could be read: no known format, or broken before its first item. */
function unreadable({ file, kind, items, malformed, warnings }: InspectedChannel): BadInputError | null {
  if (kind !== 'none' && !(malformed && items.length === 0)) return null;
  return new BadInputError(
    'E_UNREADABLE',
    `${file} could not be read: ${warnings.at(-1) ?? 'there is no item in it'}`,
    {
      input: file,
      hint: 'check that it is the feed or page itself, and not an error page or a cut-off download',
    },
  );
}

function show(reading: InspectedChannel, output: Output): void {
  const { file, kind, title, items, malformed, warnings } = reading;
  output.text(`${pc.bold(safeLine(file))}  ${kind}, ${items.length} items${malformed ? ', malformed' : ''}`);
  if (title !== null) output.text(`  ${safeLine(title)}`);
  const rows = items.map((item) => [
    '',
    item.published ?? item.updated ?? 'undated',
    item.title ?? item.summary ?? item.url ?? item.id ?? '',
  ]);
  for (const line of tableLines(rows, output.columns)) output.text(line);
  for (const warning of warnings) output.text(`  ${pc.yellow('warning')}  ${safeLine(warning)}`);
}

function inspectChannels(verb: ChannelVerb, flags: InputFlags, output: Output): Promise<ExitCode> {
  return inspectEach(
    {
      inputs: inputs(verb, flags, output),
      read: (input) => read(verb, input),
      show: (answer) => show(answer, output),
      unreadable,
    },
    output,
  );
}

export const feed = defineVerb({
  name: 'feed',
  description: 'The items in an RSS, Atom or JSON feed or a sitemap. Exit code 1 when an input cannot be read at all.',
  example: 'dateline inspect feed news.xml --url https://www.example.org/news.xml',
  rest: true,
  args: inputArgs,
  run: ({ args, output }) => inspectChannels('feed', args, output),
});

export const listing = defineVerb({
  name: 'listing',
  description: 'The items in an HTML page that lists releases; without selectors (--newsroom) they are guessed.',
  example: 'dateline inspect listing news.html --newsroom interpol',
  rest: true,
  args: inputArgs,
  run: ({ args, output }) => inspectChannels('listing', args, output),
});
