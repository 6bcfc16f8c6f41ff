/**
 * The console in a real browser, as a person meets it: a watch is made, somebody subscribes, and the links of the mail act
 * only when a button is pressed. Needs Chromium; where none is found the tests are skipped and say so.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { dateline, type Running } from '../local/dateline.ts';
import { findChromium } from './chromium.ts';

const executable = findChromium();
if (executable === null)
  console.info('skipped: tests/e2e/browser: no Chromium is installed (set CHROMIUM to its path)');

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe.skipIf(executable === null)('the console in a browser', () => {
  let data: string;
  let running: Running;
  let url: string;
  let browser: Browser;
  let page: Page;
  /** What the browser complained of: scripts that failed, and what the security policy refused. */
  const complaints: string[] = [];

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'dateline-browser-'));
    const port = await freePort();
    writeFileSync(join(data, 'settings.yaml'), `consoleAddress: http://127.0.0.1:${port}\n`);
    running = dateline(['start', '--json', '--data', data, '--port', String(port)]);
    url = String((await running.seen(({ event }) => event === 'ready'))['url']);
    browser = await chromium.launch({ executablePath: executable ?? '', args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.setDefaultTimeout(8_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
  });

  afterAll(async () => {
    await browser.close();
    running.child.kill('SIGKILL');
    await running.finished;
    rmSync(data, { recursive: true, force: true });
  });

  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  /** The mails of this machine, unfolded. */
  const mails = (): readonly string[] => {
    const folder = join(data, 'mailbox', 'new');
    return readdirSync(folder).map((file) =>
      readFileSync(join(folder, file), 'utf8').replaceAll('=\r\n', '').replaceAll('=\n', ''),
    );
  };
  /** The mail to an address, as soon as it is there. */
  async function mailTo(address: string): Promise<string> {
    const found = (): string | undefined => mails().find((one) => one.includes(`To: ${address}`));
    await expect.poll(found, { timeout: 10_000 }).toBeDefined();
    return found() ?? '';
  }
  const linkTo = (path: string, mail: string): string => {
    const link = new RegExp(`http://\\S+/${path}\\?[^\\s>]+`).exec(mail)?.[0] ?? '';
    return link.replaceAll('=3D', '=');
  };
  let mail = '';

  test('shows the first alerts while they come, without being asked again', async () => {
    await page.goto(url);
    await page.getByText('INTERPOL and China to explore areas').first().waitFor();
    expect(await page.locator('mark').first().textContent()).toMatch(/cybercrime|I-24\/7/);
  });

  test('makes a watch, saying what the query means while it is typed', async () => {
    await page.goto(`${url}/watches/new`);
    await page.getByLabel('Name').fill('Harbours');
    await page.getByLabel('Query').fill('harbour OR port emission');
    await page
      .getByText(/“AND” and “OR”|AND and OR|parenthes/)
      .first()
      .waitFor();
    await page.getByLabel('Query').fill('harbour OR port');
    await page.getByRole('button', { name: 'Save watch' }).click();
    await page.waitForURL(/\/watches\/harbours$/);
    expect(await page.locator('h1').textContent()).toBe('Harbours');
  });

  test('subscribes an address, and its mail has a link of its own', async () => {
    await page.getByLabel('Address').fill('reader@example.org');
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByText('mail to reader@example.org').waitFor();
    await page.getByRole('button', { name: 'Send a test message' }).click();
    mail = await mailTo('reader@example.org');
  });

  test('a link that is only opened changes nothing; how often is changed by its button', async () => {
    await page.goto(linkTo('unsubscribe', mail));
    await page.goto(linkTo('manage', mail));
    expect(await page.getByText('reader@example.org').textContent()).toBe('reader@example.org');
    await page.getByLabel('How often').selectOption('weekly');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('status').getByText('Saved.').waitFor();
    await page.goto(`${url}/watches/harbours`);
    expect(await page.getByLabel('How often: mail to reader@example.org').inputValue()).toBe('weekly');
  });

  test('goes to another address once the link that was sent there is confirmed', async () => {
    await page.goto(linkTo('manage', mail));
    await page.getByLabel('Another address').fill('elsewhere@example.org');
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByText('A link was sent to elsewhere@example.org').waitFor();
    const sent = await mailTo('elsewhere@example.org');
    await page.goto(linkTo('confirm-address', sent));
    await page.goto(linkTo('manage', mail));
    expect(await page.getByText('elsewhere@example.org').count()).toBe(0);
    await page.goto(linkTo('confirm-address', sent));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.goto(`${url}/watches/harbours`);
    await page.getByText('mail to elsewhere@example.org').waitFor();
  });

  test('unsubscribes by the button of the page that the mail links to, and only then', async () => {
    await page.goto(linkTo('unsubscribe', mail));
    await page.getByRole('button', { name: 'Unsubscribe' }).click();
    await page.getByRole('heading', { name: 'Unsubscribed' }).waitFor();
    await page.goto(`${url}/watches/harbours`);
    expect(await page.getByText('@example.org').count()).toBe(0);
  });

  test('fits a telephone: no page is wider than its screen', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const wide: string[] = [];
    for (const path of ['/', '/alerts', '/releases', '/watches', '/watches/new', '/watches/cybercrime', '/newsrooms']) {
      await page.goto(`${url}${path}`);
      if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) wide.push(path);
    }
    expect(wide).toEqual([]);
  });
});
