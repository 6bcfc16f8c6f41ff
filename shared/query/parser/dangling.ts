/** Tells of an operator that has nothing on one of its sides. */
import type { Place } from '../ast.ts';
import { deletion, replacement } from '../edits.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Repair } from '../problems.ts';
import type { Reading } from './reading.ts';

export function reportDangling(reading: Reading, operator: Place): void {
  const written = reading.written(operator);
  const repairs: Repair[] = [{ label: `Leave ${written} out`, edits: [deletion(operator)] }];
  if (/^[a-z]/i.test(written) && written.toLowerCase() !== 'but') {
    repairs.push({ label: 'Search for it as a word', edits: [replacement(operator, `"${written}"`)] });
  }
  reading.report(operator, problemTexts.danglingOperator(written), repairs);
}
