/** Finds the language of a text: function words confirm it cheaply; the statistical detector is loaded only where they leave doubt. */
import { amongNear } from './near-languages.ts';
import { words } from './segments.ts';
import { unitAt } from './units.ts';

/** Frequent words that carry no topic, by language. */
const functionWords: Readonly<Record<string, string>> = {
  en: 'the of and to in that for with is was on as by at from which are this be has have its will an it their been were they he she said more not or also who than other our',
  fr: 'le la les de des du et à en un une que qui dans pour sur est par au aux avec ce cette ces sont a ont été plus pas ne se son sa ses leur nous il elle ou être',
  es: 'el la los las de del y en que a un una para por con se su sus es como más al lo ha han este esta entre sobre también no fue son desde ante sin o',
  de: 'der die das und in den von zu mit für auf dem des im ist eine ein einer nicht auch als sich an werden wird bei aus nach wie es sie sind hat oder zur zum wir über einen einem',
  it: 'il lo la i gli le di del della dei delle e in che un una per con non è sono a al alla da dal dalla nel nella si come più anche su sul ha hanno questo questa',
  pt: 'o a os as de do da dos das e em que um uma para por com não no na nos nas se ao à mais como foi são pela pelo seu sua também entre ou sobre',
  nl: 'de het een van en in op te dat die is voor met zijn aan er om ook niet bij door naar uit over worden wordt deze heeft hebben als werd dan maar zich of wij',
  pl: 'i w na z do że się o nie jest to dla od przez oraz po za jak ale są przy także który która które został była było tym jego ich',
  cs: 'a v na se že je z do s pro o k i jako by ale za od po jsou který která které při také nebo jsme byl byla tak podle více',
  ro: 'și de în la cu a o pe din că pentru este un care mai nu prin fi sau au al ale sunt după fost această acest precum către dar',
  hu: 'a az és hogy nem is egy van volt ez meg mint csak már azt el de ha vagy sem kell lesz után között illetve valamint szerint',
  sv: 'och i att det som en på är av för med till den har de inte om ett var från vi kan men så eller ska vid efter under',
  no: 'og i det som en på er av for med til den har de ikke om et var fra vi kan men så eller skal ved etter under å også',
  da: 'og i det som en på er af for med til den har de ikke om et var fra vi kan men så eller skal ved efter under at også bliver',
  fi: 'ja on ei että se oli hän ovat kun mutta myös ne tai sekä joka kuin ole niin olla voi tämä mukaan jotka sen',
  tr: 've bir bu için ile da de olarak daha olan en çok gibi kadar sonra ancak ise ne ya her olduğu göre',
};

const WORDS_READ = 400;
/** Fewer words say too little, whoever counts them. */
const WORDS_MIN = 6;
const SHARE_MIN = 0.18;
/** How far the best language must lead the second. */
const LEAD_MIN = 1.5;
const DETECTOR_CHARACTERS_MAX = 2_000;

/** Scripts of one language of news each; the others are left to the detector. */
const scripts: readonly { readonly language: string; readonly pattern: RegExp }[] = [
  { language: 'ja', pattern: /[\p{Script=Hiragana}\p{Script=Katakana}]/u },
  { language: 'ko', pattern: /\p{Script=Hangul}/u },
  { language: 'zh', pattern: /\p{Script=Han}/u },
  { language: 'el', pattern: /\p{Script=Greek}/u },
  { language: 'he', pattern: /\p{Script=Hebrew}/u },
  { language: 'th', pattern: /\p{Script=Thai}/u },
  { language: 'ka', pattern: /\p{Script=Georgian}/u },
  { language: 'hy', pattern: /\p{Script=Armenian}/u },
];
const arabicScript = /\p{Script=Arabic}/u;
/** Letters of Persian, Urdu, Pashto and Kurdish that Arabic has not. */
const notArabicLetters = /[پچژگٹڈڑںےۀہھکی]/u;

/** Primary language subtag in lower case; Norwegian is one language here. */
export function primaryLanguage(tag: string | null | undefined): string | null {
  const primary = /^[a-zA-Z]{2,3}(?=$|[-_])/.exec(tag?.trim() ?? '')?.[0]?.toLowerCase() ?? null;
  return primary === 'nb' || primary === 'nn' ? 'no' : primary;
}

/** What a UTF-16 unit is: found once for each unit that is met. */
const unitKinds = { unknown: 0, none: 1, latin: 2, letter: 3 } as const;
const kindOfUnit = new Uint8Array(0x10000);

