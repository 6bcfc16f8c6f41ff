/**
 * The search index of an archive: every release in its latest revision, kept up by following the change log. What it
 * holds is derived and may be lost at any time: a damaged or missing segment is made again from the archive, and said so.
 */
import { readHead } from '../archive/follow.ts';
import { keys, parseReleaseKey } from '../archive/keys.ts';
import { parseRelease } from '../archive/release-object.ts';
import { mapConcurrently } from '../concurrently.ts';
import { CorruptDataError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { Objects } from '../ports.ts';
import type { QueryNode } from '../query/ast.ts';
import type { Release } from '../release/schema.ts';
import { queryDocument } from '../watch/document.ts';
import { SegmentBuilder } from './builder.ts';
import { changesOf, type ReleaseChange, type Span } from './change-lines.ts';
import type { SearchFiles } from './files.ts';
import { SegmentDamaged } from './layout.ts';
import { type NearWord, nearer } from './nearest-words.ts';
import { dayNumber, dayText, keyOfRow, type ReleaseRow } from './row.ts';
import { Overtaken, SegmentSet } from './segment-set.ts';
import { type Source, Tail, type TailDocument } from './source.ts';

export interface ArchiveIndexOptions {
  readonly objects: Objects;
  readonly files: SearchFiles;
  /** Told a sentence when something had to be made again, or an object cannot be read. */
  readonly onProblem?: (message: string) => void;
  /** Told after each piece of a long catching-up: changes of the archive that are in the index now, of all. */
  readonly onProgress?: (done: number, all: number) => void;
}

export interface FoundInSource {
  readonly source: Source;
  /** Rising: in the order of their changes. */
  readonly documents: Uint32Array;
}

const overtakenMax = 3;

export class ArchiveIndex {
  private readonly options: ArchiveIndexOptions;
  private readonly segments: SegmentSet;
  private tail = new Tail();
  /** The changes that are in memory; empty when `to` < `from`. */
  private tailSpan: Span = { from: 1, to: 0 };
  /** Keys in memory that were not in the log when they came. */
  private readonly pending = new Set<string>();
  private readonly announced = new Set<string>();
  private counts: Map<string, number> | null = null;
  private refreshing: Promise<void> | null = null;

  constructor(options: ArchiveIndexOptions) {
    this.options = options;
    this.segments = new SegmentSet(options.objects, options.files, options.onProblem ?? (() => undefined));
  }

  /** Takes in what is new in the change log; one that is damaged is told as a problem. Throws DependencyError. */
  refresh(): Promise<void> {
    this.refreshing ??= this.catchUp().finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  /** How many changes a `refresh` would take in now. */
  async behind(): Promise<number> {
    await this.segments.load();
    const head = await readHead(this.options.objects);
    return this.missing(head?.seq ?? 0).reduce((sum, { from, to }) => sum + to - from + 1, 0);
  }

  /** A release was committed just now: the next `refresh` takes it in, whether the log has it by then or not. */
  announce(key: string): void {
    if (this.announced.size >= limits.searchTailChangesMax) this.announced.clear();
    this.announced.add(key);
  }

  get size(): number {
    let size = 0;
    for (const count of this.countsByNewsroom().values()) size += count;
    return size;
  }

  countOf(newsroom: string): number {
    return this.countsByNewsroom().get(newsroom) ?? 0;
  }

  /** The latest revision of a release; null when it is not in the index. */
  find(id: string): ReleaseRow | null {
    for (const source of this.sources()) {
      const document = source.find(id);
      if (document >= 0 && !source.dead.has(document)) return source.row(document);
    }
    return null;
  }

  /** The sources, latest changes last; within each, documents stand in the order of their changes. */
  sources(): readonly Source[] {
    return [...this.segments.all, this.tail];
  }

  /** Every release in its latest revision, last changed first. */
  *rows(): Generator<ReleaseRow> {
    for (const source of [...this.sources()].reverse()) {
      const { dead } = source;
      for (let document = source.documents - 1; document >= 0; document--) {
        if (!dead.has(document)) yield source.row(document);
      }
    }
  }

  /** The first of `rows()`. */
  lastChanged(max: number): readonly ReleaseRow[] {
    const rows: ReleaseRow[] = [];
    for (const row of this.rows()) if (rows.push(row) >= max) break;
    return rows;
  }

  /** The releases that meet the query in their latest revision, by source in the order of `sources()`. */
  async search(tree: QueryNode): Promise<readonly FoundInSource[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        const found: FoundInSource[] = [];
        for (const source of this.sources()) {
          found.push({ source, documents: (await source.search(tree)).andNot(source.dead).documents() });
        }
        return found;
      } catch (fault) {
        if (!(fault instanceof SegmentDamaged)) throw fault;
        const outcome = await this.segments.drop(fault);
        // Not one of these any more: it was merged away while it was read.
        if (outcome === 'unknown' && attempt >= overtakenMax) throw fault;
        if (outcome === 'reload') this.forgetTail();
        await this.refresh();
      }
    }
  }

  /** Whether any release has this folded word. */
  async hasWord(word: string): Promise<boolean> {
    for (const source of this.sources()) if (await source.hasWord(word)) return true;
    return false;
  }

  /** The word of any release that is written most like this folded one; null when none is near. */
  async nearestWord(word: string): Promise<string | null> {
    let best: NearWord | null = null;
    for (const source of this.sources()) best = nearer(best, await source.nearestWord(word));
    return best?.word ?? null;
  }

  /** Null when the object is gone. Throws CorruptDataError. */
  async read(row: ReleaseRow): Promise<Release | null> {
    const key = keyOfRow(row);
    const stored = await this.options.objects.get(key);
    return stored === null ? null : parseRelease(key, stored.body);
  }

  /** An earlier revision of a release. Null when there is none. */
  readRevision(row: ReleaseRow, revision: number): Promise<Release | null> {
    return this.read({ ...row, revision });
  }

  private countsByNewsroom(): ReadonlyMap<string, number> {
    if (this.counts !== null) return this.counts;
    const counts = new Map<string, number>();
    for (const source of this.sources()) {
      const { dead } = source;
      for (let document = 0; document < source.documents; document++) {
        if (dead.has(document)) continue;
        const newsroom = source.newsroomOf(document);
        counts.set(newsroom, (counts.get(newsroom) ?? 0) + 1);
      }
    }
    this.counts = counts;
    return counts;
  }

  private async catchUp(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.segments.load();
        const head = await readHead(this.options.objects);
        const last = head?.seq ?? 0;
        if (last < Math.max(this.segments.lastSeq, this.tailSpan.to)) {
          this.forgetTail();
          this.segments.startAnew('the change log is shorter than it was');
        }
        for (const span of this.missing(last)) {
          if (span.to === last) await this.takeNew(span);
          else await this.intoSegments(span, last);
        }
        await this.takeAnnounced();
        return;
      } catch (fault) {
        if (fault instanceof CorruptDataError) {
          // What is in the index can still be asked.
          this.options.onProblem?.(`new releases cannot be searched: ${fault.message}`);
          return;
        }
        if (!(fault instanceof Overtaken) || attempt === overtakenMax) throw fault;
        this.forgetTail();
      }
    }
  }

  private async takeAnnounced(): Promise<void> {
    for (const key of this.announced) {
      this.announced.delete(key);
      const parts = parseReleaseKey(key);
      const known = parts === null ? null : this.find(parts.release);
      if (parts === null || (known !== null && known.revision >= parts.revision)) continue;
      const seq = Math.max(this.tailSpan.to, this.segments.lastSeq, this.tail.lastSeq) + 1;
      const read = await this.readChange({ seq, key, parts });
      if (read === null) continue;
      this.pending.add(key);
      this.takeIn(read);
    }
  }

  /** The changes up to `last` that are neither in a segment nor in memory. */
  private missing(last: number): readonly Span[] {
    const covered: Span[] = [...this.segments.all];
    if (this.tailSpan.to >= this.tailSpan.from) covered.push(this.tailSpan);
    covered.sort((a, b) => a.from - b.from);
    const spans: Span[] = [];
    let from = 1;
    for (const span of covered) {
      if (span.from > from) spans.push({ from, to: span.from - 1 });
      from = span.to + 1;
    }
    if (from <= last) spans.push({ from, to: last });
    return spans;
  }

  /** The end of the log: few changes stay in memory, many become a segment with those that are there. */
  private async takeNew(span: Span): Promise<void> {
    const isEmpty = this.tailSpan.to < this.tailSpan.from;
    const from = isEmpty ? span.from : this.tailSpan.from;
    if (span.to - from + 1 > limits.searchTailChangesMax) {
      this.forgetTail();
      await this.intoSegments({ from, to: span.to }, span.to);
      return;
    }
    for await (const { changes } of changesOf(this.options.objects, span)) {
      for (const read of await this.readChanges(lastOfEach(changes))) if (this.admits(read.row)) this.takeIn(read);
    }
    this.tailSpan = { from, to: span.to };
    this.counts = null;
  }

  /** Reads a span of changes into segments. */
  private async intoSegments(span: Span, last: number): Promise<void> {
    let building = new Building(span.from);
    this.counts = null;
    for await (const { changes, lastSeq } of changesOf(this.options.objects, span)) {
      for (let start = 0; start < changes.length; start += limits.searchReleasesReadMax) {
        const some = lastOfEach(changes.slice(start, start + limits.searchReleasesReadMax));
        for (const read of await this.readChanges(some)) {
          if (!building.admits(read.row) || !this.admits(read.row)) continue;
          this.replace(read.row);
          building.add(read);
        }
      }
      if (building.builder.tokenCount < limits.searchSegmentTokensMin && lastSeq < span.to) continue;
      await this.segments.add(building.bytes(), { from: building.from, to: lastSeq }, building.dead);
      await this.segments.mergeSmall();
      this.options.onProgress?.(lastSeq, last);
      building = new Building(lastSeq + 1);
    }
  }

  /** Whether a row is news: no later revision is there, and not this one. */
  private admits({ newsroom, partition, id, revision }: ReleaseRow): boolean {
    const known = this.find(id);
    if (known === null || known.revision < revision) return true;
    return known.revision === revision && this.pending.delete(keys.release(newsroom, partition, id, revision));
  }

  private takeIn(read: TailDocument): void {
    this.replace(read.row);
    this.tail = this.tail.with(read);
    this.counts = null;
  }

  /** Earlier revisions of a release are no longer found. */
  private replace({ id }: ReleaseRow): void {
    this.segments.markDead(id);
    this.tail = this.tail.without(id);
  }

  /** What was not logged yet stays. */
  private forgetTail(): void {
    this.tail = new Tail(this.tail.all.filter(({ row }) => this.pending.has(keyOfRow(row))));
    this.tailSpan = { from: 1, to: 0 };
    this.counts = null;
  }

  private async readChanges(changes: readonly ReleaseChange[]): Promise<readonly TailDocument[]> {
    const read = await mapConcurrently(changes, limits.archiveReadsConcurrentMax, (change) => this.readChange(change));
    return read.filter((one) => one !== null);
  }

  /** Null for an object that is gone or no release; which one is told. */
  private async readChange({ seq, key, parts }: ReleaseChange): Promise<TailDocument | null> {
    const problem = (what: string): null => {
      this.options.onProblem?.(`${key} cannot be searched: ${what}`);
      return null;
    };
    const stored = await this.options.objects.get(key);
    if (stored === null) return problem('it is in the change log and not in the archive');
    const { partition } = parts;
    const day = dayNumber(partition);
    if (partition !== 'undated' && (day === null || dayText(day) !== partition)) return problem('its key names no day');
    try {
      const release = parseRelease(key, stored.body);
      return { row: rowOf(release, seq, partition), document: queryDocument(release) };
    } catch (fault) {
      if (!(fault instanceof CorruptDataError)) throw fault;
      return problem(fault.message);
    }
  }
}

