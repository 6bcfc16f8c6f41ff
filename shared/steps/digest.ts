/** digest: closes the group window of a watch and sends what waited in it as one message. */
import { keys, prefixes } from '../archive/keys.ts';
import { type LedgerState, type LedgerUpdate, markLedger, readLedgerEntry } from '../archive/ledger.ts';
import { readJson, recordOutcome, swapFrom, swapJson } from '../archive/objects.ts';
import { limits } from '../limits.ts';
import type { Ports } from '../ports.ts';
import { compiledAlone } from '../watch/compiled.ts';
import { isBoxed } from '../watch/digest-box.ts';
import { getWatch } from '../watch/read.ts';
import type { AlertItem } from '../watch/render.ts';
import { whereTheRestIs } from '../watch/rest.ts';
import type { Watch } from '../watch/schema.ts';
import {
  accepted,
  type Closing,
  close,
  closed,
  emptyWindow,
  type WaitingAlert,
  type WindowState,
} from '../watch/window.ts';
import type { PipelineConfig } from './config.ts';
import { done, later, type StepResult, type WindowMessage } from './messages.ts';
import { loadItems, publishToWatch } from './publish-alerts.ts';
import { sendAll } from './send.ts';

type DigestPorts = Pick<Ports, 'objects' | 'queues' | 'topic' | 'clock' | 'random' | 'log'>;

const secondsUntil = (untilMs: number, nowMs: number): number => Math.max(1, Math.ceil((untilMs - nowMs) / 1000));

/** Records what became of the alerts of one message, one swap a ledger; `from`: only of those in these states. */
export async function markGroup(
  ports: Pick<Ports, 'objects' | 'clock' | 'random'>,
  items: readonly WaitingAlert[],
  update: LedgerUpdate,
  from?: ReadonlySet<LedgerState>,
): Promise<void> {
  const ledgers = new Map<string, Map<string, LedgerUpdate>>();
  for (const { ledgerKey, alertId } of items) {
    ledgers.set(ledgerKey, (ledgers.get(ledgerKey) ?? new Map<string, LedgerUpdate>()).set(alertId, update));
  }
  const only = from === undefined ? {} : { from };
  for (const [ledgerKey, updates] of ledgers) await markLedger(ports, ledgerKey, { updates, ...only });
}

/** Those of a group whose ledger does not say that they went out: its first sender may have died after it recorded them. */
async function notAccepted(ports: DigestPorts, items: readonly WaitingAlert[]): Promise<readonly WaitingAlert[]> {
  const left: WaitingAlert[] = [];
  for (const item of items) {
    const entry = await readLedgerEntry(ports.objects, item.ledgerKey, item.alertId);
    if (entry?.state !== 'accepted') left.push(item);
  }
  return left;
}

const unheard: LedgerUpdate = { state: 'no-subscriber', messageId: null };

function isNotEmpty<T>(items: readonly T[]): items is readonly [T, ...T[]] {
  return items.length > 0;
}

