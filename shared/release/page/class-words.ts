/** Words in class and id names that say what an element holds: furniture of the site, or the text. Data for prune.ts and container.ts. */
import { isAsciiSpace, unitAt } from '../../text/units.ts';

/** Utility and layout tokens that say nothing about content, and names that only mention furniture ("contentWithSidebar"). */
const exemptPrefixes = [
  'has-',
  'no-',
  'with-',
  'without-',
  'is-',
  'col-',
  'align-',
  'wp-block-',
  'elementor-',
  'vc_',
  'et_',
  'fusion-',
  // What a text is filed under, on the element that holds it: "tag-privacy category-newsletter".
  'tag-',
  'category-',
  'type-',
  'format-',
  'status-',
  'postid-',
];
const exemptTokens = new Set([
  'label-hidden',
  'comments-open',
  'sidebar-left',
  'sidebar-right',
  'sidebar-none',
  'visually-hidden-focusable',
]);
/** A word behind one of these is beside the element, not in it. */
const besideWords = new Set(['with', 'has', 'no', 'without']);
/** Content systems say so of the label, not of the text below it: "field--label-hidden". */
const hiddenOf = new Set(['label', 'title']);

const furnitureWords = new Set(
  (
    'ad advert advertisement advertising banner breadcrumb breadcrumbs brotkrumen caption bildunterschrift legend credit ' +
    'comment comments commentlist contact kontakt cookie cookies consent gdpr disclaimer download downloads ' +
    'footer foot header masthead menu nav navbar navi navigation mainnav subnav pager pagination paging print ' +
    'related verwandt similar recommended recommendation recommendations mostread trending popular teaser teasers ' +
    'share sharing shariff editsection addthis addtoany social socialmedia skip skiplink skiplinks hidden hide offscreen visuallyhidden sronly screenreader copyright imagedescription imagetext phototext ' +
    'search suche searchform sidebar slider slideshow carousel swiper gallery tag tags tagcloud toolbar tools tooltip ' +
    'widget widgets newsletter subscribe subscription signup login modal popup overlay lightbox rating votes ' +
    'byline author authorbox metadata postmeta postmetadata sitemap promo sponsor langswitch ' +
    // At pictures, in other languages.
    'cutline photocredit imagecredit bildtext bildnachweis bildquelle billedtekst billedtext kuvateksti onderschrift didascalia piefoto piedefoto epigrafefoto legenda ' +
    // What leads to other pages.
    'relacionado relacionados relacionada relacionadas correlati correlate gerelateerd verwandte seealso readalso alsoread readnext upnext morenews morefrom moreon mostpopular mostviewed mostread masleidas topstories latestnews newsticker outbrain taboola recirc recirculation interlinking prevnext nextprev postnav toc ' +
    // What readers say or are asked for.
    'kommentar kommentare kommentarer comentario comentarios commentaire commentaires commenti reacties komentarze disqus livefyre respond reply replies feedback mailchimp optin suscripcion suscribete boletin donate donation spenden calltoaction cta ' +
    // Who wrote it, when, under which heading; who paid for it.
    'autor autorin autoren auteur autore entrymeta articlemeta entryutility postinfo disclosure affiliate anzeige werbung publicidad sponsored readspeaker'
  ).split(' '),
);

const strongWords = new Set(
  'sidebar footer related recommended mostread trending comments cookie cookies consent newsletter breadcrumb breadcrumbs'.split(
    ' ',
  ),
);

/** Of the furniture, what shows pictures in turn. */
const carouselWords = new Set(['slider', 'slideshow', 'carousel', 'swiper']);
/** And what stands at pictures. */
const pictureWords = new Set(
  'caption bildunterschrift credit imagedescription imagetext phototext gallery lightbox'.split(' '),
);

/** `editsection`: what wikis print behind each heading. */
const hiddenWords = new Set(['hidden', 'hide', 'offscreen', 'visuallyhidden', 'sronly', 'screenreader', 'editsection']);

/** Strongest first; the factor multiplies the weight of an element as container of the text. */
const hints: readonly { readonly factor: number; readonly names: ReadonlySet<string> }[] = [
  {
    factor: 1.6,
    names: new Set(
      'articlebody entrycontent entrybody entrytext articlecontent articletext postcontent postbody posttext storybody storycontent storytext richtext pressrelease pressreleasebody newsbody newscontent newstext releasebody contentbody'.split(
        ' ',
      ),
    ),
  },
  { factor: 1.2, names: new Set('fieldbody fulltext bodycopy fieldnamebody textcontent'.split(' ')) },
  { factor: 1.12, names: new Set('maincontent pagecontent contentmain'.split(' ')) },
  { factor: 1.05, names: new Set('content main post entry text'.split(' ')) },
];

