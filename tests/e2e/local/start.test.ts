/** `dateline start` as a newcomer runs it: the sample gives two alerts, whatever kills it in between. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dateline, type Running } from './dateline.ts';

let data: string;
let coverage: string;
const running: Running[] = [];

beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'dateline-start-'));
  coverage = mkdtempSync(join(tmpdir(), 'dateline-coverage-'));
});
afterAll(async () => {
  for (const one of running) {
    one.child.kill('SIGKILL');
    await one.finished;
  }
  rmSync(data, { recursive: true });
  rmSync(coverage, { recursive: true });
});

function start(env: Record<string, string> = {}): Running {
  const one = dateline(['start', '--json', '--data', data, '--port', '0'], env);
  running.push(one);
  return one;
}

async function kill(one: Running): Promise<void> {
  one.child.kill('SIGKILL');
  await one.finished;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Looks again and again, at most ten seconds; what follows then fails by itself. */
async function untilTrue(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline && !holds(); ) await pause(20);
}
/** Alerts that the ledgers say the topic took. */
const accepted = () =>
  readdirSync(join(data, 'archive', 'ledger'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').split('"state":"accepted"').length - 1)
    .reduce((sum, count) => sum + count, 0);
const mails = () =>
  readdirSync(join(data, 'mailbox', 'new')).map((file) => readFileSync(join(data, 'mailbox', 'new', file), 'utf8'));
const releaseFiles = () =>
  readdirSync(join(data, 'archive', 'releases'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.json'),
  );
const header = (mail: string, name: string) => new RegExp(`^${name}: (.*)$`, 'mi').exec(mail)?.[1];
const alertOf = (watch: string) => (line: { event: string; watch?: unknown }) =>
  line.event === 'alert' && line.watch === watch;

/** What the killed processes and the last one told, in order; filled by the first test, looked at by the others. */
let last: Running;
let url: string;

test('killed twice in the middle, it still gives exactly one mail for each of the two watches', async () => {
  const first = start();
  await first.seen(({ event }) => event === 'ready');
  await pause(250);
  await kill(first);

  const second = start();
  await second.seen(({ event }) => event === 'ready');
  const locked = await dateline(['start', '--json', '--data', data, '--port', '0']).finished;
  expect(locked.code).toBe(3);
  expect(JSON.parse(locked.stderr)).toMatchObject({
    error: { code: 'E_LOCKED', message: expect.stringContaining(String(second.child.pid)) },
  });
  await Promise.all([second.seen(alertOf('cybercrime')), second.seen(alertOf('i-24-7'))]);
  await untilTrue(() => accepted() === 2);
  await kill(second);

  last = start({ NODE_V8_COVERAGE: coverage });
  url = String((await last.seen(({ event }) => event === 'ready'))['url']);
  await untilTrue(() => existsSync(join(data, 'mailbox', 'new')) && mails().length === 2);
  await pause(1_000);
  expect(
    mails()
      .map((mail) => header(mail, 'X-Dateline-Watch'))
      .sort(),
  ).toEqual(['cybercrime', 'i-24-7']);
  const ids = releaseFiles().map((file) => file.split('/').at(-1));
  expect(new Set(ids).size).toBe(ids.length);
}, 40_000);

test('the mails carry the alert ids that the events told, and the sentence with its match', () => {
  const events = running.flatMap(({ lines }) => lines).filter(({ event }) => event === 'alert');
  for (const mail of mails()) {
    const watch = header(mail, 'X-Dateline-Watch');
    const told = events.find((event) => event['watch'] === watch);
    expect(told).toMatchObject({ kind: 'new', revision: 1 });
    expect(header(mail, 'X-Dateline-Alert-Id')).toBe(told?.['alertId']);
    expect(header(mail, 'X-Dateline-Release')).toBe(told?.['release']);
    expect(header(mail, 'Message-ID')).toMatch(/^<.+@.+>$/);
    expect(mail.replaceAll('=\n', '')).toContain(watch === 'cybercrime' ? '*cybercrime*' : '*I-24/7*');
  }
});

test('the sample is stored as the customer printed it', async () => {
  const { items } = (await (await fetch(`${url}/api/v1/releases?q=I-24%2F7`)).json()) as {
    items: Record<string, unknown>[];
  };
  expect(items).toHaveLength(1);
  const [release] = items;
  expect(release).toMatchObject({
    newsroom: 'interpol-demo',
    headline: 'INTERPOL and China to explore areas for strengthening security and policing capabilities',
    datePublished: '2017-05-13',
    uiLanguage: 'es',
    inLanguage: 'en',
    dateline: { place: 'BEIJING', country: 'China', countryCode: 'CN' },
    references: ['N2017-063'],
    boilerplate: null,
    origin: 'live',
  });
  const [label, , ...rest] = readFileSync(
    new URL('../../../infra/local/demo/interpol-2017-05-13.txt', import.meta.url),
    'utf8',
  )
    .trim()
    .split('\n\n');
  expect(label).toContain('13 mayo 2017');
  expect(release?.['body']).toBe(rest.join('\n\n'));
  const { quotes } = release as unknown as { quotes: { speaker: string }[] };
  expect(quotes.map(({ speaker }) => speaker)).toEqual(['Secretary General Stock', 'Mr Stock']);
});

test('the console lists the alerts and the newsrooms', async () => {
  const get = async (path: string) =>
    (await (await fetch(`${url}/api/v1${path}`)).json()) as { items: Record<string, unknown>[] };
  expect((await get('/alerts')).items.map(({ watch }) => watch).sort()).toEqual(['cybercrime', 'i-24-7']);
  expect((await get('/health')).items.map(({ id }) => id)).toContain('interpol-demo');
  expect(await (await fetch(`${url}/alerts`)).text()).toContain('<mark>cybercrime</mark>');
});

test('Ctrl-C ends it cleanly, and nothing of AWS was ever loaded', async () => {
  const asked = performance.now();
  last.child.kill('SIGINT');
  expect((await last.finished).code).toBe(0);
  expect(performance.now() - asked).toBeLessThan(4_000);
  expect(existsSync(join(data, 'lock'))).toBe(false);
  const scripts = readdirSync(coverage).flatMap((file) =>
    (JSON.parse(readFileSync(join(coverage, file), 'utf8')) as { result: { url: string }[] }).result.map(
      (one) => one.url,
    ),
  );
  expect(scripts.some((script) => script.includes('infra/local/host.ts'))).toBe(true);
  expect(scripts.filter((script) => /@aws-sdk|aws-cdk|@smithy/.test(script))).toEqual([]);
}, 15_000);
