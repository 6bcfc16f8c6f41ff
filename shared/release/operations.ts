/** Finds the operations that a release names: "Operation HAECHI V", "opération Tantale", "Operación “Red Fantasma”", "the operation, codenamed Serengeti". */
import { countryCodeOf } from './countries.ts';

/** The word before a name, as languages write it; English demands a capital only of the name. */
const words =
  'operation|opération|operación|operação|operazione|operatie|operasjon|operasjonen|operationen|operaatio|operaation|operacja|operacji|operację|operacją|operace|operaci|operácia|operácie|operacija|operacije|operaciju|operațiunea|operațiunii|operasi|операция|операции|операцию|операцией|операція|операції|операцію|операцією|операцията|επιχείρηση|επιχείρησης|عملية|chiến dịch';
const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
const head = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:${words}|${words.split('|').map(capital).join('|')}|OPERATION|OPÉRATION|OPERACIÓN|OPERAÇÃO|OPERAZIONE|ОПЕРАЦИЯ|ОПЕРАЦІЯ)(?=[\\s,])`,
  'gu',
);
/** Words that say that a name follows: "codenamed", "baptisée", "mit dem Namen". */
const naming =
  /(?<![\p{L}\p{N}])(?:code-?\s?named|code name|codename|dubbed|known as|named|called|baptisée|dénommée|nommée|dite|intitulée|nom de code|denominada|llamada|bautizada|batizada|chamada|denominata|chiamata|ribattezzata|genannt|namens|mit dem namen|unter dem namen|codenamen|genaamd|met de naam|kalt|kallad|kaldet|med kodenavn|med kodenavnet|pod kryptonimem|o kryptonimie|s názvem|под названием|под назвою|під назвою|αποκαλούμενη|أطلق عليها اسم|تحمل اسم|yang diberi nama|bernama)(?:\s(?:as|the|como|comme|als|som|come))?\s?(?=[\p{Lu}“"«„‘']|\s)/giu;
/** Languages that put the name in marks in front of the word: “Mavi Liman” operasyonu, “净网”行动, 「青海」作戦. */
const nameInFront =
  /[“"「『«‘]([^“”"「」『』«»‘’]{2,40})[”"」』»’]\s?(?:adlı\s)?(?:operasyon|行动|行動|作戦|作戰|작전|művelet)/gu;

/** Words that stand behind "Operation" in the names of offices, posts and things; no names of operations. Lower case. */
const notNames = new Set(
  'operation operations center centre centers centres command commander commanders control room officer officers office director directors division department unit units team teams manager managers management support branch section directorate headquarters group coordinator coordinators chief head staff plan plans research base zone area procedure procedures manual room desk committee board bureau service services program programme date dates hours hour permit permits license licence time times cost costs system systems mode expenses income profit status site theatre theatres theater theaters permanent spanish french german italian british american dutch belgian polish portuguese swedish norwegian danish turkish swiss austrian kenyan nigerian indian chinese japanese australian canadian european police customs navy army and or in of the on at by for to with was is mr mrs ms dr prof herr frau monsieur señor von der die das und im am en de del la le les du des el los et y e il lo da do dos das van een het ende anfang mitte monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember europol interpol eurojust frontex afripol fbi nato un eu'.split(
    ' ',
  ),
);
const quotes: Readonly<Record<string, string>> = {
  '“': '”',
  '"': '"',
  '«': '»',
  '‘': '’',
  '„': '“”',
  "'": "'",
  '»': '«',
};

const NAME_WORDS_MAX = 4;
const QUOTED_CHARACTERS_MAX = 40;
const OPERATIONS_MAX = 20;
const TEXT_CHARACTERS_MAX = 200_000;
/** A name that is announced stands so near behind the word. */
const NAMING_CHARACTERS_MAX = 90;
/** What a name may go on with behind its first word: capitals, Roman numerals, digits. */
const nameWord = /^(?:\p{Lu}[\p{L}\p{M}\p{N}’'-]*|\d{1,4})$/u;
const hint = /opera|opéra|операц|επιχείρ|عملية|chiến dịch|行[动動]|作[戦戰]|작전|művelet/iu;

/** Operations as printed, each once (without case), in the order of headline and body. */
export function findOperations(headline: string | null, body: string): string[] {
  const found = new Map<string, string>();
  for (const text of [headline ?? '', body.slice(0, TEXT_CHARACTERS_MAX)]) {
    if (!hint.test(text)) continue;
    // A headline all in capitals or in title case says nothing about what is a name: the body does.
    const shouted = text === headline && isTitleCase(text);
    const add = (printed: string): void => {
      if (found.size < OPERATIONS_MAX && !found.has(printed.toLowerCase())) found.set(printed.toLowerCase(), printed);
    };
    for (const match of text.matchAll(head)) {
      if (found.size >= OPERATIONS_MAX) break;
      const end = match.index + match[0].length;
      const name =
        (text.charAt(end) === ',' ? null : nameAt(text, end)) ??
        announcedName(text, end) ??
        nameBefore(text, match.index);
      if (name === null || (shouted && !body.toLowerCase().includes(name.toLowerCase()))) continue;
      add(`${capital(match[0])} ${name}`);
    }
    for (const match of text.matchAll(nameInFront)) add((match[1] ?? '').trim());
  }
  return withoutLonger([...found.values()]);
}

/** The name that stands at `at`, behind white space: in marks, or words with capitals. */
function nameAt(text: string, at: number): string | null {
  const start = at + (/^\s*/u.exec(text.slice(at, at + 4))?.[0].length ?? 0);
  const closing = quotes[text.charAt(start)];
  if (closing !== undefined) return quotedName(text, start, closing);
  const names: string[] = [];
  for (const raw of text.slice(start, start + 120).split(/\s/u)) {
    const word = raw.replace(/[^\p{L}\p{M}\p{N}]+$/u, '').replace(/[’']s$/u, '');
    if (!nameWord.test(word) || notNames.has(word.toLowerCase())) break;
    names.push(word);
    if (word !== raw || names.length === NAME_WORDS_MAX) break;
  }
  // A digit alone is no name ("operation 2 of 3"), nor is a country ("the operation Kenya hosted").
  const name = names.join(' ');
  return /^\p{Lu}/u.test(name) && countryCodeOf(name) === null ? name : null;
}

function quotedName(text: string, start: number, closing: string): string | null {
  const inside = text.slice(start + 1, start + 2 + QUOTED_CHARACTERS_MAX);
  const end = [...closing].map((mark) => inside.indexOf(mark)).filter((index) => index >= 0);
  if (end.length === 0) return null;
  const name = inside
    .slice(0, Math.min(...end))
    .replace(/[,.]$/u, '')
    .trim();
  return /^[\p{Lu}\p{Lo}\p{N}]/u.test(name) ? name : null;
}

/** "The operation, codenamed Serengeti, …", "una operación internacional denominada Trueno": in the same sentence. */
function announcedName(text: string, at: number): string | null {
  const [sentence = ''] = text.slice(at, at + NAMING_CHARACTERS_MAX).split(/[.!?;:\n]/u, 1);
  const [match] = sentence.matchAll(naming);
  return match === undefined ? null : nameAt(text, at + match.index + match[0].length);
}

/** "Baptisée « Mousqueton », cette opération …": the name stands in marks in front of the word. */
function nameBefore(text: string, at: number): string | null {
  const before = text.slice(Math.max(0, at - NAMING_CHARACTERS_MAX), at);
  const sentence = before.slice(Math.max(...['.', '!', '?', '\n'].map((mark) => before.lastIndexOf(mark))) + 1);
  const last = [...sentence.matchAll(naming)].at(-1);
  if (last === undefined) return null;
  const start = sentence.slice(last.index + last[0].length).trimStart();
  const closing = quotes[start.charAt(0)];
  return closing === undefined ? null : quotedName(start, 0, closing);
}

function isTitleCase(text: string): boolean {
  const long = text.split(' ').filter((word) => /^\p{L}{4,}/u.test(word));
  return long.length > 2 && long.every((word) => /^\p{Lu}/u.test(word));
}

/** "Operation Lyon Bay Police" at the start of one sentence and "Operation Lyon Bay" in others: the shorter is the name. */
function withoutLonger(names: readonly string[]): string[] {
  return names.filter(
    (name) => !names.some((other) => other !== name && name.toLowerCase().startsWith(`${other.toLowerCase()} `)),
  );
}