const standfirstWords = new Set(
  'lead leadtext intro introduction introtext summary standfirst deck dek vorspann anreisser einleitung chapo chapeau entradilla ingress abstract excerpt description teaser teasertext subtitle subheadline subline subheading bajada copete sumario sommario occhiello perex lid zajawka manchet'.split(
    ' ',
  ),
);

export interface ClassReading {
  readonly furniture: boolean;
  readonly strong: boolean;
  /** Named as not shown: "u-hide", "offscreen". */
  readonly hidden: boolean;
  /** 1 where nothing speaks for the text. */
  readonly factor: number;
  readonly standfirst: boolean;
  /** Furniture by no other word than "teaser". */
  readonly teaser: boolean;
  readonly dateLike: boolean;
  /** A gallery, or words at a picture. */
  readonly picture: boolean;
  readonly carousel: boolean;
}

const dateWords = new Set(
  'date datum fecha datetime published pubdate posted publication veroeffentlicht created time timestamp'.split(' '),
);
const NAME_CHARACTERS_MAX = 400;

/** What one name says, as bits; the factor is kept apart. */
const bits = {
  furniture: 1,
  strong: 2,
  hidden: 4,
  standfirst: 8,
  dateLike: 16,
  teaser: 32,
  other: 64,
  picture: 128,
  carousel: 256,
} as const;

interface TokenReading {
  readonly bits: number;
  readonly factor: number;
}

const readings = new Map<number, ClassReading>();
/** More than all bits together: no two pairs of bits and factor (in hundredths) have one key. */
const KEY_SPAN = 2 * bits.carousel;

/** Elements that say the same share one object. */
function readingOf(set: number, factor: number): ClassReading {
  const key = Math.round(factor * 100) * KEY_SPAN + set;
  const known = readings.get(key);
  if (known !== undefined) return known;
  const has = (bit: number): boolean => (set & bit) !== 0;
  const reading: ClassReading = {
    furniture: has(bits.furniture),
    strong: has(bits.strong),
    hidden: has(bits.hidden),
    factor,
    standfirst: has(bits.standfirst),
    teaser: has(bits.teaser) && !has(bits.other),
    dateLike: has(bits.dateLike),
    picture: has(bits.picture),
    carousel: has(bits.carousel),
  };
  readings.set(key, reading);
  return reading;
}

/** The most that a name can say for an element as container of the text. */
export const FACTOR_MAX = 1.6;
const noToken: TokenReading = { bits: 0, factor: 1 };

/** Reads the names of one page's elements: lists of classes come again and again there. */
export class ClassReader {
  private readonly lists = new Map<string, TokenReading>();

  /** Reads class and id together, and what microdata calls the element. */
  read(className: string, id: string, itemprop: string): ClassReading {
    const fromClass = className === '' ? noToken : this.list(className);
    const fromId = id === '' ? noToken : readList(id);
    const fromItem = itemprop !== '' && itemprop.toLowerCase().includes('articlebody') ? FACTOR_MAX : 1;
    return readingOf(fromClass.bits | fromId.bits, Math.max(fromClass.factor, fromId.factor, fromItem));
  }

  private list(names: string): TokenReading {
    const known = this.lists.get(names);
    if (known !== undefined) return known;
    const reading = readList(names);
    this.lists.set(names, reading);
    return reading;
  }
}

function readList(names: string): TokenReading {
  let set = 0;
  let factor = 1;
  const end = Math.min(names.length, NAME_CHARACTERS_MAX);
  let start = 0;
  for (let at = 0; at <= end; at += 1) {
    if (at < end && !isAsciiSpace(unitAt(names, at))) continue;
    if (at > start && mayMean(names, start, at)) {
      const reading = readToken(names.slice(start, at));
      set |= reading.bits;
      if (reading.factor > factor) factor = reading.factor;
    }
    start = at + 1;
  }
  return { bits: set, factor };
}

/** Whether the class alone, without an id, names furniture. */
export function isFurnitureClass(className: string): boolean {
  return (readList(className).bits & bits.furniture) !== 0;
}

/** Names that many pages use, beyond one page. */
const cache = new Map<string, TokenReading>();
const CACHE_MAX = 20_000;
const CACHED_CHARACTERS_MAX = 60;

function readToken(token: string): TokenReading {
  const known = cache.get(token);
  if (known !== undefined) return known;
  const reading = compute(token);
  if (cache.size >= CACHE_MAX) cache.clear();
  if (token.length <= CACHED_CHARACTERS_MAX) cache.set(ownCopy(token), reading);
  return reading;
}

