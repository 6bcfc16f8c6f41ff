/** Forms of datelines in many languages, and beginnings that are none, in tests/golden/release/datelines.yaml. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readDateline } from '../../../shared/release/dateline.ts';

type Form = readonly [head: string, place: string | null, country: string | null, date: string | null];

const forms: readonly Form[] = parse(
  readFileSync(new URL('../../golden/release/datelines.yaml', import.meta.url), 'utf8'),
);
const behind = 'The service presented its yearly report to the members of the board on the first day of the meeting.';

describe('a dateline', () => {
  it.each(forms.filter(([, place]) => place !== null))('is read from "%s"', (head, place, country, date) => {
    expect(readDateline([`${head}${behind}`])).toMatchObject({ place, country, date });
  });

  it.each(forms.filter(([, place]) => place === null))('is none: %s', (head) => {
    expect(readDateline([`${head}${behind}`])).toBeNull();
  });
});