function kindOf(char: string): number {
  if (!/\p{L}/u.test(char)) return unitKinds.none;
  return /\p{Script=Latin}/u.test(char) ? unitKinds.latin : unitKinds.letter;
}

/** Whether most letters are Latin, or there are none: no script says anything then. */
function isLatin(text: string): boolean {
  let letters = 0;
  let latin = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = unitAt(text, at);
    let kind: number = kindOfUnit[unit] ?? unitKinds.unknown;
    if (unit >= 0xd800 && unit <= 0xdfff) {
      kind = kindOf(String.fromCodePoint(text.codePointAt(at) ?? unit));
      if ((text.codePointAt(at) ?? unit) > 0xffff) at += 1;
    } else if (kind === unitKinds.unknown) {
      kind = kindOf(text.charAt(at));
      kindOfUnit[unit] = kind;
    }
    if (kind !== unitKinds.none) letters += 1;
    if (kind === unitKinds.latin) latin += 1;
  }
  return letters === 0 || latin * 2 > letters;
}

/** The language the script alone settles; null for Latin, Cyrillic and the like. */
function byScript(text: string): string | null {
  if (isLatin(text)) return null;
  const letters = text.match(/\p{L}/gu) ?? [];
  const share = (pattern: RegExp) => letters.filter((letter) => pattern.test(letter)).length / letters.length;
  for (const { language, pattern } of scripts) if (share(pattern) > (language === 'ja' ? 0.1 : 0.5)) return language;
  if (share(arabicScript) > 0.5) return share(notArabicLetters) < 0.01 ? 'ar' : null;
  return null;
}

interface Count {
  readonly language: string;
  readonly share: number;
}

const languages = Object.keys(functionWords);
/** The places in `languages` of those that have the word. */
const languagesOfWord: ReadonlyMap<string, readonly number[]> = (() => {
  const found = new Map<string, number[]>();
  for (const [place, language] of languages.entries()) {
    for (const word of new Set((functionWords[language] ?? '').split(' '))) {
      const places = found.get(word);
      if (places === undefined) found.set(word, [place]);
      else places.push(place);
    }
  }
  return found;
})();

function byFunctionWords(list: readonly string[]): readonly Count[] {
  const hits = languages.map(() => 0);
  for (const word of list) {
    for (const place of languagesOfWord.get(word) ?? []) hits[place] = (hits[place] ?? 0) + 1;
  }
  const counts = languages.map((language, place) => ({ language, share: (hits[place] ?? 0) / list.length }));
  return counts.sort((left, right) => right.share - left.share);
}

/**
 * The language of `text` as a primary subtag ("en"), by these steps: the script, the function words, the detector.
 * `declared` are the languages that channel, newsroom and page name, the most trusted first: one of them settles a
 * close call and stands in for a text too short to tell. Null where nothing is known.
 */
export async function detectLanguage(text: string, declared: readonly (string | null)[]): Promise<string | null> {
  const named = declared.map(primaryLanguage).filter((language) => language !== null);
  const sample = text.slice(0, WORDS_READ * 12);
  const script = byScript(sample);
  if (script !== null) return script;
  const list = words(sample.toLowerCase(), WORDS_READ);
  if (list.length < WORDS_MIN) return named[0] ?? null;
  const [best, second] = byFunctionWords(list);
  if (best !== undefined && second !== undefined && best.share >= SHARE_MIN) {
    if (best.share >= second.share * LEAD_MIN) return amongNear(best.language, sample, list, named);
    const close = [best, second].map((count) => count.language);
    const settled = named.find((language) => close.includes(language));
    if (settled !== undefined) return amongNear(settled, sample, list, named);
  }
  const detected = await byDetector(sample);
  return detected === null ? (named[0] ?? null) : amongNear(detected, sample, list, named);
}

let detector: Promise<typeof import('eld/extrasmall')> | null = null;

/** About one megabyte of tables: loaded at first need, once, so that most processes never hold them. */
export function languageDetector(): Promise<typeof import('eld/extrasmall')> {
  detector ??= import('eld/extrasmall');
  return detector;
}

async function byDetector(sample: string): Promise<string | null> {
  const { eld } = await languageDetector();
  const result = eld.detect(sample.slice(0, DETECTOR_CHARACTERS_MAX));
  return result.isReliable() ? primaryLanguage(result.language) : null;
}
