/** A change of rate while something waits: whoever changes it hears of that, and of nothing twice. */
import { describe, expect, it } from 'vitest';
import { units } from '../../../shared/limits.ts';
import type { Rate } from '../../../shared/ports.ts';
import { closeDigests } from '../../../shared/steps/close-digests.ts';
import { getWatch } from '../../../shared/watch/read.ts';
import { addWatch } from '../../../shared/watch/store.ts';
import { changeSubscriptionRate, subscribeTo } from '../../../shared/watch/subscribe.ts';
import { memoryPorts } from '../../support/memory/ports.ts';
import { pumpAlerts, quietConfig } from '../../support/pipeline.ts';
import { makeRelease, storeRelease } from '../../support/releases.ts';

const reader = { kind: 'email', address: 'reader@example.org' } as const;
const other = { kind: 'email', address: 'other@example.org' } as const;

async function watched(rate: Rate, others: readonly Rate[] = []) {
  const ports = memoryPorts();
  await addWatch(ports.objects, ports.clock, { name: 'w', query: 'cybercrime' });
  const watch = (await getWatch(ports.objects, 'w'))!;
  const subscription = await subscribeTo(ports, watch, rate, reader);
  for (const one of others) await subscribeTo(ports, watch, one, other);
  for (const slug of ['one', 'two']) await storeRelease(ports.objects, makeRelease({ slug }));
  await pumpAlerts(ports);
  const goOn = async (ms: number) => {
    ports.clock.advance(ms);
    await pumpAlerts(ports);
    await closeDigests(ports, quietConfig)({ all: true });
  };
  /** How many releases each message that somebody got was about, with its rate. */
  const told = () =>
    ports.topic.published
      .filter(({ target, outcome }) => target.kind === 'watch' && outcome.kind === 'accepted')
      .map(({ message }) => `${message.attributes['rate']} ${message.alerts.length}`);
  const change = (to: Rate) => changeSubscriptionRate(ports, subscription, to);
  return { told, change, goOn };
}

describe('a change of rate', () => {
  it('takes what waits for the end of its minute into the digest', async () => {
    const { told, change, goOn } = await watched('immediate');
    expect(told()).toEqual(['immediate 1']);
    await change('daily');
    await goOn(units.DAY_MS);
    expect(told()).toEqual(['immediate 1', 'daily 1']);
  });

  it('takes what waits for a digest along to where it is told at once', async () => {
    const { told, change, goOn } = await watched('weekly');
    await change('immediate');
    await goOn(2 * units.MINUTE_MS);
    expect(told()).toEqual(['immediate 2']);
    await goOn(8 * units.DAY_MS);
    expect(told()).toEqual(['immediate 2']);
  });

  it('takes nothing from others, and tells nobody twice', async () => {
    const slower = await watched('daily', ['daily', 'weekly']);
    await slower.change('weekly');
    await slower.goOn(8 * units.DAY_MS);
    expect(slower.told()).toEqual(['daily 2', 'weekly 2']);
    const faster = await watched('daily', ['immediate']);
    await faster.change('immediate');
    await faster.goOn(8 * units.DAY_MS);
    expect(faster.told()).toEqual(['immediate 1', 'immediate 1']);
  });
});
