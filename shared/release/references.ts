/** Finds the numbers a newsroom gives its releases (N2017-063, IP/26/1801, C-117/15, "Press Release No. 10/458"); none of them is a date. */

/** Forms that are plain wherever they stand. */
const forms: readonly RegExp[] = [
  // INTERPOL: N2017-063, and PR094 before.
  /(?<![\p{L}\p{N}-])N\d{4}-\d{3}(?![\p{L}\p{N}-])/gu,
  /(?<![\p{L}\p{N}-])PR\d{3}(?![\p{L}\p{N}-])/gu,
  // European Commission: IP/26/1801, MEMO/12/345, STATEMENT/20/12.
  /(?<![\p{L}\p{N}/])(?:IP|MEMO|STATEMENT|SPEECH|MEX|QANDA|AC|STAT|DOC|CLDR|FS|READ)[/_]\d{2}[/_]\d{1,5}(?![\p{L}\p{N}/])/gu,
  /(?<![\p{L}\p{N}-])MEX-\d{2}-\d{1,5}(?![\p{L}\p{N}-])/gu,
  // Court of Justice: C-117/15, T-12/20 P, T-604/18 RENV.
  /(?<![\p{L}\p{N}-])[CTF][-‑]\d{1,4}\/\d{2}(?: (?:P|R|RENV|REV|DEP|PPU|INTP|SA)(?![\p{L}\p{N}]))?(?![\p{L}\p{N}/])/gu,
];
/** What every one of them has: most texts have it nowhere. */
const formHint = /[A-Z][/_‑-]?\d/u;

/** What newsrooms call their releases, lower case; a number stands behind it. */
const labelWords = [
  ...['press release', 'media release', 'news release', 'release', 'press statement', 'statement', 'press notice'],
  ...['media advisory', 'advisory', 'bulletin', 'communication', 'pr'],
  ...['communiqué de presse', 'communiqué', 'note de presse', 'comunicado de prensa', 'comunicado', 'nota de prensa'],
  ...['nota informativa', 'boletín de prensa', 'boletín', 'comunicato stampa', 'comunicato', 'nota de imprensa'],
  ...['nota à imprensa', 'comunicado de imprensa', 'pressemitteilung', 'medienmitteilung', 'presseinformation'],
  ...['pressemeldung', 'presseaussendung', 'medieninformation', 'persbericht', 'pressmeddelande', 'pressemeddelelse'],
  ...['pressemelding', 'lehdistötiedote', 'tiedote', 'komunikat prasowy', 'komunikat', 'informacja prasowa'],
  ...['tisková zpráva', 'tlačová správa', 'sajtóközlemény', 'comunicat de presă', 'priopćenje', 'δελτίο τύπου'],
  ...[
    'пресс-релиз',
    'прес-реліз',
    'прессъобщение',
    'прессаопштење',
    'basın açıklaması',
    'basın bülteni',
    'basın duyurusu',
  ],
  ...['بيان صحفي', '新闻稿', '新聞稿', 'siaran pers', 'thông cáo báo chí'],
].join('|');
const numberWords = 'number|numéro|número|numero|nummer|numer|núm|num|no|nr|nº|n°|n|č|№|n\\.\\s?º|رقم';
const mark = `\\s{0,2}(?:(?:${numberWords})(?:\\.|\\s?:|\\s){0,3}|#|:)\\s{0,3}`;
const code = '(?=[\\p{L}/-]{0,8}\\d)[\\p{L}\\d][\\p{L}\\d./-]{0,24}[\\p{L}\\d]|\\d+';

/** Forms that need the words before them; the first group is the reference. */
const labelledForms: readonly RegExp[] = [
  // "Press Release (2026) 041", "DC 045(2026)".
  new RegExp(
    `(?<![\\p{L}\\p{N}-])(?:${labelWords})(?:${mark})?\\s{0,2}(\\(\\d{4}\\)\\s?\\d{1,4})(?![\\p{L}\\p{N}])`,
    'giu',
  ),
  new RegExp(`(?<![\\p{L}\\p{N}-])(?:${labelWords})${mark}(${code})(?![\\p{L}\\p{N}])`, 'giu'),
  // Without a mark only what no year and no count looks like: "PRESS RELEASE 214/26", "Advisory AA26-077A".
  new RegExp(
    `(?<![\\p{L}\\p{N}-])(?:${labelWords})\\s{1,2}([\\p{Lu}]{0,4}\\d{2,4}[/-]\\d{1,5}\\p{Lu}?)(?![\\p{L}\\p{N}/.-])`,
    'giu',
  ),
  /(?<![\p{L}\p{N}-])(?:reference|ref|aktenzeichen|az|référence|réf|referencia|riferimento|referência|referentie|our ref)\s?(?:no|nr)?\s?(?:\.\s?:?|:)\s{0,3}(\p{Lu}{1,4}\s\d{1,4}\s?\(\d{4}\)|(?=[\p{L}/-]{0,8}\d)[\p{L}\d][\p{L}\d./-]{1,24}[\p{L}\d])/giu,
];

