/** Lets a stored index begin at few watches, so that a test needs no thousands. */
import { afterAll, beforeAll } from 'vitest';
import { indexLimits } from '../../shared/limits.ts';

type Changed = Partial<Record<keyof typeof indexLimits, number>>;

function setIndexLimits(changed: Changed): () => void {
  const table = indexLimits as Record<string, number>;
  const before = { ...table };
  Object.assign(table, changed);
  return () => void Object.assign(table, before);
}

/** For all tests of the file, or of the block. */
export function withIndexLimits(changed: Changed): void {
  let reset = (): void => undefined;
  beforeAll(() => {
    reset = setIndexLimits(changed);
  });
  afterAll(() => reset());
}
