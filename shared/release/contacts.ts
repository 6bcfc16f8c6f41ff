/** Reads the press contacts out of the tail of a release: addresses and telephone numbers, with the name printed above them. */
import type { ReleaseContact } from './schema.ts';

const CONTACTS_MAX = 20;
const LINE_CHARACTERS_MAX = 400;
const PHONE_DIGITS_MIN = 7;
const PHONE_DIGITS_MAX = 15;

/** Each quantifier is bounded, so that no text makes it search long. */
const address = /(?<![\p{L}\p{N}._%+-])[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}/giu;
const phone = /(?<![\p{L}\p{N}/.,-])(?:\+|\(\+?)?\d[\d\s()./‑–-]{5,24}\d(?![\p{L}\p{N}])/gu;
/** Words before a number that say it is one to call. A number without them counts only with a leading plus. */
const phoneLabel =
  /(?:tel|tél|telephone|téléphone|telefon|teléfono|telefone|telefono|phone|mobile|mobil|móvil|handy|cell|call|fon|hotline|office|هاتف|тел)\.?\s{0,2}(?:no\.?|:|：)?\s{0,2}$/iu;
const faxLabel = /(?:fax|telefax|télécopie)\.?\s{0,2}:?\s{0,2}$/iu;
/** "Jane Doe", "Dr. Jürgen von der Weide": two to five words with capitals; only particles are small. */
const personName =
  /^(?:(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau|Mme|M|Sra|Sr)\.?\s)?\p{Lu}[\p{L}\p{M}.’'-]{0,30}(?:\s(?:\p{Lu}[\p{L}\p{M}.’'-]{0,30}|von|van|der|den|de|del|della|di|da|dos|du|la|le|bin|al|el|y|zu|af|ten)){0,3}\s\p{Lu}[\p{L}\p{M}.’'-]{1,30}$/u;
const personTitle = /^(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau|Mme|Sra|Sr)\.?\s/u;
const roleWord =
  /(?:head|chief|director|officer|manager|spokes|adviser|advisor|secretary|sprecher|leiter|referent|porte-parole|responsable|attaché|portavoz|jefe|jefa|portavoce|woordvoerder|rzecznik|talsperson|talskvinne)/iu;
/** Words of offices and of labels: a line of them is no person. */
const officeWord =
  /(?:press|presse|media|medien|office|contact|kontakt|relations|communication|kommunikation|department|ministry|police|information|service|newsroom|desk|agency|bureau|enquir|inquir|editor)/iu;

/** What a line names, beside who it is. */
function readLine(line: string): { readonly emails: readonly string[]; readonly phones: readonly string[] } {
  const emails = [...line.matchAll(address)].map((match) => match[0].replace(/[.-]+$/u, ''));
  const phones: string[] = [];
  for (const match of line.matchAll(phone)) {
    const printed = match[0].trim();
    const digits = printed.replace(/\D/gu, '').length;
    if (digits < PHONE_DIGITS_MIN || digits > PHONE_DIGITS_MAX) continue;
    const before = line.slice(Math.max(0, match.index - 24), match.index);
    if (faxLabel.test(before)) continue;
    if (printed.startsWith('+') || printed.startsWith('(+') || phoneLabel.test(before)) phones.push(printed);
  }
  return { emails, phones };
}

const partEnd = /[,:|;()]|\s[–—-]\s|\s(?:at|tel|e-?mail|mail|phone)(?![\p{L}\p{N}])/iu;
const NAME_PARTS_MAX = 3;

/**
 * The name among the first parts of the line: "Jane Doe, Head of Press", "Media contact: Jane Doe". Two capitals may also be
 * a street or a ministry: `sure` says that a title or a role behind a comma or dash makes it a person.
 */
function nameOf(line: string): { readonly text: string; readonly sure: boolean } | null {
  const parts = line.split(partEnd, NAME_PARTS_MAX).map((part) => part.trim());
  const at = parts.findIndex((part) => personName.test(part) && !officeWord.test(part));
  const text = parts[at];
  if (text === undefined) return null;
  return { text, sure: personTitle.test(text) || roleWord.test(parts.slice(at + 1).join(' ')) };
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

/**
 * Contacts in the order of the tail. A name is taken from the same line or from the nearest one above, and only where a
 * title, a role or the address itself says that it is a person's; it is null where only an office is named. Nothing is
 * taken from the news text itself.
 */
export function findContacts(tail: readonly string[]): ReleaseContact[] {
  const contacts: { name: string | null; email: string | null; phone: string | null; candidate: string | null }[] = [];
  let name: ReturnType<typeof nameOf> = null;
  let open: (typeof contacts)[number] | null = null;
  for (const line of tail.flatMap((paragraph) => paragraph.split('\n'))) {
    if (contacts.length >= CONTACTS_MAX) break;
    if (line.length > LINE_CHARACTERS_MAX) continue;
    const { emails, phones } = readLine(line);
    const own = nameOf(line);
    if (own !== null) {
      name = own;
      open = null;
    }
    for (let at = 0; at < Math.max(emails.length, phones.length); at += 1) {
      const email = emails[at] ?? null;
      const number = phones[at] ?? null;
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
