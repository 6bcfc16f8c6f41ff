/** An alert that waits for its message, told apart by a number. */
import type { WaitingAlert } from '../../../shared/watch/window.ts';

export const alert = (n: number): WaitingAlert => ({
  alertId: `alert-${n}`,
  watch: 'w',
  release: `release-${n}`,
  revision: 1,
  kind: 'new',
  key: `key-${n}`,
  ledgerKey: `ledger-${n}`,
});
