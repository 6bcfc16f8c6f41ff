/** The segments of the index on disk: opened, added, merged and dropped, with the manifest that names them. */
import { readHead } from '../archive/follow.ts';
import { DatelineError } from '../errors.ts';
import { sha256Hex } from '../ids.ts';
import { limits } from '../limits.ts';
import type { Objects } from '../ports.ts';
import type { Span } from './change-lines.ts';
import type { SearchFiles } from './files.ts';
import { SegmentDamaged } from './layout.ts';
import { hasManifest, type Manifest, noManifest, readManifest, removeUnnamed, writeManifest } from './manifest.ts';
import { mergeSegments } from './merge.ts';
import { Segment } from './segment.ts';
import { SegmentSource } from './source.ts';

/** Another process wrote the manifest since it was read: its segments are taken instead. */
export class Overtaken extends DatelineError {}

export class SegmentSet {
  private readonly objects: Objects;
  private readonly files: SearchFiles;
  private readonly onProblem: (message: string) => void;
  private sources: SegmentSource[] = [];
  private manifest: Manifest | null = null;

  constructor(objects: Objects, files: SearchFiles, onProblem: (message: string) => void) {
    this.objects = objects;
    this.files = files;
    this.onProblem = onProblem;
  }

  /** In the order of the changes they cover. */
  get all(): readonly SegmentSource[] {
    return this.sources;
  }

  get lastSeq(): number {
    return this.sources.at(-1)?.to ?? 0;
  }

  /** Opens what the manifest names, once. What cannot be opened is left out, and told. */
  async load(): Promise<void> {
    if (this.manifest !== null) return;
    const manifest = await readManifest(this.files);
    if (manifest === null && (await hasManifest(this.files))) {
      this.onProblem('the search index is of another version or cannot be read; it is made again');
    }
    this.sources = [];
    for (const { name, from, to, dead } of manifest?.segments ?? []) {
      try {
        this.sources.push(new SegmentSource(await Segment.open(this.files, name), { from, to }, dead));
      } catch (fault) {
        if (!(fault instanceof SegmentDamaged)) throw fault;
        this.onProblem(`${fault.message}; it is made again`);
      }
    }
    this.manifest = manifest ?? noManifest;
    if (!(await this.isOfThisArchive(this.manifest))) this.startAnew('it belongs to another archive');
  }

  /** Forgets everything. */
  startAnew(reason: string): void {
    if (this.sources.length > 0) this.onProblem(`the search index is made again: ${reason}`);
    this.sources = [];
  }

  /**
   * What becomes of a segment that could not be read: `reload` when another process has put others in its place, `dropped`
   * when it is left out to be made again, `unknown` when it is none of these.
   */
  async drop(fault: SegmentDamaged): Promise<'reload' | 'dropped' | 'unknown'> {
    const at = this.sources.findIndex(({ segment }) => segment.name === fault.input);
    if (at < 0) return 'unknown';
    const standing = await readManifest(this.files);
    if (standing !== null && standing.generation !== this.manifest?.generation) {
      this.manifest = null;
      return 'reload';
    }
    this.onProblem(`${fault.message}; it is made again`);
    this.sources.splice(at, 1);
    return 'dropped';
  }

  markDead(id: string): void {
    for (const { segment, dead } of this.sources) {
      const document = segment.columns.find(id);
      if (document >= 0) dead.add(document);
    }
  }

  /** Writes a segment and then the manifest that names it. Throws Overtaken. */
  async add(bytes: Uint8Array, covered: Span, dead: Iterable<number>): Promise<void> {
    const source = new SegmentSource(await this.write(bytes, covered), covered, dead);
    this.sources.push(source);
    this.sources.sort((a, b) => a.from - b.from);
    await this.save();
  }

  /** Makes one of several small neighbours, so that there are never many. */
  async mergeSmall(): Promise<void> {
    for (let run = this.smallRun(); run !== null; run = this.smallRun()) {
      const inputs = this.sources.slice(run.start, run.end);
      const [first] = inputs;
      const last = inputs.at(-1);
      if (first === undefined || last === undefined) return;
      const covered = { from: first.from, to: last.to };
      const merged = await this.write(await mergeSegments(inputs), covered);
      this.sources.splice(run.start, inputs.length, new SegmentSource(merged, covered, []));
      await this.save();
    }
  }

  /** Neighbours up to one size, enough of them, and none as large as all others together. */
  private smallRun(): { readonly start: number; readonly end: number } | null {
    for (let level = 0; level < levelsMax; level++) {
      let start = 0;
      let documents = 0;
      for (let end = 1; end <= this.sources.length; end++) {
        const before = this.sources[end - 1];
        const here = this.sources[end];
        documents += before?.documents ?? 0;
        const isRun =
          before !== undefined &&
          here !== undefined &&
          before.to + 1 === here.from &&
          levelOf(before.documents) <= level &&
          levelOf(here.documents) <= level &&
          documents + here.documents <= limits.searchSegmentReleasesMax;
        if (isRun) continue;
        if (this.isWorthMerging(start, end)) return { start, end };
        start = end;
        documents = 0;
      }
    }
    return null;
  }

  private isWorthMerging(start: number, end: number): boolean {
    const sizes = this.sources.slice(start, end).map(({ documents }) => documents);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    return sizes.length >= limits.searchSegmentsMergedMin && total >= 2 * Math.max(...sizes);
  }

  private async write(bytes: Uint8Array, { from, to }: Span): Promise<Segment> {
    const name = `${from}-${to}-${sha256Hex(bytes).slice(0, 12)}.segment`;
    await this.files.write(name, bytes);
    return Segment.open(this.files, name);
  }

  private async save(): Promise<void> {
    const generation = this.manifest?.generation ?? 0;
    const standing = await readManifest(this.files);
    if ((standing?.generation ?? 0) !== generation) {
      this.manifest = null;
      throw new Overtaken('E_SEARCH_OVERTAKEN', 'another process is making the search index');
    }
    const manifest: Manifest = {
      ...noManifest,
      generation: generation + 1,
      segments: this.sources.map(({ segment, from, to, documents, dead }) => ({
        name: segment.name,
        from,
        to,
        documents,
        dead: [...dead.documents()],
      })),
      archive: await this.archiveMark(),
    };
    await writeManifest(this.files, manifest);
    await removeUnnamed(this.files, manifest);
    this.manifest = manifest;
  }

  private async archiveMark(): Promise<Manifest['archive']> {
    const head = await readHead(this.objects);
    return head === null ? null : { key: head.key, sha256: head.sha256 };
  }

  /** Whether the change segment that the manifest remembers still stands in the archive. */
  private async isOfThisArchive({ archive }: Manifest): Promise<boolean> {
    if (archive === null) return true;
    const head = await readHead(this.objects);
    if (head?.key === archive.key) return head.sha256 === archive.sha256;
    const stored = await this.objects.get(archive.key);
    return stored !== null && sha256Hex(stored.body) === archive.sha256;
  }
}

/** Sizes grow fourfold from level to level; the largest are not merged any more. */
const levelsMax = 4;

function levelOf(documents: number): number {
  const levels = Math.floor(Math.log2(Math.max(documents, 1) / limits.searchTailChangesMax) / 2) + 1;
  return Math.min(Math.max(levels, 0), levelsMax);
}
