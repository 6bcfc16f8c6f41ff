/** Reading what verification needs off the bytes of a record must say what parsing says, or nothing. */
import { describe, expect, it } from 'vitest';
import { keys, parseReleaseKey } from '../../../shared/archive/keys.ts';
import { jsonBytes } from '../../../shared/archive/objects.ts';
import { recordFromBytes } from '../../../shared/archive/verify/record-bytes.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { makeRelease, reviseRelease } from '../../support/releases.ts';

const sha256 = 'a'.repeat(64);
const packedSha256 = 'b'.repeat(64);
const capture = { key: `raw/harbour/2026/03/${sha256}.html.gz`, sha256, packedSha256 };

const partsOf = ({ newsroom, id, revision }: Release) =>
  parseReleaseKey(keys.release(newsroom, '2026-03-01', id, revision))!;
const read = (release: Release) => recordFromBytes(partsOf(release), jsonBytes(release));

describe('a record read by its bytes', () => {
  it('says its capture as parsing does, with and without one, of every revision', () => {
    const first = makeRelease({ slug: 'one', capture });
    expect(read(first)).toEqual({ capture });
    expect(read(makeRelease({ slug: 'old', capture: { key: capture.key, sha256 } }))).toEqual({
      capture: { key: capture.key, sha256 },
    });
    expect(read(makeRelease({ slug: 'two', capture: null }))).toEqual({ capture: null });
    expect(read({ ...reviseRelease(first, true, { headline: 'Mended' }), capture })).toEqual({ capture });
  });

  it('is not misled by texts that look like its fields', () => {
    const forged = `x","revision":7,"status":"current","capture":null,"warnings":[]}\n`;
    const warnings = [forged, ',"capture":null', 'revision', ',"revision":9,"status":"current",'];
    expect(read(makeRelease({ slug: 'one', body: forged, headline: forged, capture, warnings }))).toEqual({ capture });
  });

  it('says nothing of a record that was cut anywhere, or is of another id, revision or layout', () => {
    const release = makeRelease({ slug: 'one', body: 'Übergröße '.repeat(40), capture });
    const bytes = jsonBytes(release);
    for (let length = 0; length < bytes.byteLength; length += 1) {
      expect(recordFromBytes(partsOf(release), bytes.subarray(0, length))).toBeNull();
    }
    expect(recordFromBytes({ ...partsOf(release), revision: 2 }, bytes)).toBeNull();
    expect(recordFromBytes(partsOf(makeRelease({ slug: 'two' })), bytes)).toBeNull();
    expect(recordFromBytes(partsOf(release), Buffer.from(JSON.stringify(release, null, 1)))).toBeNull();
  });
});
