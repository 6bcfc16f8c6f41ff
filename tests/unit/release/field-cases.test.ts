/**
 * What stands around the text of a release, in tests/golden/release/fields: one file a field, cases in the shapes and languages of
 * newsrooms, and what looks like the field and is none. Each case is read as a page and, where it is no case of markup, as plain text.
 */
import { describe, expect, it } from 'vitest';
import type { PageReading } from '../../../shared/release/types.ts';
import { type FieldCase, fieldCases, fieldNames, readFieldPage, readFieldText } from '../../support/field-cases.ts';

/** What a case says of the field, out of a reading. */
const found: Readonly<Record<string, (content: PageReading['content']) => unknown>> = {
  references: ({ references }) => references,
  operations: ({ operations }) => operations,
  topics: ({ topics }) => topics,
  subtitle: ({ subtitle }) => subtitle,
  timing: ({ timing }) => (timing === null ? null : [timing.kind, timing.until]),
  boilerplate: ({ boilerplateStart }) => boilerplateStart,
  contacts: ({ contacts }) => contacts.map(({ name, email, phone }) => [name, email, phone]),
  images: ({ images }) => images.map(({ url, caption, alternative }) => [url, caption, alternative]),
  links: ({ links }) => links.map(({ url, text }) => [url, text]),
  attachments: ({ attachments }) => attachments.map(({ url, title, type }) => [url, title, type]),
  languages: ({ inLanguage, uiLanguage }) => [inLanguage, uiLanguage],
};

function check(name: string, one: FieldCase, { content }: PageReading): void {
  const value = found[name]?.(content);
  // The first words of a tail are as many as fit.
  if (name === 'boilerplate' && typeof one.is === 'string') expect(String(value).slice(0, one.is.length)).toBe(one.is);
  else expect(value).toEqual(one.is);
  if (one.doubt !== undefined) {
    expect(content.warnings.some((warning) => warning.includes('language'))).toBe(one.doubt);
  }
}

describe.each(fieldNames)('%s', (name) => {
  it.each(fieldCases(name).map((one): [string, FieldCase] => [one.it, one]))('%s', async (_it, one) => {
    check(name, one, await readFieldPage(one));
    const text = await readFieldText(one);
    if (text !== null && name !== 'languages') check(name, one, text);
  });
});
