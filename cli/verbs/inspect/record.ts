/** `dateline inspect page` and `inspect text`: the record that ingest would make of these bytes. */
import pc from 'picocolors';
import { BadInputError } from '../../../shared/errors.ts';
import { type InspectedRecord, inspectRecord } from '../../../shared/release/inspect.ts';
import { readPage } from '../../../shared/release/read.ts';
import type { PageContext } from '../../../shared/release/types.ts';
import { safeLine, truncate } from '../../../shared/watch/safe-text.ts';
import { defineVerb, type ExitCode } from '../../command.ts';
import type { Output } from '../../output.ts';
import { inspectEach } from './each.ts';
import { type Input, type InputFlags, inputArgs, inputs } from './inputs.ts';

type RecordVerb = 'page' | 'text';
type RecordLine = { readonly file: string } & InspectedRecord;

/** Plain text, whatever it came as; its declared encoding stays. */
function plainType(contentType: string | null): string {
  const charset = /;\s*charset=[^;]*/iu.exec(contentType ?? '')?.[0] ?? '';
  return `text/plain${charset}`;
}

async function read(verb: RecordVerb, input: Input): Promise<RecordLine> {
  const { file, bytes, url, contentType, uiLanguage, timeZone, dateOrder, newsroom } = input;
  const organization = newsroom?.organization ?? null;
  const context: PageContext = {
    url,
    contentType: verb === 'text' ? plainType(contentType) : contentType,
    organization,
    language: newsroom?.language ?? null,
    uiLanguage,
    timeZone,
    dateOrder,
    channel: null,
  };
  const reading = await readPage(bytes, context);
  const newsroomId = newsroom?.id ?? null;
  return {
    file,
    ...inspectRecord(reading, { url, newsroom: newsroomId, organization, country: newsroom?.country ?? null }),
  };
}

function unreadable({ file, pageKind, reason }: RecordLine): BadInputError | null {
  if (pageKind !== 'empty') return null;
  return new BadInputError('E_UNREADABLE', `${file} holds no release: ${reason}`, {
    input: file,
    hint: 'check that it is the page itself; a page that scripts fill is empty without them',
  });
}

/** `certain, from page-label`. */
function dateNote({ dateConfidence, dateSource }: RecordLine): string {
  return [dateConfidence, dateSource === null ? null : `from ${dateSource}`].filter((part) => part !== null).join(', ');
}

function show(record: RecordLine, output: Output): void {
  const width = Math.max(40, output.columns - 13);
  const row = (label: string, value: string | null): void => {
    if (value !== null && value !== '') output.text(`  ${pc.dim(label.padEnd(11))}${truncate(safeLine(value), width)}`);
  };
  output.text(`${pc.bold(safeLine(record.file))}  ${record.pageKind}: ${safeLine(record.reason)}`);
  row('headline', record.headline);
  row('published', record.datePublished === null ? null : `${record.datePublished} (${dateNote(record)})`);
  row('language', record.inLanguage === null ? null : `${record.inLanguage}, labels ${record.uiLanguage ?? 'unknown'}`);
  row('dateline', record.dateline?.text ?? null);
  row('address', record.canonicalUrl);
  row(
    'body',
    record.body === null || record.body === '' ? null : `${record.wordCount} words: ${record.body.slice(0, 400)}`,
  );
  for (const { speaker, text } of record.quotes ?? []) row('quote', `${speaker ?? 'nobody named'}: “${text}”`);
  for (const reference of record.references ?? []) row('reference', reference);
  row('tail', record.boilerplateStart);
  for (const warning of record.warnings ?? []) output.text(`  ${pc.yellow('warning')}    ${safeLine(warning)}`);
}

function inspectRecords(verb: RecordVerb, flags: InputFlags, output: Output): Promise<ExitCode> {
  return inspectEach(
    {
      inputs: inputs(verb, flags, output),
      read: (input) => read(verb, input),
      show: (answer) => show(answer, output),
      unreadable,
    },
    output,
  );
}

export const page = defineVerb({
  name: 'page',
  description: 'The record in the page of one release. Exit code 1 when an input holds nothing that can be read.',
  example: 'dateline inspect page release.html --url https://www.example.org/news/release --newsroom interpol',
  rest: true,
  args: inputArgs,
  run: ({ args, output }) => inspectRecords('page', args, output),
});

export const text = defineVerb({
  name: 'text',
  description: 'The record in the plain text of one release, navigation and date label included.',
  example: 'dateline inspect text infra/local/demo/interpol-2017-05-13.txt --ui-language es',
  rest: true,
  args: inputArgs,
  run: ({ args, output }) => inspectRecords('text', args, output),
});
