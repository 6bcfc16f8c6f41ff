/** `dateline inspect page` and `inspect text`: the record that ingest would make of these bytes. */
import pc from 'picocolors';
import { BadInputError, DatelineError } from '../../../shared/errors.ts';
import { type InspectedRecord, inspectRecord } from '../../../shared/release/inspect.ts';
import { readPage } from '../../../shared/release/read.ts';
import { emptyTemplate, learnPage, type PageTemplate } from '../../../shared/release/template/template.ts';
import type { PageContext, PageReading } from '../../../shared/release/types.ts';
import { safeLine, truncate } from '../../../shared/watch/safe-text.ts';
import { defineVerb, type ExitCode } from '../../command.ts';
import { canAsk } from '../../confirm.ts';
import type { Output } from '../../output.ts';
import type { ReachOptions } from '../../reach.ts';
import { inspectEach } from './each.ts';
import { type Explanation, explain, reasonWords } from './explanation.ts';
import { type Input, type InputFlags, inputArgs, inputs } from './inputs.ts';
import { openInBrowser, viewOf, writeView } from './view.ts';

type RecordVerb = 'page' | 'text';
type RecordLine = { readonly file: string } & InspectedRecord & {
    /** With --explain or --open. */
    readonly explanation?: Explanation;
    /** The file that --open wrote. */
    readonly view?: string;
  };

interface Wishes {
  readonly explain: boolean;
  readonly open: boolean;
  /** The inputs teach each other what their newsroom's pages have in common. */
  readonly learn: boolean;
}

const explainArgs = {
  explain: {
    type: 'boolean',
    description: 'Say of each block why it was kept or dropped, and where each field was found',
  },
} as const;

/** Plain text, whatever it came as; its declared encoding stays. */
function plainType(contentType: string | null): string {
  const charset = /;\s*charset=[^;]*/iu.exec(contentType ?? '')?.[0] ?? '';
  return `text/plain${charset}`;
}

/** What is known of the pages of an input's newsroom; null where nothing is. */
type Templates = (input: Input) => Promise<PageTemplate | null>;

const noTemplates: Templates = async () => null;

/** As the archive of this place keeps them, each read once; what reaches an archive is loaded when a newsroom is named. */
function storedTemplates(place: ReachOptions, output: Output): Templates {
  const known = new Map<string, Promise<PageTemplate>>();
  const stored = async (newsroom: string): Promise<PageTemplate> => {
    const { reach } = await import('../../reach.ts');
    const { readTemplate } = await import('../../../shared/archive/templates.ts');
    return readTemplate((await reach(place, output, 'glance')).objects, newsroom);
  };
  return async ({ newsroom }) => {
    if (newsroom === null) return null;
    const found = known.get(newsroom.id) ?? stored(newsroom.id);
    known.set(newsroom.id, found);
    return found;
  };
}

function templateKeyOf({ newsroom, url }: Input): string {
  return newsroom?.id ?? (url !== null && URL.canParse(url) ? new URL(url).host : '');
}

async function readingOf(verb: RecordVerb, input: Input, templates: Templates): Promise<PageReading> {
  const { bytes, url, contentType, uiLanguage, timeZone, dateOrder, newsroom } = input;
  const context: PageContext = {
    url,
    contentType: verb === 'text' ? plainType(contentType) : contentType,
    organization: newsroom?.organization ?? null,
    language: newsroom?.language ?? null,
    uiLanguage,
    timeZone,
    dateOrder,
    channel: null,
    template: await templates(input),
  };
  return readPage(bytes, context);
}

async function read(verb: RecordVerb, input: Input, templates: Templates, wishes: Wishes): Promise<RecordLine> {
  const { file, url, newsroom } = input;
  const reading = await readingOf(verb, input, templates);
  const organization = newsroom?.organization ?? null;
  const record = inspectRecord(reading, {
    url,
    newsroom: newsroom?.id ?? null,
    organization,
    country: newsroom?.country ?? null,
  });
  if (!wishes.explain && !wishes.open) return { file, ...record };
  const explanation = explain(reading);
  const view = wishes.open ? await writeView(viewOf(file, record, explanation)) : null;
  return { file, ...record, ...(wishes.explain ? { explanation } : {}), ...(view === null ? {} : { view }) };
}

/** Reads all inputs once and keeps what the pages of each newsroom have in common. */
async function learnFrom(verb: RecordVerb, given: AsyncIterable<Input | DatelineError>): Promise<Templates> {
  const templates = new Map<string, PageTemplate>();
  for await (const input of given) {
    if (input instanceof DatelineError || input.url === null) continue;
    const { pageKind, content, paragraphs } = await readingOf(verb, input, noTemplates);
    if (pageKind !== 'release') continue;
    const key = templateKeyOf(input);
    const page = { url: input.url, title: content.headline, paragraphs: paragraphs.map(({ text }) => text) };
    templates.set(key, learnPage(templates.get(key) ?? emptyTemplate, page));
  }
  return async (input) => templates.get(templateKeyOf(input)) ?? null;
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
  for (const { url } of record.attachments ?? []) row('file', url);
  for (const { language, url } of record.translations ?? []) row(language, url);
  if (record.timing !== null) row('use', record.timing.text);
  for (const warning of record.warnings ?? []) output.text(`  ${pc.yellow('warning')}    ${safeLine(warning)}`);
  if (record.explanation !== undefined) showExplanation(record.explanation, output);
  if (record.view !== undefined) row('view', record.view);
}

function showExplanation({ blocks, evidence }: Explanation, output: Output): void {
  for (const { field, source, value, used } of evidence) {
    const found = `${field} from ${source}: ${truncate(safeLine(value), output.columns - 40)}`;
    output.text(`  ${used ? pc.green('used') : pc.dim('seen')}       ${found}`);
  }
  for (const { text, kept, reason } of blocks) {
    const why = reasonWords[reason].padEnd(44);
    const words = truncate(safeLine(text), Math.max(20, output.columns - 52));
    output.text(kept ? `  ${pc.green('+')} ${why}  ${words}` : pc.dim(`  - ${why}  ${words}`));
  }
}

async function inspectRecords(
  verb: RecordVerb,
  flags: InputFlags & ReachOptions,
  wishes: Wishes,
  output: Output,
): Promise<ExitCode> {
  const templates = wishes.learn
    ? await learnFrom(verb, inputs(verb, flags, output))
    : storedTemplates({ target: flags.target, data: flags.data, stack: flags.stack }, output);
  return inspectEach(
    {
      inputs: inputs(verb, flags, output),
      read: (input) => read(verb, input, templates, wishes),
      show: (answer) => {
        show(answer, output);
        if (answer.view !== undefined && canAsk(output)) openInBrowser(answer.view);
      },
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
  args: {
    ...inputArgs,
    ...explainArgs,
    open: { type: 'boolean', description: 'Write a view of page and record side by side, and open it' },
    learn: { type: 'boolean', description: 'Learn first from all inputs what the pages of a newsroom have in common' },
  },
  run: ({ args, output }) =>
    inspectRecords(
      'page',
      args,
      { explain: args.explain === true, open: args.open === true, learn: args.learn === true },
      output,
    ),
});

export const text = defineVerb({
  name: 'text',
  description: 'The record in the plain text of one release, navigation and date label included.',
  example: 'dateline inspect text infra/local/demo/interpol-2017-05-13.txt --ui-language es',
  rest: true,
  args: { ...inputArgs, ...explainArgs },
  run: ({ args, output }) =>
    inspectRecords('text', args, { explain: args.explain === true, open: false, learn: false }, output),
});
