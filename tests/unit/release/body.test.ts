import { describe, expect, it } from 'vitest';
import { readPage } from '../../../shared/release/read.ts';
import { emptyContext } from './context.ts';

const first = 'The agency said that its new coordination unit will begin work next month with eleven regions.';
const second = 'Partners in the project are the customs service, the coast guard and two universities of the coast.';
const third = 'A second phase is planned for the spring, when the service will be opened to the municipal authorities.';
const prose = `<p>${first}</p>\n<p>${second}</p>\n<p>${third}</p>`;
const whole = [first, second, third];
const fourth = 'The ministers of both countries had agreed on the plan in autumn, after two years of talks.';
const fifth = 'It will be paid for by the regions, each by the number of the people who live on its coast.';
const more = `${prose}<p>${fourth}</p><p>${fifth}</p>`;

/** The paragraphs that are kept, and what is said of the others. */
async function bodyOf(main: string) {
  const html = `<!doctype html><html lang="en"><head><title>A new unit</title></head><body>${main}</body></html>`;
  const { content, explain, pageKind } = await readPage(new TextEncoder().encode(html), {
    ...emptyContext,
    contentType: 'text/html; charset=utf-8',
  });
  return {
    paragraphs: content.body.split('\n\n'),
    boilerplateStart: content.boilerplateStart,
    pageKind,
    reasonOf: (text: string) => explain().decisions.find((decision) => decision.text.startsWith(text))?.reason,
  };
}

const article = (inner: string) => `<main><h1>A new unit</h1><div class="entry-content">${inner}</div></main>`;

describe('lines inside the text that lead elsewhere', () => {
  it.each([
    'Read also: <a href="/x">The harbour that never sleeps in winter</a>',
    'Lea más: <a href="/x">El puerto que nunca duerme en invierno</a>',
    'Mehr dazu: <a href="/x">Der Hafen, der im Winter niemals schläft</a>',
  ])('are dropped where all behind the colon is the link: %s', async (line) => {
    const { paragraphs } = await bodyOf(article(`<p>${first}</p><p>${line}</p><p>${second}</p><p>${third}</p>`));
    expect(paragraphs).toEqual(whole);
  });

  it('stay where the sentence goes on behind the link', async () => {
    const sentence =
      'The report says: <a href="/x">eleven regions are ready now</a>, and others will follow in spring.';
    const { paragraphs } = await bodyOf(article(`<p>${first}</p><p>${sentence}</p><p>${third}</p>`));
    expect(paragraphs).toHaveLength(3);
  });

  it('do not end the text above its last paragraph, however short that is', async () => {
    const { paragraphs } = await bodyOf(
      article(`${more}<p>Related</p><p>The unit will report to the council every year.</p>`),
    );
    expect(paragraphs.at(-1)).toBe('The unit will report to the council every year.');
    expect(paragraphs).not.toContain('Related');
  });
});

describe('headings that are links', () => {
  it('are subheads right among the paragraphs', async () => {
    const { paragraphs } = await bodyOf(
      article(`<p>${first}</p><h3><a href="/n">1. The office of the north</a></h3><p>${second}</p><p>${third}</p>`),
    );
    expect(paragraphs).toEqual([first, '1. The office of the north', second, third]);
  });

  it('are teasers in boxes of their own', async () => {
    const teaser = '<div class="box"><h3><a href="/n">The office of the north opens its doors</a></h3></div>';
    const { paragraphs } = await bodyOf(article(`<p>${first}</p>${teaser}<p>${second}</p><p>${third}</p>`));
    expect(paragraphs).toEqual(whole);
  });
});

