/** The contract of the Topic port. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import type { Endpoint, Topic, TopicMessage } from '../../shared/ports.ts';
import { type ContractOptions, contractTests } from './contract.ts';

export interface TopicFixture {
  readonly topic: Topic;
  /** Two different endpoints whose subscriptions are confirmed at once. */
  readonly endpoint: Endpoint;
  readonly otherEndpoint: Endpoint;
  /** Unique to this test: begins every watch id. Only [a-z0-9-]. */
  readonly watchPrefix: string;
  readonly cleanup?: () => Promise<void>;
}

const message: TopicMessage = {
  messageId: 'mmmmmmmmmmmmmmmmmmmmmmmm',
  subject: 'INTERPOL: Global police action against cybercrime',
  text: 'INTERPOL, 2026-03-02\nGlobal police action against cybercrime\n',
  json: '{"version":1,"messageId":"mmmmmmmmmmmmmmmmmmmmmmmm","alerts":[]}',
  sms: 'INTERPOL: Global police action',
  attributes: { organization: 'INTERPOL', language: 'en' },
  alerts: [
    { alertId: 'aaaaaaaaaaaaaaaaaaaaaaaa', watch: 'w', release: 'rrrrrrrrrrrrrrrrrrrr', revision: 1, kind: 'new' },
  ],
};

/** Runs the suite; `make` is called for each test. */
export function topicContract(name: string, make: () => Promise<TopicFixture>, options: ContractOptions = {}): void {
  describe(`topic contract: ${name}`, () => {
    let fixture: TopicFixture;
    let topic: Topic;
    let watch: string;
    let otherWatch: string;
    beforeEach(async () => {
      fixture = await make();
      topic = fixture.topic;
      watch = `${fixture.watchPrefix}one`;
      otherWatch = `${fixture.watchPrefix}two`;
    });
    afterEach(async () => {
      await fixture?.cleanup?.();
    });

    const it = contractTests(name, options);

    it('knows no subscription of a new watch', async () => {
      expect(await topic.subscriptions(watch)).toEqual([]);
    });

    it('tells the subscription it made', async () => {
      const subscription = await topic.subscribe(watch, 'immediate', fixture.endpoint);
      expect(subscription).toMatchObject({ watch, rate: 'immediate', endpoint: fixture.endpoint, state: 'confirmed' });
      expect(await topic.subscriptions(watch)).toEqual([subscription]);
    });

    it('makes the same subscription of the same watch, rate and endpoint', async () => {
      const first = await topic.subscribe(watch, 'immediate', fixture.endpoint);
      const second = await topic.subscribe(watch, 'immediate', fixture.endpoint);
      expect(second.id).toBe(first.id);
      expect(await topic.subscriptions(watch)).toHaveLength(1);
    });

    it('keeps rates and endpoints apart', async () => {
      const ids = [
        await topic.subscribe(watch, 'immediate', fixture.endpoint),
        await topic.subscribe(watch, 'daily', fixture.endpoint),
        await topic.subscribe(watch, 'immediate', fixture.otherEndpoint),
      ].map(({ id }) => id);
      expect(new Set(ids).size).toBe(3);
      expect((await topic.subscriptions(watch)).map(({ id }) => id).sort()).toEqual([...ids].sort());
    });

    it('never tells the subscriptions of another watch', async () => {
      await topic.subscribe(watch, 'immediate', fixture.endpoint);
      const other = await topic.subscribe(otherWatch, 'immediate', fixture.endpoint);
      expect(await topic.subscriptions(otherWatch)).toEqual([other]);
      // A watch whose id begins another's.
      expect(await topic.subscriptions(fixture.watchPrefix.slice(0, -1))).toEqual([]);
    });

    it('accepts a publish that has a subscriber and answers a message id', async () => {
      await topic.subscribe(watch, 'immediate', fixture.endpoint);
      const outcome = await topic.publish({ kind: 'watch', watch, rate: 'immediate' }, message);
      expect(outcome).toEqual({ kind: 'accepted', messageId: expect.stringMatching(/./) });
    });

    it('answers no-subscriber when a watch has none', async () => {
      expect(await topic.publish({ kind: 'watch', watch, rate: 'immediate' }, message)).toEqual({
        kind: 'no-subscriber',
      });
    });

    it('answers no-subscriber when the watch has subscribers at other rates only', async () => {
      await topic.subscribe(watch, 'daily', fixture.endpoint);
      expect(await topic.publish({ kind: 'watch', watch, rate: 'immediate' }, message)).toEqual({
        kind: 'no-subscriber',
      });
    });

    it('ends one subscription and keeps the others', async () => {
      const first = await topic.subscribe(watch, 'immediate', fixture.endpoint);
      const second = await topic.subscribe(watch, 'immediate', fixture.otherEndpoint);
      await topic.unsubscribe(first.id);
      expect(await topic.subscriptions(watch)).toEqual([second]);
    });

    it('takes the end of a subscription twice', async () => {
      const { id } = await topic.subscribe(watch, 'immediate', fixture.endpoint);
      await topic.unsubscribe(id);
      await topic.unsubscribe(id);
      expect(await topic.subscriptions(watch)).toEqual([]);
    });

    it('removes a watch with all its subscriptions, and no other, and takes it twice', async () => {
      await topic.subscribe(watch, 'immediate', fixture.endpoint);
      await topic.subscribe(watch, 'weekly', fixture.otherEndpoint);
      const other = await topic.subscribe(otherWatch, 'immediate', fixture.endpoint);
      await topic.removeWatch(watch);
      await topic.removeWatch(watch);
      expect(await topic.subscriptions(watch)).toEqual([]);
      expect(await topic.subscriptions(otherWatch)).toEqual([other]);
    });

    it.end();
  });
}
