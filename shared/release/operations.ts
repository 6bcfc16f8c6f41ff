/** Finds the operations that a release names: "Operation HAECHI V", "opération Tantale", "Operación “Red Fantasma”". */

/** The word before a name, as languages write it; English demands a capital only of the name. */
const head =
  /(?<![\p{L}\p{N}-])(?:Operation|Opération|Operación|Operação|Operazione|Operatie|Operasjon|Operacja|operation|opération|operación|operação|operazione|operatie|operasjon|operacja|OPERATION|OPÉRATION|OPERACIÓN|OPERAÇÃO|OPERAZIONE)(?:\s(?:named|called|codenamed|code-named|dubbed|baptisée|dite|denominada|llamada|bautizada|denominata|genannt|namens))?\s/gu;

/** Words that stand behind "Operation" in the names of offices, posts and things; no names of operations. Lower case. */
const notNames = new Set(
  'operation operations center centre centers centres command commander commanders control room officer officers office director directors division department unit units team teams manager managers management support branch section directorate headquarters group coordinator coordinators chief head staff plan plans research base zone area procedure procedures manual room desk committee board bureau service services program programme and or in of the on at by for to with von der die das und im am en de del la le les du des el los et y e il lo da do dos das van een het'.split(
    ' ',
  ),
);
const quotes: Readonly<Record<string, string>> = { '“': '”', '"': '"', '«': '»', '‘': '’', '„': '“', "'": "'" };

const NAME_WORDS_MAX = 4;
const QUOTED_CHARACTERS_MAX = 40;
const OPERATIONS_MAX = 20;
const TEXT_CHARACTERS_MAX = 200_000;
/** What a name may go on with behind its first word: capitals, Roman numerals, digits. */
const nameWord = /^(?:\p{Lu}[\p{L}\p{M}\p{N}’'-]*|\d{1,4})$/u;

/** Operations as printed, each once (without case), in the order of headline and body. */
export function findOperations(headline: string | null, body: string): string[] {
  const found = new Map<string, string>();
  for (const text of [headline ?? '', body.slice(0, TEXT_CHARACTERS_MAX)]) {
    // A headline all in capitals or in title case says nothing about what is a name: the body does.
    const shouted = text === headline && isTitleCase(text);
    for (const match of text.matchAll(head)) {
      if (found.size >= OPERATIONS_MAX) return [...found.values()];
      const name = nameAt(text, match.index + match[0].length);
      if (name === null || (shouted && !body.toLowerCase().includes(name.toLowerCase()))) continue;
      const word = match[0].trim().split(' ')[0] ?? '';
      const printed = `${word.charAt(0).toUpperCase()}${word.slice(1)} ${name}`;
      if (!found.has(printed.toLowerCase())) found.set(printed.toLowerCase(), printed);
    }
  }
  return withoutLonger([...found.values()]);
}

function nameAt(text: string, at: number): string | null {
  const closing = quotes[text.charAt(at)];
  if (closing !== undefined) {
    const end = text.indexOf(closing, at + 1);
    const name =
      end < 0 || end - at > QUOTED_CHARACTERS_MAX
        ? ''
        : text
            .slice(at + 1, end)
            .replace(/[,.]$/u, '')
            .trim();
    return /^[\p{Lu}\p{N}]/u.test(name) ? name : null;
  }
  const words: string[] = [];
  for (const raw of text.slice(at, at + 120).split(/\s/u)) {
    const word = raw.replace(/[^\p{L}\p{M}\p{N}]+$/u, '').replace(/[’']s$/u, '');
    if (!nameWord.test(word) || notNames.has(word.toLowerCase())) break;
    words.push(word);
    if (word !== raw || words.length === NAME_WORDS_MAX) break;
  }
  // A digit alone is no name ("operation 2 of 3").
  return words.length > 0 && /\p{Lu}/u.test(words[0] ?? '') ? words.join(' ') : null;
}

function isTitleCase(text: string): boolean {
  const words = text.split(' ').filter((word) => /^\p{L}{4,}/u.test(word));
  return words.length > 2 && words.every((word) => /^\p{Lu}/u.test(word));
}

/** "Operation Lyon Bay Police" at the start of one sentence and "Operation Lyon Bay" in others: the shorter is the name. */
function withoutLonger(names: readonly string[]): string[] {
  return names.filter(
    (name) => !names.some((other) => other !== name && name.toLowerCase().startsWith(`${other.toLowerCase()} `)),
  );
}
