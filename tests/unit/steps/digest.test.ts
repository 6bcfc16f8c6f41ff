/** The end of group windows: what waits for one watch is no matter of any other. */
import { describe, expect, it } from 'vitest';
import { closeWindows } from '../../../shared/steps/digest.ts';
import { addWatch } from '../../../shared/watch/store.ts';
import { memoryPorts } from '../../support/memory/ports.ts';
import { pumpAlerts, quietConfig } from '../../support/pipeline.ts';
import { makeRelease, storeRelease } from '../../support/releases.ts';

describe('the group of a watch that cannot be sent', () => {
  it('holds up no other watch, is named, and is thrown at the end', async () => {
    const ports = memoryPorts();
    for (const name of ['a', 'b', 'c']) {
      await addWatch(ports.objects, ports.clock, { name, query: 'cybercrime' });
      await ports.topic.subscribe(name, 'immediate', { kind: 'email', address: 'watcher@example.org' });
    }
    for (const slug of ['one', 'two', 'three']) await storeRelease(ports.objects, makeRelease({ slug }));
    await pumpAlerts(ports);
    const publish = ports.topic.publish.bind(ports.topic);
    ports.topic.publish = async (target, message) => {
      if (target.kind === 'watch' && target.watch === 'b') throw new Error('the topic takes no such message');
      return publish(target, message);
    };
    await expect(closeWindows(ports, quietConfig)()).rejects.toThrow('the topic takes no such message');
    const groups = ports.topic.published.filter(({ message }) => message.alerts.length === 2);
    expect(groups.map(({ message }) => message.attributes['watch'])).toEqual(['a', 'c']);
    expect(ports.log.events).toContainEqual(
      expect.objectContaining({ event: 'window-failed', fields: expect.objectContaining({ watch: 'b' }) }),
    );
  });
});
