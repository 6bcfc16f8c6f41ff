import { createServer, type Server, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { composeMail } from '../../../../../infra/local/topic/mail.ts';
import { smtpDeliverer } from '../../../../../infra/local/topic/smtp.ts';
import { delivery, plain } from './samples.ts';

const from = 'Dateline <dateline@example.org>';

interface TakenMail {
  readonly sender: string;
  readonly receivers: readonly string[];
  readonly content: string;
}

/** Speaks as much SMTP (RFC 5321) as a client needs to leave a mail. `refuse` answers RCPT with 550. */
function talk(socket: Socket, taken: TakenMail[], refuse: boolean): void {
  let buffered = '';
  let sender = '';
  let receivers: string[] = [];
  let inContent = false;
  const answer = (line: string): void => {
    socket.write(`${line}\r\n`);
  };
  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'MAIL') {
      sender = line.slice(line.indexOf('<') + 1, line.indexOf('>'));
      receivers = [];
      answer('250 ok');
    } else if (verb === 'RCPT') {
      receivers.push(line.slice(line.indexOf('<') + 1, line.indexOf('>')));
      answer(refuse ? '550 no such mailbox here' : '250 ok');
    } else if (verb === 'DATA') {
      inContent = true;
      answer('354 go on');
    } else if (verb === 'QUIT') {
      answer('221 bye');
      socket.end();
    } else answer('250 ok');
  };
  answer('220 test server');
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    buffered += chunk.toString('latin1');
    for (;;) {
      const mark = inContent ? '\r\n.\r\n' : '\r\n';
      const end = buffered.indexOf(mark);
      if (end < 0) return;
      const part = buffered.slice(0, end);
      buffered = buffered.slice(end + mark.length);
      if (inContent) {
        inContent = false;
        taken.push({ sender, receivers, content: `${part}\r\n`.replaceAll('\r\n..', '\r\n.') });
        answer('250 taken');
      } else command(part);
    }
  });
}

async function listen(refuse = false): Promise<{ readonly port: number; readonly taken: readonly TakenMail[] }> {
  const taken: TakenMail[] = [];
  const server: Server = createServer((socket) => talk(socket, taken, refuse));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { port: address.port, taken };
}

const deliverer = (port: number) => smtpDeliverer({ host: '127.0.0.1', port, secure: false, from, personalOf: plain });

describe('delivery by SMTP', () => {
  test('hands the server the very mail that the mailbox would get', async () => {
    const { port, taken } = await listen();
    const dotted = { ...delivery, message: { ...delivery.message, text: 'first\n.\n..dots\n' } };
    expect(await deliverer(port)(dotted)).toEqual({ kind: 'delivered' });
    const expected = Buffer.from(
      await composeMail(dotted, { from, newline: 'windows', personal: await plain(dotted) }),
    ).toString('latin1');
    expect(taken).toHaveLength(1);
    expect(taken[0]).toMatchObject({ sender: 'dateline@example.org', receivers: ['reader@example.org'] });
    expect(taken[0]?.content.trimEnd()).toBe(expected.trimEnd());
  });

  test('tells what the server said when it refuses', async () => {
    const { port, taken } = await listen(true);
    const outcome = await deliverer(port)(delivery);
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('no such mailbox here') });
    expect(taken).toEqual([]);
  });

  test('fails, and does not throw, when nobody listens', async () => {
    const { port } = await listen();
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const address = closed.address();
    await new Promise((resolve) => closed.close(resolve));
    const free = address !== null && typeof address !== 'string' ? address.port : port;
    expect(await deliverer(free)(delivery)).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining(`${free}`),
    });
  });
});