function rowOf(release: Release, seq: number, partition: string): ReleaseRow {
  const { id, newsroom, revision, datePublished, firstSeenAt, origin, status } = release;
  return {
    id,
    newsroom,
    partition,
    revision,
    seq,
    day: dayNumber(datePublished),
    firstSeenMs: Date.parse(firstSeenAt),
    origin,
    isWithdrawn: status === 'withdrawn',
  };
}

/** Of several changes of one release only the last. */
function lastOfEach(changes: readonly ReleaseChange[]): readonly ReleaseChange[] {
  const last = new Map<string, ReleaseChange>();
  for (const change of changes) {
    const known = last.get(change.parts.release);
    if (known !== undefined && known.parts.revision > change.parts.revision) continue;
    last.delete(change.parts.release);
    last.set(change.parts.release, change);
  }
  return [...last.values()];
}

/** A segment in the making: a later revision replaces an earlier one in it. */
class Building {
  readonly from: number;
  readonly builder = new SegmentBuilder();
  readonly dead: number[] = [];
  private readonly known = new Map<string, { readonly document: number; readonly revision: number }>();

  constructor(from: number) {
    this.from = from;
  }

  admits({ id, revision }: ReleaseRow): boolean {
    const known = this.known.get(id);
    return known === undefined || known.revision < revision;
  }

  add({ row, document }: TailDocument): void {
    const known = this.known.get(row.id);
    if (known !== undefined) this.dead.push(known.document);
    this.known.set(row.id, { document: this.builder.documents, revision: row.revision });
    this.builder.add(row, document);
  }

  bytes(): Uint8Array {
    return this.builder.bytes();
  }
}
