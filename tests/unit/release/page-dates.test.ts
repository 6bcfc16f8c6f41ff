import { describe, expect, it } from 'vitest';
import { addressDate } from '../../../shared/release/page/address-dates.ts';
import { meaningOfDateName } from '../../../shared/release/page/date-names.ts';
import { meaningOfLabel, namesChange } from '../../../shared/release/page/date-words.ts';
import { jsonLdDates } from '../../../shared/release/page/json-ld-dates.ts';
import { machineMoment } from '../../../shared/release/page/machine-moments.ts';
import { readPage } from '../../../shared/release/read.ts';
import type { PageContext, ReleaseContent } from '../../../shared/release/types.ts';
import { emptyContext } from './context.ts';

const prose =
  '<p>The harbour authority will open a second office on the northern quay, it said in a statement on its plans.</p>' +
  '<p>Twelve people will work there, and the office will take over the permits of the whole coast in the spring.</p>' +
  '<p>The board has set aside two million for the building, which the town had bought from the shipyard years ago.</p>';

interface PageOptions {
  readonly head?: string;
  readonly language?: string;
  readonly context?: Partial<PageContext>;
}

async function contentOf(
  main: string,
  { head = '', language = 'en', context = {} }: PageOptions = {},
): Promise<ReleaseContent> {
  const html = `<!doctype html><html lang="${language}"><head><title>A second office on the quay</title>${head}</head><body>${main}</body></html>`;
  const reading = await readPage(new TextEncoder().encode(html), {
    ...emptyContext,
    url: 'https://harbour.example.org/press/office',
    contentType: 'text/html; charset=utf-8',
    ...context,
  });
  return reading.content;
}

const titled = (below: string): string => `<main><h1>A second office on the quay</h1>${below}</main>`;
const dayOf = async (main: string, options: PageOptions = {}) => (await contentOf(main, options)).datePublished;

describe('the words in front of a date', () => {
  it.each([
    ['Published: ', 'published'],
    ['Posted on ', 'published'],
    ['Veröffentlicht am ', 'published'],
    ['Mis en ligne le ', 'published'],
    ['Pressemitteilung vom ', 'published'],
    ['Опубликовано: ', 'published'],
    ['发布时间：', 'published'],
    ['公開日：', 'published'],
    ['입력', 'published'],
    ['تاريخ النشر: ', 'published'],
    ['Yayınlanma tarihi: ', 'published'],
    ['Julkaistu ', 'published'],
    ['Updated on 3 May, first published ', 'published'],
    ['Ausgabejahr 2022 Datum ', 'published'],
    ['Last updated: ', 'other'],
    ['Article mis à jour le ', 'other'],
    ['Updated date: ', 'other'],
    ['Zuletzt geändert am ', 'other'],
    ['Unverändert gültig seit: ', 'other'],
    ['最終更新日：', 'other'],
    ['Aktuelle Zeit: ', 'other'],
    ['© ', 'other'],
    ['Joined ', 'other'],
    ['Deadline: ', 'other'],
    ['The singer in the programme "An Evening" of ', null],
    ['The minister in the programme "Der Abend" vom ', null],
    ['', null],
  ])('%s say: %s', (words, meaning) => {
    expect(meaningOfLabel(words)).toBe(meaning);
  });

  it('may name a change', () => {
    expect(
      ['Last reviewed:', 'Última modificación', '更新日期', 'Ändrad'].filter((words) => !namesChange(words)),
    ).toEqual([]);
    expect(['Published', 'Date', 'News'].filter(namesChange)).toEqual([]);
  });
});

