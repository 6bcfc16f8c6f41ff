/** What the shapes of pages are made of: tags, cards of other pages, lists, pictures. */
import type { Words } from './texts.ts';

/** What a shape is made of: the words of a language, and as many paragraphs of them as it asks for. */
export interface Material {
  readonly words: Words;
  readonly paragraphs: (count: number) => readonly string[];
  readonly lines: (count: number) => readonly string[];
}

export type Shape = (material: Material) => {
  readonly main: string;
  readonly body: readonly string[];
  readonly head?: string;
};

export const tag = (name: string, attributes: string, inner: string): string =>
  `<${name}${attributes === '' ? '' : ` ${attributes}`}>${inner}</${name}>`;
export const p = (text: string): string => `<p>${text}</p>`;
export const div = (className: string, inner: string): string =>
  tag('div', className === '' ? '' : `class="${className}"`, inner);
export const link = (text: string, index = 1): string => `<a href="/n/${index}">${text}</a>`;

/** Cards of other pages, each with a picture, a linked headline and, where asked for, a text of its own. */
export const cards = ({ others, sentences }: Words, { texts = false, className = 'card' } = {}): string =>
  others
    .map((other, at) =>
      div(
        className,
        `<a href="/o/${at}"><img src="/i/${at}.jpg" width="300"></a><h3>${link(other, at)}</h3>${texts ? p(sentences[(at * 3 + 5) % sentences.length] ?? '') : ''}`,
      ),
    )
    .join('');

export const otherList = ({ others }: Words, count = 5): string =>
  `<ul>${others
    .slice(0, count)
    .map((other, at) => `<li>${link(other, at)}</li>`)
    .join('')}</ul>`;

export const share =
  '<div class="social-share"><a href="#f">Facebook</a> <a href="#t">X</a> <a href="#m">E-Mail</a></div>';

export const figure = (caption: string): string =>
  `<figure><img src="/p.jpg" width="800"><figcaption>${caption}</figcaption></figure>`;
