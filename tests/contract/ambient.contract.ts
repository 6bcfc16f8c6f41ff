/** The contracts of the small ports: Clock, Random and Log. */
import { describe, expect, test } from 'vitest';
import type { Clock, Log, Random } from '../../shared/ports.ts';

/** `stands`: the clock of `--at`, whose time of day does not move and which does not wait. */
export function clockContract(name: string, make: () => Clock, options: { readonly stands: boolean }): void {
  describe(`clock contract: ${name}`, () => {
    test('tells a time of day in whole milliseconds', () => {
      expect(Number.isInteger(make().nowMs())).toBe(true);
    });

    test('never runs backwards', () => {
      const clock = make();
      const [now, elapsed] = [clock.nowMs(), clock.elapsedMs()];
      expect(clock.nowMs()).toBeGreaterThanOrEqual(now);
      expect(clock.elapsedMs()).toBeGreaterThanOrEqual(elapsed);
    });

    test(options.stands ? 'does not wait, and says so' : 'waits, and says so', async () => {
      const clock = make();
      const [now, elapsed] = [clock.nowMs(), clock.elapsedMs()];
      expect(await clock.wait(15)).toBe(!options.stands);
      if (options.stands) {
        expect(clock.nowMs()).toBe(now);
      } else {
        // Timers may fire up to a millisecond early.
        expect(clock.elapsedMs() - elapsed).toBeGreaterThanOrEqual(13);
      }
    });
  });
}

export function randomContract(name: string, make: () => Random): void {
  describe(`random contract: ${name}`, () => {
    test('makes nonces of 26 characters, all different', () => {
      const random = make();
      const nonces = Array.from({ length: 200 }, () => random.nonce());
      for (const nonce of nonces) expect(nonce).toMatch(/^[a-z2-7]{26}$/);
      expect(new Set(nonces).size).toBe(200);
    });

    test('makes fractions from 0 up to 1, spread over the range', () => {
      const random = make();
      const fractions = Array.from({ length: 2_000 }, () => random.fraction());
      expect(fractions.every((fraction) => fraction >= 0 && fraction < 1)).toBe(true);
      const mean = fractions.reduce((sum, fraction) => sum + fraction, 0) / fractions.length;
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.06);
    });
  });
}

/** `read` gives what was logged so far, one entry an event. */
export function logContract(
  name: string,
  make: () => { readonly log: Log; readonly read: () => readonly { level: string; event: string; text: string }[] },
): void {
  describe(`log contract: ${name}`, () => {
    test('writes one entry an event, in order, with its level', () => {
      const { log, read } = make();
      log.info('poll-done', { channels: 3 });
      log.warn('poll-slow', { host: 'www.interpol.int' });
      log.error('poll-failed', { fault: new Error('connection reset') });
      expect(read().map(({ level, event }) => [level, event])).toEqual([
        ['info', 'poll-done'],
        ['warn', 'poll-slow'],
        ['error', 'poll-failed'],
      ]);
      expect(read()[2]?.text).toContain('connection reset');
    });

    test('never throws and keeps one line an event, whatever the fields are', () => {
      const { log, read } = make();
      const circular: Record<string, unknown> = {};
      circular['self'] = circular;
      log.info('odd', { circular, big: 1n, text: 'two\nlines \u001b[31m', nothing: undefined });
      expect(read()).toHaveLength(1);
    });
  });
}
