import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../../../cli/generate.ts';
import { enabledNewsrooms, setEnabled } from '../../../shared/newsrooms/enabled.ts';
import { builtinNewsrooms } from '../../../shared/newsrooms/registry.ts';
import { newsroomSchema } from '../../../shared/newsrooms/schema.ts';
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

  it('recommend 30, INTERPOL not among them while its listing is unproven', () => {
    expect(newsrooms.filter(({ recommended }) => recommended === true)).toHaveLength(30);
    expect(newsrooms.find(({ id }) => id === 'interpol')).toMatchObject({ channels: [{ kind: 'listing' }] });
    expect(newsrooms.find(({ id }) => id === 'interpol')?.recommended).toBeUndefined();
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
