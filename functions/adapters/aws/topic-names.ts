/** Names and ARNs of the topics that are made at run time: one for each watch and rate, all under one prefix. */
import { createHash } from 'node:crypto';
import { BadInputError } from '../../../shared/errors.ts';
import { base32 } from '../../../shared/ids.ts';
import { limits } from '../../../shared/limits.ts';
import type { Rate } from '../../../shared/ports.ts';

export const rates: readonly Rate[] = ['immediate', 'daily', 'weekly', 'off'];

const nameCharacters = /^[A-Za-z0-9_-]+$/;
const hashCharacters = 32;
const longestRate = Math.max(...rates.map((rate) => rate.length));
/** What a prefix may take so that a hashed watch id and any rate still fit behind it. */
const prefixCharactersMax = limits.topicNameCharactersMax - hashCharacters - longestRate - 2;

export interface TopicPlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** Partition, region and account of an SNS topic's ARN. Throws BadInputError E_ARN. */
export function placeOf(topicArn: string): TopicPlace {
  const [arn, partition, service, region, account, name, ...rest] = topicArn.split(':');
  const parts = [partition, region, account, name];
  if (
    arn !== 'arn' ||
    service !== 'sns' ||
    rest.length > 0 ||
    parts.some((part) => part === undefined || part === '')
  ) {
    throw new BadInputError('E_ARN', `${JSON.stringify(topicArn)} is not the ARN of an SNS topic`, {
      input: topicArn,
      hint: 'take it from the outputs of the stack: arn:aws:sns:REGION:ACCOUNT:NAME',
    });
  }
  return { partition: partition ?? '', region: region ?? '', account: account ?? '' };
}

/** Refuses a prefix that SNS would not take; emulators take any. Throws BadInputError E_TOPIC_PREFIX. */
export function checkPrefix(prefix: string): void {
  if (nameCharacters.test(prefix) && prefix.length <= prefixCharactersMax) return;
  throw new BadInputError('E_TOPIC_PREFIX', `${JSON.stringify(prefix)} cannot begin the name of a topic`, {
    input: prefix,
    hint: `use 1 to ${prefixCharactersMax} letters, digits, hyphens and underscores`,
  });
}

/**
 * `<prefix><watch>-<rate>`. A watch id that SNS would not take stands as `_` and a hash of itself; ids of watches have
 * no underscore, so the two cannot meet.
 */
export function topicName(prefix: string, watch: string, rate: Rate): string {
  const plain = `${prefix}${watch}-${rate}`;
  // The longest rate decides, so that all topics of one watch are named alike.
  const fits = prefix.length + watch.length + 1 + longestRate <= limits.topicNameCharactersMax;
  if (fits && nameCharacters.test(watch)) return plain;
  const hash = base32(createHash('sha256').update(watch).digest()).slice(0, hashCharacters);
  return `${prefix}_${hash}-${rate}`;
}

export function topicArn({ partition, region, account }: TopicPlace, name: string): string {
  return `arn:${partition}:sns:${region}:${account}:${name}`;
}