describe('the end of the text', () => {
  it('is the end of the element that holds the paragraphs', async () => {
    const behind = `<div><p>To cite this text, name the agency and the day on which it was published here.</p></div>`;
    const { paragraphs, reasonOf } = await bodyOf(
      `<main><h1>A new unit</h1><div class="entry-content"><div>${more}</div>${behind}</div></main>`,
    );
    expect(paragraphs).toHaveLength(5);
    expect(reasonOf('To cite')).toBe('behind-text');
  });

  it('is not before the tail of the release, whatever element holds it', async () => {
    const tail = '<div><p>Media contact</p><p>Ana Silva, press@agency.example.org</p></div>';
    const { boilerplateStart } = await bodyOf(
      `<main><h1>A new unit</h1><div class="entry-content"><div>${more}</div>${tail}</div></main>`,
    );
    expect(boilerplateStart).toBe('Media contact');
  });

  it('is not at a heading "About …" that most of the text stands below', async () => {
    const long = prose.repeat(1) + [1, 2, 3, 4, 5, 6].map((n) => `<p>${n}. ${first} ${second}</p>`).join('');
    const { paragraphs, boilerplateStart } = await bodyOf(article(`<p>${first}</p><p>ABOUT THIS PROJECT</p>${long}`));
    expect(boilerplateStart).toBeNull();
    expect(paragraphs.length).toBeGreaterThan(8);
  });

  it('is before the label of a list of links, and a table of contents has none either', async () => {
    const links =
      '<ul><li><a href="/1">How to become a diver</a></li><li><a href="/2">The harbour in winter</a></li></ul>';
    const { paragraphs } = await bodyOf(article(`<h2>Contents</h2>${links}${prose}<h2>From the county</h2>${links}`));
    expect(paragraphs).toEqual(whole);
  });
});

describe('captions', () => {
  it('are the only line in a box with a picture', async () => {
    const box =
      '<div class="img"><div><img src="/boat.jpg" width="600"></div><div>The boat of the new unit leaves the harbour.</div></div>';
    const { paragraphs, reasonOf } = await bodyOf(article(`<p>${first}</p>${box}<p>${second}</p><p>${third}</p>`));
    expect(paragraphs).toEqual(whole);
    expect(reasonOf('The boat')).toBe('caption');
  });

  it('are not the paragraph that a picture stands in', async () => {
    const { paragraphs } = await bodyOf(
      article(`<p><img src="/boat.jpg" width="600">${first}</p><p>${second}</p><p>${third}</p>`),
    );
    expect(paragraphs).toEqual(whole);
  });

  it.each([
    'The boat of the new unit leaves the harbour at dawn on its first day. Archivfoto: ON',
    'Officers of the unit on the pier in the first week. (Ana Silva/Getty Images)',
    'Officers of the unit on the pier. Photo by Ana Silva',
    'Figure 3: calls for help in the eleven regions, by month and by region.',
    '© Ana Silva',
  ])('are lines that end in a credit: %s', async (line) => {
    const { paragraphs } = await bodyOf(article(`<p>${first}</p><p>${line}</p><p>${second}</p><p>${third}</p>`));
    expect(paragraphs).toEqual(whole);
  });

  it.each([
    'The unit has a clear picture: eleven regions take part, and nobody else was asked to.',
    'The photo: how the unit works, and what it costs the regions that pay for it every year.',
  ])('are not sentences that speak of a picture: %s', async (line) => {
    const { paragraphs } = await bodyOf(article(`<p>${first}</p><p>${line}</p><p>${second}</p>`));
    expect(paragraphs).toEqual([first, line, second]);
  });
});

describe('lines that speak to the reader of the site', () => {
  it.each([
    'Sign up for our weekly newsletter and never miss a story from the coast.',
    'You can also follow us on Facebook and Instagram.',
    'Do you have a story tip? Email: desk@example.org.',
    'For the latest stories download our app for your telephone.',
    'Melden Sie sich hier für unseren Newsletter an.',
    'Suivez-nous sur les réseaux sociaux pour ne rien manquer.',
    'Síguenos en Facebook y en Twitter.',
    'Подписывайтесь на наш канал.',
    'All rights reserved. This material may not be published, broadcast, rewritten or redistributed.',
    '12 comments',
    '0 commentaire 0 partage',
    'Bild 3 von 10',
    'Anzeige',
    'Advertisement',
  ])('are no text: %s', async (line) => {
    const { paragraphs } = await bodyOf(article(`<p>${first}</p><p>${line}</p><p>${second}</p><p>${third}</p>`));
    expect(paragraphs).toEqual(whole);
  });

  it.each([
    'The unit will send a newsletter to the eleven regions and follow up on every call.',
    'About 4,000 people follow the unit, and 12 comments on the draft were sent in by the regions.',
    'The minister asked the regions to support the work of the unit.',
  ])('differ from text that speaks of the same: %s', async (line) => {
    const { paragraphs } = await bodyOf(article(`<p>${first}</p><p>${line}</p><p>${second}</p>`));
    expect(paragraphs).toEqual([first, line, second]);
  });
});

