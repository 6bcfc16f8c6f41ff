/** Compiles the words of saying of one language (with English and its nearest kin) into a table to look verbs up in. */
import { languageFamilies, type SpeechWords, speechWords } from './verbs.ts';

export type VerbKind = 'says' | 'according' | 'according-behind' | 'impersonal';

export interface VerbForm {
  readonly words: readonly string[];
  /** What parts from the verb and stands behind the subject: "fügte … hinzu". */
  readonly particle: readonly string[];
  readonly kind: VerbKind;
  /** The language that has it. */
  readonly language: string;
}

/** Forms by their first word, longest first. */
export type Lexicon = ReadonlyMap<string, readonly VerbForm[]>;

const plain = /^[a-z0-9.-]*$/i;

/** Lower case, one kind of apostrophe, without the vowel signs that Arabic and Hebrew may print. */
export function fold(word: string): string {
  if (plain.test(word)) return word.toLowerCase();
  return word
    .normalize('NFC')
    .toLowerCase()
    .replace(/['‘`´]/gu, '’')
    .replace(/[\u0307\u064b-\u0652\u0640\u0591-\u05c7]/gu, '');
}

const arabicPrefixes = ['', 'و', 'ف'];

function formsOf(language: string, words: SpeechWords): readonly VerbForm[] {
  const forms: VerbForm[] = [];
  const add = (list: string | undefined, kind: VerbKind): void => {
    for (const entry of list?.split('|') ?? []) {
      const [head = '', tail = ''] = entry.split(' … ');
      const prefixes = language === 'ar' ? arabicPrefixes : [''];
      for (const prefix of prefixes) {
        forms.push({
          words: `${prefix}${fold(head)}`.split(' '),
          particle: tail === '' ? [] : fold(tail).split(' '),
          kind,
          language,
        });
      }
    }
  };
  add(words.verbs, 'says');
  add(words.according, 'according');
  add(words.accordingBehind, 'according-behind');
  add(words.impersonal, 'impersonal');
  return forms;
}

function compile(languages: readonly string[]): Lexicon {
  const table = new Map<string, VerbForm[]>();
  for (const language of languages) {
    const words = speechWords[language];
    if (words === undefined) continue;
    for (const form of formsOf(language, words)) {
      const first = form.words[0] ?? '';
      const list = table.get(first);
      if (list === undefined) table.set(first, [form]);
      else list.push(form);
    }
  }
  for (const list of table.values()) {
    list.sort((left, right) => right.words.length + right.particle.length - left.words.length - left.particle.length);
  }
  return table;
}

const compiled = new Map<string, Lexicon>();

/** The words of `language` (BCP 47 primary subtag), of its kin and of English; of all languages where it is unknown. */
export function lexiconOf(language: string | null): Lexicon {
  const key = language !== null && speechWords[language] !== undefined ? language : '';
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const kin = languageFamilies.flatMap((family) => {
    const members = family.split(' ');
    return members.includes(key) ? members : [];
  });
  const lexicon = compile(key === '' ? Object.keys(speechWords) : [...new Set([key, ...kin, 'en'])]);
  compiled.set(key, lexicon);
  return lexicon;
}
