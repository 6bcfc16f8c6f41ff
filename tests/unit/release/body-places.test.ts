/** Where the text of a page stands: beside texts that are longer than it, in elements named like something else, in parts. */
import { describe, expect, it } from 'vitest';
import { readPage } from '../../../shared/release/read.ts';
import { emptyContext } from './context.ts';

const first = 'The council of the lake towns has agreed on a common timetable for its ferries, from March on.';
const second = 'Until now each of the seven towns had set its own hours, and nobody could change on the water.';
const third = 'Two new boats will be built in the yard of Oberau; they run on batteries and carry ninety people.';
const fourth = 'The state pays half of the cost, the towns share the rest by the number of their landing stages.';
const fifth = 'Fishermen fear for their nets at the narrows, where the boats are to pass every twenty minutes.';
const sixth = 'A first report on the passengers and the nets is to be laid before the council in the autumn.';
const prose = [first, second, third, fourth, fifth, sixth];
const paragraphs = (texts: readonly string[]) => texts.map((text) => `<p>${text}</p>`).join('');

async function read(main: string) {
  const html = `<!doctype html><html lang="en"><head><title>One timetable for seven towns</title></head><body>${main}</body></html>`;
  const { content, explain } = await readPage(new TextEncoder().encode(html), {
    ...emptyContext,
    contentType: 'text/html; charset=utf-8',
  });
  return {
    body: content.body.split('\n\n'),
    reasonOf: (text: string) => explain().decisions.find((decision) => decision.text.startsWith(text))?.reason,
  };
}

const heading = '<h1>One timetable for seven towns</h1>';

describe('texts longer than the release', () => {
  const notice = (n: number) =>
    `In memory of keeper number ${n} of the old light, who lit the lamp for thirty-one winters and never once let it go out, his friends meet at the pier on the first Sunday of the month.`;
  const slides = Array.from({ length: 14 }, (_, n) => `<div class="swiper-slide">${notice(n)}</div>`).join('');

  it('that slide past behind it are none of it', async () => {
    const { body } = await read(
      `<div>${heading}<div class="story">${paragraphs(prose)}</div></div><div class="swiper-wrapper">${slides}</div>`,
    );
    expect(body).toEqual(prose);
  });

  it('are the release where nothing but them stands below the title', async () => {
    const { body } = await read(`<main>${heading}<div class="swiper-wrapper">${slides}</div></main>`);
    expect(body).toHaveLength(14);
  });
});

describe('elements named like something else', () => {
  it('hold text where they are spans around whole paragraphs, pasted with it', async () => {
    const pasted = prose.map((text) => `<p><span class="_fbEventContentTags">${text}</span></p>`).join('');
    expect((await read(`<main>${heading}<div>${pasted}</div></main>`)).body).toEqual(prose);
  });

  it('hold a caption where they say so, however long it is', async () => {
    const caption =
      '<p><span class="image-caption">The ferry Seestern on its way from Oberau to the narrows, on the last morning of the old timetable.</span></p>';
    expect((await read(`<main>${heading}<div>${caption}${paragraphs(prose)}</div></main>`)).body).toEqual(prose);
  });

  it('are figures with a table or a quotation in them, and only their captions go', async () => {
    const table =
      '<figure><table><tr><td>Oberau</td><td>12 ferries a day</td></tr></table><figcaption>Ferries from March on</figcaption></figure>';
    const quotation =
      '<figure><blockquote><p>We will be able to change on the water at last.</p></blockquote></figure>';
    const { body, reasonOf } = await read(
      `<article>${heading}${paragraphs(prose.slice(0, 3))}${table}${quotation}${paragraphs(prose.slice(3))}</article>`,
    );
    expect(body).toHaveLength(9);
    expect(reasonOf('Ferries from March on')).toBe('caption');
  });

  it('are teasers of other pages where they stand behind much of the text', async () => {
    const teaser =
      '<div class="article-teaser"><p>The old lighthouse keeper of Oberau tells of the ice winters, of the ships that did not come back and of the night when the lamp went out. He still lives beside the tower and opens the door to anybody who knocks twice.</p></div>';
    const { body } = await read(
      `<article>${heading}<div>${paragraphs(prose)}${teaser}<p>${first} So it was.</p></div></article>`,
    );
    expect(body).toHaveLength(7);
  });
});

