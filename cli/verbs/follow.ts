/** `dateline follow`: every change of the archive, each exactly once, from a cursor on. */
import pc from 'picocolors';
import type { ChangeLine } from '../../shared/archive/changes.ts';
import {
  beginning,
  type ChangeCursor,
  cursorAfter,
  parseCursor,
  printCursor,
  readChanges,
  readHead,
} from '../../shared/archive/follow.ts';
import { parseReleaseKey } from '../../shared/archive/keys.ts';
import { UsageError } from '../../shared/errors.ts';
import type { Objects } from '../../shared/ports.ts';
import { safeLine } from '../../shared/watch/safe-text.ts';
import { defineVerb } from '../command.ts';
import { type Output, streamsJson } from '../output.ts';
import { reach } from '../reach.ts';

/** How often the head is looked at with `--wait`. */
const lookEveryMs = 2_000;

async function startOf(objects: Objects, from: string | undefined): Promise<ChangeCursor> {
  if (from === undefined) return beginning;
  if (from === 'head') return { seq: (await readHead(objects))?.seq ?? 0, segment: null };
  const cursor = parseCursor(from);
  if (cursor !== null) return cursor;
  throw new UsageError('E_FLAG_VALUE', `--from cannot be ${from}`, {
    input: from,
    hint: '0 for the beginning, head for what comes from now on, the seq of a change, or the cursor of its line',
  });
}

function show({ seq, op, key }: ChangeLine, output: Output): void {
  const parts = parseReleaseKey(key);
  const what = parts === null ? safeLine(key) : `${parts.newsroom}  ${parts.partition}  ${parts.release}`;
  const revision = parts === null || parts.revision === 1 ? '' : pc.dim(`  revision ${parts.revision}`);
  output.text(`${String(seq).padStart(8)}  ${op.padEnd(8)}  ${what}${revision}`);
}

export const follow = defineVerb({
  name: 'follow',
  description: 'Every change of the archive, each exactly once, from a cursor on; never lists the bucket.',
  example: 'dateline follow --from 0 --json',
  args: {
    from: {
      type: 'string',
      valueHint: 'CURSOR',
      description: 'What you have already: a seq, the cursor of a line, 0 (default), or head',
    },
    once: { type: 'boolean', description: 'End at the newest change (the default)' },
    wait: { type: 'boolean', description: 'Go on with what comes, until Ctrl-C' },
  },
  run: async ({ args, output }) => {
    if (args.once === true && args.wait === true) {
      throw new UsageError('E_FLAG', '--once and --wait exclude each other', { hint: 'leave one of them away' });
    }
    const json = streamsJson(output);
    const { objects, clock } = await reach(args, output, 'read');
    let cursor = await startOf(objects, args.from);
    for (;;) {
      for await (const segment of readChanges(objects, cursor)) {
        for (const line of segment.lines) {
          cursor = cursorAfter(segment, line);
          if (json) output.line({ ...line, cursor: printCursor(cursor) });
          else show(line, output);
        }
      }
      if (args.wait !== true || !(await clock.wait(lookEveryMs))) break;
    }
    if (!json) output.text(pc.dim(`The cursor is now ${printCursor(cursor)}.`));
    return 0;
  },
});
