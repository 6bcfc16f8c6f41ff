import { readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../../../../infra/local/topic/delivery.ts';
import { composeMail } from '../../../../../infra/local/topic/mail.ts';
import { openMailbox } from '../../../../../infra/local/topic/mailbox.ts';
import { temporaryFolder } from '../../../../support/memory/folder.ts';
import { delivery, plain } from './samples.ts';

const from = 'Dateline <dateline@localhost>';

/** Header lines, unfolded, and the body, still encoded. */
function parse(mail: string): { headers: [name: string, value: string][]; body: string } {
  const end = mail.indexOf('\n\n');
  const headers = mail
    .slice(0, end)
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')
    .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]);
  return { headers, body: mail.slice(end + 2) };
}

async function composed(
  message: Partial<Delivery['message']> = {},
  rest: Partial<Omit<Delivery, 'message'>> = {},
): Promise<string> {
  const changed = { ...delivery, ...rest, message: { ...delivery.message, ...message } };
  return Buffer.from(await composeMail(changed, { from, newline: 'unix', personal: await plain(changed) })).toString(
    'utf8',
  );
}

const values = (mail: string, name: string): string[] =>
  parse(mail).headers.flatMap(([header, value]) => (header === name ? [value] : []));

const decoded = (body: string): string =>
  Buffer.from(
    body.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number(`0x${hex}`))),
    'latin1',
  ).toString('utf8');

describe('a mail', () => {
  test('of a subscriber ends the subscription by one click, and names its list', async () => {
    const links = {
      manage: 'https://a.example.org/manage?s=1&t=2',
      unsubscribe: 'https://a.example.org/unsubscribe?s=1&t=2',
    };
    const mail = Buffer.from(
      await composeMail(delivery, { from, newline: 'unix', personal: { text: 'Headline', links } }),
    ).toString('utf8');
    expect(values(mail, 'List-Unsubscribe')).toEqual([`<${links.unsubscribe}>`]);
    expect(values(mail, 'List-Unsubscribe-Post')).toEqual(['List-Unsubscribe=One-Click']);
    expect(values(mail, 'List-Id')).toEqual(['<cybercrime.dateline.localhost>']);
    expect(values(mail, 'Auto-Submitted')).toEqual(['auto-generated']);
    expect(values(await composed(), 'List-Unsubscribe')).toEqual([]);
  });

  test('of a digest names its one alert once, and each release', async () => {
    const alerts = ['a', 'b'].map((release) => ({ ...delivery.message.alerts[0]!, release, kind: 'digest' as const }));
    const mail = await composed({ alerts });
    expect(values(mail, 'X-Dateline-Alert-Id')).toHaveLength(1);
    expect(values(mail, 'X-Dateline-Kind')).toEqual(['digest']);
    expect(values(mail, 'X-Dateline-Release')).toEqual(['a', 'b']);
  });

  test('names its alerts, watch, releases, revisions and kinds in headers, in order', async () => {
    const mail = await composed();
    expect(values(mail, 'X-Dateline-Alert-Id')).toEqual(['aaaaaaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbb']);
    expect(values(mail, 'X-Dateline-Watch')).toEqual(['cybercrime']);
    expect(values(mail, 'X-Dateline-Release')).toEqual(['rrrrrrrrrrrrrrrrrrrr', 'ssssssssssssssssssss']);
    expect(values(mail, 'X-Dateline-Revision')).toEqual(['1', '2']);
    expect(values(mail, 'X-Dateline-Kind')).toEqual(['new', 'revised']);
    expect(values(mail, 'Date')).toEqual(['Mon, 02 Mar 2026 09:30:00 +0000']);
    expect(values(mail, 'From')).toEqual([from]);
    expect(values(mail, 'To')).toEqual(['reader@example.org']);
    expect(values(mail, 'Message-ID')[0]).toMatch(/^<[a-z2-7]{32}@localhost>$/);
    expect(parse(mail).body).toContain('Global police action against cybercrime');
  });

  test('is the same to the byte on every try, and another one for another subscriber', async () => {
    expect(await composed()).toBe(await composed());
    expect(values(await composed({}, { subscription: 'other' }), 'Message-ID')).not.toEqual(
      values(await composed(), 'Message-ID'),
    );
  });

  test('carries all letters in subject and text, in legal lines', async () => {
    const subject = 'Полиция: «Операция “Янтарь”» — 東京都で発表 😀';
    const text = `${'Ein sehr langer Absatz über grüne Straßen. '.repeat(60)}\n東京 ${'x'.repeat(3_000)}\n.\nFrom here`;
    const mail = await composed({ subject, text });
    expect(Buffer.from(mail).every((byte) => byte < 0x80)).toBe(true);
    expect(Math.max(...mail.split('\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(mail).toMatch(/^Subject: =\?UTF-8\?[QB]\?/m);
    expect(values(mail, 'Content-Type')).toEqual(['text/plain; charset=utf-8']);
    const { headers, body } = parse(mail);
    const encoding = headers.find(([name]) => name === 'Content-Transfer-Encoding')?.[1];
    const plain = encoding === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : decoded(body);
    expect(plain.trimEnd()).toBe(text);
  });

  test('no field can begin a header of its own', async () => {
    const attack = 'x\r\nBcc: all@example.org\r\n\r\ninjected\u0000\u001b[31m\u2028';
    const mail = await composed(
      {
        subject: attack,
        messageId: attack,
        alerts: [{ alertId: attack, watch: attack, release: attack, revision: 1, kind: 'new' }],
      },
      { watch: attack },
    );
    const { headers, body } = parse(mail);
    expect(headers.map(([name]) => name)).not.toContain('Bcc');
    expect(body).not.toContain('injected');
    expect(mail.slice(0, mail.indexOf('\n\n'))).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  });
});

describe('the mailbox', () => {
  test('gets one file a delivery in new, and none twice on a retry', async () => {
    const folder = await temporaryFolder();
    const mailbox = await openMailbox({ folder, from, personalOf: plain });
    expect(await mailbox(delivery)).toEqual({ kind: 'delivered' });
    await mailbox(delivery);
    await mailbox({ ...delivery, subscription: 'another' });
    expect(await readdir(join(folder, 'new'))).toHaveLength(2);
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
    const [name] = await readdir(join(folder, 'new'));
    expect(await readFile(join(folder, 'new', name!), 'utf8')).toContain('X-Dateline-Alert-Id: aaaa');
  });

  test('does not deliver again what a mail program has moved to cur', async () => {
    const folder = await temporaryFolder();
    const mailbox = await openMailbox({ folder, from, personalOf: plain, fsync: false });
    await mailbox(delivery);
    const [name] = await readdir(join(folder, 'new'));
    await rename(join(folder, 'new', name!), join(folder, 'cur', `${name}:2,S`));
    await mailbox(delivery);
    expect(await readdir(join(folder, 'new'))).toEqual([]);
  });

  test('a message id cannot lead out of the folder', async () => {
    const folder = await temporaryFolder();
    const mailbox = await openMailbox({ folder: join(folder, 'mailbox'), from, personalOf: plain, fsync: false });
    await mailbox({ ...delivery, message: { ...delivery.message, messageId: '../../../x' } });
    expect(await readdir(join(folder, 'mailbox/new'))).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['mailbox']);
  });
});
