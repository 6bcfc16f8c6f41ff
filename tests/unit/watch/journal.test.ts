/** The journal of watches: what was changed, what is being changed. */
import { describe, expect, it } from 'vitest';
import { indexLimits, limits } from '../../../shared/limits.ts';
import type { Objects } from '../../../shared/ports.ts';
import { changedSince, endDeadWriters, journaled, noteChanges, readJournal } from '../../../shared/watch/journal.ts';
import { memoryPorts } from '../../support/memory/ports.ts';

describe('the journal of watches', () => {
  it('names a watch before it is written, and counts it after', async () => {
    const { objects, clock } = memoryPorts();
    await journaled(objects, clock, 'ports', async () => {
      expect(await readJournal(objects)).toMatchObject({ changes: 0, writing: [{ watch: 'ports' }] });
    });
    expect(await readJournal(objects)).toMatchObject({ changes: 1, recent: ['ports'], writing: [] });
  });

  it('keeps the note of a write that failed, whose effect may still come, until its writer must be dead', async () => {
    const { objects, clock } = memoryPorts();
    const failing = journaled(objects, clock, 'ports', () => Promise.reject(new Error('no answer')));
    await expect(failing).rejects.toThrow('no answer');
    await endDeadWriters(objects, clock);
    expect(await readJournal(objects)).toMatchObject({ changes: 0, writing: [{ watch: 'ports' }] });
    clock.advance(indexLimits.writerDeadAfterMs + 1);
    expect(await endDeadWriters(objects, clock)).toMatchObject({ changes: 1, recent: ['ports'], writing: [] });
  });

  it('tells the changes behind a number, each watch once, and when it does not reach back so far', async () => {
    const { objects, clock } = memoryPorts();
    await noteChanges(objects, clock, ['a', 'b', 'a', 'c']);
    const journal = await readJournal(objects);
    expect([...(changedSince(journal, 1) ?? [])]).toEqual(['b', 'a', 'c']);
    expect(changedSince(journal, 4)?.size).toBe(0);
    // A number that was never reached: the journal is another one.
    expect(changedSince(journal, 5)).toBeNull();
    await noteChanges(
      objects,
      clock,
      Array.from({ length: indexLimits.recentChangesMax }, () => 'd'),
    );
    expect(changedSince(await readJournal(objects), 3)).toBeNull();
  });

  it('reads what an earlier version wrote, a number alone', async () => {
    const { objects, clock } = memoryPorts();
    const body = new TextEncoder().encode('{"changes":7}');
    await objects.put('state/watches.json', body, { condition: { kind: 'create-once' }, contentType: 'x' });
    expect(changedSince(await readJournal(objects), 6)).toBeNull();
    await noteChanges(objects, clock, ['a']);
    expect(await readJournal(objects)).toMatchObject({ changes: 8, recent: ['a'] });
  });

  it('lets a writer who loses again and again try longer than one swap does', async () => {
    const { objects, clock } = memoryPorts();
    let losses = limits.swapAttemptsMax + 1;
    const busy: Objects = {
      ...objects,
      put: (...given) => {
        losses -= 1;
        return losses >= 0 ? Promise.resolve({ kind: 'stale' }) : objects.put(...given);
      },
    };
    await noteChanges(busy, clock, ['a']);
    expect((await readJournal(objects)).changes).toBe(1);
    losses = Number.POSITIVE_INFINITY;
    await expect(noteChanges(busy, clock, ['a'])).rejects.toMatchObject({ code: 'E_CONTENDED' });
  });
});
