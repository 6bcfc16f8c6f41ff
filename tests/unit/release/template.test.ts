/** What a newsroom's other pages teach about one of them. */
import { describe, expect, it } from 'vitest';
import { limits } from '../../../shared/limits.ts';
import { readPage } from '../../../shared/release/read.ts';
import { emptyTemplate, learnPage, type PageTemplate } from '../../../shared/release/template/template.ts';
import { emptyContext } from './context.ts';

const standing =
  'The agency coordinates the work of fourteen ports and has been doing so on behalf of the government since 1994.';
const slogan = 'Safer ports, safer shores';
const ships = ['ferries', 'tankers', 'trawlers', 'cutters', 'barges', 'lifeboats', 'dredgers', 'pilot boats'];

const news = (ship: string): readonly string[] => [
  `The agency inspected all ${ship} in the northern ports this week and found the equipment of nearly every one in order.`,
  `Inspectors will return in the autumn to the owners of those ${ship} whose papers had expired when they were looked at.`,
];

function read(ship: string, paragraphs: readonly string[], template: PageTemplate | null) {
  const html = `<html><body><main><h1>Inspection of ${ship}</h1>${paragraphs.map((text) => `<p>${text}</p>`).join('\n')}</main></body></html>`;
  const url = `https://ports.example.org/news/${ship.replace(' ', '-')}`;
  return readPage(new TextEncoder().encode(html), { ...emptyContext, url, contentType: 'text/html', template });
}

/** A template made of one page for each ship. */
async function learned(among: readonly string[], layout: (ship: string) => readonly string[]): Promise<PageTemplate> {
  let template = emptyTemplate;
  for (const ship of among) {
    template = learnPage(template, await asPage(ship, layout(ship)));
  }
  return template;
}

describe('a learned template', () => {
  it('takes a standing last paragraph for the tail, which no heading announces', async () => {
    const layout = (ship: string) => [...news(ship), standing];
    const template = await learned(ships.slice(0, 6), layout);
    const before = await read('yachts', layout('yachts'), null);
    const { content, paragraphs } = await read('yachts', layout('yachts'), template);
    expect(before.content.body).toContain(standing);
    expect(content.body).toBe(news('yachts').join('\n\n'));
    expect(content.boilerplate).toBe(standing);
    expect(paragraphs.map(({ verdict }) => verdict)).toEqual(['kept', 'kept', 'repeated-tail']);
  });

  it('drops what all pages print above the text', async () => {
    const layout = (ship: string) => [`${standing} Read this first.`, ...news(ship)];
    const { content } = await read('yachts', layout('yachts'), await learned(ships.slice(0, 6), layout));
    expect(content.body).toBe(news('yachts').join('\n\n'));
  });

  it('keeps prose that a few pages share between paragraphs that are new, and drops what most print there', async () => {
    const few = await learned(ships, (ship) =>
      ships.indexOf(ship) < 4 ? [news(ship)[0] ?? '', standing, news(ship)[1] ?? ''] : news(ship),
    );
    const all = await learned(ships, (ship) => [news(ship)[0] ?? '', standing, news(ship)[1] ?? '']);
    const mixed = [news('yachts')[0] ?? '', standing, news('yachts')[1] ?? ''];
    expect((await read('yachts', mixed, few)).content.body).toContain(standing);
    expect((await read('yachts', mixed, all)).content.body).not.toContain(standing);
  });

  it('keeps the subheads that all releases have above what is new in each, from three siblings on', async () => {
    const heads = ['What the agency has found', 'What will happen next'];
    const page = (ship: string) => {
      const [found = '', next = ''] = news(ship);
      const more = [1, 2].map((at) => `<p>On day ${at} of the week ${ship} from port number ${at} were looked at.</p>`);
      return `<main><h1>Inspection of ${ship}</h1><p>The agency wrote a report on ${ship} on Monday and gave it to the government.</p><h2>${heads[0]}</h2><p>${found}</p>${more.join('')}<h2>${heads[1]}</h2><p>${next}</p></main>`;
    };
    const readAt = (ship: string, template: PageTemplate | null) =>
      readPage(new TextEncoder().encode(`<html><body>${page(ship)}</body></html>`), {
        ...emptyContext,
        url: `https://ports.example.org/news/${ship}`,
        contentType: 'text/html',
        template,
      });
    let template = emptyTemplate;
    for (const ship of ships.slice(0, 7)) {
      const { content, paragraphs } = await readAt(ship, null);
      const url = content.canonicalUrl ?? '';
      template = learnPage(template, { url, title: content.headline, paragraphs: paragraphs.map(({ text }) => text) });
    }
    const { content } = await readAt('yachts', template);
    for (const head of heads) expect(content.body).toContain(head);
  });

  it('needs five siblings for prose', async () => {
    const layout = (ship: string) => [...news(ship), standing];
    const four = await learned(ships.slice(0, 4), layout);
    expect((await read('yachts', layout('yachts'), four)).content.body).toContain(standing);
  });

  it('never takes a release for furniture because it stands at several addresses', async () => {
    let template = emptyTemplate;
    for (const tree of ['en', 'fr', 'es', 'ar', 'de']) {
      template = learnPage(template, {
        url: `https://ports.example.org/${tree}/yachts`,
        title: 'Inspection of yachts',
        paragraphs: news('yachts'),
      });
      template = learnPage(template, {
        url: `https://ports.example.org/${tree}/again`,
        title: null,
        paragraphs: news('yachts'),
      });
    }
    expect((await read('yachts', news('yachts'), template)).content.body).toBe(news('yachts').join('\n\n'));
  });

  it('keeps everything rather than most of the text', async () => {
    const long = `${standing} ${standing} ${standing} ${standing}`;
    const layout = (ship: string) => [`All ${ship} are fine, the agency found on Tuesday.`, long];
    const template = await learned(ships.slice(0, 7), layout);
    expect((await read('yachts', layout('yachts'), template)).content.body).toContain(standing);
  });

  it('does not compare a page with its own earlier state', async () => {
    const layout = (ship: string) => [...news(ship), slogan];
    let template = await learned(['yachts'], layout);
    for (let state = 0; state < 5; state += 1) template = learnPage(template, await asPage('yachts', layout('yachts')));
    expect(template.pages).toHaveLength(1);
    expect(template.version).toBe(1);
  });

  it('remembers the last pages only, and of each so many paragraphs', () => {
    let template = emptyTemplate;
    const many = Array.from(
      { length: 2_000 },
      (_, at) => `Paragraph ${'abcdefghij'[at % 10]} ${at.toString(36).replace(/\d/gu, 'x')} of a very long page`,
    );
    for (let at = 0; at < 50; at += 1) {
      template = learnPage(template, { url: `https://ports.example.org/${at}`, title: null, paragraphs: many });
    }
    expect(template.pages).toHaveLength(limits.templatePagesMax);
    expect(template.version).toBe(50);
    for (const { paragraphs } of template.pages) {
      expect(paragraphs.length).toBeLessThanOrEqual(limits.templateParagraphsPerPageMax);
    }
  });
});

async function asPage(ship: string, texts: readonly string[]) {
  const { content, paragraphs } = await read(ship, texts, null);
  return { url: content.canonicalUrl ?? '', title: content.headline, paragraphs: paragraphs.map(({ text }) => text) };
}
