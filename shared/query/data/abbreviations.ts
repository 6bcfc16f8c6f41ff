/** Abbreviations whose full stop does not end a sentence, by language; lower case, without the stop. */

/** Titles, companies and references that texts of every language have. */
const everywhere = 'mr mrs ms dr prof st jr sr etc vs inc ltd corp co vol p pp fig ed eds cf op cit ibid ca ff';

const byLanguage: Readonly<Record<string, string>> = {
  en: `mr mrs ms dr prof sr jr st gen col lt capt sgt maj cmdr adm gov sen rep rev hon pres messrs mt ft vs etc inc ltd co corp dept bros
    est approx no nos vol art sec para pp fig ed eds cf al jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat
    sun ave blvd v ch sched reg regs rd govt univ max min approx dist supp rev`,
  fr: 'mm mme mmes mlle mgr me pr art av boul env ex hab janv févr avr juil déc réf tél',
  de: 'bzw ca usw evtl ggf inkl zzgl bspw dipl ing hr fr nr str abs abb bd mio mrd jh vgl tel gem sog ggü einschl bzgl entspr geb dgl sen jun hl',
  es: 'sr sra srta sres dra lic ing gral cap avda pág págs art núm tel ee uu aprox',
  pt: 'sr sra dra eng exmo av pág núm tel aprox',
  it: 'sig sigg dott avv ing prof art pag tel ecc',
  nl: 'dhr mevr mw drs ir bijv enz nr blz',
  pl: 'np tzw tj itd itp ul tys mln mld prof hab nr godz',
  cs: 'např tzv tj č str atd apod tis ing',
  sv: 'bl dvs ex kl nr osv resp ung',
  da: 'bl dvs kl nr osv evt inkl ekskl jf pga',
  nb: 'bl dvs kl nr osv evt inkl ekskl jf pga',
  fi: 'esim ns mm ym jne klo nro',
  ro: 'dl dna nr alin lit',
  tr: 'sn vb vd doç örn yy',
  uk: 'р рр вул ім тис млн млрд грн ст обл',
  ru: 'г гг ул им др пр тыс млн млрд руб стр рис обл',
};

const setOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

const sets = new Map(
  Object.entries(byLanguage).map(([language, words]) => [language, setOf(`${everywhere} ${words}`)]),
);
const all = setOf([everywhere, ...Object.values(byLanguage)].join(' '));

/** The abbreviations of a language (primary subtag); of all languages when it is unknown or has no table. */
export function abbreviationsOf(language: string | null): ReadonlySet<string> {
  return (language === null ? undefined : sets.get(language)) ?? all;
}

const STOPPED_ORDINALS: ReadonlySet<string> = new Set([
  'bs',
  'cs',
  'da',
  'de',
  'et',
  'fi',
  'fo',
  'hr',
  'hu',
  'is',
  'lb',
  'lv',
  'nb',
  'nn',
  'no',
  'pl',
  'sk',
  'sl',
  'sr',
  'tr',
]);

/** Whether a language (primary subtag) writes ordinal numbers with a full stop: am 5. Mai. */
export function hasStoppedOrdinals(language: string | null): boolean {
  return language !== null && STOPPED_ORDINALS.has(language);
}
