import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../../../cli/generate.ts';
import { enabledNewsrooms, setEnabled } from '../../../shared/newsrooms/enabled.ts';
import { builtinNewsrooms } from '../../../shared/newsrooms/registry.ts';
import { newsroomSchema } from '../../../shared/newsrooms/schema.ts';
import { sharersOf } from '../../../shared/newsrooms/shared-pages.ts';
import { testClock } from '../../support/memory/clock.ts';
import { memoryObjects } from '../../support/memory/objects.ts';

describe('the built-in newsrooms', () => {
  const newsrooms = builtinNewsrooms();

  it('are generated from the files beside them, as the schemas are from theirs', async () => {
    for (const [path, text] of await generatedFiles()) {
      const written = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
      expect(written === text, `${path} is out of date: run npm run generate`).toBe(true);
    }
  });

  it('keep to the schema, each with its own id, and none is polled until somebody says so', () => {
    for (const newsroom of newsrooms) expect(newsroomSchema.parse(newsroom)).toEqual(newsroom);
    expect(new Set(newsrooms.map(({ id }) => id)).size).toBe(newsrooms.length);
    expect(newsrooms.filter(({ enabled }) => enabled)).toEqual([]);
  });

  it('are 156, and recommend 30, INTERPOL not among them while its listing is unproven', () => {
    expect(newsrooms).toHaveLength(156);
    expect(newsrooms.filter(({ recommended }) => recommended === true)).toHaveLength(30);
    expect(newsrooms.find(({ id }) => id === 'interpol')?.recommended).toBeUndefined();
  });

  it('ask over https alone, at most every 15 minutes and at least once in two hours', () => {
    for (const { id, channels } of newsrooms) {
      expect(channels.length, id).toBeGreaterThan(0);
      for (const { url, every } of channels) {
        expect(url, id).toMatch(/^https:\/\/[a-z0-9.-]+\.[a-z]+\//);
        expect(['15m', '30m', '1h', '2h'], `${id}: ${every}`).toContain(every);
      }
    }
  });

  it('say where their days begin and what a quiet time is', () => {
    for (const { id, timeZone, language, expect: bounds } of newsrooms) {
      expect(timeZone !== undefined || id === 'reliefweb', id).toBe(true);
      expect(language, id).toMatch(/^[a-z]{2}$/);
      expect(bounds?.itemsMin, id).toBeGreaterThanOrEqual(1);
      expect(bounds?.silentAfter, id).toMatch(/^\d+d$/);
    }
  });

  it('have what their kind needs: a mapping for a JSON API, selectors for a listing alone', () => {
    for (const { id, channels } of newsrooms) {
      for (const { kind, json, listing } of channels) {
        expect(json !== undefined, id).toBe(kind === 'json-api');
        if (kind !== 'listing') expect(listing, id).toBeUndefined();
      }
    }
  });

  it('share pages only with others that are there; the offices of GOV.UK all say so', () => {
    const ids = new Set(newsrooms.map(({ id }) => id));
    const shared = newsrooms.flatMap(({ id, sharesPagesWith = [] }) => sharesPagesWith.map((other) => [id, other]));
    expect(shared.filter(([id, other]) => id === other || !ids.has(other!))).toEqual([]);
    expect(sharersOf('gov-uk', newsrooms)).toContain('uk-ofsi');
    expect(sharersOf('uk-ofsi', newsrooms)).toEqual(['gov-uk']);
    const whole = newsrooms.filter(({ channels }) => channels.some(({ url }) => url.startsWith('https://www.gov.uk/')));
    for (const { id } of whole) expect(id === 'gov-uk' || sharersOf(id, newsrooms).includes('gov-uk'), id).toBe(true);
  });

  it('let pages lie on the hosts that are named, each once', () => {
    for (const { id, allowedHosts = [] } of newsrooms) {
      expect(new Set(allowedHosts).size, id).toBe(allowedHosts.length);
      for (const host of allowedHosts) expect(host, id).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
    }
  });

  it('read INTERPOL in four languages, each with the labels of its own', () => {
    const interpol = newsrooms.find(({ id }) => id === 'interpol')!;
    expect(interpol.channels.map(({ uiLanguage }) => uiLanguage ?? interpol.uiLanguage)).toEqual([
      'en',
      'fr',
      'es',
      'ar',
    ]);
    expect(new Set(interpol.channels.map(({ kind }) => kind))).toEqual(new Set(['listing']));
  });

  it('never share a channel: one release would alert twice', () => {
    const urls = newsrooms.flatMap(({ channels }) => channels.map(({ url }) => url));
    expect(new Set(urls).size).toBe(urls.length);
  });
});

describe('enabling', () => {
  const [first, second, third] = builtinNewsrooms();
  const some = [first!, { ...second!, enabled: true }, third!];
  const ids = async (objects: ReturnType<typeof memoryObjects>) =>
    (await enabledNewsrooms(objects, some)).map(({ id }) => id);

  it('is what the file says until somebody records otherwise', async () => {
    const objects = memoryObjects({ clock: testClock() });
    expect(await ids(objects)).toEqual([second!.id]);
    await setEnabled(objects, [first!.id, third!.id], true);
    await setEnabled(objects, [second!.id], false);
    expect(await ids(objects)).toEqual([first!.id, third!.id]);
    expect(objects.json('state/newsrooms.json')).toEqual({
      enabled: { [first!.id]: true, [second!.id]: false, [third!.id]: true },
    });
  });

  it('loses nothing when two record at once', async () => {
    const objects = memoryObjects({ clock: testClock() });
    await Promise.all([setEnabled(objects, [first!.id], true), setEnabled(objects, [third!.id], true)]);
    expect(await ids(objects)).toEqual(some.map(({ id }) => id));
  });
});
