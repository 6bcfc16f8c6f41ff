/** Sends a test message to everybody who hears a watch, by the way that its alerts take. */
import type { Random, Rate, Topic } from '../ports.ts';
import type { RenderSettings } from '../watch/render.ts';
import { renderTest } from '../watch/render-test.ts';
import type { Watch } from '../watch/schema.ts';

export interface SentTest {
  readonly rate: Rate;
  /** Null when nobody has subscribed at this rate. */
  readonly messageId: string | null;
}

/** One message for each rate at which the watch speaks; none for `off`. Throws DependencyError. */
export async function sendTest(
  ports: { readonly topic: Topic; readonly random: Random },
  watch: Watch,
  settings: RenderSettings,
): Promise<readonly SentTest[]> {
  const sent: SentTest[] = [];
  const nonce = ports.random.nonce();
  const rates = watch.subscribedRates.length === 0 ? [watch.rate] : watch.subscribedRates;
  for (const rate of rates) {
    if (rate === 'off') continue;
    const message = renderTest(watch, rate, settings, nonce);
    const outcome = await ports.topic.publish({ kind: 'watch', watch: watch.id, rate }, message);
    sent.push({ rate, messageId: outcome.kind === 'accepted' ? message.messageId : null });
  }
  return sent;
}
