/** `dateline audit`: every hit and what became of it; finds gaps, and sends them again. */
import pc from 'picocolors';
import { sweepLimits } from '../../shared/limits.ts';
import { type AuditGap, type AuditLine, audit as auditAlerts } from '../../shared/steps/audit.ts';
import { republish } from '../../shared/steps/republish.ts';
import { unheardRates } from '../../shared/watch/unheard.ts';
import { defineVerb } from '../command.ts';
import { countFlag, sinceFlag } from '../flags.ts';
import { streamsJson } from '../output.ts';
import { reach } from '../reach.ts';
import { tableLines } from '../table.ts';

/** What a running pipeline of this machine has not done by then is late. */
const localGraceMs = 120_000;

const explained: Readonly<Record<AuditGap, string>> = {
  'no-ledger': 'never matched against the watches',
  pending: 'matched, and not sent',
  late: 'its group was not sent when its minute was over',
  lost: 'said to wait, and no window holds it',
  missed: 'matches, and its ledger does not say so',
  unlogged: 'not in the change log',
  unreadable: 'its record or its ledger cannot be read: run `dateline verify`',
  undelivered: 'accepted, and neither in the mailbox nor on its way',
  digest: 'a digest that was begun and not sent',
};

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

export const audit = defineVerb({
  name: 'audit',
  description:
    'Every hit and what became of it. Exit code 1 when something should have been sent and was not; --repair sends it again.',
  example: 'dateline audit --since 7d --repair',
  args: {
    since: { type: 'string', valueHint: 'DAY', description: 'Only releases logged from this day (UTC) or age on' },
    grace: {
      type: 'string',
      valueHint: 'SECONDS',
      description: 'What is younger is on its way (900 on a stack, 120 while the pipeline runs here, else 0)',
    },
    repair: { type: 'boolean', description: 'Send gaps through the pipeline again; what was sent is not sent twice' },
  },
  run: async ({ args, output }) => {
    const reached = await reach(args, output, 'read');
    const { objects, queues, clock, flags, topic, settings } = reached;
    const nowMs = clock.nowMs();
    const sinceMs = sinceFlag(args.since, nowMs);
    const running = await reached.isRunning();
    const usualGraceMs = args.target === 'aws' ? sweepLimits.afterMs : running ? localGraceMs : 0;
    const graceMs = countFlag('grace', args.grace, usualGraceMs / 1_000) * 1_000;
    const deliveries = await reached.deliveries();
    const json = streamsJson(output);
    const states = new Map<string, number>();
    const gaps: AuditLine[] = [];
    let hits = 0;
    const lines = auditAlerts(
      {
        objects,
        queues,
        deliveryOf: (entry, watch) => deliveries.of(entry, watch),
        republish: (lost) => republish({ objects, topic, log: quiet }, settings, lost),
      },
      {
        patience: { nowMs, graceMs, ignoresLeases: args.target === 'local' && !running },
        sinceMs,
        repair: args.repair === true,
        newsrooms: reached.newsrooms,
      },
    );
    for await (const line of lines) {
      if (json) output.line({ ...line });
      if (line.alertId !== null) {
        hits += 1;
        const word = line.delivery === null ? line.state : `${line.state}, ${line.delivery}`;
        states.set(word, (states.get(word) ?? 0) + 1);
      }
      if (line.gap !== null) gaps.push(line);
    }
    const left = gaps.filter(({ repaired }) => !repaired).length;
    if (!json) {
      output.text(`${hits} hits`);
      for (const [state, count] of [...states].sort()) output.text(`${String(count).padStart(8)}  ${state}`);
      const rows = gaps.map(({ gap, watch, key }) => [watch ?? '', gap === null ? '' : explained[gap], key]);
      for (const line of tableLines(rows, Math.max(output.columns, 120), { 0: 30 })) output.text(pc.red(line));
      if (gaps.length === 0) output.text('No gap: everything came to its end, or is on its way.');
    }
    if (gaps.length > left) {
      output.note(
        `${gaps.length - left} sent again${running ? '' : `; the next \`dateline start\` or \`run --once\` delivers them`}.`,
      );
    }
    for (const { watch, rate } of (await unheardRates({ objects, topic })).rates) {
      output.note(
        `Nobody hears the ${rate} messages of ${watch} any more, and somebody did: \`dateline health${flags}\``,
      );
    }
    if (left > 0 && args.repair !== true) output.note(`To send them again: dateline audit --repair${flags}`);
    return left === 0 ? 0 : 1;
  },
});
