/** One publish as SNS wants it: a text per protocol in one JSON, an ASCII subject, attributes, all within 256 KiB. */
import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { BadInputError } from '../../../shared/errors.ts';
import { limits } from '../../../shared/limits.ts';
import type { TopicMessage } from '../../../shared/ports.ts';
import { cutText, jsonSize } from '../../../shared/watch/cut-text.ts';
import { fittingJson } from '../../../shared/watch/message-json.ts';
import { plainMarks, safeLine } from '../../../shared/watch/safe-text.ts';

const subjectFallback = 'Dateline alert';
const attributeName = /^[A-Za-z0-9_.-]{1,256}$/;
/** Marks of print, and letters that decomposition (NFKD) does not turn into ASCII. */
const foldings: Readonly<Record<string, string>> = {
  ...plainMarks,
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ł: 'l',
  Ł: 'L',
  ı: 'i',
  '€': 'EUR',
  '£': 'GBP',
};

/** ASCII only: accents go, what has no ASCII form becomes one question mark a run. */
function foldToAscii(text: string): string {
  let out = '';
  for (const character of text.normalize('NFKD')) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) out += character;
    else if (/\p{Mark}/u.test(character)) continue;
    else out += foldings[character] ?? (out.endsWith('?') ? '' : '?');
  }
  return out;
}

/** A subject that every SNS end point takes: ASCII, one line, at most 99 characters, with a letter or digit in it. */
export function asciiSubject(subject: string): string {
  const folded = foldToAscii(safeLine(subject));
  if (!/[A-Za-z0-9]/.test(folded)) return subjectFallback;
  return folded.length <= limits.subjectCharactersMax
    ? folded
    : `${folded.slice(0, limits.subjectCharactersMax - 3).trimEnd()}...`;
}

/** What a subject says of itself, in letters that every mail program knows. */
const plainKinds: Readonly<Record<string, string>> = {
  new: 'New release',
  revised: 'Revised release',
  withdrawn: 'Withdrawn release',
};

/** How many letters and digits have no ASCII form. */
function lostLetters(text: string): number {
  let lost = 0;
  for (const character of text) if (/[\p{L}\p{N}]/u.test(character) && foldToAscii(character) === '?') lost += 1;
  return lost;
}

/** The subject in ASCII; where little of it would be left, what the message is in plain words: `New release from who [watch]`. */
export function snsSubject({
  subject,
  attributes,
  alerts,
}: Pick<TopicMessage, 'subject' | 'attributes' | 'alerts'>): string {
  const letters = subject.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  if (lostLetters(subject) * 2 < letters) return asciiSubject(subject);
  const { kind = '', newsroom, watch } = attributes;
  const what = plainKinds[kind] ?? (alerts.length > 1 ? `${alerts.length} releases` : subjectFallback);
  return asciiSubject(
    `${what}${newsroom === undefined ? '' : ` from ${newsroom}`}${watch === undefined ? '' : ` [${watch}]`}`,
  );
}

/**
 * String attributes; empty values are left out, since SNS refuses them. At most ten: SQS drops a raw message with more.
 * Throws BadInputError E_ATTRIBUTE.
 */
export function messageAttributes(attributes: Readonly<Record<string, string>>): Record<string, MessageAttributeValue> {
  const all: Record<string, MessageAttributeValue> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (!attributeName.test(name)) {
      throw new BadInputError('E_ATTRIBUTE', `${JSON.stringify(name)} cannot name a message attribute`, {
        input: name,
      });
    }
    const line = safeLine(value);
    if (line !== '') all[name] = { DataType: 'String', StringValue: line };
  }
  const names = Object.keys(all);
  if (names.length > limits.topicAttributesMax) {
    throw new BadInputError(
      'E_ATTRIBUTE',
      `a message has ${names.length} attributes, more than ${limits.topicAttributesMax}`,
      { input: names.join(', ') },
    );
  }
  return all;
}

/** SNS counts names, types and values of the attributes with the message. */
function attributeBytes(attributes: Readonly<Record<string, MessageAttributeValue>>): number {
  return Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue }]) => sum + Buffer.byteLength(`${name}${DataType ?? ''}${StringValue ?? ''}`),
    0,
  );
}

function checkJson(json: string): void {
  try {
    JSON.parse(json);
  } catch (cause) {
    throw new BadInputError('E_MESSAGE', 'the JSON text of an alert is not JSON', { cause, input: json.slice(0, 200) });
  }
}

/**
 * The `Message` of a publish with `MessageStructure: json`. `default` is the JSON for machines (SQS, HTTPS and whatever
 * else is subscribed), so that it travels once and not once a protocol; people get `email` and `sms`.
 * Over the size limit the JSON says less of each alert, then the mail's text is cut. Throws BadInputError.
 */
export function structuredMessage(
  message: TopicMessage,
  attributes: Readonly<Record<string, MessageAttributeValue>>,
): string {
  checkJson(message.json);
  const bytesMax = limits.messageBytesMax - attributeBytes(attributes);
  const whole = { default: message.json, email: message.text, sms: message.sms };
  if (jsonSize(whole) <= bytesMax) return JSON.stringify(whole);
  // Half for machines, the rest for the mail.
  const json = fittingJson(message.json, (one) => jsonSize(one) <= bytesMax / 2);
  const rest = bytesMax - jsonSize({ ...whole, default: json, email: '' });
  // The two quotes of the empty text are counted in both.
  const cut = { ...whole, default: json, email: cutText(message.text, rest + 2) };
  if (rest > 0 && jsonSize(cut) <= bytesMax) return JSON.stringify(cut);
  throw new BadInputError('E_TOO_LARGE', `the message ${message.messageId} is larger than ${bytesMax} bytes`, {
    input: message.messageId,
    hint: 'send fewer alerts in one message',
  });
}
