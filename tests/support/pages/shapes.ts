/** Pages of news sites in the shapes that real content systems give them, each with the paragraphs that are its text. */
import { kinds } from './kinds.ts';
import { cards, div, figure, link, type Material, otherList, p, type Shape, share } from './parts.ts';
import { allWords, type Words } from './texts.ts';

export interface ShapedPage {
  readonly id: string;
  readonly shape: string;
  readonly language: string;
  readonly title: string;
  readonly html: string;
  /** The paragraphs of the text, in order: subheads and items are some; title, captions and what stands around are none. */
  readonly body: readonly string[];
}

function materialOf(words: Words, seed: number): Material {
  const { sentences } = words;
  const joiner = words.language === 'ja' ? '' : ' ';
  const paragraphs = (count: number): readonly string[] => {
    const made: string[] = [];
    let at = seed % 3;
    for (let index = 0; index < count; index += 1) {
      const size = 1 + ((index + seed) % 3);
      const round = Math.floor(at / sentences.length);
      const part = Array.from({ length: size }, (_, step) => sentences[(at + step) % sentences.length] ?? '');
      // Long texts come back to the same sentences: a number keeps their paragraphs apart.
      made.push((round === 0 ? '' : `(${round + 1}.${index}) `) + part.join(joiner));
      at += size;
    }
    return made;
  };
  return { words, paragraphs, lines: (count) => sentences.slice(0, count) };
}

const commentList = ({ comments }: Words, names: { readonly list: string; readonly item: string }, times = 2): string =>
  `<section class="${names.list}">${Array.from({ length: times }, () => comments)
    .flat()
    .map((comment, at) => div(names.item, `<b>user${at}</b> <time>10:${10 + at}</time>${p(comment)}`))
    .join('')}</section>`;

