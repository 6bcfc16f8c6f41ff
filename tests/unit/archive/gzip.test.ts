import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gzipParts } from '../../../shared/archive/table/gzip.ts';

const packed = (portions: readonly string[]): Buffer => {
  const gzip = gzipParts(5);
  return Buffer.concat([gzip.begin(), ...portions.map((portion) => gzip.add(Buffer.from(portion))), gzip.end()]);
};

describe('a gzip file made of portions', () => {
  it('is one member that unpacks to all of them, by zlib and by a browser', async () => {
    const portions = ['first line\n'.repeat(3_000), '', 'é — last\n'];
    const file = packed(portions);
    expect(gunzipSync(file).toString()).toBe(portions.join(''));
    const stream = new Blob([new Uint8Array(file)]).stream().pipeThrough(new DecompressionStream('gzip'));
    expect(await new Response(stream).text()).toBe(portions.join(''));
  });

  it('is a valid file without any', () => {
    expect(gunzipSync(packed([])).byteLength).toBe(0);
  });

  it('is the same bytes each time', () => {
    expect(packed(['a line\n', 'another\n'])).toEqual(packed(['a line\n', 'another\n']));
  });
});
