/** `dateline replay`: stored captures through today's code; shows what would change before it writes. */
import pc from 'picocolors';
import { dataFolder } from '../../infra/local/folder.ts';
import { openPipeline } from '../../infra/local/open.ts';
import { publishAll } from '../../infra/local/publish-all.ts';
import { systemClock } from '../../infra/local/stores/clock.ts';
import { consoleLog, jsonLog } from '../../infra/local/stores/log.ts';
import { BadInputError, UsageError } from '../../shared/errors.ts';
import type { Log, Objects } from '../../shared/ports.ts';
import {
  commitReplayed,
  type FieldSummary,
  newSummary,
  type ReplayChoice,
  type ReplaySource,
  type ReplaySummary,
  replay,
  summarize,
} from '../../shared/steps/replay.ts';
import { safeLine, truncate } from '../../shared/watch/safe-text.ts';
import { defineVerb } from '../command.ts';
import { canAsk, confirmed } from '../confirm.ts';
import { sinceFlag } from '../flags.ts';
import { findNewsroom, knownNewsrooms } from '../known-newsrooms.ts';
import { type Output, streamsJson } from '../output.ts';
import { isThere, reach } from '../reach.ts';

const exampleCharacters = 60;
const unreadableShownMax = 5;

/** A value around the first place where it differs from the other one. */
function around(value: unknown, other: unknown): string {
  const text = safeLine(typeof value === 'string' ? value : JSON.stringify(value ?? null));
  const against = safeLine(typeof other === 'string' ? other : JSON.stringify(other ?? null));
  let at = 0;
  while (at < text.length && text[at] === against[at]) at += 1;
  const from = Math.max(0, at - Math.floor(exampleCharacters / 3));
  return `${from > 0 ? '…' : ''}${truncate(text.slice(from), exampleCharacters)}`;
}

function showField({ field, count, examples }: FieldSummary, output: Output): void {
  output.text(`  ${pc.bold(field.padEnd(18))} ${count}`);
  for (const { key, before, after } of examples) {
    output.text(pc.dim(`    ${safeLine(key)}`));
    output.text(`      ${pc.red(`- ${around(before, after)}`)}`);
    output.text(`      ${pc.green(`+ ${around(after, before)}`)}`);
  }
}

function show({ releases, changed, withoutCapture, unreadable, fields }: ReplaySummary, output: Output): void {
  output.text(`${releases} releases, ${changed} would change.`);
  for (const field of [...fields.values()].sort((a, b) => b.count - a.count)) showField(field, output);
  if (withoutCapture > 0) output.text(pc.dim(`${withoutCapture} have no capture: their text is the channel's own.`));
  if (unreadable.length === 0) return;
  output.text(`${unreadable.length} cannot be read again, and stay as they are:`);
  for (const { key, reason } of unreadable.slice(0, unreadableShownMax)) {
    output.text(pc.dim(`  ${safeLine(key)}: ${safeLine(reason)}`));
  }
}

/** What has to be done with what was written, where nobody else does it. */
interface Writer {
  readonly objects: Objects;
  finish(): Promise<void>;
}

async function localWriter(data: string, newsroomsFolder: string | undefined, log: Log): Promise<Writer> {
  const pipeline = await openPipeline({ data, newsroomsFolder, log });
  return {
    objects: pipeline.ports.objects,
    finish: async () => {
      try {
        await publishAll(pipeline);
      } finally {
        await pipeline.close();
      }
    },
  };
}

async function writeAll(source: ReplaySource, choice: ReplayChoice, writer: Writer, log: Log): Promise<number> {
  let written = 0;
  for await (const one of replay({ ...source, objects: writer.objects }, choice)) {
    if (one.kind === 'changed' && (await commitReplayed(writer.objects, log, one))) written += 1;
  }
  await writer.finish();
  return written;
}

export const replayCaptures = defineVerb({
  name: 'replay',
  description: 'Runs stored captures through today’s code, and shows what would change before it writes revisions.',
  example: 'dateline replay --since 30d --newsroom interpol --dry-run',
  args: {
    since: { type: 'string', valueHint: 'DAY', description: 'Releases from this day (UTC) or age on: 2026-05-13, 7d' },
    newsroom: { type: 'string', valueHint: 'ID', description: 'Only this newsroom' },
    newsrooms: { type: 'string', valueHint: 'DIR', description: 'Folder with one YAML file for each further newsroom' },
    'dry-run': { type: 'boolean', description: 'Show what would change, and write nothing' },
    yes: { type: 'boolean', description: 'Write without asking' },
  },
  run: async ({ args, output }) => {
    if (args.since === undefined) {
      throw new UsageError('E_FLAG', '`replay` needs --since', {
        hint: 'a day such as 2026-05-13, or an age such as 7d',
      });
    }
    if (args.target === 'local' && !(await isThere(dataFolder(args.data).archive))) {
      throw new BadInputError('E_DATA_FOLDER', `there is no archive in ${dataFolder(args.data).root}`, {
        input: args.data,
        hint: 'name the data folder with --data',
      });
    }
    const { objects, clock, newsrooms } = await reach(args, output, 'read');
    const choice = { sinceMs: sinceFlag(args.since, clock.nowMs()) ?? 0, newsroom: args.newsroom ?? null };
    const known = await knownNewsrooms(objects, newsrooms);
    if (args.newsroom !== undefined) {
      const found = findNewsroom(known, args.newsroom);
      if (found instanceof Error) throw found;
    }
    const source: ReplaySource = {
      objects,
      newsrooms: new Map(newsrooms.map((newsroom) => [newsroom.id, newsroom])),
      nowMs: clock.nowMs(),
    };
    const summary = newSummary();
    for await (const one of replay(source, choice)) summarize(summary, one);

    const json = streamsJson(output);
    const { releases, changed, withoutCapture, unreadable, fields } = summary;
    if (json) {
      for (const { field, count, examples } of fields.values()) output.line({ field, count, examples });
      for (const { key, reason } of unreadable)
        output.note(`cannot be read again: ${safeLine(key)}: ${safeLine(reason)}`);
    } else show(summary, output);

    const wanted =
      args['dry-run'] !== true &&
      changed > 0 &&
      (json || args.yes === true || !canAsk(output) || (await confirmed(`Write ${changed} revisions?`)));
    const sink = { write: (line: string) => output.note(line.trimEnd()) };
    const log = output.json ? jsonLog(sink, systemClock(), 'warn') : consoleLog(sink, 'warn');
    let written = 0;
    if (wanted) {
      const writer: Writer =
        args.target === 'aws'
          ? { objects, finish: async () => undefined }
          : await localWriter(args.data, args.newsrooms, log);
      written = await writeAll(source, choice, writer, log);
    }
    if (json) output.line({ releases, changed, written, withoutCapture, unreadable: unreadable.length });
    else output.text(wanted ? `${written} revisions written; nobody is alerted.` : 'Nothing was written.');
    return 0;
  },
});
