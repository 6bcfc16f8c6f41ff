/** Delivers onto the terminal, for trying out: subject and text, with nothing in them that moves a terminal. */
import { safeLine, safeText } from '../../../shared/watch/safe-text.ts';
import type { LineOutput } from '../stores/log.ts';
import type { Deliverer } from './delivery.ts';

export function stdoutDeliverer(output: LineOutput): Deliverer {
  return async ({ message }) => {
    output.write(`${safeLine(message.subject)}\n\n${safeText(message.text).trimEnd()}\n\n`);
    return { kind: 'delivered' };
  };
}
