/** The words that tell a press office's pages and feeds from the rest of a site, and what a host name says of its owner. */

/** Names of pages that list press releases, as menus have them; lower case, without accents. */
const pressNames: readonly string[] = [
  'press releases',
  'press release',
  'press room',
  'pressroom',
  'newsroom',
  'news room',
  'media releases',
  'media release',
  'media centre',
  'media center',
  'for media',
  'news releases',
  'news and press releases',
  'news & press releases',
  'press and media',
  'pressemitteilungen',
  'pressemeldungen',
  'medienmitteilungen',
  'presseinformationen',
  'communiques de presse',
  'communiques',
  'salle de presse',
  'espace presse',
  'comunicados de prensa',
  'comunicados',
  'notas de prensa',
  'sala de prensa',
  'comunicati stampa',
  'comunicati',
  'sala stampa',
  'comunicados de imprensa',
  'sala de imprensa',
  'persberichten',
  'pressmeddelanden',
  'pressemeddelelser',
  'pressemeldinger',
  'lehdistotiedotteet',
  'tiedotteet',
  'komunikaty prasowe',
  'tiskove zpravy',
  'sajtokozlemenyek',
  'comunicate de presa',
  'deltia typou',
  'δελτια τυπου',
  'basin bultenleri',
  'basin aciklamalari',
  'пресс-релизы',
  'пресрелизи',
  'прес-релізи',
  'siaran pers',
  'プレスリリース',
  '報道発表',
  '新闻稿',
  '新聞稿',
  '보도자료',
  'بيانات صحفية',
];

/** Names of pages that list news of any kind. */
const newsNames: readonly string[] = [
  'news',
  'latest news',
  'all news',
  'news and events',
  'news & events',
  'news and media',
  'press',
  'media',
  'presse',
  'medien',
  'aktuelles',
  'nachrichten',
  'neuigkeiten',
  'meldungen',
  'actualites',
  'actualite',
  'toute l’actualite',
  'noticias',
  'actualidad',
  'prensa',
  'notizie',
  'attualita',
  'stampa',
  'imprensa',
  'nieuws',
  'nyheter',
  'nyheder',
  'uutiset',
  'uudised',
  'naujienos',
  'aktualitates',
  'aktualnosci',
  'zpravy',
  'aktuality',
  'novinky',
  'hirek',
  'stiri',
  'novice',
  'vijesti',
  'vesti',
  'νεα',
  'haberler',
  'новости',
  'новини',
  'пресса',
  'berita',
  'tin tuc',
  'ニュース',
  'お知らせ',
  '新闻',
  '新聞',
  '뉴스',
  'أخبار',
  'announcements',
  'mitteilungen',
];

/** In an address or a feed's title: it is about news. */
const pressParts =
  /(^|[^a-z])(press|presse|prensa|stampa|imprensa|news|newsroom|media|releases?|communiques?|comunicad[oa]s?|comunicati|notizie|noticias|actualites?|aktuelles|nieuws|nyheter|aktualnosci|mitteilungen|pressemitteilungen)([^a-z]|$)/;

/** In an address or a feed's title: it is about something else. */
const otherParts =
  /(^|[^a-z])(comments?|kommentare|commentaires|comentarios|jobs?|careers?|vacanc(y|ies)|stellen(angebote)?|emplois?|empleo|events?|calendar|kalender|agenda|termine|podcasts?|videos?|tenders?|procurement|ausschreibungen|forum|wiki|recent-changes|weather|recalls?)([^a-z]|$)/;

/** Lower case, without accents, one space between words. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/gu, ' ').trim();
}

const press: ReadonlySet<string> = new Set(pressNames.map(folded));
const news: ReadonlySet<string> = new Set(newsNames.map(folded));

/** What a link's text promises of the page behind it; null: nothing. */
export function promiseOf(text: string): 'press' | 'news' | null {
  const name = folded(text).replace(/[\s>»→›.:]+$/u, '');
  return press.has(name) ? 'press' : news.has(name) ? 'news' : null;
}

/** 1: about news, -1: about something else, 0: does not say. `text` is an address or a title. */
export function leaning(text: string): -1 | 0 | 1 {
  const plain = folded(text);
  if (otherParts.test(plain)) return -1;
  return pressParts.test(plain) ? 1 : 0;
}

/** Parts of a page's title that name no organization. */
const titleWords: ReadonlySet<string> = new Set(
  ['home', 'homepage', 'home page', 'start', 'startseite', 'welcome', 'willkommen', 'accueil', 'bienvenue', 'inicio']
    .concat([
      'portada',
      'pagina principal',
      'home',
      'hem',
      'forside',
      'etusivu',
      'strona glowna',
      'uvod',
      'rss',
      'feed',
    ])
    .map(folded),
);

export function isTitleFiller(part: string): boolean {
  return titleWords.has(folded(part)) || promiseOf(part) !== null;
}

/** Labels of host names that name no organization. */
const plainLabels: ReadonlySet<string> = new Set(
  'www www2 web home news press presse prensa media newsroom rss feed feeds en fr de es it com co org or net ac edu gov gouv gob gov go govt gub admin mil int europa bund'.split(
    ' ',
  ),
);

/** Country domains that are sold for their sound. */
const soldDomains: ReadonlySet<string> = new Set('ac ai cc co fm gg io la ly me sh st su to tv ws'.split(' '));
const domainCountries: ReadonlyMap<string, string> = new Map([
  ['uk', 'GB'],
  ['eu', 'EU'],
  ['int', 'INT'],
  ['gov', 'US'],
  ['mil', 'US'],
]);

/** By the top-level domain, else by the region of a language other than English, whose region says little; null: unknown. */
export function countryOf(hostname: string, language: string | null): string | null {
  const domain = hostname.split('.').at(-1) ?? '';
  const known = domainCountries.get(domain);
  if (known !== undefined) return known;
  if (/^[a-z]{2}$/.test(domain) && !soldDomains.has(domain)) return domain.toUpperCase();
  const [, tongue, region] = /^([a-z]{2,3})-([A-Z]{2})$/.exec(language ?? '') ?? [];
  return tongue === undefined || tongue === 'en' || region === undefined ? null : region;
}

const idCharactersMax = 64;

function slug(text: string): string {
  const hyphened = folded(text).replace(/[^a-z0-9]+/g, '-');
  return hyphened.replace(/^-/, '').slice(0, idCharactersMax).replace(/-$/, '');
}

/** The label of a host name that names its owner; null: it has no names, or none of them says whose it is. */
function ownLabel(hostname: string): string | null {
  const isName = /[a-z]/.test(hostname.split('.').at(-1) ?? '') && hostname.includes('.');
  const labels = isName ? hostname.split('.').slice(0, -1) : [];
  return labels.filter((label) => !plainLabels.has(label)).at(-1) ?? null;
}

/** Whether a name has the label in it that names the host's owner. */
export function isNamedBy(hostname: string, name: string): boolean {
  const label = slug(ownLabel(hostname) ?? '').replaceAll('-', '');
  return label.length > 1 && slug(name).replaceAll('-', '').includes(label);
}

/** An id made of the label of the host that names its owner, else of the organization's name. */
export function newsroomIdOf(hostname: string, organization: string): string {
  const isName = /[a-z]/.test(hostname.split('.').at(-1) ?? '') && hostname.includes('.');
  return slug(ownLabel(hostname) ?? (isName ? hostname.replace(/^www\./, '') : organization)) || 'newsroom';
}
