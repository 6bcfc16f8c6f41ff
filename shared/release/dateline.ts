/** Reads the dateline that opens a release ("LYON, France – ", "Bern, 17.08.2007 - ", "CARLSBAD, Calif., May 5, 2025 /PRNewswire/ -- "). */
import type { DateOrder } from '../newsrooms/schema.ts';
import { findPrintedDates, readPrintedDay } from '../text/printed-dates.ts';
import { countryCodeOf } from './countries.ts';
import { beginsPlaceOfTwoWords, beginsWithPreposition, isNoPlace } from './dateline-words.ts';
import { readEasternDateline } from './eastern-dateline.ts';
import { isRegion } from './regions.ts';
import type { Dateline } from './schema.ts';

export interface DatelineOptions {
  readonly uiLanguage?: string | null;
  readonly dateOrder?: DateOrder | null;
  /** Never a place: "INTERPOL – …". */
  readonly organization?: string | null;
}

/** A dateline stands at the very beginning; what is longer is a sentence. */
const HEAD_CHARACTERS_MAX = 160;
const PLACE_WORDS_MAX = 5;
const PLACE_CHARACTERS_MAX = 60;
/** A mixed-case place alone must open a paragraph of some length. */
const REST_CHARACTERS_MIN = 40;
const PARAGRAPHS_SEARCHED = 3;
/** Brackets and a date around a place: so many at most. */
const PEELS_MAX = 4;

const particles = new Set(
  'de del de la le les el los las al an am im in der den die das do da dos du des d’ of the upon on sur sous bei ob vor zu und and y et i na nad st. s-'.split(
    ' ',
  ),
);

interface Strength {
  readonly country: boolean;
  readonly region: boolean;
  readonly date: boolean;
  readonly service: boolean;
  readonly parentheses: boolean;
  readonly severalPlaces: boolean;
}

interface ParsedHead {
  readonly dateline: Omit<Dateline, 'text'>;
  readonly strength: Strength;
}

interface Terminator {
  /** Where the dateline's text ends. */
  readonly at: number;
  /** Where the news begins. */
  readonly end: number;
  /** `bar`: a bar, a bullet or a colon, which ends a dateline only behind a date. */
  readonly kind: 'dash' | 'stop' | 'bar';
}

