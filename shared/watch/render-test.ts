/** A test message of a watch: marked as one wherever it arrives, with the watch's own words in it. */
import { messageId } from '../ids.ts';
import { limits } from '../limits.ts';
import type { Rate, TopicMessage } from '../ports.ts';
import { messageJson } from './message-json.ts';
import { footLines, type RenderSettings, subjectLabel } from './render.ts';
import { safeLine, truncate } from './safe-text.ts';
import type { Watch } from './schema.ts';
import { textMessage } from './text-message.ts';

/** `nonce` tells one test from another: a receiver that drops what it has seen must not drop the next one. */
export function renderTest(watch: Watch, rate: Rate, settings: RenderSettings, nonce: string): TopicMessage {
  const id = messageId(['test', watch.id, rate, nonce]);
  const label = subjectLabel(watch);
  return {
    messageId: id,
    subject: truncate('Test message', limits.subjectCharactersMax - label.length) + label,
    text: [
      `This is a test of your watch “${safeLine(watch.name)}” (${rate}). No release matched; nothing has to be done.`,
      '',
      ...footLines(watch, settings),
    ].join('\n'),
    json: messageJson({ messageId: id, watch, rate, alerts: [], also: { test: true } }),
    sms: textMessage(`Test of your watch ${safeLine(watch.name)}`),
    attributes: { watch: watch.id, kind: 'test', rate },
    alerts: [],
  };
}
