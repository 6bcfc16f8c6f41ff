import { describe, expect, it } from 'vitest';
import { BadInputError } from '../../../shared/errors.ts';
import type { ListingSelectors } from '../../../shared/newsrooms/schema.ts';
import { read } from './context.ts';

const url = 'https://press.example.org/news';
const page = (main: string) =>
  `<!doctype html><html lang="en"><head><title>News</title></head><body><nav><a href="/about-the-office">About the office and staff</a><a href="/contact-the-office">Contact the press office</a><a href="/jobs-at-the-office">Jobs at the press office</a></nav><main>${main}</main></body></html>`;
const select = (main: string, listing: ListingSelectors, known = {}) =>
  read(page(main), 'listing', { url, uiLanguage: 'en', listing, ...known });
const guess = (main: string, known = {}) => read(page(main), 'listing', { url, uiLanguage: 'en', ...known });
const titles = ['Harbour fees stay as they are', 'Night flights to be limited soon', 'Water level is back to normal'];

describe('a listing with selectors', () => {
  const row = (n: number, date: string) =>
    `<li class="row"><a href="/n/${n}?sid=9&id=${n}#top">Notice number ${n}</a> <i class="d">${date}</i></li>`;

  it('gives each item its link, title and date', () => {
    const { items, kind } = select(`<ul>${row(1, '4 May 2025')}</ul>`, {
      item: 'li.row',
      date: '.d',
      dropParameters: ['sid'],
    });
    expect(kind).toBe('listing');
    expect(items).toMatchObject([
      {
        id: 'https://press.example.org/n/1?id=1',
        url: 'https://press.example.org/n/1?id=1',
        title: 'Notice number 1',
        published: '2025-05-04',
      },
    ]);
  });

  it('takes the date from an attribute, from the address, or from the item’s text', () => {
    const time =
      '<li><a href="/2025/03/09/notice">Notice</a><time datetime="2025-05-04T10:00:00+02:00">yesterday</time></li>';
    expect(select(time, { item: 'li', date: 'time', dateFrom: 'attribute:datetime' }).items[0]!.published).toBe(
      '2025-05-04T08:00:00Z',
    );
    expect(select(time, { item: 'li', dateFrom: 'url' }).items[0]!.published).toBe('2025-03-09');
    expect(select('<li>May 4, 2025: <a href="/n">Notice</a></li>', { item: 'li' }).items[0]!.published).toBe(
      '2025-05-04',
    );
  });

  it('never guesses between day and month', () => {
    const body = row(1, '04/05/2025');
    expect(select(body, { item: 'li', date: '.d' }).items[0]!.published).toBeNull();
    expect(select(body, { item: 'li', date: '.d' }, { dateOrder: 'month-first' }).items[0]!.published).toBe(
      '2025-04-05',
    );
    expect(select(body, { item: 'li', date: '.d', dateFormat: 'dd/MM/yyyy' }).items[0]!.published).toBe('2025-05-04');
    expect(select(body + row(2, '13/05/2025'), { item: 'li', date: '.d' }).items[0]!.published).toBe('2025-05-04');
  });

  it('names the selector that is none', () => {
    expect(() => select('', { item: 'li[' })).toThrow(BadInputError);
    expect(() => select('', { item: 'li', date: ':nonsense(' })).toThrow(/":nonsense\("/);
  });

  it('says so when the selector matches nothing', () => {
    expect(select('<p>Empty</p>', { item: 'li.gone' })).toMatchObject({
      items: [],
      warnings: [expect.stringContaining('li.gone')],
    });
  });

  it('takes the page’s own word for the next page, where more pages are wanted', () => {
    const main = '<ul class="pager"><li class="forth"><a rel="next nofollow" href="?p=2">Next</a></li></ul>';
    const next = (listing: Partial<ListingSelectors>) => select(main, { item: 'li.row', ...listing }).nextPage;
    expect(next({ pagesMax: 2 })).toBe('https://press.example.org/news?p=2');
    expect(next({})).toBeNull();
    expect(next({ next: 'li.forth' })).toBe('https://press.example.org/news?p=2');
  });

  it('tries every match of the date’s selector, and the text where the attribute is missing', () => {
    const main =
      '<ul><li><i>Press release</i><i>6 March 2026</i><a href="/a">A</a></li><li><i datetime="2026-03-05">yesterday</i><a href="/b">B</a></li></ul>';
    const dates = (dateFrom: string) =>
      select(main, { item: 'li', date: 'i', dateFrom }).items.map(({ published }) => published);
    expect(dates('text')).toEqual(['2026-03-06', null]);
    expect(dates('attribute:datetime')).toEqual(['2026-03-06', '2026-03-05']);
  });

  it('drops named parameters of the path too', () => {
    const main = '<ul><li><a href="/n/a.html;jsessionid=8F2B;v=2?nn=1&amp;id=7">A notice</a></li></ul>';
    expect(select(main, { item: 'li', dropParameters: ['jsessionid', 'nn'] }).items[0]!.url).toBe(
      'https://press.example.org/n/a.html;v=2?id=7',
    );
  });

  it('finds the next page by link or by number', () => {
    const next = (selector: string, at = url) =>
      select('<a class="next" href="?p=2">Next</a>', { item: 'li', next: selector }, { url: at }).nextPage;
    expect(next('a.next')).toBe('https://press.example.org/news?p=2');
    expect(next('?page={n}')).toBe('https://press.example.org/news?page=2');
    expect(next('?page={n}', `${url}?page=0`)).toBe('https://press.example.org/news?page=1');
    expect(next('a.gone')).toBeNull();
    expect(next('?start={+16}')).toBe('https://press.example.org/news?start=16');
    expect(next('?start={+16}', `${url}?start=32&tag=a`)).toBe('https://press.example.org/news?start=48&tag=a');
  });
});