describe('a text in parts', () => {
  it('goes on in an element of the same form beside the one that holds most of it', async () => {
    const { body } = await read(
      `<article>${heading}<blockquote class="part">${paragraphs(prose.slice(0, 5))}</blockquote><figure><blockquote>So it is decided.</blockquote></figure><blockquote class="part"><p>${sixth}</p></blockquote></article>`,
    );
    expect(body).toContain(sixth);
  });

  it('begins with its first letter, where that is set large in an element of its own', async () => {
    const [start = '', ...rest] = prose;
    const { body } = await read(
      `<article>${heading}<div class="cap">${start.charAt(0)}</div><p>${start.slice(1)}</p>${paragraphs(rest)}</article>`,
    );
    expect(body).toEqual(prose);
  });

  it('keeps the questions that open its answers', async () => {
    const questions = `<h3><button aria-expanded="false">Who pays for the boats?</button></h3><div><p>${fourth}</p></div><h3><button aria-expanded="false">When is the report due?</button></h3><div><p>${sixth}</p></div>`;
    const { body } = await read(`<main>${heading}<div>${paragraphs(prose.slice(0, 3))}${questions}</div></main>`);
    expect(body).toEqual([first, second, third, 'Who pays for the boats?', fourth, 'When is the report due?', sixth]);
  });

  it('begins with its dateline, though that line prints the date of the page as well', async () => {
    const line = 'Oberau, 17.08.2025 - Speech of the harbour master Anna Berger to the council of the lake towns';
    const { body } = await read(`<article>${heading}<div>${paragraphs([line, ...prose])}</div></article>`);
    expect(body[0]).toBe(line);
  });

  it('begins with a line that holds a date and more', async () => {
    const line = 'Anna Berger becomes harbour master of all seven lake towns on 1 September 2025';
    const { body } = await read(`<article>${heading}<p>${line}</p>${paragraphs(prose)}</article>`);
    expect(body[0]).toBe(line);
  });
});

describe('lines around pictures and lists', () => {
  it('are captions also above a link to a larger picture', async () => {
    const box =
      '<div class="cut"><img src="/ferry.jpg" width="500"><p>The ferry Seestern at the pier of Oberau</p><p><a href="/ferry-large.jpg">Enlarge</a></p></div>';
    expect((await read(`<article>${heading}${box}${paragraphs(prose)}</article>`)).body).toEqual(prose);
  });

  it('are captions that end in a name and a paper', async () => {
    const line = '<p>The ferry Seestern at the pier of Oberau on Monday. (Ana Silva/The Lake Courier)</p>';
    expect((await read(`<article>${heading}${line}${paragraphs(prose)}</article>`)).body).toEqual(prose);
  });

  it('label a list of links that is furniture', async () => {
    const list =
      '<div class="related"><a href="/1">The old timetable and its friends</a><br><br><a href="/2">The yard of Oberau builds again</a></div>';
    const { body } = await read(
      `<article>${heading}<div>${paragraphs(prose.slice(0, 3))}<h3>What our readers like</h3>${list}${paragraphs(prose.slice(3))}</div></article>`,
    );
    expect(body).toEqual(prose);
  });
});

describe('pages that show no text', () => {
  it('have none for what their data or a request to allow scripts says', async () => {
    const data = `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', articleBody: prose.join(' ') })}</script>`;
    const request =
      '<noscript><p>Please allow scripts in your browser, so that this page can be shown to you.</p></noscript>';
    expect((await read(`${data}${request}<div id="app"></div>`)).body).toEqual(['']);
  });
});
