/** The documented examples are records as the archive holds them, and the documented schema is the one that is checked. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { contentHash } from '../../../shared/release/content-hash.ts';
import { releaseJsonSchema } from '../../../shared/release/json-schema.ts';
import { compareContents } from '../../../shared/release/revision.ts';
import { type Release, releaseSchema } from '../../../shared/release/schema.ts';

async function example(name: string): Promise<Release> {
  const text = await readFile(new URL(`../../../docs/reference/examples/${name}`, import.meta.url), 'utf8');
  return releaseSchema.parse(JSON.parse(text));
}

describe('the documented examples', () => {
  it.each(['release.json', 'release-revised.json'])('%s holds what it says of itself', async (name) => {
    const release = await example(name);
    expect(Object.keys(release)).toEqual(Object.keys(releaseSchema.shape));
    expect(release.contentHash).toBe(contentHash(release));
    for (const quote of release.quotes) expect(release.body.slice(quote.start, quote.end)).toBe(quote.text);
    expect(release.boilerplate?.startsWith(release.boilerplateStart ?? '-')).toBe(true);
  });

  it('the second revision follows from the first', async () => {
    const first = await example('release.json');
    const second = await example('release-revised.json');
    expect(second.id).toBe(first.id);
    expect(second.revision).toBe(2);
    expect(second.change).toEqual({ previousContentHash: first.contentHash, ...compareContents(first, second) });
  });
});

describe('the JSON Schema', () => {
  it('describes every field, and lets fields be added within version 1', () => {
    const schema = releaseJsonSchema();
    const undescribed: string[] = [];
    const walk = (path: string, value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      expect(value).not.toHaveProperty('additionalProperties');
      const properties = (value as { properties?: Record<string, { description?: string }> }).properties ?? {};
      for (const [name, field] of Object.entries(properties)) {
        if (field.description === undefined) undescribed.push(`${path}${name}`);
      }
      for (const [name, inner] of Object.entries(value)) walk(`${path}${name}.`, inner);
    };
    walk('', schema);
    expect(undescribed).toEqual([]);
  });
});
