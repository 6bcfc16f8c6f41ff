/** `--rate` and `--time-zone`: how often a subscriber is told, and when a day begins there. */
import type { ArgsDef } from 'citty';
import { UsageError } from '../shared/errors.ts';
import type { Rate } from '../shared/ports.ts';
import { isTimeZone } from '../shared/text/zones.ts';
import { rates } from '../shared/watch/schema.ts';
import { similar } from './nearest.ts';

export const rateArgs = {
  rate: {
    type: 'enum',
    options: [...rates],
    description: 'How often: at once, as a digest each day or week, or not at all',
  },
} satisfies ArgsDef;

export const timeZoneArgs = {
  'time-zone': {
    type: 'string',
    valueHint: 'ZONE',
    description: 'Where the days of its digests begin at midnight, such as Europe/Paris',
  },
} as const satisfies ArgsDef;

export function rateFlag(value: string | undefined): Rate | undefined {
  return rates.find((rate) => rate === value);
}

/** Throws UsageError that names the nearest zone. */
export function timeZoneFlag(value: string | undefined): string | undefined {
  if (value === undefined || isTimeZone(value)) return value;
  const near = similar(value, Intl.supportedValuesOf('timeZone'));
  throw new UsageError('E_FLAG_VALUE', `--time-zone cannot be ${value}`, {
    input: value,
    hint: near === null ? 'a name of the IANA time zone database, such as Europe/Paris' : `did you mean ${near}?`,
  });
}