describe('a date that machines are told', () => {
  it.each([
    ['article:published_time', 'published'],
    ['bt:pubDate', 'published'],
    ['sailthru.date', 'dated'],
    ['DC.date.issued', 'published'],
    ['dcterms.created', 'created'],
    ['dateCreated', 'created'],
    ['og:updated_time', 'modified'],
    ['last-modified', 'modified'],
    ['dcterms.modified', 'modified'],
    ['article:expiration_time', null],
    ['event-date', null],
    ['music:release_date', null],
    ['description', null],
    ['viewport', null],
  ])('is called by the name %s: %s', (name, meaning) => {
    expect(meaningOfDateName(name)).toBe(meaning);
  });

  it.each([
    ['2022-01-28T11:05:37+0100', '2022-01-28T11:05:37+01:00'],
    ['2022-02-08T14:00:00', '2022-02-08'],
    ['2020-02-14 10:47:36', '2020-02-14'],
    ['2020-5-4', '2020-05-04'],
    ['2020/05/14 10:00', '2020-05-14'],
    ['20200514', '2020-05-14'],
    ['20200514T081500Z', '2020-05-14'],
    ['Tue, 05 May 2020 23:30:00 +0200', '2020-05-05'],
    ['May 14, 2020', '2020-05-14'],
    ['1589450400', '2020-05-14T10:00:00Z'],
    ['1589450400000', '2020-05-14T10:00:00Z'],
    ['28.01.2022', '2022-01-28'],
    ['04-05-2022', null],
    ['1970-01-01T00:00:00Z', null],
    ['0001-01-01T00:00:00', null],
    ['2022-02-30', null],
    ['2 hours ago', null],
    ['today', null],
    ['12345', null],
  ])('%s is %s', (value, moment) => {
    expect(machineMoment(value)).toBe(moment);
  });

  it('keeps to the order of the newsroom', () => {
    expect(machineMoment('04-05-2022', 'day-first')).toBe('2022-05-04');
    expect(machineMoment('04-05-2022', 'month-first')).toBe('2022-04-05');
  });

  it('of JSON-LD is that of the text, not of comments, videos or other pages', () => {
    const graph = {
      '@graph': [
        { '@type': 'WebPage', datePublished: '2025-01-01', dateModified: '2025-03-03' },
        { '@type': 'Person', dateCreated: '2011-11-11' },
        {
          '@type': ['NewsArticle'],
          comment: [{ '@type': 'Comment', datePublished: '2025-02-20' }],
          video: { '@type': 'VideoObject', uploadDate: '2025-02-01' },
          datePublished: { '@value': '2025-02-12T09:00:00Z' },
          dateModified: '2025-02-13',
        },
      ],
    };
    expect(jsonLdDates([JSON.stringify(graph)])).toMatchObject({ published: '2025-02-12T09:00:00Z', modified: '2025-02-13' });
    expect(jsonLdDates(['{"@type":"Comment","datePublished":"2025-02-20"}']).published).toBeNull();
  });

  it('of JSON-LD is read where people broke it', () => {
    expect(jsonLdDates(['<!-- {"@type":"Article","headline":"A\nB","datePublished":"2025-02-12",} -->']).published).toBe('2025-02-12');
    expect(jsonLdDates(['{"@type":"Article","headline":"A "quoted" word","datePublished":"2025-02-12"}']).published).toBe('2025-02-12');
    expect(jsonLdDates(['{'.repeat(5000), '[]', 'null', '']).published).toBeNull();
  });

  it.each([
    ['/news/2017/05/13/title', '2017-05-13'],
    ['/2017/may/13/title', '2017-05-13'],
    ['/n1/2017/0513/c1001-1.html', null],
    ['/2017-05/13/content_1.htm', '2017-05-13'],
    ['/yw/201705/t20170513_5193.html', '2017-05-13'],
    ['/view/AKR20170513000100', '2017-05-13'],
    ['/web/20170513081500/http://harbour.example.org/2016/02/03/office', '2016-02-03'],
    ['/web/20170513081500/http://harbour.example.org/office', null],
    ['/news/1234567890', null],
    ['/news/2017/13/45/title', null],
  ])('is read from the address %s as %s', (path, date) => {
    expect(addressDate(`https://harbour.example.org${path}`)).toBe(date);
  });

  it('of a time element is the one that is called the publication’s, never one of a comment or a change', async () => {
    const times =
      '<p><time class="updated" datetime="2025-03-01T10:00:00Z">1 month ago</time> <time class="entry-date published" datetime="2025-02-12T10:00:00Z">2 months ago</time></p>';
    expect(await contentOf(titled(times + prose))).toMatchObject({
      datePublished: '2025-02-12T10:00:00Z',
      dateModified: '2025-03-01T10:00:00Z',
    });
    const comment = '<div id="comments"><p>Ana: Good news!</p><time datetime="2025-03-09">9 March</time></div>';
    expect(await dayOf(titled(prose + comment))).toBeNull();
  });

  it('stands with words that only say how long ago', async () => {
    expect(await dayOf(titled(`<p><relative-time datetime="2025-02-12T10:00:00+01:00">yesterday</relative-time></p>${prose}`))).toBe('2025-02-12T10:00:00+01:00');
    expect(await dayOf(titled(`<p><abbr class="published" title="2025-02-12">3 days ago</abbr></p>${prose}`))).toBe('2025-02-12');
    expect(await dayOf(titled(`<p>2 hours ago</p>${prose}`))).toBeNull();
    expect(await dayOf(titled(`<p>Yesterday, 10:15</p>${prose}`))).toBeNull();
  });
}); // biome-ignore format: tables