/** A part of a page's text would keep the whole text in memory for as long as it is cached. */
function ownCopy(token: string): string {
  return Buffer.from(token, 'utf8').toString('utf8');
}

const HASHES = 1 << 15;

function nextHash(hash: number, unit: number): number {
  return (hash * 31 + (unit | 32)) & (HASHES - 1);
}

/** Whether a word of the name may be a known one: told by hashes, before anything is cut out, as most names have none. */
function mayMean(text: string, start: number, end: number): boolean {
  let hash = 0;
  let small = false;
  for (let at = start; at < end; at += 1) {
    const unit = unitAt(text, at);
    const isSmall = unit >= 97 && unit <= 122;
    const isCapital = unit >= 65 && unit <= 90;
    if (!(isSmall || isCapital) || (isCapital && small)) {
      if (hash !== 0 && knownHashes[hash] === 1) return true;
      hash = 0;
    }
    if (isSmall || isCapital) hash = nextHash(hash, unit);
    small = isSmall;
  }
  return hash !== 0 && knownHashes[hash] === 1;
}

/** Runs of ASCII letters in lower case, cut where a capital follows a small letter. */
function wordsOf(token: string): readonly string[] {
  const words: string[] = [];
  let start = -1;
  let small = false;
  for (let at = 0; at <= token.length; at += 1) {
    const unit = unitAt(token, at);
    const isSmall = unit >= 97 && unit <= 122;
    const isCapital = unit >= 65 && unit <= 90;
    if (start >= 0 && (!(isSmall || isCapital) || (isCapital && small))) {
      words.push(token.slice(start, at).toLowerCase());
      start = -1;
    }
    if (start < 0 && (isSmall || isCapital)) start = at;
    small = isSmall;
  }
  return words;
}

function compute(token: string): TokenReading {
  const words = wordsOf(token);
  let set = 0;
  const isJoined = words.length > 2 && beginnings.has(words[0] ?? '');
  let factor = isJoined ? (factors.get(words.join('')) ?? 1) : 1;
  let furniture = 0;
  for (const [at, word] of words.entries()) {
    const own = meanings.get(word) ?? 0;
    // Nearly all words begin no known name: they need not be joined to the next.
    const next = beginnings.has(word) ? words[at + 1] : undefined;
    const pair = next === undefined ? word : word + next;
    factor = Math.max(factor, factors.get(pair) ?? 1);
    set |= own & (bits.standfirst | bits.dateLike);
    const named = (own & bits.furniture) !== 0 ? own : next === undefined ? 0 : (meanings.get(pair) ?? 0);
    if ((named & bits.furniture) === 0) continue;
    const before = words[at - 1] ?? '';
    if (besideWords.has(before) || (word === 'hidden' && hiddenOf.has(before))) continue;
    furniture |= named & ~(bits.standfirst | bits.dateLike);
  }
  return { bits: furniture !== 0 && !isExempt(token) ? set | furniture : set, factor };
}

function isExempt(token: string): boolean {
  const lower = token.toLowerCase();
  return exemptTokens.has(lower) || exemptPrefixes.some((prefix) => lower.startsWith(prefix));
}

const teaserWords = ['teaser', 'teasers'];

/** What a word, or two joined, means as bits; and how strongly it speaks for the text. */
const meanings: ReadonlyMap<string, number> = (() => {
  const found = new Map<string, number>();
  const add = (words: ReadonlySet<string>, bit: number): void => {
    for (const word of words) found.set(word, (found.get(word) ?? 0) | bit);
  };
  add(furnitureWords, bits.furniture | bits.other);
  for (const word of teaserWords) found.set(word, bits.furniture | bits.teaser);
  add(strongWords, bits.strong);
  add(hiddenWords, bits.hidden);
  add(pictureWords, bits.picture);
  add(carouselWords, bits.carousel | bits.picture);
  add(standfirstWords, bits.standfirst);
  add(dateWords, bits.dateLike);
  return found;
})();
const factors: ReadonlyMap<string, number> = new Map(
  hints.toReversed().flatMap(({ factor, names }) => [...names].map((name) => [name, factor] as const)),
);

/** All that a name of these begins with. */
const beginnings: ReadonlySet<string> = new Set(
  [...meanings.keys(), ...factors.keys()].flatMap((name) => [...name].map((_, at) => name.slice(0, at))),
);

/** 1 at the hash of each known name, and of all that one begins with. */
const knownHashes = (() => {
  const table = new Uint8Array(HASHES);
  for (const name of [...meanings.keys(), ...factors.keys(), ...beginnings]) {
    let hash = 0;
    for (let at = 0; at < name.length; at += 1) hash = nextHash(hash, unitAt(name, at));
    table[hash] = 1;
  }
  return table;
})();