const shapes: Readonly<Record<string, Shape>> = {
  'block theme with comments': ({ words, paragraphs }) => {
    const text = paragraphs(7);
    return {
      main: `<main class="wp-block-group"><h1 class="wp-block-post-title">${words.title}</h1><div class="wp-block-post-author">${words.byline}</div><div class="wp-block-post-date"><time datetime="2024-03-12T08:00:00+00:00">${words.date}</time></div>
<div class="entry-content wp-block-post-content">${p(text[0] ?? '')}${figure(words.captions[0] ?? '')}${p(text[1] ?? '')}<h2 class="wp-block-heading">${words.subheads[0]}</h2>${text.slice(2).map(p).join('\n')}<div class="sharedaddy sd-sharing-enabled">${share}</div><div id="jp-relatedposts" class="jp-relatedposts"><h3>${words.related}</h3>${cards(words, { texts: true })}</div></div>
${commentList(words, { list: 'wp-block-comments', item: 'comment-body' }, 4)}</main>`,
      body: [text[0] ?? '', text[1] ?? '', words.subheads[0] ?? '', ...text.slice(2)],
    };
  },
  'fields of a content system': ({ words, paragraphs }) => {
    const text = paragraphs(5);
    return {
      main: `<div class="region region-content"><article class="node node--type-news node--view-mode-full"><h1 class="page-header"><span class="field field--name-title">${words.title}</span></h1><div class="field field--name-field-date field--label-hidden">${words.date}</div><div class="field field--name-field-image"><img src="/a.jpg" width="900"></div><div class="field field--name-field-image-caption">${words.captions[0]}</div><div class="clearfix text-formatted field field--name-body field--label-hidden field__item">${text.map(p).join('')}</div><div class="field field--name-field-tags"><div class="field__label">Tags</div><div class="field__item">${link('Lindport')}</div></div></article><div class="views-element-container"><h2>${words.related}</h2>${cards(words, { texts: true, className: 'views-row' })}</div></div>`,
      body: text,
    };
  },
  'table layout with breaks': ({ words, paragraphs }) => {
    const text = paragraphs(6);
    return {
      main: `<table width="980"><tr><td width="160" valign="top">${words.menu.map((entry) => `<a href="/m">${entry}</a><br>`).join('')}</td><td valign="top"><font size="5"><b>${words.title}</b></font><br><font size="1">${words.date}</font><br><br><font size="2">${text.join('<br><br>')}</font></td><td width="200" valign="top"><b>${words.related}</b><br>${words.others.map((other, at) => `${link(other, at)}<br><font size="1">${words.comments[at % 3]}</font><br><br>`).join('')}</td></tr></table>`,
      body: text,
    };
  },
  'boxes with hashed names': ({ words, paragraphs }) => {
    const text = paragraphs(8);
    const row = (inner: string): string => div('css-1q2w3e', div('css-53u6y8', inner));
    const ad = div('css-ab12cd', '<div id="story-ad-1"><span>Advertisement</span></div>');
    return {
      main: `<div id="app"><div class="css-0"><header class="css-h1"><h1 class="css-t">${words.title}</h1><p class="css-s">${words.standfirst}</p><div class="css-b">${words.byline}</div><time class="css-d" datetime="2024-03-12">${words.date}</time></header><section name="articleBody" class="css-1r7ky0e">${row(p(text[0] ?? '') + p(text[1] ?? ''))}${ad}${row(p(text[2] ?? ''))}${div('css-n', div('', `<p>${words.newsletter}</p><button>OK</button>`))}${row(text.slice(3).map(p).join(''))}</section></div><div class="css-bot"><h2 class="css-x">${words.related}</h2>${cards(words, { className: 'css-c' })}</div></div>`,
      body: [words.standfirst, ...text],
    };
  },
  'related links in the middle': ({ words, paragraphs }) => {
    const text = paragraphs(7);
    const also = `<p><strong>${words.readMore}: ${link(words.others[0] ?? '')}</strong></p>`;
    const box = `<div class="inline-box"><h4>${words.related}</h4>${otherList(words, 3)}</div>`;
    return {
      main: `<article><h1>${words.title}</h1><div class="meta">${words.byline} | ${words.date}</div>${figure(words.captions[0] ?? '')}${p(text[0] ?? '')}${p(text[1] ?? '')}${also}${p(text[2] ?? '')}${box}${p(text[3] ?? '')}<p>${link(words.others[1] ?? '')}</p>${text.slice(4).map(p).join('')}</article>`,
      body: text,
    };
  },
  'pictures with lines below': ({ words, paragraphs }) => {
    const text = paragraphs(6);
    const box = (at: number): string =>
      `<div class="media-wrap"><div class="img-holder"><img src="/${at}.jpg" width="700"></div><div class="subline">${words.captions[at]}</div></div>`;
    return {
      main: `<main><h1>${words.title}</h1><p class="intro">${words.standfirst}</p>${box(0)}<div class="copy">${text.slice(0, 3).map(p).join('')}${box(1)}${text.slice(3).map(p).join('')}</div></main>`,
      body: [words.standfirst, ...text],
    };
  },
  'questions and answers': ({ words, paragraphs }) => {
    const text = paragraphs(6);
    const ask = (at: number): string => `<p><strong>${words.subheads[at]}?</strong></p>`;
    return {
      main: `<div id="content"><h1>${words.title}</h1><span class="date">${words.date}</span><div class="article-text">${p(text[0] ?? '')}${ask(0)}${p(text[1] ?? '')}${p(text[2] ?? '')}${ask(1)}${p(text[3] ?? '')}${ask(2)}${p(text[4] ?? '')}${p(text[5] ?? '')}</div>${share}</div>`,
      body: [
        text[0] ?? '',
        `${words.subheads[0]}?`,
        text[1] ?? '',
        text[2] ?? '',
        `${words.subheads[1]}?`,
        text[3] ?? '',
        `${words.subheads[2]}?`,
        text[4] ?? '',
        text[5] ?? '',
      ],
    };
  },
  'lists and a table': ({ words, paragraphs }) => {
    const text = paragraphs(4);
    const rows = words.items.map((item, at) => `<tr><td>${item}</td><td>${at + 1}</td></tr>`).join('');
    return {
      main: `<main><article class="post"><h1>${words.title}</h1><div class="post-body">${p(text[0] ?? '')}<ul>${words.items.map((item) => `<li>${item}</li>`).join('')}</ul>${p(text[1] ?? '')}${p(text[2] ?? '')}<table><tbody>${rows}</tbody></table>${p(text[3] ?? '')}</div></article></main>`,
      body: [
        text[0] ?? '',
        ...words.items,
        text[1] ?? '',
        text[2] ?? '',
        ...words.items.flatMap((item, at) => [item, `${at + 1}`]),
        text[3] ?? '',
      ],
    };
  },
  'text of spans and breaks': ({ words, paragraphs }) => {
    const text = paragraphs(5);
    return {
      main: `<div class="page"><div class="left">${words.menu.map((entry) => link(entry)).join(' ')}</div><div class="center"><h2 class="headline">${words.title}</h2><span class="stamp">${words.date}</span><div id="newsContent">${text.map((part) => `<span style="font-size:14px">${part}</span><br/><br/>`).join('')}</div></div><div class="right"><h3>${words.related}</h3>${otherList(words)}</div></div>`,
      body: text,
    };
  },
  'two sentences only': ({ words, lines }) => {
    const text = lines(2);
    return {
      main: `<div class="banner-consent"><p>${words.consent}</p><p>${words.consent}</p></div><main><h1>${words.title}</h1><p class="date">${words.date}</p>${text.map(p).join('')}</main><div class="lower">${cards(words, { texts: true })}</div>`,
      body: text,
    };
  },
  'one long text': ({ words, paragraphs }) => {
    const text = paragraphs(30);
    const body: string[] = [];
    const parts: string[] = [];
    for (const [at, part] of text.entries()) {
      const subhead = at % 10 === 4 ? words.subheads[Math.floor(at / 10)] : undefined;
      if (subhead !== undefined) {
        parts.push(`<h2>${subhead}</h2>`);
        body.push(subhead);
      }
      parts.push(p(part));
      if (at % 7 === 3) parts.push('<div class="ad-slot" data-ad="x"></div>');
      body.push(part);
    }
    return {
      main: `<article class="article"><header><h1>${words.title}</h1><p class="byline">${words.byline}</p></header><div class="article__content">${parts.join('')}</div><aside class="article__aside"><h3>${words.related}</h3>${cards(words)}</aside></article>`,
      body,
    };
  },
  'comments longer than the text': ({ words, paragraphs }) => {
    const text = paragraphs(3);
    return {
      main: `<div class="wrap"><div class="story"><h1>${words.title}</h1><div class="info">${words.byline}, ${words.date}</div>${text.map(p).join('')}</div><h3>${words.comments.length * 6} Comments</h3>${commentList(words, { list: 'discussion comments', item: 'entry' }, 6)}</div>`,
      body: text,
    };
  },
  'cards with texts at the foot': ({ words, paragraphs }) => {
    const text = paragraphs(4);
    return {
      main: `<div class="layout"><div class="col-main"><h1>${words.title}</h1><div>${text.map(p).join('')}</div></div><div class="grid-4">${cards(words, { texts: true, className: 'tile' })}${cards(words, { texts: true, className: 'tile' })}</div></div>`,
      body: text,
    };
  },
  'standfirst in the head of the page': ({ words, paragraphs }) => {
    const text = paragraphs(6);
    return {
      main: `<header class="hero"><div class="hero__inner"><span class="kicker">${words.menu[3]}</span><h1>${words.title}</h1><p class="hero__lead">${words.standfirst}</p></div></header><div class="meta-bar"><span>${words.byline}</span><span>${words.date}</span></div><div class="content-area"><div class="rich-text">${text.map(p).join('')}</div></div>`,
      body: [words.standfirst, ...text],
    };
  },
  'text in sections with advertisements': ({ words, paragraphs }) => {
    const text = paragraphs(8);
    const part = (from: number, to: number): string =>
      `<section class="chunk"><div class="chunk-in">${text.slice(from, to).map(p).join('')}</div></section>`;
    const ad = '<div class="ad-wrapper"><span>Anzeige</span><div id="gpt-1"></div></div>';
    return {
      main: `<main id="main"><article><h1>${words.title}</h1><p>${words.byline}</p>${part(0, 2)}${ad}${part(2, 4)}${ad}${part(4, 6)}<div class="newsletter-box"><h4>Newsletter</h4><p>${words.newsletter}</p></div>${part(6, 8)}</article></main>`,
      body: text,
    };
  },
  'structured data beside the text': ({ words, paragraphs }) => {
    const text = paragraphs(5);
    const data = JSON.stringify({
      '@type': 'NewsArticle',
      headline: words.title,
      datePublished: '2024-03-12',
      articleBody: text.join(' '),
    });
    return {
      head: `<script type="application/ld+json">${data}</script><meta property="og:title" content="${words.title}">`,
      main: `<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">${words.title}</h1><meta itemprop="datePublished" content="2024-03-12"><div itemprop="articleBody">${text.map(p).join('')}</div><div itemprop="author">${words.byline}</div></div><div class="most-read"><h2>Top 5</h2><ol>${words.others.map((other, at) => `<li>${link(other, at)}</li>`).join('')}</ol></div>`,
      body: text,
    };
  },
  'embedded posts and a blockquote': ({ words, paragraphs }) => {
    const text = paragraphs(5);
    return {
      main: `<main><h1>${words.title}</h1><div class="entry">${p(text[0] ?? '')}<blockquote><p>${words.sentences[4]}</p></blockquote>${text.slice(1, 3).map(p).join('')}<div class="video-embed"><iframe src="/v"></iframe></div>${text.slice(3).map(p).join('')}</div></main>`,
      body: [text[0] ?? '', words.sentences[4] ?? '', ...text.slice(1)],
    };
  },
  'release of an authority': ({ words, paragraphs }) => {
    const text = paragraphs(4);
    return {
      main: `<div id="contentwrapper"><div class="crumbs">${link(words.menu[0] ?? '')} &gt; ${link(words.menu[3] ?? '')}</div><div class="content"><span class="dachzeile">Nr. 12/2024</span><h1>${words.title}</h1><p><span class="datum">${words.date}</span></p><div class="text">${text.map(p).join('')}</div><p class="back">${link(`← ${words.menu[0] ?? ''}`)}</p></div></div><div id="rightcol"><h2>${words.menu[7]}</h2><p>Pier 1, 10000 Lindport</p><p>Tel. 0123 4567</p></div>`,
      body: text,
    };
  },
  'a form around the whole page': ({ words, paragraphs }) => {
    const text = paragraphs(5);
    return {
      main: `<form id="aspnetForm" method="post" action="/"><input type="hidden" name="v" value="x"><div id="ctl00_Nav">${words.menu.map((entry) => link(entry)).join('')}</div><div id="ctl00_Main"><h1 id="ctl00_Title">${words.title}</h1><span id="ctl00_Date">${words.date}</span><div id="ctl00_Body">${text.map(p).join('')}</div></div><div id="ctl00_Foot"><p>${words.consent}</p></div></form>`,
      body: text,
    };
  },
  columns: ({ words, paragraphs }) => {
    const text = paragraphs(9);
    const column = (at: number): string =>
      `<div class="col-md-4">${text
        .slice(at, at + 3)
        .map(p)
        .join('')}</div>`;
    return {
      main: `<div class="container"><div class="row"><div class="col-12"><h1>${words.title}</h1></div></div><div class="row">${column(0)}${column(3)}${column(6)}</div><div class="row">${cards(words, { className: 'col-md-3' })}</div></div>`,
      body: text,
    };
  },
  'a hidden copy for printing': ({ words, paragraphs }) => {
    const text = paragraphs(5);
    return {
      main: `<div class="screen"><h1>${words.title}</h1><div class="txt">${text.map(p).join('')}</div></div><div id="print-version" style="display:none"><h1>${words.title}</h1>${text.map(p).join('')}</div>`,
      body: text,
    };
  },
  'subheads as bold lines': ({ words, paragraphs }) => {
    const text = paragraphs(6);
    return {
      main: `<div class="single"><h1>${words.title}</h1><div class="the-content">${p(text[0] ?? '')}${p(text[1] ?? '')}<p><b>${words.subheads[0]}</b></p>${p(text[2] ?? '')}<p><b>${words.subheads[1]}</b></p>${text.slice(3).map(p).join('')}<p class="tags">${link('Lindport')} ${link('Quay')}</p></div>${commentList(words, { list: 'comments-area', item: 'comment' })}</div>`,
      body: [
        text[0] ?? '',
        text[1] ?? '',
        words.subheads[0] ?? '',
        text[2] ?? '',
        words.subheads[1] ?? '',
        ...text.slice(3),
      ],
    };
  },
  'sections under linked subheads': ({ words, paragraphs }) => {
    const text = paragraphs(6);
    const head = (at: number): string => `<h3><a href="#s${at}">${words.subheads[at]}</a></h3>`;
    return {
      main: `<main><article><h1>${words.title}</h1><div class="entry-content"><div class="toc"><p>Contents</p><ul>${words.subheads.map((subhead, at) => `<li><a href="#s${at}">${subhead}</a></li>`).join('')}</ul></div>${p(text[0] ?? '')}${head(0)}${p(text[1] ?? '')}${p(text[2] ?? '')}${head(1)}${p(text[3] ?? '')}${head(2)}${text.slice(4).map(p).join('')}</div></article></main>`,
      body: [
        text[0] ?? '',
        words.subheads[0] ?? '',
        text[1] ?? '',
        text[2] ?? '',
        words.subheads[1] ?? '',
        text[3] ?? '',
        words.subheads[2] ?? '',
        ...text.slice(4),
      ],
    };
  },
  'paragraphs in boxes of their own': ({ words, paragraphs }) => {
    const text = paragraphs(6);
    return {
      main: `<div class="story-page"><div class="story-head"><h1>${words.title}</h1><div class="credit-line">${words.byline}</div></div><div class="story-blocks">${text.map((part) => `<div class="block block-text"><div class="inner">${part}</div></div>`).join('<div class="block block-ad"></div>')}<div class="block block-related"><div class="inner">${link(words.others[0] ?? '')}</div></div></div></div>`,
      body: text,
    };
  },
  'a wall for readers': ({ words, paragraphs }) => {
    const text = paragraphs(4);
    return {
      main: `<article><h1>${words.title}</h1><div class="article-body"><div class="p402_hide">${text.map(p).join('')}</div></div><div class="paywall-overlay" role="dialog"><h2>Plus</h2><p>${words.newsletter}</p><p>${words.consent}</p></div></article>`,
      body: text,
    };
  },
  'reports by the hour': ({ words, paragraphs }) => {
    const text = paragraphs(6);
    return {
      main: `<main><h1>${words.title}</h1><div class="live-posts">${text.map((part, at) => `<div class="live-post"><h3>${words.subheads[at % 3]} ${at + 1}</h3>${p(part)}</div>`).join('')}</div></main>`,
      body: text.flatMap((part, at) => [`${words.subheads[at % 3]} ${at + 1}`, part]),
    };
  },
  'a teaser at the head': ({ words, paragraphs }) => {
    const text = paragraphs(6);
    return {
      main: `<div class="main"><h1>${words.title}</h1><div class="teaser-text"><p>${words.standfirst}</p></div><div class="article-body"><div class="teaser-content">${text.slice(0, 2).map(p).join('')}</div><div class="remainder">${text.slice(2).map(p).join('')}</div></div><div class="teaser-list">${cards(words, { texts: true, className: 'teaser' })}</div></div>`,
      body: [words.standfirst, ...text],
    };
  },
  'promises of the site around the text': ({ words, paragraphs }) => {
    const text = paragraphs(5);
    return {
      main: `<div class="col-8"><h1>${words.title}</h1><div class="c-body">${text.slice(0, 2).map(p).join('')}<p>${words.newsletter}</p>${text.slice(2).map(p).join('')}<p><em>${words.newsletter}</em></p><p>© 2024 Lindport Press. All rights reserved.</p></div></div><div class="col-4">${cards(words, { texts: true, className: 'side' })}</div>`,
      body: text,
    };
  },
  'a page of the nineties': ({ words, paragraphs }) => {
    const text = paragraphs(6);
    return {
      main: `<center><table width="100%"><tr><td>${words.menu.map((entry) => link(entry)).join(' | ')}</td></tr></table></center><h2>${words.title}</h2><i>${words.date}</i><hr>${text.map((part) => `<p>${part}`).join('\n')}<hr>${words.menu.map((entry) => link(entry)).join(' | ')}`,
      body: text,
    };
  },
  definitions: ({ words, paragraphs }) => {
    const text = paragraphs(5);
    return {
      main: `<main><h1>${words.title}</h1><div class="body-copy">${p(text[0] ?? '')}${p(text[1] ?? '')}<dl>${words.items.map((item, at) => `<dt>${words.subheads[at]}</dt><dd>${item}</dd>`).join('')}</dl>${text.slice(2).map(p).join('')}</div></main>`,
      body: [
        text[0] ?? '',
        text[1] ?? '',
        ...words.items.flatMap((item, at) => [words.subheads[at] ?? '', item]),
        ...text.slice(2),
      ],
    };
  },
  'the writer below the text': ({ words, paragraphs }) => {
    const text = paragraphs(5);
    return {
      main: `<article class="single-post"><h1>${words.title}</h1><div class="date-line">${words.date}</div><div class="td-post-content">${text.map(p).join('')}</div><div class="author-box"><img src="/me.jpg" width="90"><h4>${words.byline}</h4><p>${words.comments[0]}</p></div><div class="next-prev">${link(words.others[0] ?? '')}${link(words.others[1] ?? '')}</div></article>`,
      body: text,
    };
  },
  ...kinds,
};