/** Dashes with a gap on one side at least, closed em dashes, double hyphens, and full stops. */
function terminators(head: string): readonly Terminator[] {
  const found: Terminator[] = [];
  for (let at = 1; at < head.length; at += 1) {
    const char = head.charAt(at);
    const before = head.charAt(at - 1);
    if (char === '–' || char === '—' || char === '-' || char === '‒' || char === '−') {
      let end = at + 1;
      while (end < head.length && '–—-'.includes(head.charAt(end))) end += 1;
      const spaced = before === ' ' || head.charAt(end) === ' ';
      const closed = char === '—' || end - at > 1;
      if (spaced || closed) found.push({ at, end, kind: 'dash' });
      at = end - 1;
    } else if ((char === '|' || char === '•') && before === ' ') {
      found.push({ at, end: at + 1, kind: 'bar' });
    } else if (char === ':' && head.charAt(at + 1) === ' ') {
      found.push({ at, end: at + 1, kind: 'bar' });
    } else if (char === '.' && (head.charAt(at + 1) === ' ' || at === head.length - 1)) {
      // "3 Sept. 2026", "5 марта 2026 г. –": no sentence begins behind it.
      if (!/^\s*[\d–—/(-]/u.test(head.slice(at + 1, at + 4))) found.push({ at, end: at + 1, kind: 'stop' });
    }
  }
  return found;
}

interface Peeled {
  readonly rest: string;
  readonly service: string | null;
  readonly date: string | null;
  readonly bracketedCountry: string | null;
}

/** A dash in front is no dateline's: it signs ("— Ana Silva (@ana) 4 November 2023"). */
const leadingSeparators = ' ,،，;:•·|';
const separators = `${leadingSeparators}–—`;

function trimSeparators(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && leadingSeparators.includes(text.charAt(start))) start += 1;
  while (end > start && separators.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** Takes "(Reuters)", "/PRNewswire/", "(France)", "(April 26, 2024)", "[4/14/15]" and a bare date out of the head. */
function peel(head: string, options: DatelineOptions): Peeled {
  // Agencies close with a stop and a dash: "GINEBRA, 13 jul (EFE).- ".
  let rest = head.trim().replace(/([\d)])\.$/, '$1');
  let service: string | null = null;
  let date: string | null = null;
  let bracketedCountry: string | null = null;
  for (let round = 0; round < PEELS_MAX; round += 1) {
    const bracket = trailingBracket(rest);
    if (bracket !== null) {
      const printed = findPrintedDates(bracket.inside, options)[0];
      if (printed !== undefined) date ??= printed.date;
      else if (countryCodeOf(bracket.inside) !== null) bracketedCountry ??= bracket.inside;
      else if (service === null && /\p{L}/u.test(bracket.inside)) service = bracket.inside;
      else break;
      rest = trimSeparators(rest.slice(0, bracket.start));
      continue;
    }
    const bare: { date: string; start: number; end: number } | null =
      date === null ? (findPrintedDates(rest, options).at(-1) ?? readPrintedDay(rest, options)) : null;
    if (bare === null) break;
    date = bare.date;
    const outside = `${rest.slice(0, bare.start)} ${rest.slice(bare.end)}`;
    rest = withoutDateWords(trimSeparators(withoutHijri(outside).replace(/\s+,/g, ',').replace(/ {2,}/g, ' ')));
  }
  // "ASTANA. KAZINFORM – ", "КИЕВ. 3 декабря. УНН. ": the agency in capitals behind a stop.
  const agency = service === null ? /^(\p{Lu}[^.]{3,40})\.\s+(\p{Lu}[\p{Lu} -]{2,20})$/u.exec(rest) : null;
  if (agency !== null) return { rest: agency[1] ?? rest, service: agency[2] ?? null, date, bracketedCountry };
  return { rest, service, date, bracketedCountry };
}

/** "Paris, le | 5 mars", "Frankfurt, den | 5. März", "МОСКВА, … | г.", "Warszawa, … | r.": words of the date that are not read with it. */
function withoutDateWords(text: string): string {
  const shorter = text.replace(/[\s,،]+(?:le|den|am|the|dne|el|il|lo|a|om|г|года|год|р|року|r|roku|m|d|vom)\.?$/u, '');
  return trimSeparators(shorter);
}

/** What stands beside a Gregorian date in Arabic datelines: "18 رمضان 1446 هـ الموافق … م". */
function withoutHijri(text: string): string {
  return text
    .replace(/\d{1,2} [\p{Script=Arabic}]+ (?:[\p{Script=Arabic}]+ )?\d{4} ?هـ(?: ?الموافق)?/u, '')
    .replace(/ م(?: |$)/u, ' ')
    .trim();
}

function trailingBracket(text: string): { readonly start: number; readonly inside: string } | null {
  const close = text.charAt(text.length - 1);
  const open = close === ')' ? '(' : close === ']' ? '[' : close === '/' ? '/' : null;
  if (open === null) return null;
  const start = text.lastIndexOf(open, text.length - 2);
  if (start <= 0) return null;
  const inside = text.slice(start + 1, -1).trim();
  return inside === '' || inside.length > PLACE_CHARACTERS_MAX ? null : { start, inside };
}

function isArabic(text: string): boolean {
  return /^[\p{Script=Arabic}\s]+$/u.test(text);
}

/** Words of a place begin with capitals, but for particles; Arabic has none. */
function isPlaceName(text: string): boolean {
  if (text.length < 2 || text.length > PLACE_CHARACTERS_MAX || /[\d"“”„«»?!:;@#%&()]/.test(text)) return false;
  const words = text.split(/[\s]+/);
  if (words.length > PLACE_WORDS_MAX || words.some(isNoPlace) || beginsWithPreposition(text)) return false;
  if (isArabic(text)) return true;
  return words.every((word, index) => /^['’]?\p{Lu}/u.test(word) || (index > 0 && particles.has(word)));
}

function parsePlaces(
  text: string,
  options: DatelineOptions,
): (Omit<ParsedHead['dateline'], 'date' | 'service'> & { readonly several: boolean }) | null {
  const places = text.split(/\/|\s&\s/u).map((part) => part.trim());
  const [first] = places;
  if (first === undefined || places.length > 6) return null;
  // Other places of a list may carry their own country: each must look like a place.
  if (places.slice(1).some((part) => !part.split(',').every((piece) => isPlaceName(piece.trim())))) return null;
  const pieces = first.split(/[,،，]/u).map((piece) => piece.trim());
  if (pieces.length > 4) return null;
  // "PARIS and LONDON": the first of two.
  const two = /^([^\p{Ll}]{2,}) (?:and|und|et|y|e|en|og|och) ([^\p{Ll}]{2,})$/u.exec(pieces[0] ?? '');
  // "Москва. 5 марта. ИНТЕРФАКС - ": the stop of an abbreviation ("St. Gallen", "D.C.") stays.
  const place = (two?.[1] ?? pieces[0] ?? '').replace(/(\p{L}{4,})\.$/u, '$1');
  if (!isPlaceName(place) || isOrganization(place, options.organization)) return null;
  let region: string | null = null;
  let country: string | null = null;
  for (const piece of pieces.slice(1)) {
    if (countryCodeOf(piece) !== null && !isAmericanGeorgia(place, piece) && !(isRegion(piece) && piece.length <= 2))
      country = piece;
    else if (isRegion(piece) || isPlaceName(piece) || /^\p{Lu}[\p{L}.]{0,5}$/u.test(piece)) region ??= piece;
    else return null;
  }
  return {
    place,
    region,
    country,
    countryCode: country === null ? null : countryCodeOf(country),
    several: places.length > 1 || two !== null,
  };
}

/** Georgia is a country and a state. */
const georgianCitiesOfAmerica = new Set([
  'atlanta',
  'savannah',
  'augusta',
  'macon',
  'columbus',
  'marietta',
  'alpharetta',
  'athens',
]);

function isAmericanGeorgia(place: string, piece: string): boolean {
  return piece.toLowerCase() === 'georgia' && georgianCitiesOfAmerica.has(place.toLowerCase());
}

function isOrganization(place: string, organization: string | null | undefined): boolean {
  return organization !== null && organization !== undefined && place.toLowerCase() === organization.toLowerCase();
}

function parseHead(head: string, options: DatelineOptions): ParsedHead | null {
  const peeled = peel(head, options);
  const places = parsePlaces(peeled.rest, options);
  if (places === null) return null;
  const { several, ...found } = places;
  const country = found.country ?? peeled.bracketedCountry;
  return {
    dateline: {
      ...found,
      country,
      countryCode: country === null ? null : countryCodeOf(country),
      date: peeled.date,
      service: peeled.service,
    },
    strength: {
      country: country !== null,
      region: found.region !== null && isRegion(found.region),
      date: peeled.date !== null,
      service: peeled.service !== null,
      parentheses: head.trim().startsWith('('),
      severalPlaces: several,
    },
  };
}

function isCapitals(place: string): boolean {
  return place === place.toUpperCase() && /\p{Lu}{2}/u.test(place);
}

/** How sure the form must be: capitals or evidence beside the place; a bare mixed-case word only in front of a new sentence. */
function accepted(parsed: ParsedHead, terminator: Terminator, paragraph: string): boolean {
  const { strength, dateline } = parsed;
  const evidence = strength.country || strength.date || strength.service;
  const rest = paragraph.slice(terminator.end).trim();
  if (rest === '') return false;
  if (terminator.kind === 'bar') return strength.date;
  if (terminator.kind === 'stop')
    return strength.date || ((strength.region || strength.country) && strength.severalPlaces);
  if (evidence) return true;
  if (isArabic(dateline.place)) return false;
  if (strength.region || dateline.region !== null) return strength.region || isCapitals(dateline.place);
  if (isCapitals(dateline.place) && dateline.place.replace(/[^\p{L}]/gu, '').length >= 3)
    return /^["“„«'‘(]?[\p{L}\p{N}]/u.test(rest);
  const words = dateline.place.split(' ').length;
  return (
    (words === 1 || (words === 2 && beginsPlaceOfTwoWords(dateline.place))) &&
    rest.length >= REST_CHARACTERS_MIN &&
    /^["“„«]?\p{Lu}/u.test(rest) &&
    paragraph.charAt(terminator.at - 1) === ' '
  );
}

/** "expansionLYON", "© NordexHamburg": a caption glued to the place. Answers where the place begins. */
function gluedStart(head: string): number {
  const capitals = /\p{Ll}(?=\p{Lu}{3})/u.exec(head);
  const glued = capitals ?? /\p{Ll}(?=\p{Lu}\p{Ll})/u.exec(head);
  return glued === null ? -1 : glued.index + 1;
}

function readAt(paragraph: string, offset: number, options: DatelineOptions): Dateline | null {
  const head = paragraph.slice(offset, offset + HEAD_CHARACTERS_MAX);
  const ends = terminators(head);
  for (const [index, terminator] of ends.entries()) {
    const text = head.slice(0, terminator.at).trim();
    // "(Place) - …"
    const wrapped = text.startsWith('(') && text.endsWith(')') && !text.slice(1, -1).includes('(');
    const parsed = parseHead(wrapped ? text.slice(1, -1) : text, options);
    if (parsed === null || !accepted(parsed, terminator, paragraph.slice(offset))) continue;
    if (offset > 0 && !(parsed.strength.country || parsed.strength.date || parsed.strength.service)) return null;
    const next = ends[index + 1];
    const between = next === undefined ? '' : head.slice(terminator.end, next.at).trim();
    const printed = parsed.dateline.date === null ? wholeDate(between, options) : null;
    if (printed !== null && next !== undefined) {
      return { text: trimSeparators(head.slice(0, next.at)), ...parsed.dateline, date: printed };
    }
    return { text: trimSeparators(text.replace(/\)\.$/, ')')), ...parsed.dateline };
  }
  return null;
}

/** "CITY, Country—25 July 2018—": the date between two dashes, where it is all that stands there. */
function wholeDate(text: string, options: DatelineOptions): string | null {
  const printed = findPrintedDates(text, options)[0] ?? readPrintedDay(text, options) ?? undefined;
  return printed !== undefined && printed.start === 0 && printed.end === text.length ? printed.date : null;
}

/** A line of its own needs a date or a country beside its place: one stands in digits, the other behind a comma or in brackets. */
function mayHaveEvidence(line: string): boolean {
  return /[0-9,،，([/]/.test(line) || /[\p{Nd}\p{Script=Han}]/u.test(line);
}

/** A line of its own above or below the title: "Brussels, 12 July 2021", "The Hague, the Netherlands", "13.01.2022 • Verden an der Aller". */
function readLine(line: string, options: DatelineOptions): Dateline | null {
  if (!mayHaveEvidence(line)) return null;
  const text = line.trim();
  if (text === '' || text.length > HEAD_CHARACTERS_MAX / 2) return null;
  const labelled = /^(?:dateline|ort)\s*:?\s+/iu.exec(text);
  const inner = (labelled === null ? text : text.slice(labelled[0].length)).replace(
    /[\s–—-]+(?:aussendung|press release|media release|pressemitteilung)$/iu,
    '',
  );
  const parsed = parseHead(inner, options) ?? (labelled === null ? null : parseLabelled(inner, options));
  if (parsed === null) return null;
  const { strength } = parsed;
  if (!strength.date && !(strength.country && parsed.dateline.country !== parsed.dateline.place)) return null;
  return { text: inner, ...parsed.dateline };
}

/** "DATELINE: 22 MAY 2023, GENEVA, SWITZERLAND", "Ort Bonn Datum 19.05.2017". */
function parseLabelled(inner: string, options: DatelineOptions): ParsedHead | null {
  return parseHead(inner.replace(/(?:^|\s)datum\s*:?/iu, ' ').replace(/\s{2,}/g, ' '), options);
}

/** Whether the whole line is a dateline of its own. */
export function isDatelineLine(line: string, options: DatelineOptions = {}): boolean {
  return readLine(line, options) !== null;
}

/**
 * The dateline of a release: at the beginning of one of the first paragraphs, else a line of its own among `labels`
 * (lines around the title). Null where none is printed: many newsrooms have no datelines at all.
 */
export function readDateline(
  paragraphs: readonly string[],
  labels: readonly string[] = [],
  options: DatelineOptions = {},
): Dateline | null {
  for (const [index, paragraph] of paragraphs.slice(0, PARAGRAPHS_SEARCHED).entries()) {
    const eastern = readEasternDateline(paragraph);
    if (eastern !== null) return eastern;
    const found = readAt(paragraph, 0, options);
    // Only the first paragraph may open with a bare place; later ones need a country, a date or capitals.
    if (found !== null && (index === 0 || found.country !== null || found.date !== null || isCapitals(found.place)))
      return found;
    if (index > 0) continue;
    const glued = gluedStart(paragraph.slice(0, HEAD_CHARACTERS_MAX));
    const behind = glued < 0 ? null : readAt(paragraph, glued, options);
    if (behind !== null) return behind;
    const line = readLine(paragraph, options);
    if (line !== null) return line;
  }
  for (const label of labels) {
    if (!mayHaveEvidence(label)) continue;
    const line = readLine(label, options) ?? readAt(label, 0, options);
    if (line !== null && (line.date !== null || line.country !== null)) return line;
  }
  return null;
}
