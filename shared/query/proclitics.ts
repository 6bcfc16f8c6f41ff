/**
 * Words without what is written onto them: Arabic ones without wa-, fa-, bi-, li-, ka- and the article al-; a letter without
 * the marks that make another word of it (C++).
 */

const PARTICLES = 'وفبلك';
const ARTICLE = 'ال';
const REMAINING_LETTERS_MIN = 3;
const ARABIC_FIRST = 0x620;
const ARABIC_LAST = 0x6ff;
const NO_STEMS: readonly string[] = [];

/** The further forms under which a folded word is found by itself. */
export function stemsOf(word: string): readonly string[] {
  const first = word.charCodeAt(0);
  if (first >= ARABIC_FIRST && first <= ARABIC_LAST) return arabicStems(word);
  return hasSymbols(word) ? [word[0] ?? ''] : NO_STEMS;
}

/** Whether it is one letter with marks: C++, C#, A+. */
function hasSymbols(word: string): boolean {
  return word.length > 1 && (word[1] === '+' || word[1] === '#');
}

/** wa- or fa- before a particle with the article: wa-bil-amn, wa-lil-amn. Without the article too many words begin so. */
function addBehindConjunction(word: string, add: (stem: string) => void): void {
  if (word[0] !== 'و' && word[0] !== 'ف') return;
  const isLil = word.startsWith('لل', 1);
  const hasArticle = 'بك'.includes(word[1] ?? ' ') && word.startsWith(ARTICLE, 2);
  const noun = isLil ? word.slice(3) : hasArticle ? word.slice(4) : '';
  if (noun.length < REMAINING_LETTERS_MIN) return;
  add(noun);
  add(ARTICLE + noun);
}

/** The forms of a folded Arabic word without particle, article, or both, each of at least three letters. */
function arabicStems(word: string): string[] {
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
  addBehindConjunction(word, add);
  // li- swallows the alif of the article: lil-amn is written with two lams.
  if (word.startsWith('لل')) {
    add(word.slice(2));
    add(ARTICLE + word.slice(2));
  }
  return stems;
}
