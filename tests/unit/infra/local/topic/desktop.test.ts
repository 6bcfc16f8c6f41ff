/** Notifications of the desktop, by a program that stands in for the real one and writes down what it was given. */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { desktopDeliverer } from '../../../../../infra/local/topic/desktop.ts';
import { localTopic } from '../../../../../infra/local/topic/local-topic.ts';
import { testClock } from '../../../../support/memory/clock.ts';
import { memoryObjects } from '../../../../support/memory/objects.ts';
import { memoryQueue } from '../../../../support/memory/queue.ts';
import { seededRandom } from '../../../../support/memory/random.ts';
import { delivery } from './samples.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desktop-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function program(name: string, ending = ''): Promise<void> {
  const script = `#!/bin/sh\nfor word in "$@"; do printf '%s\\n' "$word"; done > "${folder}/given"\n${ending}\n`;
  await writeFile(join(folder, name), script);
  await chmod(join(folder, name), 0o755);
}

const given = async (): Promise<readonly string[]> =>
  (await readFile(join(folder, 'given'), 'utf8')).trimEnd().split('\n');
const hit = (organization: string, headline: string, text: string) => ({
  organization,
  headline,
  why: { sentence: { text } },
});
const deliveryOf = (alerts: readonly unknown[], subject = 'Ferry seized [ports]') => ({
  ...delivery,
  endpoint: { kind: 'desktop' as const },
  message: { ...delivery.message, subject, json: JSON.stringify({ version: 1, alerts }) },
});

test('a release is shown by its subject, and by whose it is with the sentence that matched', async () => {
  await program('notify-send');
  const one = deliveryOf([hit('Harbour Authority', 'Ferry seized', 'Officers seized a <b>ferry</b> & two boats.')]);
  expect(await desktopDeliverer({ platform: 'linux', path: folder })(one)).toEqual({ kind: 'delivered' });
  expect(await given()).toEqual([
    '--app-name=Dateline',
    '--',
    'Ferry seized [ports]',
    'Harbour Authority: Officers seized a &lt;b&gt;ferry&lt;/b&gt; &amp; two boats.',
  ]);
});

test('several are shown by their headlines, a test by what it says', async () => {
  await program('osascript');
  const deliver = desktopDeliverer({ platform: 'darwin', path: folder });
  await deliver(deliveryOf(['One', 'Two', 'Three', 'Four'].map((headline) => hit('Harbour', headline, ''))));
  expect((await given()).slice(-4)).toEqual(['Ferry seized [ports]', 'One', 'Two', 'Three']);
  await deliver(deliveryOf([]));
  expect((await given()).slice(-1)).toEqual(['INTERPOL, 2 March 2026']);
});

test('no word of a message is read by a shell or as a flag', async () => {
  await program('notify-send');
  const attack = '--urgency=critical $(touch owned) `touch owned` ; touch owned';
  await desktopDeliverer({ platform: 'linux', path: folder })(deliveryOf([hit(attack, attack, attack)], attack));
  expect(await given()).toEqual(['--app-name=Dateline', '--', attack, `${attack}: ${attack}`]);
});

test('a program that fails, or is gone, fails the delivery with its own words', async () => {
  const deliver = desktopDeliverer({ platform: 'linux', path: folder });
  const gone = 'no notification can be shown here: there is no notify-send';
  expect(await deliver(deliveryOf([]))).toEqual({ kind: 'failed', message: gone });
  await program('notify-send', 'echo "Cannot autolaunch D-Bus" >&2; exit 1');
  expect(await deliver(deliveryOf([]))).toEqual({
    kind: 'failed',
    message: 'notify-send did not show the notification: Cannot autolaunch D-Bus',
  });
});

test('a desktop that shows nothing is refused when somebody subscribes', async () => {
  const clock = testClock();
  const queue = memoryQueue({ clock });
  const objects = memoryObjects({ clock });
  const topic = localTopic({
    objects,
    deliveries: queue,
    webhooks: queue,
    clock,
    random: seededRandom(),
    path: folder,
  });
  const subscribe = () => topic.subscribe('ports', 'immediate', { kind: 'desktop' });
  await expect(subscribe()).rejects.toMatchObject({ code: 'E_DESKTOP', hint: expect.stringContaining('--stdout') });
  expect(await topic.subscriptions('ports')).toEqual([]);
  for (const name of ['notify-send', 'osascript', 'powershell.exe']) await program(name);
  expect(await subscribe()).toMatchObject({ endpoint: { kind: 'desktop' }, state: 'confirmed' });
});
