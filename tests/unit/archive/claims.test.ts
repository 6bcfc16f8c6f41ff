import { describe, expect, it } from 'vitest';
import { claimIdentity, type ItemIdentity, textName } from '../../../shared/archive/claims.ts';
import { memoryPorts } from '../../support/memory/ports.ts';

const item: ItemIdentity = {
  newsroom: 'harbour',
  canonicalUrl: 'https://harbour.example.org/news/ferry',
  otherUrls: [],
  guid: 'ferry-1',
  headline: 'Ferry line renewed',
  datePublished: '2026-03-01',
};

describe('the identity of an item', () => {
  it('is made of newsroom and canonical address, in the partition of the printed day', async () => {
    const claim = await claimIdentity(memoryPorts(), item);
    expect(claim.id).toMatch(/^[a-z2-7]{20}$/);
    expect(claim.key).toBe(`releases/newsroom=harbour/date=2026-03-01/${claim.id}.json`);
  });

  it('keeps the first key when the item comes back with another date', async () => {
    const ports = memoryPorts();
    const first = await claimIdentity(ports, item);
    expect(await claimIdentity(ports, { ...item, datePublished: '2026-03-05' })).toEqual(first);
  });

  it('puts a release without a date under date=undated', async () => {
    const claim = await claimIdentity(memoryPorts(), { ...item, datePublished: null });
    expect(claim.key).toContain('/date=undated/');
  });

  it('follows a release that moved: same guid, same headline, other address', async () => {
    const ports = memoryPorts();
    const first = await claimIdentity(ports, item);
    const moved = { ...item, canonicalUrl: 'https://harbour.example.org/archive/ferry' };
    expect((await claimIdentity(ports, moved)).id).toBe(first.id);
    expect((await claimIdentity(ports, { ...moved, guid: null })).id).toBe(first.id);
  });

  it('gives a reused guid with another address and headline its own id, and says so', async () => {
    const ports = memoryPorts();
    const first = await claimIdentity(ports, item);
    const other = { ...item, canonicalUrl: 'https://harbour.example.org/news/crane', headline: 'Crane inspected' };
    expect((await claimIdentity(ports, other)).id).not.toBe(first.id);
    expect(ports.log.events.map(({ event }) => event)).toContain('guid-reused');
  });

  it('knows a page under its own link and its canonical address', async () => {
    const ports = memoryPorts();
    const link = 'https://harbour.example.org/go?id=7';
    const first = await claimIdentity(ports, { ...item, otherUrls: [link] });
    expect((await claimIdentity(ports, { ...item, guid: null, canonicalUrl: link })).id).toBe(first.id);
  });

  it('is one for the http and the https address of a page', async () => {
    const ports = memoryPorts();
    const first = await claimIdentity(ports, item);
    const twin = { ...item, guid: null, canonicalUrl: 'http://harbour.example.org/news/ferry' };
    expect((await claimIdentity(ports, twin)).id).toBe(first.id);
  });

  it('is one for racing workers', async () => {
    const ports = memoryPorts();
    const claims = await Promise.all(Array.from({ length: 10 }, () => claimIdentity(ports, item)));
    expect(new Set(claims.map(({ key }) => key)).size).toBe(1);
  });

  it('is one with and without the index.php at the start of its path', async () => {
    const ports = memoryPorts();
    const first = await claimIdentity(ports, item);
    const twin = { ...item, guid: null, canonicalUrl: 'https://harbour.example.org/index.php/news/ferry' };
    expect((await claimIdentity(ports, twin)).id).toBe(first.id);
    const other = { ...item, guid: null, canonicalUrl: 'https://harbour.example.org/index.php' };
    expect((await claimIdentity(ports, other)).id).not.toBe(first.id);
  });

  describe('by its text', () => {
    const body = 'The ferry line is renewed with four new vessels for the coming spring. '.repeat(4);
    const text = textName('Ferry line renewed', body, '2026-03-01');
    const spanish = 'https://harbour.example.org/es/noticias';
    const other = { ...item, guid: null, canonicalUrl: `${spanish}/ferry`, channel: spanish };

    it('is one in the tree of every language', async () => {
      const ports = memoryPorts();
      const first = await claimIdentity(ports, { ...item, text });
      const same = await claimIdentity(ports, { ...other, text });
      expect(same).toEqual(first);
      expect((await claimIdentity(ports, other)).id).toBe(first.id);
    });

    it('is another with other words, on another day, or when the text proves nothing', async () => {
      const ports = memoryPorts();
      const first = await claimIdentity(ports, { ...item, text });
      const texts = [
        textName('Ferry line renewed', `${body} Five vessels.`, '2026-03-01'),
        textName('Ferry line renewed', body, '2026-03-08'),
        null,
      ];
      for (const [index, one] of texts.entries()) {
        const claim = await claimIdentity(ports, {
          ...other,
          canonicalUrl: `${other.canonicalUrl}${index}`,
          text: one,
        });
        expect(claim.id).not.toBe(first.id);
      }
      const listed = await claimIdentity(ports, { ...other, canonicalUrl: `${spanish}/a`, text: 'text:a' });
      expect(await claimIdentity(ports, { ...other, canonicalUrl: `${spanish}/b`, text: 'text:a' })).not.toEqual(
        listed,
      );
      expect(textName('Report', 'See the attached file.', '2026-03-01')).toBeNull();
      expect(textName('Report', body, null)).toBeNull();
    });
  });
});
