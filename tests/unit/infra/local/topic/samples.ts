/** A delivery and a message that the tests of the local topic start from. */
import type { Delivery, PersonalOf } from '../../../../../infra/local/topic/delivery.ts';
import type { TopicMessage } from '../../../../../shared/ports.ts';

export const message: TopicMessage = {
  messageId: 'mmmmmmmmmmmmmmmmmmmmmmmm',
  subject: 'INTERPOL: Global police action against cybercrime',
  text: 'INTERPOL, 2 March 2026\nGlobal police action against cybercrime\n\nAlert aaaaaaaaaaaaaaaaaaaaaaaa\n',
  json: '{"version":1,"messageId":"mmmmmmmmmmmmmmmmmmmmmmmm","watch":"cybercrime","alerts":[]}',
  sms: 'INTERPOL: Global police action',
  attributes: {},
  alerts: [
    {
      alertId: 'aaaaaaaaaaaaaaaaaaaaaaaa',
      watch: 'cybercrime',
      release: 'rrrrrrrrrrrrrrrrrrrr',
      revision: 1,
      kind: 'new',
    },
    {
      alertId: 'bbbbbbbbbbbbbbbbbbbbbbbb',
      watch: 'cybercrime',
      release: 'ssssssssssssssssssss',
      revision: 2,
      kind: 'revised',
    },
  ],
};

export const delivery: Delivery = {
  subscription: 'sssssssssssssssssssssssssa',
  endpoint: { kind: 'email', address: 'reader@example.org' },
  watch: 'cybercrime',
  publishedAtMs: Date.UTC(2026, 2, 2, 9, 30),
  message: {
    messageId: message.messageId,
    subject: message.subject,
    text: message.text,
    json: message.json,
    alerts: [...message.alerts],
  },
};

/** Nothing is said to one receiver alone. */
export const plain: PersonalOf = async ({ message: { text } }) => ({ text, links: null });
