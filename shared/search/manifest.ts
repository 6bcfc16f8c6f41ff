/** Which segments the search index has, and which changes of the archive each of them covers. */

import * as z from '../zod.ts';
import { textOf, utf8 } from './bytes.ts';
import type { SearchFiles } from './files.ts';
import { segmentVersion } from './layout.ts';

const segmentEntry = z.strictObject({
  name: z.string(),
  /** First and last sequence of the change log that it covers. */
  from: z.int(),
  to: z.int(),
  documents: z.int(),
  /** Documents that later segments have replaced, rising. */
  dead: z.array(z.int()),
});

const manifestSchema = z.strictObject({
  version: z.literal(segmentVersion),
  /** Rises with every write: who finds another one than it read has been overtaken. */
  generation: z.int(),
  segments: z.array(segmentEntry),
  /** A change segment by its hash, to know the archive again. */
  archive: z.nullable(z.strictObject({ key: z.string(), sha256: z.string() })),
});

export type Manifest = z.infer<typeof manifestSchema>;

export const noManifest: Manifest = {
  version: segmentVersion,
  generation: 0,
  segments: [],
  archive: null,
};

const manifestName = 'manifest.json';

/** Null when there is none, or it cannot be used. */
export async function readManifest(files: SearchFiles): Promise<Manifest | null> {
  const body = await files.read(manifestName);
  if (body === null) return null;
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(textOf(body)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Whether one lies there, usable or not. */
export async function hasManifest(files: SearchFiles): Promise<boolean> {
  return (await files.read(manifestName, { firstByte: 0, lastByte: 0 })) !== null;
}

export function writeManifest(files: SearchFiles, manifest: Manifest): Promise<void> {
  return files.write(manifestName, utf8(JSON.stringify(manifest)));
}

/** Removes files that the manifest does not name. Who still reads them finds the new ones by the manifest. */
export async function removeUnnamed(files: SearchFiles, manifest: Manifest): Promise<void> {
  const named = new Set([manifestName, ...manifest.segments.map(({ name }) => name)]);
  for (const name of await files.list()) if (!named.has(name)) await files.remove(name);
}
