/** Kinds of pages beside plain articles, as shapes: forums, wikis, recipes, reports by the minute, pages with more than one text. */
import { cards, div, figure, link, otherList, p, type Shape, share, tag } from './parts.ts';
import type { Words } from './texts.ts';

const item = (text: string): string => `<li>${text}</li>`;
const post = (name: string, text: string, time: string): string =>
  `<div class="post has-profile"><dl class="postprofile"><dt>${name}</dt><dd>Posts: 214</dd></dl><div class="postbody"><p class="author">${name} » ${time}</p><div class="content">${text}</div></div></div>`;

/** The first two paragraphs, and the rest below two subheads. */
const headedTwice = ({ subheads }: Words, text: readonly string[]): readonly string[] => [
  ...text.slice(0, 2),
  subheads[0] ?? '',
  ...text.slice(2, 4),
  subheads[1] ?? '',
  ...text.slice(4),
];

export const kinds: Readonly<Record<string, Shape>> = {
  'a thread whose first post is the text': ({ words, paragraphs }) => {
    const text = paragraphs(5);
    const answers = words.comments.map((comment, at) => post(`user${at}`, comment, '10:12')).join('');
    return {
      main: `<div id="page-body"><h2 class="topic-title">${link(words.title)}</h2><div class="action-bar">${link('Reply')}</div>${post('skipper', text.join('<br><br>'), words.date)}${answers}</div>`,
      body: text,
    };
  },
  'a page of a wiki': ({ words, paragraphs }) => {
    const text = paragraphs(6);
    const edit = '<span class="mw-editsection"><span>[</span><a href="/e">edit</a><span>]</span></span>';
    const head = (at: number): string => `<h2><span class="mw-headline">${words.subheads[at]}</span>${edit}</h2>`;
    const contents = `<div id="toc" class="toc"><h2>Contents</h2><ul>${words.subheads.map((subhead, at) => `<li><a href="#s${at}"><span class="tocnumber">${at + 1}</span> <span class="toctext">${subhead}</span></a></li>`).join('')}</ul></div>`;
    return {
      main: `<div id="content" class="mw-body"><h1 id="firstHeading">${words.title}</h1><div id="mw-content-text"><div class="mw-parser-output">${text.slice(0, 2).map(p).join('')}${contents}${head(0)}${text.slice(2, 4).map(p).join('')}${head(1)}${text.slice(4).map(p).join('')}</div></div></div>`,
      body: headedTwice(words, text),
    };
  },
  'boxes with breaks between paragraphs': ({ words, paragraphs }) => {
    const text = paragraphs(7);
    return {
      main: `<div class="detail"><div class="headline"><h1>${words.title}</h1></div><div class="info">${words.date} | ${words.byline}</div><div class="txt">${text.join('<br />\n<br />')}</div><div class="tools">${share}</div></div><div class="more">${otherList(words)}</div>`,
      body: text,
    };
  },
  'a recipe below its story': ({ words, paragraphs }) => {
    const text = paragraphs(4);
    return {
      main: `<article><h1>${words.title}</h1><div class="story">${text.map(p).join('')}</div><div class="recipe"><h2>${words.subheads[0]}</h2><ul class="ingredients">${words.items.map(item).join('')}</ul><h2>${words.subheads[1]}</h2><ol class="steps">${paragraphs(7).slice(4).map(item).join('')}</ol></div>${cards(words)}</article>`,
      body: [...text, words.subheads[0] ?? '', ...words.items, words.subheads[1] ?? '', ...paragraphs(7).slice(4)],
    };
  },
  'a page for telephones': ({ words, paragraphs }) => {
    const text = paragraphs(6);
    const image = (at: number): string =>
      `<figure><amp-img src="/${at}.jpg" width="600" height="400"></amp-img><figcaption>${words.captions[at]}</figcaption></figure>`;
    return {
      main: `<amp-sidebar id="m" layout="nodisplay">${otherList(words)}</amp-sidebar><article class="amp-wp-article"><header class="amp-wp-article-header"><h1 class="amp-wp-title">${words.title}</h1><div class="amp-wp-meta">${words.byline}</div></header><div class="amp-wp-article-content">${image(0)}${text.slice(0, 3).map(p).join('')}<amp-ad width="300" height="250" type="x"><div placeholder>Advertisement</div></amp-ad>${text.slice(3).map(p).join('')}</div><amp-list><div>${words.others.map((other) => p(link(other))).join('')}</div></amp-list></article>`,
      body: text,
    };
  },
  'a second article below the first': ({ words, paragraphs }) => {
    const text = paragraphs(6);
    const other = paragraphs(14).slice(7);
    const article = (title: string, inner: readonly string[]): string =>
      `<article class="scroll-item"><header><h1>${title}</h1><div class="meta">${words.date}</div></header><div class="scroll-body">${inner.map(p).join('')}</div></article>`;
    return {
      main: `<div class="infinite">${article(words.title, text)}<div class="next-up">${words.readMore}</div>${article(words.others[0] ?? '', other)}</div>`,
      body: text,
    };
  },
  'a text in columns': ({ words, paragraphs }) => {
    const text = paragraphs(9);
    const column = (from: number): string =>
      div(
        'col-md-4',
        text
          .slice(from, from + 3)
          .map(p)
          .join(''),
      );
    return {
      main: `<div class="container"><h1>${words.title}</h1><p class="date">${words.date}</p><div class="row">${column(0)}${column(3)}${column(6)}</div><div class="row teasers">${cards(words, { texts: true, className: 'col-md-4' })}</div></div>`,
      body: text,
    };
  },
  'a box of facts among the paragraphs': ({ words, paragraphs }) => {
    const text = paragraphs(6);
    const box = `<aside class="factbox"><h3>${words.subheads[0]}</h3><ul>${words.items.map(item).join('')}</ul></aside>`;
    return {
      main: `<main><article><h1>${words.title}</h1><div class="article__text">${text.slice(0, 3).map(p).join('')}${box}${text.slice(3).map(p).join('')}</div></article></main>`,
      body: text,
    };
  },
  'a list of things, each with a picture': ({ words, paragraphs }) => {
    const text = paragraphs(6);
    const entry = (part: string, at: number): string =>
      `<h2>${at + 1}. ${words.subheads[at % 3]}</h2>${figure(words.captions[at % 2] ?? '')}${p(part)}`;
    return {
      main: `<article><h1>${words.title}</h1><div class="entry-content">${p(words.standfirst)}${text.map(entry).join('')}</div></article>`,
      body: [words.standfirst, ...text.flatMap((part, at) => [`${at + 1}. ${words.subheads[at % 3]}`, part])],
    };
  },
  'comments known by one word of their class': ({ words, paragraphs }) => {
    const text = paragraphs(5);
    const said = [...words.comments, ...words.comments].map(
      (comment, at) => `<li class="entry-comments__item">${at}: ${comment}</li>`,
    );
    return {
      main: `<div id="main"><h1>${words.title}</h1><div id="entry">${text.map(p).join('')}</div><div id="entry-comments"><ul>${said.join('')}</ul></div></div>`,
      body: text,
    };
  },
  'a release as preformatted text': ({ words, paragraphs }) => {
    const text = paragraphs(5);
    return {
      main: `<main><h1>${words.title}</h1><pre>${text.join('\n\n')}</pre></main>`,
      body: text,
    };
  },
  'sections that open': ({ words, paragraphs }) => {
    const text = paragraphs(6);
    const section = (at: number): string =>
      `<details><summary>${words.subheads[at]}</summary>${text
        .slice(2 + at * 2, 4 + at * 2)
        .map(p)
        .join('')}</details>`;
    return {
      main: `<main><h1>${words.title}</h1><div class="rich">${text.slice(0, 2).map(p).join('')}${section(0)}${section(1)}</div></main>`,
      body: headedTwice(words, text),
    };
  },
  'a wall below two paragraphs': ({ words, paragraphs }) => {
    const text = paragraphs(3);
    return {
      main: `<article><h1>${words.title}</h1><div class="text">${text.map(p).join('')}</div><div class="paywall"><h3>${words.readMore}</h3><p>${words.newsletter}</p><ul>${words.menu.map(item).join('')}</ul></div></article><section>${cards(words, { texts: true })}</section>`,
      body: text,
    };
  },
  'a text for those without scripts': ({ words, paragraphs }) => {
    const text = paragraphs(5);
    return {
      main: `<div id="app"></div><noscript><article><h1>${words.title}</h1>${text.map(p).join('')}</article></noscript>`,
      body: text,
    };
  },
  'numbered paragraphs of a decision': ({ words, paragraphs }) => {
    const text = paragraphs(8);
    return {
      main: `<main><h1>${words.title}</h1><div class="doc"><table>${text.map((part, at) => `<tr><td>${at + 1}</td><td><p>${part}</p></td></tr>`).join('')}</table></div></main>`,
      body: text.flatMap((part, at) => [`${at + 1}`, part]),
    };
  },
  'speakers in bold': ({ words, paragraphs }) => {
    const text = paragraphs(8);
    return {
      main: `<main><h1>${words.title}</h1><div class="transcript">${text.map((part, at) => tag('p', '', `<strong>${at % 2 === 0 ? 'A' : 'B'}:</strong> ${part}`)).join('')}</div></main>`,
      body: text.map((part, at) => `${at % 2 === 0 ? 'A' : 'B'}: ${part}`),
    };
  },
  'sections shown one at a time': ({ words, paragraphs }) => {
    const text = paragraphs(8);
    const section = (at: number): string =>
      `<div class="story-step${at === 0 ? '' : ' hidden'}" id="step-${at}">${text
        .slice(at * 2, at * 2 + 2)
        .map(p)
        .join('')}</div>`;
    return {
      main: `<article><h1>${words.title}</h1><div class="steps">${[0, 1, 2, 3].map(section).join('')}</div></article><aside>${otherList(words)}</aside>`,
      body: text,
    };
  },
  'cards in the cells of a table, each with its text above its headline': ({ words, paragraphs }) => {
    const text = paragraphs(4);
    const cell = (other: string, at: number): string =>
      `<td class="col-${at}"><div class="row-item"><div class="txt">${words.sentences[at * 2] ?? ''}</div><a href="/o/${at}">${words.readMore}</a><div class="day">${words.date}</div><div class="ttl">${link(other, at)}</div></div></td>`;
    return {
      main: `<div class="column"><div class="node"><h1>${words.title}</h1><div class="text-block">${text.map(p).join('')}</div></div><div class="grid"><table><tbody><tr>${words.others.map(cell).join('')}</tr></tbody></table></div></div>`,
      body: text,
    };
  },
  'a question about cookies with its explanation below': ({ words, paragraphs }) => {
    const text = paragraphs(5);
    return {
      main: `<div class="outer"><div class="inner"><h1>${words.title}</h1><div class="txt">${text.map(p).join('')}</div></div><div id="ck"><h2>Cookies</h2>${p(words.consent)}<div class="ok">OK</div></div></div>`,
      body: text,
    };
  },
  'a request in a box of its own below the last paragraph': ({ words, paragraphs }) => {
    const text = paragraphs(5);
    return {
      main: `<main><h1>${words.title}</h1><div class="txt">${text.map(p).join('')}<div class="note-box"><h2>${words.subheads[0]}</h2>${p(words.standfirst)}${p(words.newsletter)}</div></div></main>`,
      body: text,
    };
  },
  'the words on the writer named by an id': ({ words, paragraphs }) => {
    const text = paragraphs(5);
    return {
      main: `<main><h1>${words.title}</h1><div class="left relative" id="content-main">${text.map(p).join('')}</div><div class="left relative" id="author-box-text">${p(words.standfirst)}</div></main>`,
      body: text,
    };
  },
  'a paragraph that is a link from end to end': ({ words, paragraphs }) => {
    const text = paragraphs(5);
    const linked = text.findIndex((part) => part.length >= 120 && /[a-zа-я]\.$/u.test(part));
    return {
      main: `<main><h1>${words.title}</h1><div class="txt">${text.map((part, at) => p(at === linked ? link(part) : part)).join('')}</div></main>`,
      body: text,
    };
  },
  'a welcome above the headline': ({ words, paragraphs }) => {
    const text = paragraphs(6);
    return {
      main: `<div class="all"><div class="hello">${p(words.newsletter)}${p(words.comments[0] ?? '')}</div><h1>${words.title}</h1><div class="txt">${text.map(p).join('')}</div></div>`,
      body: text,
    };
  },
};
