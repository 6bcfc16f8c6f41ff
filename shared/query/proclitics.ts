/** Arabic words without the particles that are written onto them: wa-, fa-, bi-, li-, ka-, and the article al-. */

const PARTICLES = 'وفبلك';
const ARTICLE = 'ال';
const REMAINING_LETTERS_MIN = 3;

/** The forms of a folded Arabic word without particle, article, or both, each of at least three letters. */
export function arabicStems(word: string): string[] {
  const stems: string[] = [];
  const add = (stem: string): void => {
    if (stem.length >= REMAINING_LETTERS_MIN && !stems.includes(stem)) stems.push(stem);
  };
  const addWithArticle = (stem: string): void => {
    add(stem);
    if (stem.startsWith(ARTICLE)) add(stem.slice(ARTICLE.length));
  };
  if (word.startsWith(ARTICLE)) add(word.slice(ARTICLE.length));
  if (PARTICLES.includes(word[0] ?? ' ')) addWithArticle(word.slice(1));
  // li- swallows the alif of the article: lil-amn is written with two lams.
  if (word.startsWith('لل')) {
    add(word.slice(2));
    add(ARTICLE + word.slice(2));
  }
  return stems;
}
