/** The step that empties the spool of mails: one message, one address, tried again with growing gaps. */
import { DependencyError } from '../../../shared/errors.ts';
import { deliveryLimits } from '../../../shared/limits.ts';
import type { Log, Objects, ReceivedMessage } from '../../../shared/ports.ts';
import { done, later, parseMessage, type StepResult } from '../../../shared/steps/messages.ts';
import { readSubscriptions } from '../../../shared/watch/subscriptions.ts';
import { type Deliverers, type DeliveryOutcome, deliverySchema } from './delivery.ts';

/**
 * Makes the step. A subscription that ended after the publish gets nothing more. A body of another shape throws
 * BadInputError E_MESSAGE and goes to the dead letters; a full disk is waited for as a mail server that is away.
 */
export function deliver(
  ports: { readonly objects: Objects; readonly log: Log },
  deliverers: Deliverers,
): (message: Pick<ReceivedMessage, 'body' | 'receiveCount'>) => Promise<StepResult> {
  return async ({ body, receiveCount }) => {
    const delivery = parseMessage(deliverySchema, body);
    const { subscription, endpoint, watch } = delivery;
    const { messageId } = delivery.message;
    if (subscription !== null && !(await readSubscriptions(ports.objects)).some(({ id }) => id === subscription)) {
      ports.log.info('delivery-dropped', { reason: 'the subscription has ended', messageId, watch, subscription });
      return done({ dropped: 1 });
    }
    const outcome = await deliverers[endpoint.kind](delivery).catch((fault: unknown): DeliveryOutcome => {
      if (fault instanceof DependencyError) return { kind: 'failed', message: fault.message };
      throw fault;
    });
    if (outcome.kind === 'delivered') {
      ports.log.info('delivered', { by: endpoint.kind, messageId, watch, subscription });
      return done({ delivered: 1 });
    }
    const gaps = deliveryLimits.deliveryGapsSeconds;
    const afterSeconds = gaps[Math.min(receiveCount, gaps.length) - 1] ?? gaps[0];
    const fields = { by: endpoint.kind, messageId, watch, subscription, reason: outcome.message, receiveCount };
    ports.log.warn('delivery-failed', { ...fields, afterSeconds });
    return later(afterSeconds, outcome.message);
  };
}