describe('the printed date of a page', () => {
  const meta = (value: string): string => `<meta property="article:published_time" content="${value}">`;

  it('is the one that machines confirm, not that of an answer of readers', async () => {
    const posted = '<p class="meta"><a href="/2025/02/12">Posted on 12 February 2025</a> <a href="/by/ana">by Ana Silva</a></p>';
    const answer = '<div class="commentlist"><p>Peter says:</p><p>13 February 2025 at 16:25</p></div>';
    expect(await dayOf(`${titled(posted + prose)}${answer}`, { head: meta('2025-02-12T18:00:00Z') })).toBe('2025-02-12');
    expect(await dayOf(`${titled(prose)}${answer}`)).toBeNull();
  });

  it('is found in a line of several statements', async () => {
    const line = '<p class="meta">Published: 12.02.2025 | Author: Ana Silva | Filed under: Harbour, Ships, Permits, Northern quay | Tags: office, coast, permits, quay | 5 comments</p>';
    expect(await dayOf(titled(line + prose))).toBe('2025-02-12');
    expect(await dayOf(titled(`<p>Updated | 12 February 2025</p>${prose}`))).toBeNull();
  });

  it('is not a day on which something took place', async () => {
    expect(await dayOf(titled(`<p>14. - 20. Januar 2025</p>${prose}`), { language: 'de' })).toBeNull();
    expect(await dayOf(titled(`<p>12 May 2025 – 14 May 2025</p>${prose}`))).toBeNull();
    const table = `${prose}<table><tr><td>Heats</td></tr><tr><td>19 May 2025</td></tr></table>`;
    const page = titled(`<p class="meta"><a href="/ana">by Ana</a> | 20 May 2025 | <a href="/n">News of the sports club</a></p>${table}`);
    expect(await dayOf(page, { context: { url: 'https://harbour.example.org/2025/05/20/results' } })).toBe('2025-05-20');
  });

  it('is not when somebody joined or was born', async () => {
    expect(await dayOf(titled(`<dl><dt>Joined</dt><dd>May 11, 2017</dd><dt>Messages</dt><dd>3,066</dd></dl>${prose}`))).toBeNull();
    expect(await dayOf(titled(`<p>28 January 1975 (third child)</p>${prose}`))).toBeNull();
  });

  it('gives way to two kinds of machine dates that agree, unless words name it', async () => {
    const context = { url: 'https://harbour.example.org/2025/02/12/office' };
    const head = meta('2025-02-12');
    const event = '<p class="date">3 March 2025</p>';
    expect(await dayOf(titled(event + prose), { head, context })).toBe('2025-02-12');
    expect(await dayOf(titled(event + prose), { head })).toBe('2025-03-03');
    expect(await dayOf(titled(`<p>Published 3 March 2025</p>${prose}`), { head, context })).toBe('2025-03-03');
  });

  it('of two readings is the one that the machine date allows in some zone', async () => {
    const content = await contentOf(titled(`<p class="date">3/5/2025 22:41</p>${prose}`), { head: meta('2025-05-04T02:41:00Z') });
    expect(content).toMatchObject({ datePublished: '2025-05-03', dateConfidence: 'probable' });
  });

  it('is read where the words before it stick to it', async () => {
    expect(await dayOf(titled(`<p><span>입력</span><span>2025.02.12. 오후 8:06</span></p>${prose}`), { language: 'ko' })).toBe('2025-02-12');
    expect(await dayOf(titled(`<p><span>Erstellt am</span><span>13.02.2025</span></p>${prose}`), { language: 'de' })).toBe('2025-02-13');
    expect(await dayOf(titled(`<p>miércoles, 12 de febrero de 202507:59 hs</p>${prose}`), { language: 'es' })).toBe('2025-02-12');
  });

  it('is found at the foot of the page in what the page says of itself, not in what it tells of others', async () => {
    const far = '<ul><li>Ships</li><li>Permits</li><li>Quays</li></ul>'.repeat(8);
    const itself = '<p>This entry was posted on Wednesday, February 12th, 2025 at 5:00 pm and is filed under Harbour, Permits.</p>';
    expect(await dayOf(`${titled(prose)}${far}${itself}`)).toBe('2025-02-12');
    const named = '<p>A second office on the quay was posted on 12 February 2025 at 23:03 and filed under Harbour.</p>';
    expect(await dayOf(`${titled(prose)}${far}${named}`)).toBe('2025-02-12');
    expect(await dayOf(`${titled(prose)}${far}<dl><dt>Published on</dt><dd>12 February 2025</dd></dl>`)).toBe('2025-02-12');
    const others = '<p>A study that was published on 12 February 2025 says the same of the southern harbours.</p>';
    expect(await dayOf(`${titled(prose + others)}${far}`)).toBeNull();
  });
}); // biome-ignore format: tables

