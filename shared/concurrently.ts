/** Work on many things, so many at a time. */

/** The results in the order of the items. The first fault is thrown after all that had begun have ended. */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const faults: unknown[] = [];
  const rest = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of rest) {
      if (faults.length > 0) return;
      try {
        results[index] = await work(item);
      } catch (fault) {
        faults.push(fault);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
  if (faults.length > 0) throw faults[0];
  return results;
}
