/** `--rate`: how often a subscriber is told. */
import type { ArgsDef } from 'citty';
import { UsageError } from '../shared/errors.ts';
import type { Rate } from '../shared/ports.ts';

export const rateArgs = {
  rate: {
    type: 'enum',
    options: ['immediate', 'daily', 'weekly'],
    default: 'immediate',
    description: 'How often: at once, or as a digest',
  },
} as const satisfies ArgsDef;

/** Throws UsageError for a rate that would leave the subscriber without any message: nothing sends digests yet. */
export function rateFlag(value: string): Rate {
  if (value === 'immediate') return value;
  throw new UsageError('E_RATE', `${value} digests are not sent yet: such a subscriber would hear nothing`, {
    input: value,
    hint: 'use --rate immediate; hits of one minute come as one message',
  });
}