/** Closes windows: `force` does not wait for their end. */
function windowCloser(
  ports: DigestPorts,
  config: PipelineConfig,
): (watch: string, force: boolean) => Promise<StepResult> {
  const send = async (watch: Watch | null, waiting: readonly WaitingAlert[], left: number): Promise<LedgerUpdate> => {
    const items: readonly AlertItem[] = watch === null ? [] : await loadItems(ports, compiledAlone(watch), waiting);
    if (watch === null || !isNotEmpty(items)) return unheard;
    const isWhole = left === 0 && items.length <= limits.groupedAlertsInFullMax;
    const rest = isWhole ? null : { waiting: left, where: await whereTheRestIs(ports, watch, config) };
    const outcome = await publishToWatch(ports, config, { watch, rate: 'immediate' }, items, rest);
    return outcome.kind === 'accepted' ? { state: 'accepted', messageId: outcome.messageId } : unheard;
  };

  /** What becomes of alerts that nobody heard at once: they wait for a digest, unless one has listed them already. */
  const markUnheard = async (items: readonly WaitingAlert[], { boxes }: WindowState): Promise<void> => {
    const isWaiting = ({ alertId }: WaitingAlert): boolean => isBoxed(boxes, alertId);
    await markGroup(ports, items.filter(isWaiting), { state: 'waiting', messageId: null });
    await markGroup(
      ports,
      items.filter((item) => !isWaiting(item)),
      unheard,
    );
  };

  return async (id, force) => {
    const nonce = ports.random.nonce();
    const nowMs = ports.clock.nowMs();
    const key = keys.window(id);
    const known = await readJson<WindowState>(ports.objects, key, emptyWindow);
    if (known.value.waiting.length === 0 && known.value.sending === null) return done();
    const watch = await getWatch(ports.objects, id);
    const timeZone = watch?.timeZone ?? 'UTC';
    let closing: Closing = { kind: 'empty' };
    const window = await swapFrom<WindowState>(ports.objects, key, emptyWindow, known, (current) => {
      closing = close(current, { nowMs, nonce, timeZone, force });
      return 'next' in closing ? closing.next : undefined;
    });
    // Widened again: the assignment inside the callback is not seen by control flow analysis.
    const taken = closing as Closing;
    if (taken.kind === 'empty') return done();
    if (taken.kind === 'not-yet') return later(secondsUntil(taken.untilMs, nowMs), 'the window is still open');

    const left = window.value.waiting.length;
    const end = (): Promise<WindowState> =>
      swapJson<WindowState>(ports.objects, key, emptyWindow, (current) => closed(current, nonce));
    let alerts = 0;
    if (taken.kind === 'accepted') {
      await markGroup(ports, taken.items, { state: 'accepted', messageId: taken.messageId });
      await end();
    } else {
      const items = taken.recovered ? await notAccepted(ports, taken.items) : taken.items;
      const update = await send(watch, items, left);
      const { messageId } = update;
      if (messageId !== null) {
        await recordOutcome(ports, key, emptyWindow, window, (current) => accepted(current, nonce, messageId));
        await markGroup(ports, items, update);
        await end();
        alerts = items.length;
      } else {
        await markUnheard(items, window.value);
        // A digest may have been sent in between.
        await markUnheard(items, await end());
      }
    }
    if (left > 0 && !force) {
      // A message of its own: leaving this one would use up its receives.
      await sendAll(ports.queues.windows, [
        { body: JSON.stringify({ watch: id }), delaySeconds: limits.groupWindowSeconds },
      ]);
    }
    return done({ alerts, groups: 1 });
  };
}

/** Message: a watch whose group window ends. Counts: alerts. Throws DependencyError when store or topic cannot be had. */
export function digest(ports: DigestPorts, config: PipelineConfig): (message: WindowMessage) => Promise<StepResult> {
  const closeWindow = windowCloser(ports, config);
  return (message) => closeWindow(message.watch, false);
}

/**
 * Sends everything that waits in any window now (`run --once`, before it publishes the change log). Counts: alerts. A watch
 * that fails stops no other: the first fault is thrown at the end.
 */
export function closeWindows(ports: DigestPorts, config: PipelineConfig): () => Promise<StepResult> {
  const closeWindow = windowCloser(ports, config);
  return async () => {
    let alerts = 0;
    const faults: unknown[] = [];
    /** All that waits for one watch, a message at a time. */
    const closeAll = async (id: string): Promise<void> => {
      for (;;) {
        const result = await closeWindow(id, true);
        const { alerts: sent = 0, groups = 0 } = result.kind === 'done' ? result.counts : {};
        alerts += sent;
        if (groups === 0) return;
      }
    };
    let startAfter: string | null = '';
    while (startAfter !== null) {
      const page = await ports.objects.list(prefixes.windows, startAfter === '' ? {} : { startAfter });
      for (const { key } of page.objects) {
        const id = key.slice(prefixes.windows.length, -'.json'.length);
        try {
          await closeAll(id);
        } catch (fault) {
          ports.log.error('window-failed', {
            watch: id,
            message: fault instanceof Error ? fault.message : String(fault),
          });
          faults.push(fault);
        }
      }
      startAfter = page.next;
    }
    if (faults.length > 0) throw faults[0];
    return done({ alerts });
  };
}
