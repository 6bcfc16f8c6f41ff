/** All watches as they stand: which of them a release meets. */
import { mapConcurrently } from '../../concurrently.ts';
import { indexLimits } from '../../limits.ts';
import type { Objects } from '../../ports.ts';
import { findHit } from '../../query/hit.ts';
import type { SearchedDocument } from '../../query/scope.ts';
import type { QueryDocument, QueryHit } from '../../query/types.ts';
import { getWatch } from '../read.ts';
import type { Watch } from '../schema.ts';
import type { Segment, SegmentMatch } from './segment.ts';
import { queryCheck } from './table.ts';

export interface WatchHit {
  readonly watch: Watch;
  readonly hit: QueryHit;
}

interface Found extends SegmentMatch {
  readonly searched: SearchedDocument;
}

export class StandingWatches {
  /** Equal only for equal watches; recorded in the ledger. */
  readonly version: string;
  /** What a later one says of a watch holds, not what an earlier one says. */
  private readonly segments: readonly Segment[];
  /** The watches of each segment but the first, with a query or without. */
  private readonly replaced: readonly ReadonlySet<string>[];
  private readonly objects: Objects;
  /** The watches themselves, where all were just read. */
  private readonly known: ReadonlyMap<string, Watch> | null;

  constructor(options: {
    readonly version: string;
    readonly segments: readonly Segment[];
    readonly replaced: readonly ReadonlySet<string>[];
    readonly objects: Objects;
    readonly known: ReadonlyMap<string, Watch> | null;
  }) {
    this.version = options.version;
    this.segments = options.segments;
    this.replaced = options.replaced;
    this.objects = options.objects;
    this.known = options.known;
  }

  /** The same with these watches, of which no query differs. */
  with(known: ReadonlyMap<string, Watch>): StandingWatches {
    const { version, segments, replaced, objects } = this;
    return new StandingWatches({ version, segments, replaced, objects, known });
  }

  /** Null when there is no such watch, or it was removed. Throws DependencyError. */
  async get(id: string): Promise<Watch | null> {
    return this.known === null ? getWatch(this.objects, id) : (this.known.get(id) ?? null);
  }

  /**
   * The watches that a document meets, each as it stands now, in the order of their ids. Where an index proposes one that
   * asks something else by now, the evaluator decides. Throws DependencyError.
   */
  async match(document: QueryDocument): Promise<readonly WatchHit[]> {
    const hits = await mapConcurrently(this.find(document), indexLimits.watchReadsConcurrentMax, async (found) => {
      const watch = await this.get(found.id);
      if (watch === null) return [];
      const hit = findHit(watch, found.searched, queryCheck(watch.query) === found.check);
      return hit === null ? [] : [{ watch, hit }];
    });
    return hits.flat();
  }

  private find(document: QueryDocument): readonly Found[] {
    const found = this.segments.flatMap((segment, number) => {
      const { searched, matches } = segment.match(document);
      const later = this.replaced.slice(number);
      return matches.filter(({ id }) => !later.some((ids) => ids.has(id))).map((match) => ({ ...match, searched }));
    });
    return found.sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}