describe('the first paragraphs', () => {
  it('are text where they are named teaser and lead nowhere', async () => {
    const teaser = `<div class="teaser-content"><p>${first} ${second}</p><p>${third}</p></div>`;
    const { paragraphs } = await bodyOf(
      `<main><h1>A new unit</h1><div class="article-body">${teaser}<p>${fourth}</p><p>${fifth}</p></div></main>`,
    );
    expect(paragraphs).toHaveLength(4);
  });

  it('are text inside a wall for readers, though its name says that it hides', async () => {
    const { paragraphs, pageKind } = await bodyOf(
      `<main><h1>A new unit</h1><div class="article-body"><div class="p402_hide">${prose}</div></div></main>`,
    );
    expect(pageKind).toBe('release');
    expect(paragraphs).toEqual(whole);
  });

  it('are a release even as one block without a full stop, beside many headlines', async () => {
    const text = `${first.slice(0, -1)} ${second.slice(0, -1)}`;
    const links = [1, 2, 3, 4, 5, 6, 7, 8]
      .map((n) => `<div><a href="/${n}">The harbour that never sleeps in winter ${n}</a></div>`)
      .join('');
    const { pageKind, paragraphs } = await bodyOf(
      `<h1>A new unit</h1><div><div>${text}</div></div><div>${links}</div>`,
    );
    expect(pageKind).toBe('release');
    expect(paragraphs).toEqual([text]);
  });
});

describe('cards that announce other pages', () => {
  const card = (n: number) =>
    `<div class="k"><h3><a href="/${n}">The harbour that never sleeps in winter ${n}</a></h3><p>Its keeper tells of the long nights, of the ice and of the ships that did not come back. ${n}</p></div>`;
  const cards = [1, 2, 3, 4].map(card).join('');

  it('are no text, whatever they are called and however much they say', async () => {
    const { paragraphs, reasonOf } = await bodyOf(
      `<div><h1>A new unit</h1><div>${prose}</div><div>${cards}</div></div>`,
    );
    expect(paragraphs).toEqual(whole);
    expect(reasonOf('Its keeper')).toBe('card');
  });

  it('are what a listing lists', async () => {
    const { pageKind } = await bodyOf(`<h1>News</h1><div>${[1, 2, 3, 4, 5, 6, 7].map(card).join('')}</div>`);
    expect(pageKind).toBe('listing');
  });

  it('are columns of links with words below each in tables of old', async () => {
    const rows = [1, 2, 3, 4]
      .map(
        (n) =>
          `<a href="/${n}">The harbour that never sleeps ${n}</a><br>Its keeper tells of the long nights and of the ice.<br><br>`,
      )
      .join('');
    const { paragraphs } = await bodyOf(
      `<table><tr><td><b>A new unit</b><br><br>${whole.join('<br><br>')}</td><td>${rows}</td></tr></table>`,
    );
    expect(paragraphs.slice(-3)).toEqual(whole);
  });

  it('are not the items of a list that begin with a link', async () => {
    const items = [1, 2, 3].map(
      (n) =>
        `<li><a href="/${n}">The region of the north ${n}</a> sends two boats and a crew of nine to the unit.</li>`,
    );
    const { paragraphs } = await bodyOf(article(`<p>${first}</p><ul>${items.join('')}</ul><p>${third}</p>`));
    expect(paragraphs).toHaveLength(5);
  });
});

describe('lines about the writer', () => {
  it.each(['By Ana Silva', 'Von Ana Silva und Max Berg', 'Par Ana Silva', 'Ana Silva'])(
    'are no text above it: %s',
    async (line) => {
      const { paragraphs } = await bodyOf(article(`<p>${line}</p>${prose}`));
      expect(paragraphs).toEqual(whole);
    },
  );

  it('are none below the standfirst, where the date stands', async () => {
    const { paragraphs } = await bodyOf(
      `<main><h1>A new unit</h1><p>${first}</p><div>Ana Silva</div><div class="date">12 February 2025</div><p>${second}</p><p>${third}</p></main>`,
    );
    expect(paragraphs).toEqual(whole);
  });
});
