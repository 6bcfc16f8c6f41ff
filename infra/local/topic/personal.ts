/** What differs between two who get the same message: how each of them changes or ends the own subscription. */
import { command } from '../../../shared/watch/commands.ts';
import type { SubscriberLinks } from '../../../shared/watch/links.ts';
import { stopLinePrefix } from '../../../shared/watch/render.ts';
import { safeLine } from '../../../shared/watch/safe-text.ts';
import type { Delivery } from './delivery.ts';

function stopWords({ endpoint, subscription, watch }: Delivery, dataFolder: string | undefined): string {
  const place = { target: 'local', dataFolder };
  // Nobody has subscribed: the watch speaks to the machine's own mailbox.
  if (subscription === null) return command(`watch rm ${watch}`, place);
  const flag = endpoint.kind === 'email' ? `--email ${safeLine(endpoint.address)}` : `--${endpoint.kind}`;
  return command(`unsubscribe ${watch} ${flag}`, place);
}

/**
 * The text with this subscriber's link, else the exact command, where the message has that of the watch. One that nobody can
 * stop, such as a notice, stays as it is. `dataFolder`: where it is not the usual one.
 */
export function personalText(
  delivery: Delivery,
  links: SubscriberLinks | null,
  dataFolder: string | undefined,
): string {
  const { text } = delivery.message;
  const start = text.lastIndexOf(`\n${stopLinePrefix}`);
  if (start === -1) return text;
  const end = text.indexOf('\n', start + 1);
  const words = links === null ? stopWords(delivery, dataFolder) : `${links.manage}   (no login needed)`;
  return `${text.slice(0, start + 1)}${stopLinePrefix}${words}${end === -1 ? '' : text.slice(end)}`;
}
