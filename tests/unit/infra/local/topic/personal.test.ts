/** How each receiver of one message is told to change or end the own subscription. */
import { expect, test } from 'vitest';
import type { Delivery } from '../../../../../infra/local/topic/delivery.ts';
import { personalText } from '../../../../../infra/local/topic/personal.ts';
import { stopLinePrefix } from '../../../../../shared/watch/render.ts';
import { delivery } from './samples.ts';

const text = `A headline\n\n${stopLinePrefix}in a headline\n--\n${stopLinePrefix}https://a.example.org/watches/w\nend\n`;
const said = (change: Partial<Delivery>, dataFolder?: string): string =>
  personalText({ ...delivery, ...change, message: { ...delivery.message, text } }, null, dataFolder);
const stopLine = (whole: string): string | undefined =>
  whole.split('\n').findLast((line) => line.startsWith(stopLinePrefix));

test('by the link of its own subscription, in the last such line and nowhere else', () => {
  const links = { manage: 'https://a.example.org/manage?s=1&t=2', unsubscribe: 'https://a.example.org/unsubscribe' };
  const own = personalText({ ...delivery, message: { ...delivery.message, text } }, links, undefined);
  expect(own).toBe(text.replace('https://a.example.org/watches/w', `${links.manage}   (no login needed)`));
});

test('by the exact command where there is no link, for the data folder that it is meant for', () => {
  const command = `${stopLinePrefix}npx dateline`;
  expect(stopLine(said({}))).toBe(`${command} unsubscribe cybercrime --email reader@example.org`);
  expect(stopLine(said({ endpoint: { kind: 'desktop' } }))).toBe(`${command} unsubscribe cybercrime --desktop`);
  const own = { subscription: null, endpoint: { kind: 'mailbox', address: 'you@localhost' } } as const;
  expect(stopLine(said(own, "/home/o'neil/my data"))).toBe(
    String.raw`${command} watch rm cybercrime --data '/home/o'\''neil/my data'`,
  );
});

test('not at all in a notice, which nobody has subscribed to', () => {
  expect(personalText(delivery, null, undefined)).toBe(delivery.message.text);
});
