/** Each recommended newsroom, and some others, read with the settings of its own file from a fixture in the shape of its channel. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inspectReading } from '../../../shared/channels/inspect.ts';
import { readChannel } from '../../../shared/channels/read.ts';
import { builtinNewsrooms } from '../../../shared/newsrooms/registry.ts';

const folder = new URL('../../golden/newsrooms/', import.meta.url);
const fixtures = readdirSync(folder).filter((name) => !name.endsWith('.expected.json'));
const newsrooms = builtinNewsrooms();

/** What servers are known to call these bytes, where it is not the obvious. */
const contentTypes: Readonly<Record<string, string>> = {
  xml: 'application/xml',
  html: 'text/html',
  json: 'application/json',
};

/** `interpol.fr.html` is of the channel in French, `ofac.html` of its listing, `europol.xml` of its first feed. */
function channelOf(fixture: string) {
  const [id = '', ...rest] = fixture.split('.');
  const extension = rest.at(-1) ?? '';
  const newsroom = newsrooms.find((one) => one.id === id);
  if (newsroom === undefined) throw new Error(`there is no newsroom ${id}`);
  const kinds = { html: ['listing'], json: ['json-api'] }[extension] ?? ['rss', 'atom'];
  const language = rest.length > 1 ? rest[0] : newsroom.language;
  const channel = newsroom.channels.find(
    (one) => kinds.includes(one.kind) && (one.language ?? newsroom.language) === language,
  );
  if (channel === undefined) throw new Error(`${id} has no such channel`);
  return { newsroom, channel, contentType: contentTypes[extension] ?? null };
}

describe('golden newsrooms', () => {
  it.each(fixtures)('%s reads as recorded', (fixture) => {
    const { newsroom, channel, contentType } = channelOf(fixture);
    const reading = readChannel(readFileSync(new URL(fixture, folder)), channel.kind, {
      url: channel.url,
      contentType,
      timeZone: newsroom.timeZone ?? null,
      dateOrder: newsroom.dateOrder ?? null,
      uiLanguage: channel.uiLanguage ?? newsroom.uiLanguage ?? null,
      language: channel.language ?? newsroom.language ?? null,
      listing: channel.listing ?? null,
      json: channel.json ?? null,
    });
    const recorded = JSON.parse(readFileSync(new URL(`${fixture}.expected.json`, folder), 'utf8'));
    expect(inspectReading(reading, fixture)).toEqual(recorded);
  });

  it('every recommended newsroom has a fixture', () => {
    const ids = new Set(fixtures.map((name) => name.split('.')[0]));
    const recommended = newsrooms.filter((one) => one.recommended === true).map(({ id }) => id);
    expect(recommended.filter((id) => !ids.has(id))).toEqual([]);
  });
});
