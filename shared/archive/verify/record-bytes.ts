/**
 * What verification needs of a record, from its bytes as they lie: parsing the whole text costs more than reading and
 * hashing it. Only of bytes whose hash the change log names, and only as our own writer lays them out; any other record is
 * parsed.
 */
import { type Release, schemaVersion } from '../../release/schema.ts';
import type { ReleaseKeyParts } from '../keys.ts';

/** The first fields. */
const startOf = ({ release, newsroom }: ReleaseKeyParts): string =>
  `{"schemaVersion":${schemaVersion},"id":"${release}","newsroom":"${newsroom}",`;

/** Fields behind the text. Inside a text quotes are escaped, so that no text can look like a name of a field. */
const revisionField = Buffer.from(',"revision":');
const captureField = Buffer.from(',"capture":');
const revisionText = /^,"revision":(\d{1,9}),"status":"(?:current|withdrawn)",/;
const captureText =
  /^,"capture":(?:null|\{"key":"(raw\/[a-z0-9/.-]+)","sha256":"([0-9a-f]{64})"(?:,"packedSha256":"([0-9a-f]{64})")?\}),"warnings":\[/;
const end = ']}\n';
/** More than `captureText` or `revisionText` can take. */
const fieldBytesMax = 512;

/** Null for bytes that are laid out otherwise, or cut. */
export function recordFromBytes(
  parts: ReleaseKeyParts,
  body: Uint8Array,
): { readonly capture: Release['capture'] } | null {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const start = startOf(parts);
  if (bytes.toString('latin1', 0, start.length) !== start || bytes.toString('latin1', bytes.length - 3) !== end) {
    return null;
  }
  const captureAt = bytes.lastIndexOf(captureField);
  const revisionAt = captureAt < 0 ? -1 : bytes.lastIndexOf(revisionField, captureAt);
  if (revisionAt < 0) return null;
  const revision = revisionText.exec(bytes.toString('latin1', revisionAt, revisionAt + fieldBytesMax));
  const capture = captureText.exec(bytes.toString('latin1', captureAt, captureAt + fieldBytesMax));
  if (revision?.[1] !== String(parts.revision) || capture === null) return null;
  const [, key, sha256, packedSha256] = capture;
  if (key === undefined || sha256 === undefined) return { capture: null };
  return { capture: { key, sha256, ...(packedSha256 === undefined ? {} : { packedSha256 }) } };
}
