/** Words in class and id names that say what an element holds: furniture of the site, or the text. Data for prune.ts and container.ts. */

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
    'share sharing shariff addthis addtoany social socialmedia skip skiplink skiplinks hidden hide offscreen visuallyhidden sronly screenreader copyright imagedescription imagetext phototext ' +
    'search suche searchform sidebar slider slideshow carousel gallery tag tags tagcloud toolbar tools tooltip ' +
    'widget widgets newsletter subscribe subscription signup login modal popup overlay lightbox rating votes ' +
    'byline author authorbox metadata postmeta sitemap promo sponsor langswitch'
  ).split(' '),
);

const strongWords = new Set(
  'sidebar footer related recommended mostread trending comments cookie cookies consent newsletter breadcrumb breadcrumbs'.split(
    ' ',
  ),
);

const hiddenWords = new Set(['hidden', 'hide', 'offscreen', 'visuallyhidden', 'sronly', 'screenreader']);

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
}

const dateWords = new Set(
  'date datum fecha datetime published pubdate posted publication veroeffentlicht created time timestamp'.split(' '),
);
const NAME_CHARACTERS_MAX = 400;

const nothing: ClassReading = {
  furniture: false,
  strong: false,
  hidden: false,
  factor: 1,
  standfirst: false,
  teaser: false,
  dateLike: false,
};

const cache = new Map<string, ClassReading>();
const CACHE_MAX = 5_000;

/** Reads class and id together; the same names are read once. */
export function readClasses(className: string, id: string, itemprop: string): ClassReading {
  if (className === '' && id === '' && itemprop === '') return nothing;
  const key = `${className}\n${id}\n${itemprop}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const reading = compute(className, id, itemprop);
  if (cache.size >= CACHE_MAX) cache.clear();
  if (key.length <= NAME_CHARACTERS_MAX) cache.set(key, reading);
  return reading;
}

function wordsOf(token: string): readonly string[] {
  return token
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}

function compute(className: string, id: string, itemprop: string): ClassReading {
  let furniture = false;
  let strong = false;
  let hidden = false;
  let factor = itemprop.toLowerCase().includes('articlebody') ? 1.6 : 1;
  let standfirst = false;
  let teaser = false;
  let other = false;
  let dateLike = false;
  const names = `${className} ${id}`.slice(0, NAME_CHARACTERS_MAX);
  for (const token of names.split(/\s+/)) {
    if (token === '') continue;
    const words = wordsOf(token);
    const joined = words.join('');
    for (const hint of hints) {
      if (hint.names.has(joined) || words.some((word, at) => hint.names.has(word + (words[at + 1] ?? '')))) {
        factor = Math.max(factor, hint.factor);
      }
    }
    if (words.some((word) => standfirstWords.has(word))) standfirst = true;
    if (words.some((word) => dateWords.has(word))) dateLike = true;
    const lower = token.toLowerCase();
    if (exemptTokens.has(lower) || exemptPrefixes.some((prefix) => lower.startsWith(prefix))) continue;
    for (const [at, word] of words.entries()) {
      const named = furnitureWords.has(word) ? word : `${word}${words[at + 1] ?? ''}`;
      if (!furnitureWords.has(named) || besideWords.has(words[at - 1] ?? '')) continue;
      if (named === 'hidden' && hiddenOf.has(words[at - 1] ?? '')) continue;
      furniture = true;
      if (named === 'teaser' || named === 'teasers') teaser = true;
      else other = true;
      if (strongWords.has(named)) strong = true;
      if (hiddenWords.has(named)) hidden = true;
    }
  }
  return { furniture, strong, hidden, factor, standfirst, teaser: teaser && !other, dateLike };
}
