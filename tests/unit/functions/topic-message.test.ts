/** What one publish says: subject, attributes, a text per protocol, within its size. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asciiSubject,
  messageAttributes,
  snsSubject,
  structuredMessage,
} from '../../../functions/adapters/aws/topic-message.ts';
import { topicName } from '../../../functions/adapters/aws/topic-names.ts';
import type { TopicMessage } from '../../../shared/ports.ts';

const message: TopicMessage = {
  messageId: 'mmmmmmmmmmmmmmmmmmmmmmmm',
  subject: 'INTERPOL: cybercrime',
  text: 'for people',
  json: '{"version":1}',
  sms: 'for telephones',
  attributes: {},
  alerts: [
    { alertId: 'aaaaaaaaaaaaaaaaaaaaaaaa', watch: 'w', release: 'rrrrrrrrrrrrrrrrrrrr', revision: 1, kind: 'new' },
  ],
};
const limitBytes = 256 * 1024;

describe('the subject', () => {
  test.each([
    ['INTERPOL – „Zürich“ and I‑24/7', 'INTERPOL - "Zurich" and I-24/7'],
    ['Groß, Łódź, smørrebrød', 'Gross, Lodz, smorrebrod'],
    ['two\r\nlines\tand more', 'two lines and more'],
    ['INTERPOL: 国际刑警组织 in 2026', 'INTERPOL: ? in 2026'],
    ['国际刑警组织', 'Dateline alert'],
    ['   ', 'Dateline alert'],
  ])('of %j is %j', (given, wanted) => {
    expect(asciiSubject(given)).toBe(wanted);
  });

  test.each([
    ['الإنتربول يكافح الجريمة السيبرانية (I-24/7) [الجريمة]', 'new', 'New release from interpol [aljrymh]'],
    ['INTERPOL und 国际 in Köln', 'new', 'INTERPOL und ? in Koln'],
    ['2 releases: 国际刑警组织打击网络犯罪行动', 'digest', 'Dateline alert from interpol [aljrymh]'],
  ])('of a message %j that has little ASCII in it says what it is', (subject, kind, wanted) => {
    const attributes = { kind, newsroom: 'interpol', watch: 'aljrymh' };
    expect(snsSubject({ ...message, subject, attributes })).toBe(wanted);
  });

  test('is printable ASCII of 1 to 99 characters, whatever is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (given) => {
        expect(asciiSubject(given)).toMatch(/^[\x20-\x7e]{1,99}$/);
      }),
    );
  });
});

describe('the attributes', () => {
  test('leave out what is empty', () => {
    expect(messageAttributes({ organization: 'INTERPOL', country: '' })).toEqual({
      organization: { DataType: 'String', StringValue: 'INTERPOL' },
    });
  });

  test('refuse a name that SNS does not know, and more than SQS delivers', () => {
    expect(() => messageAttributes({ 'two words': 'x' })).toThrow(/two words/);
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`a${i}`, 'x']));
    expect(() => messageAttributes(many)).toThrow(/11 attributes/);
  });
});

describe('the text per protocol', () => {
  test('refuses JSON that is none', () => {
    expect(() => structuredMessage({ ...message, json: '{' }, {})).toThrow(/not JSON/);
  });

  test('cuts a mail that is too long at the edge of a character, with a mark, and keeps the JSON whole', () => {
    const sent = structuredMessage({ ...message, text: `x${'👩‍👩‍👧 "é"'.repeat(40_000)}` }, {});
    const { default: json, email } = JSON.parse(sent);
    expect(Buffer.byteLength(sent)).toBeLessThanOrEqual(limitBytes);
    expect(Buffer.byteLength(sent)).toBeGreaterThan(limitBytes - 200);
    expect(json).toBe(message.json);
    expect(email.endsWith('\n[…]')).toBe(true);
    expect(email.isWellFormed?.() ?? true).toBe(true);
    expect(email.replaceAll('👩‍👩‍👧', '')).not.toMatch(/👩|👧/u);
  });

  test('says less of each alert in JSON that is too long, and marks it as truncated', () => {
    const why = { clauses: ['a'], sentence: null, spans: [] };
    const alert = { ...message.alerts[0], headline: 'A ferry', url: 'https://example.org/', why, changes: [] };
    const long = { version: 1, watch: 'w', alerts: [{ ...alert, changes: ['"'.repeat(limitBytes)] }] };
    const shortWhy = { clauses: [], sentence: null, spans: [] };
    const sentAs = (json: object) => {
      const sent = structuredMessage({ ...message, json: JSON.stringify(json) }, {});
      expect(Buffer.byteLength(sent)).toBeLessThanOrEqual(limitBytes);
      return JSON.parse(JSON.parse(sent).default);
    };
    expect(sentAs(long)).toEqual({ ...long, truncated: true, alerts: [{ ...alert, why: shortWhy }] });
    const absurd = { ...long, alerts: [{ ...alert, url: `https://example.org/${'x'.repeat(limitBytes)}` }] };
    expect(sentAs(absurd)).toEqual({ ...long, truncated: true, alerts: message.alerts });
  });

  test('keeps what stands at the end of a mail that is too long: how to stop it', () => {
    const foot = '\n--\nTo change or stop it: npx dateline watch rm w\n';
    const sent = structuredMessage({ ...message, text: `${'x'.repeat(limitBytes)}${foot}` }, {});
    expect(JSON.parse(sent).email.endsWith(`x\n[…]\n${foot}`)).toBe(true);
  });

  test('counts the attributes', () => {
    const attributes = messageAttributes({ organization: 'x'.repeat(1_000) });
    const sent = structuredMessage({ ...message, text: 'x'.repeat(limitBytes) }, attributes);
    expect(Buffer.byteLength(sent)).toBeLessThanOrEqual(limitBytes - 1_000);
  });
});

describe('the name of a topic', () => {
  test('is prefix, watch and rate', () => {
    expect(topicName('dateline-watch-', 'cybercrime', 'daily')).toBe('dateline-watch-cybercrime-daily');
  });

  test('is one that SNS takes for any watch id, and tells watches apart', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(id, id, (one, other) => {
        const name = topicName('dateline-watch-', one, 'immediate');
        expect(name).toMatch(/^dateline-watch-[A-Za-z0-9_-]{1,241}$/);
        if (one !== other) expect(topicName('dateline-watch-', other, 'immediate')).not.toBe(name);
      }),
    );
  });
});
