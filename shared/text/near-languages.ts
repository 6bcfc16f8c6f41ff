/** Tells languages apart that share most of their frequent words: Galician and Portuguese, Indonesian and Malay, Croatian, Serbian and Bosnian, Macedonian and its neighbours, Danish and Norwegian. */

/** Words that only one of the near languages has, and that stand in a text of news before long. */
const groups: readonly Readonly<Record<string, string>>[] = [
  {
    gl: 'unha dunha nunha algunha tamén xa moi persoas súa aínda onte hoxe pola cunha coa cos fóra xunto despois seguridade ata dende axentes galicia xunta',
    pt: 'uma duma numa alguma também já muito pessoas até ainda ontem hoje com não são em depois segurança às foi à',
    es: 'el los y muy también personas hasta hoy ayer después seguridad una',
    ca: 'els amb per molt també persones fins avui ahir després seguretat són i',
  },
  {
    id: 'karena bahwa polisi kantor uang mobil anda sedangkan rabu jumat sebesar triliun miliar desember agustus maret juli juni diperkirakan diharapkan tersangka senin minggu terbit musim wilayah petugas berbagi',
    ms: 'kerana bahawa polis pejabat wang kereta daripada beliau pihak ahad isnin disember ogos mac julai jun ringgit suspek mahkamah kes berhubung syarikat tahanan siasatan esok',
  },
  {
    da: 'af efter blev bliver nogle uden mod ud op sag oplyser mellem blevet havde regeringen sagde siger',
    no: 'av etter ble blir noen uten mot ut opp sak sier mye opplyser mellom blitt hadde regjeringen nå ikkje ein frå vart òg dei',
  },
];

/** By the word; `groups` has no word twice in one group. */
const languageOfMark: readonly ReadonlyMap<string, string>[] = groups.map(
  (group) =>
    new Map(Object.entries(group).flatMap(([language, marks]) => marks.split(' ').map((mark) => [mark, language]))),
);

/** Stems that tell the languages of one grammar and two alphabets apart. */
const southSlavic: readonly { readonly language: string; readonly pattern: RegExp }[] = [
  {
    language: 'hr',
    pattern:
      /^(?:tijekom|tjed[na]|tisuć|glede|tvrtk|priopć|uhić|europ|siječnj|veljač|ožujk|travnj|svibnj|lipnj|srpnj|kolovoz|rujn|listopad|studen|prosinc|tko$|sudac|suca$|glasnogovorni|izvješć)/u,
  },
  {
    language: 'sr',
    pattern:
      /^(?:gde$|posle$|pre$|mesec|nedelj|mest[oau]$|vrem|rešen|bezbedn|predsedn|saopšt|obavešt|izvešt|uspeh|poslednj|sprovod|evropsk|primen|sudij|uhapš|tokom|hiljad|januar|februar|avgust)/u,
  },
  {
    language: 'bs',
    pattern:
      /^(?:saopć|sedmic|historij|obavijest|izvještaj|evropsk|januar|februar|avgust|hiljad|tokom|sudij|uhapš|općin|vijeć)/u,
  },
];
const southSlavicLanguages: ReadonlySet<string> = new Set(['hr', 'sr', 'bs']);

const word = (alternatives: string): RegExp => new RegExp(`(?<!\\p{L})(?:${alternatives})(?!\\p{L})`, 'u');
const macedonianWords = word('во|со|се|беше|која|кој|дека|од');
const serbianWords = word('је|су|у|ће');

/** Letters that only one of the languages written in Cyrillic has. */
function byCyrillicLetters(text: string): string | null {
  if (/[әғқңөұүһҷӣӯ]/iu.test(text)) return null;
  if (/ў/iu.test(text)) return 'be';
  if (/[іїєґ]/iu.test(text) && !/[ыэё]/iu.test(text)) return 'uk';
  if (/[ђћ]/iu.test(text)) return 'sr';
  if (/[ѓќѕ]/iu.test(text)) return 'mk';
  if (/[јљњџ]/iu.test(text)) return macedonianWords.test(text) && !serbianWords.test(text) ? 'mk' : 'sr';
  if (/[ыэё]/iu.test(text)) return 'ru';
  return /ъ/iu.test(text) ? 'bg' : null;
}

const cyrillic: ReadonlySet<string> = new Set(['ru', 'uk', 'be', 'bg', 'mk', 'sr']);

/** How far the marks of one must lead those of the others. */
const LEAD_MIN = 1.5;

function marksIn(found: string, list: readonly string[]): ReadonlyMap<string, number> | null {
  const counts = new Map<string, number>();
  const add = (language: string): void => {
    counts.set(language, (counts.get(language) ?? 0) + 1);
  };
  if (southSlavicLanguages.has(found)) {
    for (const { language } of southSlavic) counts.set(language, 0);
    for (const one of list) for (const { language, pattern } of southSlavic) if (pattern.test(one)) add(language);
    return counts;
  }
  const at = groups.findIndex((group) => group[found] !== undefined);
  if (at < 0) return null;
  for (const language of Object.keys(groups[at] ?? {})) counts.set(language, 0);
  for (const one of list) {
    const language = languageOfMark[at]?.get(one);
    if (language !== undefined) add(language);
  }
  return counts;
}

/**
 * The language of a text among those that are near to `found`; `list` are its first words in lower case. What the marks
 * leave open is settled by a language that somebody named, if it is one of the near ones; then `found` stays.
 */
export function amongNear(found: string, text: string, list: readonly string[], named: readonly string[]): string {
  if (cyrillic.has(found) && /[\u0400-\u04ff]/u.test(text)) return byCyrillicLetters(text) ?? found;
  const marks = marksIn(found, list);
  if (marks === null) return found;
  const counts = [...marks].sort(([, left], [, right]) => right - left);
  const [best, second] = counts;
  if (best === undefined || second === undefined) return found;
  if (best[1] > second[1] * LEAD_MIN) return best[0];
  return named.find((language) => marks.has(language)) ?? (marks.get(found) === best[1] ? found : best[0]);
}