/** Whole lines around the text: "89/2022", "Nr. 12/2021", "(06-410)", "N° 31 du 3 mars", "SG/SM/22481", "AA26-077A". */
const wholeLines: readonly RegExp[] = [
  /^\(?(?:(?:no|nr|n°|nº|№)\.?\s?)?(\d{1,4}[/-]\d{2,4})\)?$/iu,
  /^(?:no|nr|n°|nº|№|núm)\.?\s?(\d{1,5}(?:[/-]\d{2,4})?)(?:$|\s?[,–|(-]|\s(?:vom|von|of|dated|du|del|de|dal|d\.d\.|z|ze|от|від|av)\s)/iu,
  /^([A-Z]{2,5}(?:\/[A-Z]{1,5}){0,2}\/\d{3,6})$/u,
  /^([A-Z]{1,6}(?:[/.][A-Z]{1,6}){0,2}\/\d{2,4}[/-]\d{1,5}[A-Z]?)$/u,
  /^([A-Z]{1,6}[ -]?\d{2,4}[/-]\d{2,5}[A-Z]?)$/u,
];
/** At the end of a headline: "… Cocaine Charges (06-410)". */
const headlineEnd = /\((\d{2}-\d{3,4})\)$/u;
/** A number in the last part of an address: "/News/2017/N2017-063", "/detail/en/ip_26_1801". */
const addressForm = /\/(N\d{4}-\d{3}|PR\d{3}|(?:ip|memo|statement|speech|mex|qanda)_\d{2}_\d{1,5})\/?$/iu;

const TEXT_CHARACTERS_MAX = 200_000;
const REFERENCES_MAX = 50;
/** A longer paragraph is no line of labels. */
const LINE_CHARACTERS_MAX = 90;
const LINES_BEFORE = 2;
const LINES_BEHIND = 3;
const TAIL_LINES_MAX = 40;

export interface ReferenceSources {
  readonly headline: string | null;
  /** Short lines around title and text. */
  readonly labels: readonly string[];
  /** Paragraphs of the body, and those of the tail below it. */
  readonly news: readonly string[];
  readonly tail: readonly string[];
  readonly url: string | null;
}

/** References as printed, each once, in the order headline, labels, text, tail; that of the address where nothing prints it. */
export function findReferences({ headline, labels, news, tail, url }: ReferenceSources): string[] {
  const found = new Map<string, string>();
  const add = (reference: string | undefined): void => {
    if (reference === undefined || isDay(reference)) return;
    const key = reference.toLowerCase().replace(/[\s_/‑-]/gu, '/');
    if (!found.has(key)) found.set(key, reference);
  };
  const inText = [...news.slice(0, LINES_BEFORE), ...news.slice(LINES_BEFORE).slice(-LINES_BEHIND)];
  const lines = [...labels, ...inText, ...tail.slice(0, TAIL_LINES_MAX)].filter(isLine);
  for (const line of [headline ?? '', ...lines]) {
    if (!/\d/.test(line)) continue;
    for (const form of labelledForms) for (const match of line.matchAll(form)) add(match[1]);
  }
  for (const line of lines) {
    const trimmed = line.trim();
    for (const form of wholeLines) add(form.exec(trimmed)?.[1]);
  }
  const [, atEnd] = headlineEnd.exec((headline ?? '').trim()) ?? [];
  if (atEnd !== undefined && !isSpanOfYears(atEnd)) add(atEnd);
  let left = TEXT_CHARACTERS_MAX;
  for (const text of [headline ?? '', ...labels, ...news]) {
    if (left <= 0 || found.size >= REFERENCES_MAX) break;
    const read = text.slice(0, left);
    left -= read.length;
    if (!formHint.test(read)) continue;
    for (const form of forms) for (const match of read.matchAll(form)) add(match[0]);
  }
  const [, inAddress] = addressForm.exec(addressPath(url)) ?? [];
  // The Commission's addresses write "_" for the slashes of the number.
  if (inAddress !== undefined) add(inAddress.toUpperCase().replaceAll('_', '/'));
  return [...found.values()].slice(0, REFERENCES_MAX);
}

function isLine(text: string): boolean {
  return text.length <= LINE_CHARACTERS_MAX;
}

function addressPath(url: string | null): string {
  return url !== null && URL.canParse(url) ? new URL(url).pathname : '';
}

/** "(12-13)": years that follow each other. */
function isSpanOfYears(reference: string): boolean {
  const [from, to] = reference.split('-').map(Number);
  return from !== undefined && to !== undefined && to === from + 1;
}

/** "Pressemitteilung: 12.01.2022" is a date behind the label, "12/03" may be one. */
function isDay(reference: string): boolean {
  return (
    /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/.test(reference) ||
    /^\d{4}[./-]\d{1,2}[./-]\d{1,2}$/.test(reference) ||
    /^(?:19|20)\d{2}$/.test(reference) ||
    /^\d{1,2}\.\d{1,2}$/.test(reference)
  );
}
