import { describe, expect, it } from 'vitest';
import { judgeAddress } from '../../../functions/adapters/http/address-policy.ts';
import { judgeUrl } from '../../../functions/adapters/http/url-policy.ts';

const nothingAllowed: ReadonlySet<string> = new Set();

/** Addresses as a resolver may answer them. */
const privateAddresses = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.127.255.254',
  '100.100.100.200',
  '127.0.0.1',
  '127.255.255.254',
  '168.63.129.16',
  '169.254.79.129',
  '169.254.169.253',
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.0.192',
  '192.0.2.1',
  '192.31.196.1',
  '192.52.193.1',
  '192.88.99.1',
  '192.168.1.1',
  '192.175.48.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.7',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::7f00:1',
  '::a9fe:a9fe',
  '::8.8.8.8',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:10.0.0.1',
  '::ffff:169.254.169.254',
  '::ffff:8.8.8.8',
  '::ffff:0:127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b::808:808',
  '64:ff9b:1::a9fe:a9fe',
  '100::1',
  '2001::1',
  '2001:0:7f00:1::',
  '2001:2::1',
  '2001:10::1',
  '2001:20::1',
  '2001:1ff:ffff::1',
  '2001:db8::1',
  '2002:7f00:1::1',
  '2002:a9fe:a9fe::1',
  '2620:4f:8000::1',
  '3fff::1',
  '3fff:fff:ffff::1',
  '4000::1',
  '5f00::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '2a00:1450::5efe:7f00:1',
  '2a00:1450::5efe:10.0.0.1',
  '2a00:1450::200:5efe:a9fe:a9fe',
  '2606:4700::1111%lo',
  '127.1',
  '0x7f.1',
  '2130706433',
  '0177.0.0.1',
  'localhost',
  '',
];

const publicAddresses = [
  '1.1.1.1',
  '8.8.8.8',
  '93.184.216.34',
  '100.63.255.255',
  '100.128.0.1',
  '168.63.129.17',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.255.255',
  '198.20.0.1',
  '223.255.255.254',
  '2001:200::1',
  '2001:4860:4860::8888',
  '2003::1',
  '2606:4700:4700::1111',
  '2a00:1450:4001:800::200e',
  '2a00:1450::1:5efe:102',
];

/** Spellings of one place that `new URL` folds before we look. */
const hostileUrls = [
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.0.1/',
  'http://127.0.0.1./',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.0.0.1/',
  'http://0X7F.1/',
  'http://017700000001/',
  'http://0177.0.0.01/',
  'http://%31%32%37.0.0.1/',
  'http://127。0。0。1/',
  'http://１２７.0.0.1/',
  'http://①②⑦.⓪.⓪.①/',
  'http://0/',
  'http://0.0.0.0:8080/',
  'http://[::]/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]:8080/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[fd00:ec2::254]/latest/meta-data/',
  'http://[fe80::1]/',
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0251.0376.0251.0376/',
  'http://169.254.170.2/v2/credentials',
  'http://168.63.129.16/machine?comp=goalstate',
  'http://10.0.0.1/',
  'http://167772161/',
  'http://172.16.0.1:8443/',
  'https://192.168.0.1/',
  'http:\\\\127.0.0.1\\x',
  'http:/127.0.0.1/',
  ' http://127.0.0.1/ ',
  'ht\ntp://127.0.0.1/',
];

describe('addresses', () => {
  it.each(privateAddresses)('refuses %j', (address) => {
    expect(judgeAddress(address).kind).toBe('refused');
  });

  it.each(publicAddresses)('allows %s', (address) => {
    expect(judgeAddress(address)).toEqual({ kind: 'public' });
  });
});

describe('URLs', () => {
  it.each(hostileUrls)('refuses %j as a private address', (url) => {
    expect(judgeUrl(url, nothingAllowed)).toMatchObject({ kind: 'refused', reason: 'private-address' });
  });

  it.each([
    ['ftp://example.org/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['data:text/plain,x', 'scheme'],
    ['gopher://example.org:80/', 'scheme'],
    ['http://example.org:22/', 'port'],
    ['https://example.org:8444/', 'port'],
    ['http://example.org:9001/2018-06-01/runtime/invocation/next', 'port'],
    ['http://user@example.org/', 'userinfo'],
    ['http://example.org:secret@127.0.0.1/', 'userinfo'],
    ['http://', 'bad-url'],
    ['//example.org/x', 'bad-url'],
    ['not an address', 'bad-url'],
    ['http://999.1.1.1/', 'bad-url'],
    ['http://[::1/', 'bad-url'],
    ['http://[fe80::1%25eth0]/', 'bad-url'],
    [`http://example.org/${'a'.repeat(9_000)}`, 'bad-url'],
  ])('refuses %j for its %s', (url, reason) => {
    expect(judgeUrl(url, nothingAllowed)).toMatchObject({ kind: 'refused', reason });
  });

  it.each([
    'http://example.org/',
    'https://example.org/news?id=1',
    'http://example.org:8080/',
    'https://example.org:8443/',
    'https://93.184.216.34/',
    'http://[2606:4700:4700::1111]/',
  ])('lets %s pass', (url) => {
    expect(judgeUrl(url, nothingAllowed)).toMatchObject({ kind: 'ok', lifted: false });
  });

  it('asks without the fragment', () => {
    const verdict = judgeUrl('https://example.org/a?b#c', nothingAllowed);
    expect(verdict.kind === 'ok' && verdict.url.href).toBe('https://example.org/a?b');
  });

  it('lifts the address and port rules for exactly the host and port that are allowed', () => {
    const allowed = new Set(['127.0.0.1:3100']);
    expect(judgeUrl('http://127.0.0.1:3100/x', allowed)).toMatchObject({ kind: 'ok', lifted: true });
    expect(judgeUrl('http://127.1:3100/x', allowed)).toMatchObject({ kind: 'ok', lifted: true });
    for (const url of ['http://127.0.0.1:3101/', 'http://127.0.0.1/', 'http://127.0.0.2:3100/', 'http://[::1]:3100/']) {
      expect(judgeUrl(url, allowed).kind).toBe('refused');
    }
    expect(judgeUrl('http://u:p@127.0.0.1:3100/', allowed)).toMatchObject({ reason: 'userinfo' });
    expect(judgeUrl('ftp://127.0.0.1:3100/', allowed)).toMatchObject({ reason: 'scheme' });
  });
});

describe('redirect targets', () => {
  const https = { url: new URL('https://example.org/feed'), lifted: false };

  it('are resolved against the address that redirected', () => {
    expect(judgeUrl('../news', nothingAllowed, https)).toMatchObject({ kind: 'ok' });
    expect(judgeUrl('//127.0.0.1/', nothingAllowed, https)).toMatchObject({ reason: 'private-address' });
  });

  it('may not step down from https to http', () => {
    expect(judgeUrl('http://example.org/feed', nothingAllowed, https)).toMatchObject({ reason: 'downgrade' });
    const lifted = { url: new URL('https://127.0.0.1:3100/'), lifted: true };
    expect(judgeUrl('http://127.0.0.1:3100/', new Set(['127.0.0.1:3100']), lifted)).toMatchObject({
      reason: 'downgrade',
    });
  });

  it('may not lead from outside to an allowed private host', () => {
    const http = { url: new URL('http://example.org/'), lifted: false };
    const allowed = new Set(['127.0.0.1:8080']);
    expect(judgeUrl('http://127.0.0.1:8080/', allowed, http)).toMatchObject({ reason: 'private-address' });
  });
});
