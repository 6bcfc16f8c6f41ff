/** What a person sees while `dateline start` runs. */
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { liveView } from '../../../cli/live-view.ts';
import { openOutput } from '../../../cli/output.ts';
import { eventLog, eventStream } from '../../../infra/local/events.ts';
import { dataFolder } from '../../../infra/local/folder.ts';
import type { LocalPipeline } from '../../../infra/local/open.ts';
import { addWatch } from '../../../shared/watch/store.ts';
import { memoryLog } from '../../support/memory/log.ts';
import { memoryPorts } from '../../support/memory/ports.ts';
import { quietConfig } from '../../support/pipeline.ts';
import { makeRelease, storeRelease } from '../../support/releases.ts';

async function view() {
  const ports = memoryPorts();
  await addWatch(ports.objects, ports.clock, { name: 'Cyber', query: 'cybercrime' });
  let text = '';
  const sink = { write: (line: string) => (text += line), isTTY: true, columns: 60 };
  const output = openOutput({ stdout: sink, stderr: sink }, { json: false, debug: false });
  const events = eventStream();
  const pipeline = {
    ports,
    config: quietConfig,
    folder: dataFolder('/data'),
    problems: [],
  } as unknown as LocalPipeline;
  await liveView(output, { pipeline, events, url: 'http://127.0.0.1:1', demo: true });
  const lines = async () => {
    await new Promise((resolve) => setTimeout(resolve, 30));
    return stripVTControlCharacters(text).split('\n');
  };
  return { ports, events, lines, raw: () => text };
}

test('the head says where things are', async () => {
  const { lines } = await view();
  const text = (await lines()).join('\n');
  for (const part of ['http://127.0.0.1:1', 'Cyber', '/data', 'nothing outside is asked']) expect(text).toContain(part);
});

test('a release is a line, and an alert is its sentence, wrapped to the width of the terminal', async () => {
  const { ports, events, lines, raw } = await view();
  const release = makeRelease({ headline: 'Escape \u001b[31m codes\nand lines' });
  const key = await storeRelease(ports.objects, release);
  const log = eventLog(memoryLog(), events);
  const { id, newsroom, headline, revision, origin } = release;
  log.info('release-committed', { id, newsroom, headline, revision, key, origin });
  log.info('alert-accepted', { alertId: 'a', watch: 'cyber', release: id, revision, kind: 'new' });
  const shown = await lines();
  expect(shown.filter((line) => /\d\d:\d\d:\d\d {2}release {2}Escape/.test(line))).toHaveLength(1);
  expect(shown.filter((line) => /\d\d:\d\d:\d\d {2}ALERT {4}Cyber/.test(line))).toHaveLength(1);
  expect(shown.join(' ')).toContain('A cybercrime unit was formed.');
  expect(raw()).not.toContain('\u001b[31m codes');
  for (const line of shown.slice(-8)) expect(line.length, line).toBeLessThanOrEqual(60);
});
