/** Reads the press contacts out of the tail of a release: addresses and telephone numbers, with the name printed above or beside them. */
import { isContactLabel, isOfficeName, personNamed, personTitle, roleWord } from './contact-words.ts';
import type { ReleaseContact } from './schema.ts';

const CONTACTS_MAX = 20;
const LINE_CHARACTERS_MAX = 400;
const PHONE_DIGITS_MIN = 7;
const PHONE_DIGITS_MAX = 15;
/** A longer line is a sentence that speaks of contacts, not a line of them. */
const LABEL_CHARACTERS_MAX = 160;

/** Each quantifier is bounded, so that no text makes it search long. */
const address =
  /(?<![\p{L}\p{N}._%+-])[a-z0-9][a-z0-9._%+-]{0,63}(?:@|\s?[[(](?:at|ät)[\])]\s?)[a-z0-9-]{1,63}(?:(?:\.|\s?[[(](?:dot|punkt)[\])]\s?)[a-z0-9-]{1,63}){1,5}/giu;
const phone =
  /(?<![\p{L}\p{N}/.,-])(?:\+|\(\+?)?\d(?:[\d()]|[./‑–-](?=[\d(])|\s(?=[\d(])){5,28}\d(?![\p{L}\p{N}])(?:\s{0,2}(?:ext\.?|extension|poste|durchwahl|dw|int\.)\s{0,2}\d{1,5})?/giu;
/** Words before a number that say it is one to call. */
const phoneLabel =
  /(?:tel|tél|telephone|téléphone|telefon|telefoon|teléfono|telefone|telefono|puhelin|puh|phone|mobile|mobil|mob|móvil|handy|cell|call|fon|hotline|office|τηλ|هاتف|тел|טל|电话|電話|전화)\.?\s{0,2}(?:no\.?|:|：)?\s{0,2}$/iu;
const faxLabel = /(?:fax|telefax|télécopie|faks|φαξ|факс|فاكس|传真|傳真|ファックス|팩스)\.?\s{0,2}[:：]?\s{0,2}$/iu;
/** Numbers under which nobody is called. */
const numberLabel = /(?:reg|vat|ust|iban|bic|isin|no|nr|id|p\.?o\.? box)\.?\s{0,2}[:：]?\s{0,2}$/iu;
const days = /^(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|(?:19|20)\d{2}[–/-](?:19|20)\d{2})$/u;

/** Whether digits in a section of contacts are written as numbers to call are: in groups, or with a zero in front. */
function looksDialled(printed: string): boolean {
  return /^[+(0]/.test(printed) || /\d[\s./‑–-]\(?\d/u.test(printed);
}

/** A bracket that opens around the whole number is none of it: "(+32 2 295 12 34". */
function balanced(printed: string): string {
  const opens = printed.split('(').length;
  const closes = printed.split(')').length;
  if (opens > closes && printed.startsWith('(')) return printed.slice(1);
  return printed;
}

interface LineReading {
  readonly emails: readonly string[];
  readonly phones: readonly string[];
}

/** What a line names, beside who it is. In a section of contacts numbers need no label. */
function readLine(line: string, inContacts: boolean): LineReading {
  const emails = [...line.matchAll(address)].map((match) => match[0].replace(/[.-]+$/u, ''));
  const phones: string[] = [];
  for (const match of line.matchAll(phone)) {
    const printed = balanced(match[0].trim());
    const digits = printed.replace(/\s{0,2}[a-z]+\.?\s{0,2}\d{1,5}$/iu, '').replace(/\D/gu, '').length;
    if (digits < PHONE_DIGITS_MIN || digits > PHONE_DIGITS_MAX || days.test(printed)) continue;
    const before = line.slice(Math.max(0, match.index - 24), match.index);
    if (faxLabel.test(before)) continue;
    const said = phoneLabel.test(before);
    if (!said && numberLabel.test(before)) continue;
    if (said || /^\(?\+/.test(printed) || (inContacts && looksDialled(printed))) phones.push(printed);
  }
  return { emails, phones };
}

const partEnd = /[,:|;()，：；、（）،؛]|\s[–—-]\s|\s(?:at|tel|e-?mail|mail|phone|p)(?![\p{L}\p{N}])/iu;
const NAME_PARTS_MAX = 4;
/** "For further information contact Anna Lee on …", "Weitere Auskünfte erteilt Anna Berg unter …". */
const namedInSentence =
  /(?<!\p{L})(?:contact|call|e-?mail|ask for|erteilt|contacter|contactar a|contattare|contacte|kontakta|kontakt)\s((?:\p{Lu}[\p{L}\p{M}.’'-]{0,30}\s){1,3}\p{Lu}[\p{L}\p{M}.’'-]{1,30})(?=\s\p{Ll}|[,:;(]|\s[–+(\d])/u;

interface NamedPerson {
  readonly text: string;
  /** Two capitals may also be a street or a ministry: a title, a role or a section of contacts makes it a person. */
  readonly sure: boolean;
}

/** The name among the first parts of the line: "Jane Doe, Head of Press", "Media contact: Jane Doe". */
function nameOf(line: string, inContacts: boolean): NamedPerson | null {
  const parts = line.split(partEnd, NAME_PARTS_MAX).map((part) => part.trim());
  for (const [at, part] of parts.entries()) {
    if (part === '' || isOfficeName(part) || isContactLabel(part)) continue;
    const text = personNamed(part, inContacts);
    if (text === null) continue;
    const sure = inContacts || personTitle.test(text) || roleWord.test(parts.slice(at + 1).join(' '));
    return { text, sure };
  }
  const [, named] = namedInSentence.exec(line) ?? [];
  return named === undefined || isOfficeName(named) ? null : { text: named, sure: true };
}

/** Whether an address is made of the name: "jane.doe@", "fweide@". */
function confirms(email: string | null, name: string): boolean {
  const local = fold(email?.split('@')[0] ?? '');
  return fold(name)
    .split(/[^a-z]+/u)
    .some((word) => word.length > 2 && local.includes(word));
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** A line that lists several people is as many lines. */
function linesOf(tail: readonly string[]): readonly string[] {
  return tail
    .flatMap((paragraph) => paragraph.split('\n'))
    .flatMap((line) => (line.length <= LINE_CHARACTERS_MAX && line.includes(';') ? line.split(';') : [line]));
}

/** Whether a line goes on with the section of contacts: another heading ends it. */
function endsContacts(line: string): boolean {
  return /^(?:about|über|à propos|acerca|sobre|over|om|notes?|hinweis|background)\s/iu.test(line);
}

/**
 * Contacts in the order of the tail. A name is taken from the same line or from the nearest one above, and only where a
 * title, a role, the address itself or the label of the section says that it is a person's; it is null where only an
 * office is named. Nothing is taken from the news text itself.
 */
export function findContacts(tail: readonly string[]): ReleaseContact[] {
  const contacts: { name: string | null; email: string | null; phone: string | null; candidate: string | null }[] = [];
  let name: NamedPerson | null = null;
  let open: (typeof contacts)[number] | null = null;
  let inContacts = false;
  for (const line of linesOf(tail)) {
    if (contacts.length >= CONTACTS_MAX) break;
    if (line.length > LINE_CHARACTERS_MAX) continue;
    if (line.length <= LABEL_CHARACTERS_MAX && isContactLabel(line)) {
      inContacts = true;
      open = null;
    } else if (endsContacts(line)) inContacts = false;
    const { emails, phones } = readLine(line, inContacts);
    const own = nameOf(line, inContacts);
    if (own !== null) {
      name = own;
      open = null;
    }
    for (let at = 0; at < Math.max(emails.length, phones.length); at += 1) {
      const email = emails[at] ?? null;
      const number = phones[at] ?? null;
      // A second number without an address of its own is the same person's mobile phone.
      if (open !== null && at > 0 && email === null && emails.length <= 1) continue;
      const joins =
        open !== null &&
        at === 0 &&
        (email === null || open.email === null) &&
        (number === null || open.phone === null);
      if (open === null || !joins) {
        open = {
          name: name?.sure === true ? name.text : null,
          email: null,
          phone: null,
          candidate: name?.text ?? null,
        };
        contacts.push(open);
        name = null;
      }
      open.email ??= email;
      open.phone ??= number;
    }
  }
  return contacts.map(({ candidate, ...contact }) => ({
    ...contact,
    name: contact.name ?? (candidate !== null && confirms(contact.email, candidate) ? candidate : null),
  }));
}