/** A whole page around what a shape made: menu, consent, footer. */
function pageOf(
  words: Words,
  { main, head = '' }: { readonly main: string; readonly head?: string | undefined },
): string {
  const menu = `<div class="topnav"><ul>${words.menu.map((entry, at) => `<li><a href="/s/${at}">${entry}</a></li>`).join('')}</ul></div>`;
  const consent = div('cookie-notice', p(words.consent));
  const foot = `<footer><p>${words.consent}</p><ul>${words.menu.map((entry) => `<li>${link(entry)}</li>`).join('')}</ul></footer>`;
  const direction = words.language === 'ar' ? ' dir="rtl"' : '';
  return `<!doctype html><html lang="${words.language}"${direction}><head><meta charset="utf-8"><title>${words.title} | Lindport Post</title>${head}</head><body>${menu}${main}${foot}${consent}</body></html>`;
}

export const shapeNames: readonly string[] = Object.keys(shapes);

/** Every shape in every language, or in those given. The same call makes the same pages. */
export function shapedPages(languages?: readonly string[]): readonly ShapedPage[] {
  return Object.entries(shapes).flatMap(([shape, make], number) =>
    allWords
      .filter(({ language }) => languages === undefined || languages.includes(language))
      .map((words, at) => {
        const made = make(materialOf(words, number + at));
        const id = `${shape.replaceAll(' ', '-')}.${words.language}.html`;
        return { id, shape, language: words.language, title: words.title, html: pageOf(words, made), body: made.body };
      }),
  );
}
