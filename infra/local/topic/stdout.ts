/** Delivers onto the terminal of `start` and `run`: subject and text, with nothing in them that moves a terminal. */
import { safeLine, safeText } from '../../../shared/watch/safe-text.ts';
import type { Deliverer, PersonalOf } from './delivery.ts';

export interface PrintedMessage {
  readonly messageId: string;
  readonly watch: string;
  readonly subject: string;
  readonly text: string;
}

export type Print = (message: PrintedMessage) => void;

/** Without a terminal it fails, and is tried again where there is one. */
export function stdoutDeliverer(print: Print | null, personalOf: PersonalOf): Deliverer {
  return async (delivery) => {
    const { watch, message } = delivery;
    if (print === null) return { kind: 'failed', message: 'nobody reads the terminal of this process' };
    const { text } = await personalOf(delivery);
    const { messageId, subject } = message;
    print({ messageId, watch, subject: safeLine(subject), text: safeText(text).trimEnd() });
    return { kind: 'delivered' };
  };
}