describe('a listing without selectors', () => {
  const cards = titles
    .map(
      (title, i) =>
        `<div class="card"><a href="/n/${i}"><img alt=""></a><h3><a href="/n/${i}#top">${title}</a></h3><span>${i + 1} October 2025</span><a href="/n/${i}">Read more</a></div>`,
    )
    .join('');

  it('is guessed from three repeated links, each release once', () => {
    const { items, warnings } = guess(cards);
    expect(items.map(({ title }) => title)).toEqual(titles);
    expect(items.map(({ published }) => published)).toEqual(['2025-10-01', '2025-10-02', '2025-10-03']);
    expect(items.map((item) => item.url)).toEqual([0, 1, 2].map((n) => `https://press.example.org/n/${n}`));
    expect(warnings.join()).toContain('guessed');
  });

  it('is not guessed from two', () => {
    const two = titles
      .slice(0, 2)
      .map((title, i) => `<p><a href="/n/${i}">${title}</a></p>`)
      .join('');
    expect(guess(two)).toMatchObject({
      kind: 'listing',
      items: [],
      warnings: [expect.stringContaining('fewer than 3')],
    });
  });

  it('reads dates that stand beside their headlines, before or behind', () => {
    const dates = ['1 October 2025', '2 October 2025', '3 October 2025'];
    const before = titles.map((title, i) => `<p>${dates[i]}</p><h3><a href="/n/${i}">${title}</a></h3>`).join('');
    const behind = titles.map((title, i) => `<h3><a href="/n/${i}">${title}</a></h3><p>${dates[i]}</p>`).join('');
    for (const body of [before, behind]) {
      expect(guess(body).items.map(({ published }) => published)).toEqual(['2025-10-01', '2025-10-02', '2025-10-03']);
    }
  });

  it('takes headlines from table rows and from headings beside a link that says only "more"', () => {
    const rows = titles
      .map((title, i) => `<tr><td>05.1${i + 5}.15</td><td><a href="/n?id=${i}">${title}</a></td></tr>`)
      .join('');
    expect(guess(`<table>${rows}</table>`).items).toMatchObject(
      titles.map((title, i) => ({ title, published: `2015-05-1${i + 5}` })),
    );
    const more = titles
      .map((title, i) => `<section><h2>${title}</h2><p>${i + 1} May 2025</p><a href="/n/${i}">More</a></section>`)
      .join('');
    expect(guess(more).items.map(({ title }) => title)).toEqual(titles);
  });

  it('takes the day of publication, not a deadline or an event', () => {
    const two = titles
      .map(
        (title, i) =>
          `<article><h3><a href="/n/${i}">${title}</a></h3><p>Deadline: 30 November 2025</p><p>Published on ${i + 1} May 2025</p></article>`,
      )
      .join('');
    expect(guess(two).items.map(({ published }) => published)).toEqual(['2025-05-01', '2025-05-02', '2025-05-03']);
  });

  it('takes a headline that is cut off from the title attribute', () => {
    const cut = titles
      .map((title, i) => `<li><a href="/n/${i}" title="${title}">${title.slice(0, 20)}…</a> ${i + 1} May 2025</li>`)
      .join('');
    expect(guess(`<ul>${cut}</ul>`).items.map(({ title }) => title)).toEqual(titles);
  });

  it('parts a date label in front of the headline from it', () => {
    const links = titles.map((title, i) => `<li><a href="/n/${i}">2025-05-0${i + 1} – ${title}</a></li>`).join('');
    expect(guess(`<ul>${links}</ul>`).items).toMatchObject(
      titles.map((title, i) => ({ title, published: `2025-05-0${i + 1}` })),
    );
  });

  it('passes over links to other forms of a release', () => {
    const rows = titles
      .map(
        (title, i) =>
          `<li><a href="/n/${i}">${title}</a> <a href="/n/${i}.pdf">PDF</a> <a href="/fr/n/${i}">FR</a> ${i + 1} May 2025</li>`,
      )
      .join('');
    expect(guess(`<ul>${rows}</ul>`).items.map((item) => item.title)).toEqual(titles);
  });

  it('tells a list of headlines from a menu in the same kind of list', () => {
    const list = titles.map((title, i) => `<li><a href="/n/${i}">${title}</a></li>`).join('');
    const menu = ['Imprint', 'Privacy', 'Jobs', 'Site map']
      .map((text, i) => `<li><a href="/m/${i}">${text}</a></li>`)
      .join('');
    expect(guess(`<ul>${list}</ul><ul>${menu}</ul>`).items.map((item) => item.title)).toEqual(titles);
  });

  it('leaves navigation, pagination and the start page alone', () => {
    const all = guess(
      `${cards}<a href="/">Home</a><a href="?page=2">2</a><a href="?page=3">3</a><a href="?page=4">4</a>`,
    );
    expect(all.items).toHaveLength(3);
  });
});
