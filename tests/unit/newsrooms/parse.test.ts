import { describe, expect, it } from 'vitest';
import { BadInputError } from '../../../shared/errors.ts';
import { parseNewsroomFile } from '../../../shared/newsrooms/parse.ts';

const good = `id: harbour
organization: Harbour Authority
country: FR
homepage: https://harbour.example.org/
enabled: true
timeZone: Europe/Paris
channels:
  - kind: listing
    url: https://harbour.example.org/news
    every: 15m
    listing: { item: li, date: .date }
expect: { itemsMin: 2, itemsMax: 50 }
`;

/** The fault that a changed file gives. */
function faultOf(from: string | RegExp, to: string): BadInputError {
  try {
    parseNewsroomFile(good.replace(from, to), 'harbour.yaml');
  } catch (error) {
    if (error instanceof BadInputError) return error;
    throw error;
  }
  throw new Error('the file was accepted');
}

describe('a newsroom file', () => {
  it('gives the newsroom', () => {
    expect(parseNewsroomFile(good, 'harbour.yaml')).toMatchObject({
      id: 'harbour',
      channels: [{ every: '15m', listing: { item: 'li' } }],
    });
  });

  it.each<[string, string | RegExp, string, string]>([
    [
      'an unknown key',
      'timeZone:',
      'timezone:',
      'harbour.yaml:6: timezone: there is no such key; did you mean timeZone?',
    ],
    [
      'an unknown key of a channel',
      'every: 15m',
      'evry: 15m',
      'harbour.yaml:10: channels.0.evry: there is no such key; did you mean every?',
    ],
    [
      'an unknown key of the selectors',
      'date: .date',
      'dates: .date',
      'harbour.yaml:11: channels.0.listing.dates: there is no such key; did you mean date?',
    ],
    [
      'a key with two letters swapped',
      'date: .date',
      'daet: .date',
      'harbour.yaml:11: channels.0.listing.daet: there is no such key; did you mean date?',
    ],
    ['a wrong type', 'enabled: true', 'enabled: maybe', 'harbour.yaml:5: enabled:'],
    ['a missing key', 'country: FR\n', '', 'country: is missing'],
    ['a wrong duration', '15m', '15 minutes', 'harbour.yaml:10: channels.0.every: a duration such as 15m'],
    ['too short an interval', '15m', '2s', 'harbour.yaml:10: channels.0.every: 2s is less than a minute'],
    [
      'bounds that exclude everything',
      'itemsMin: 2',
      'itemsMin: 60',
      'harbour.yaml:12: expect.itemsMin: 60 is more than itemsMax 50',
    ],
    ['a time zone that is none', 'Europe/Paris', 'Paris', 'harbour.yaml:6: timeZone: "Paris" is no time zone'],
    [
      'an address that is none',
      'https://harbour.example.org/news',
      'ftp://x',
      'harbour.yaml:9: channels.0.url: an http or https address',
    ],
    [
      'a selector that is none',
      'item: li',
      'item: "li["',
      'harbour.yaml:11: channels.0.listing.item: "li[" is no CSS selector',
    ],
    [
      'a selector that ends with a combinator',
      'item: li',
      'item: "li >"',
      'harbour.yaml:11: channels.0.listing.item: "li >" is no CSS selector',
    ],
    [
      'a mistyped kind',
      'kind: listing',
      'kind: lisitng',
      '8: channels.0.kind: "lisitng" is no such value; did you mean listing?',
    ],
    ['a kind that is none', 'kind: listing', 'kind: mastodon', '"mastodon" is no such value; it is one of rss, atom'],
    ['selectors on a feed', 'kind: listing', 'kind: rss', 'a channel of kind rss has no selectors'],
    ['broken YAML', 'country: FR', 'country: [FR', 'harbour.yaml:'],
    ['a list', /^[\s\S]*$/, '- a', 'harbour.yaml:1:'],
    ['an empty file', /^[\s\S]*$/, '', 'harbour.yaml:1:'],
  ])('with %s is refused with file, line and a remedy', (_name, from, to, message) => {
    const fault = faultOf(from, to);
    expect(fault.code).toBe('E_NEWSROOM');
    expect(fault.message).toContain(message);
    expect(fault.message).toMatch(/harbour\.yaml:\d+: /);
    expect(fault.hint).not.toBeNull();
  });

  it('names every fault, not only the first', () => {
    const { message } = faultOf(/enabled: true\ntimeZone/, 'enabled: 7\ntimezone');
    expect(message.split('\n')).toHaveLength(2);
  });

  it('may poll each second on this machine', () => {
    const local = good.replace('https://harbour.example.org/news', 'http://127.0.0.1:8080/news').replace('15m', '2s');
    expect(parseNewsroomFile(local, 'demo.yaml').channels[0]!.every).toBe('2s');
  });
});
