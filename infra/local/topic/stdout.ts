/** Delivers onto the terminal of `start` and `run`: subject and text, with nothing in them that moves a terminal. */
import { safeLine, safeText } from '../../../shared/watch/safe-text.ts';
import type { Deliverer } from './delivery.ts';

export interface PrintedMessage {
  readonly messageId: string;
  readonly watch: string;
  readonly subject: string;
  readonly text: string;
}

export type Print = (message: PrintedMessage) => void;

/** Without a terminal it fails, and is tried again where there is one. */
export function stdoutDeliverer(print: Print | null): Deliverer {
  return async ({ watch, message: { messageId, subject, text } }) => {
    if (print === null) return { kind: 'failed', message: 'nobody reads the terminal of this process' };
    print({ messageId, watch, subject: safeLine(subject), text: safeText(text).trimEnd() });
    return { kind: 'delivered' };
  };
}