describe('a date that nothing names', () => {
  const german = '<p>Die Hafenbehörde eröffnet am nördlichen Kai ein zweites Büro, wie sie in einer Erklärung mitteilte.</p>';

  it('is uncertain, with a warning that says where it was found', async () => {
    const opening = await contentOf(titled(`<p>29.11.2022 – ${german.slice(3)}`), { language: 'de' });
    expect(opening).toMatchObject({ datePublished: '2022-11-29', dateSource: 'page-label', dateConfidence: 'uncertain' });
    expect(opening.warnings[0]).toContain('it opens the text');
    expect(opening.body.startsWith('29.11.2022 – ')).toBe(true);
  });

  it('may stand in a script or in the address of the picture', async () => {
    const script = '<script>dataLayer.push({"pageType":"news","publishDate":"2025-02-12T08:00:00"})</script>';
    expect(await contentOf(titled(prose), { head: script })).toMatchObject({ datePublished: '2025-02-12', dateConfidence: 'uncertain' });
    const two = `${script}<script>var more = [{"publishDate":"2024-01-01"}]</script>`;
    expect(await dayOf(titled(prose), { head: two })).toBeNull();
    const picture = '<meta property="og:image" content="https://harbour.example.org/files/2025/02/12/quay.jpg">';
    expect(await contentOf(titled(prose), { head: picture })).toMatchObject({ datePublished: '2025-02-12', dateConfidence: 'uncertain' });
  });

  it('is never taken where a better one is known', async () => {
    const head = '<meta name="date" content="2025-02-14"><script>x={"publishDate":"2025-02-12"}</script>';
    expect(await contentOf(titled(prose), { head })).toMatchObject({ datePublished: '2025-02-14', dateSource: 'meta' });
  });

  it('is none where the page only tells when it was changed', async () => {
    const content = await contentOf(`${titled(prose)}<footer>Diese Seite wurde zuletzt am 29. Januar 2020 um 13:22 Uhr geändert.</footer>`, { language: 'de' });
    expect(content).toMatchObject({ datePublished: null, dateModified: '2020-01-29' });
  });
}); // biome-ignore format: tables

describe('the date of a page by another calendar', () => {
  it('is its Gregorian day', async () => {
    expect(await dayOf(titled(`<p>1 พฤษภาคม 2569</p>${prose}`), { language: 'th' })).toBe('2026-05-01');
    expect(await dayOf(titled(`<p>令和８年５月１日</p>${prose}`), { language: 'ja' })).toBe('2026-05-01');
    expect(await dayOf(titled(`<p>發布日期：民國115年5月1日</p>${prose}`), { language: 'zh-TW' })).toBe('2026-05-01');
    expect(await dayOf(titled(`<p>تاریخ انتشار: ۱۱ اردیبهشت ۱۴۰۵</p>${prose}`), { language: 'fa' })).toBe('2026-05-01');
  });

  it('is uncertain by the moon, until another date settles it', async () => {
    const label = `<p class="date">18 رمضان 1446 هـ</p>${prose}`;
    const alone = await contentOf(titled(label), { language: 'ar' });
    expect(alone).toMatchObject({ datePublished: '2025-03-18', dateConfidence: 'uncertain' });
    expect(alone.warnings[0]).toContain('by the moon');
    const head = '<meta property="article:published_time" content="2025-03-19T08:00:00Z">';
    expect(await contentOf(titled(label), { language: 'ar', head })).toMatchObject({
      datePublished: '2025-03-19',
      dateConfidence: 'probable',
    });
  });
});
