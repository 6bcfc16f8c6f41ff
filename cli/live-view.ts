/** What `dateline start` shows on a terminal: where things are, and what happens, line by line. */
import { relative } from 'node:path';
import pc from 'picocolors';
import { describeAlert } from '../infra/local/described-alert.ts';
import type { AlertEvent, EventStream, ReleaseEvent } from '../infra/local/events.ts';
import type { LocalPipeline } from '../infra/local/open.ts';
import { enabledNewsrooms } from '../shared/newsrooms/enabled.ts';
import type { MatchedSentence } from '../shared/watch/matched-sentence.ts';
import { listWatches } from '../shared/watch/read.ts';
import { safeLine, truncate } from '../shared/watch/safe-text.ts';
import type { Output } from './output.ts';

export interface LiveView {
  readonly pipeline: LocalPipeline;
  readonly events: EventStream;
  readonly url: string;
  readonly demo: boolean;
}

const margin = '  ';
const labelWidth = 9;
/** Under the text of an event: margin, time of day, gap, label. */
const indent = ' '.repeat(margin.length + 8 + 2 + labelWidth);
/** What to try next is said when the first alerts have been shown. */
const suggestAfterMs = 1_500;

const timeOfDay = (): string => new Date().toTimeString().slice(0, 8);
const here = (path: string): string => {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short || '.';
};

/** Words on lines of at most `width` characters; the marks are not counted as width. */
function wrapped(
  words: readonly { readonly text: string; readonly shown: string }[],
  width: number,
): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const { text, shown } of words) {
    if (used > 0 && used + 1 + text.length > width) {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += used === 0 ? shown : ` ${shown}`;
    used += (used === 0 ? 0 : 1) + text.length;
  }
  return used === 0 ? lines : [...lines, line];
}

/** The sentence's words, those that matched in bold on yellow. */
function sentenceLines({ text, marks }: MatchedSentence, width: number): readonly string[] {
  const words: { text: string; shown: string }[] = [];
  let at = 0;
  for (const word of text.split(' ')) {
    const start = at;
    at += word.length + 1;
    let shown = '';
    let from = 0;
    for (const mark of marks) {
      const begin = Math.max(mark.start - start, from);
      const end = Math.min(mark.end - start, word.length);
      if (end <= begin) continue;
      shown += word.slice(from, begin) + pc.black(pc.bgYellow(word.slice(begin, end)));
      from = end;
    }
    words.push({ text: word, shown: shown + word.slice(from) });
  }
  return wrapped(words, width);
}

/** Shows the head of the view and follows the events. */
export async function liveView(output: Output, { pipeline, events, url, demo }: LiveView): Promise<void> {
  const { objects } = pipeline.ports;
  const width = Math.min(output.columns, 110);
  const organizations = new Map(pipeline.config.newsrooms.map(({ id, organization }) => [id, organization]));
  const keysOf = new Map<string, string>();
  let suggested = false;
  const row = (name: string, value: string): void => output.text(`${margin}${pc.dim(name.padEnd(10))}${value}`);

  const enabled = await enabledNewsrooms(objects, pipeline.config.newsrooms);
  const watches = await listWatches(objects);
  output.text();
  output.text(`${margin}${pc.bold('Dateline is running')}`);
  output.text();
  row('Console', pc.cyan(url));
  row(
    'Newsrooms',
    `${enabled.length} asked${demo ? ', all of them the demo on this machine: nothing outside is asked' : ''}`,
  );
  row('Watches', watches.length === 0 ? 'none yet' : watches.map(({ name }) => safeLine(name)).join(' · '));
  row('Data', here(pipeline.folder.root));
  output.text();
  for (const problem of pipeline.problems) output.text(`${margin}${pc.yellow('not used')}  ${problem}`);

  const head = (label: string, paint: (text: string) => string): string =>
    `${margin}${pc.dim(timeOfDay())}  ${paint(label.padEnd(labelWidth))}`;
  const onRelease = (event: ReleaseEvent): void => {
    keysOf.set(`${event.id} ${event.revision}`, event.key);
    const quiet = event.origin !== 'live';
    const revised = event.revision > 1;
    const headline = truncate(safeLine(event.headline), Math.max(20, width - indent.length));
    if (quiet) output.text(head('stored', pc.dim) + pc.dim(headline));
    else output.text(head(revised ? 'revised' : 'release', pc.green) + headline);
    if (!quiet) output.text(`${indent}${pc.dim(safeLine(organizations.get(event.newsroom) ?? event.newsroom))}`);
  };
  const onAlert = async (event: AlertEvent): Promise<void> => {
    const key = keysOf.get(`${event.release} ${event.revision}`);
    const described = key === undefined ? null : await describeAlert(objects, event, key);
    const name = pc.bold(safeLine(described?.watchName ?? event.watch));
    output.text(head('ALERT', (label) => pc.bold(pc.yellow(label))) + name);
    if (described?.sentence != null) {
      for (const line of sentenceLines(described.sentence, width - indent.length)) output.text(indent + line);
    }
    if (suggested) return;
    suggested = true;
    output.text(`${indent}${pc.dim(`mail in ${here(pipeline.folder.mailbox)}/new`)}`);
    setTimeout(suggest, suggestAfterMs).unref();
  };
  const suggest = (): void => {
    output.text();
    output.text(`${margin}${pc.dim('Try next, in another terminal:')}`);
    output.text(`${margin}  npx dateline watch add Harbour 'harbour OR port'`);
    if (demo) {
      output.text(`${margin}  npx dateline newsroom enable --recommended   ${pc.dim('to ask the real newsrooms')}`);
    }
    output.text();
  };
  let telling = Promise.resolve();
  events.follow((event) => {
    if (event.event === 'release') onRelease(event);
    // One after the other, so that lines of two alerts never mix.
    else telling = telling.then(() => onAlert(event)).catch((error: unknown) => output.note(String(error)));
  });
  output.text(`${margin}${pc.dim('Ctrl-C stops. What happens:')}`);
}
