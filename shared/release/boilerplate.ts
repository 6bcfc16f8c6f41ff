/** Finds where the tail of a release begins (end marks, contacts, notes to editors, "About …"): it is marked and kept, never cut away. */

/** Whole lines that end the news, without case: "###", "- ENDS -", "// انتهى //". */
const endWords = new Set([
  'end',
  'ends',
  'more',
  '30',
  'fin',
  'ende',
  'انتهى',
  'slutt',
  'slut',
  'fine',
  'fim',
  'einde',
  'koniec',
  'konec',
  'конец',
  'кінець',
  'край',
  'vége',
  'τέλος',
  'loppu',
  'sfârșit',
  '完',
  '끝',
]);

/** Beginnings of label lines, in lower case; a label line is short or ends in a colon. */
const tailLabels = [
  'about us',
  'background',
  'background information',
  'notes to editors',
  'note to editors',
  'notes for editors',
  'editors’ notes',
  "editor's note",
  'for more information',
  'for further information',
  'for additional information',
  'for media inquiries',
  'for media enquiries',
  'further information',
  'more information:',
  'media contact',
  'media contacts',
  'media enquiries',
  'media inquiries',
  'media relations',
  'press contact',
  'press contacts',
  'press office',
  'press enquiries',
  'contact',
  'contacts',
  'contact:',
  'contact information',
  'public affairs',
  'victim witness assistance',
  'forward-looking statements',
  'forward looking statements',
  'safe harbor',
  'source:',
  'pressekontakt',
  'presse-kontakt',
  'kontakt',
  'kontaktdaten',
  'ansprechpartner',
  'ansprechpartnerin',
  'ansprechperson',
  'rückfragehinweis',
  'rückfragen',
  'adresse für rückfragen',
  'für rückfragen',
  'medienkontakt',
  'quelle und kontaktadresse',
  'herausgeber',
  'lesen sie dazu auch',
  'hinweis für die redaktion',
  'hinweis an die redaktion',
  'hinweis für redaktionen',
  'über uns',
  'contact presse',
  'contacts presse',
  'relations presse',
  'pour plus d’information',
  "pour plus d'information",
  'pour en savoir plus',
  'notes aux rédactions',
  'note aux rédactions',
  'note aux éditeurs',
  'à propos',
  'contacto',
  'contactos',
  'contacto de prensa',
  'para más información',
  'para mayor información',
  'notas para los editores',
  'nota para los editores',
  'nota a los editores',
  'acerca de',
  'sobre nosotros',
  'contatti',
  'contatto stampa',
  'per informazioni',
  'contato',
  'contacto de imprensa',
  'para mais informações',
  'perscontact',
  'noot voor de redactie',
  'voor meer informatie',
  'kontakt dla mediów',
  'kontakt prasowy',
  'pressekontakter',
  'kontaktperson',
  'kontaktpersoner',
  'presskontakt',
  'för mer information',
  'för ytterligare information',
  'for mer informasjon',
  'for ytterligere informasjon',
  'kontaktinformasjon',
  'yderligere information',
  'for yderligere information',
  'lisätietoja',
  'lisätietoja antaa',
  'yhteydenotot',
  'więcej informacji',
  'dodatkowe informacje',
  'kontakt pro média',
  'kontakt pre médiá',
  'kontakty pro média',
  'poznámky pro editory',
  'sajtókapcsolat',
  'további információ',
  'contact presă',
  'contact de presă',
  'pentru mai multe informații',
  'basın irtibat',
  'basın iletişim',
  'ayrıntılı bilgi için',
  'για περισσότερες πληροφορίες',
  'επικοινωνία',
  'στοιχεία επικοινωνίας',
  'контакты',
  'контакты для сми',
  'контакт для сми',
  'контактная информация',
  'дополнительная информация',
  'пресс-служба',
  'примечание для редакторов',
  'контакти',
  'контакти для змі',
  'контакт для змі',
  'додаткова інформація',
  'за повече информация',
  'kontakt za medije',
  'kontakt za novinare',
  'לפרטים נוספים',
  'איש קשר',
  '媒体联系人',
  '媒体联系',
  '新闻联系人',
  '联系方式',
  '媒體聯絡',
  '編輯註',
  '编者注',
  '本件に関するお問い合わせ先',
  '本件に関するお問い合わせ',
  'お問い合わせ先',
  '報道関係者からのお問い合わせ',
  '문의처',
  '보도자료 문의',
  '언론 문의',
  'للمزيد من المعلومات',
  'لمزيد من المعلومات',
  'للحصول على المزيد من المعلومات',
  'للاتصال',
  'ملاحظات للمحررين',
];

/** "About INTERPOL", "Über die EnBW", "À propos de …": a heading of few words, not a sentence. */
const aboutBeginnings = [
  'about ',
  'über ',
  'à propos d',
  'acerca de ',
  'sobre ',
  'informazioni su ',
  'over ',
  'om ',
  'o firmie ',
  'نبذة عن ',
  'о компании ',
  'про компанію ',
  'tietoa yrityksestä ',
  'o společnosti ',
  'o spoločnosti ',
  'despre ',
  'a propos d',
  'σχετικά με ',
];

/** Headings that also stand in the middle of a release: they count only in its second half. */
const weakBeginnings = ['background', 'further information', 'lesen sie', 'contact', 'source'];

const LABEL_CHARACTERS_MAX = 70;
const ABOUT_CHARACTERS_MAX = 80;
const ABOUT_WORDS_MAX = 8;
const START_CHARACTERS_MAX = 60;
const WEAK_PARAGRAPHS_MAX = 3;
/** A tail is at most so many times less one as long as the news before it, unless it is short. */
const TAIL_FACTOR_MAX = 3;
const SHORT_TAIL_CHARACTERS = 1_000;

function isEndMark(paragraph: string): boolean {
  if (paragraph.length > 40) return false;
  if (/^#(?:\s?#){1,9}$/.test(paragraph)) return true;
  // The word alone is too common: it takes marks around it ("- 30 -", "// … //"), or capitals.
  const word = paragraph.replace(/^[\s#/*=_.–—(（-]+|[\s#/*=_.–—)）-]+$/gu, '');
  return (
    endWords.has(word.toLowerCase()) &&
    (word.length < paragraph.length || (word === word.toUpperCase() && /\p{Lu}/u.test(word)))
  );
}

function isAboutHeading(paragraph: string): boolean {
  if (paragraph.length > ABOUT_CHARACTERS_MAX || /[.!?]$/.test(paragraph)) return false;
  const lower = paragraph.toLowerCase();
  if (!aboutBeginnings.some((beginning) => lower.startsWith(beginning))) return false;
  const words = paragraph.split(' ');
  return words.length <= ABOUT_WORDS_MAX && words.slice(1).some((word) => /^[\p{Lu}\p{Lo}]/u.test(word));
}

function isTailLabel(paragraph: string): boolean {
  const lower = paragraph.toLowerCase().replace(/^[\s([*•–—-]+/u, '');
  for (const label of tailLabels) {
    if (!lower.startsWith(label)) continue;
    const rest = lower.slice(label.length);
    if (/^\p{L}/u.test(rest)) continue;
    // Alone, behind a colon, or in front of a name or number; a sentence that begins with the words is text.
    if (/^[\s:.…)\]]*$/u.test(rest) || /^\s*[:：]/u.test(rest)) return true;
    if (paragraph.length <= LABEL_CHARACTERS_MAX && !/[.!?]$/.test(paragraph)) return true;
    if (/^\s?\S{0,40}:/u.test(rest) || paragraph.startsWith('(')) return true;
  }
  return false;
}

/** Whether a paragraph begins the tail of a release. */
export function isTailMark(paragraph: string): boolean {
  return isEndMark(paragraph) || isAboutHeading(paragraph) || isTailLabel(paragraph);
}

function isWeak(paragraph: string): boolean {
  const lower = paragraph.toLowerCase();
  return weakBeginnings.some((beginning) => lower.startsWith(beginning));
}

/**
 * Whether so much of the text may be tail: an end mark says so wherever it stands; "About this project" over most of an
 * article, or "Background" in its first half, heads a part of it.
 */
function isPlausible(mark: string, before: number, total: number, paragraphsLeft: number): boolean {
  if (isEndMark(mark)) return true;
  if (isWeak(mark)) return before * 2 >= total || paragraphsLeft <= WEAK_PARAGRAPHS_MAX;
  return before * TAIL_FACTOR_MAX >= total || total - before <= SHORT_TAIL_CHARACTERS;
}

export interface SplitTail {
  readonly body: readonly string[];
  /** Paragraphs of the tail, the mark first. */
  readonly tail: readonly string[];
  /** First words of the tail as printed; null without one. */
  readonly start: string | null;
}

/** An end mark glued to the last word: "… and Festival###". */
function gluedEndMark(paragraph: string): number {
  const at = paragraph.indexOf('###');
  return at > 0 && paragraph.slice(at).replace(/[#\s]/g, '') === '' ? at : -1;
}

/**
 * Parts the paragraphs into news and tail. The first paragraph is never tail; a heading such as "Background" counts only
 * in the second half, because releases also open with one. From `repeatedFrom` on everything is tail, since the newsroom's
 * other pages print it as well.
 */
export function splitTail(paragraphs: readonly string[], repeatedFrom = paragraphs.length): SplitTail {
  const total = paragraphs.reduce((sum, paragraph) => sum + paragraph.length, 0);
  let before = 0;
  for (const [index, paragraph] of paragraphs.entries()) {
    const glued = gluedEndMark(paragraph);
    if (glued > 0) {
      const body = [...paragraphs.slice(0, index), paragraph.slice(0, glued).trim()];
      return withStart(body, [paragraph.slice(glued), ...paragraphs.slice(index + 1)]);
    }
    if (
      index > 0 &&
      (index >= repeatedFrom ||
        (isTailMark(paragraph) && isPlausible(paragraph, before, total, paragraphs.length - index)))
    ) {
      return withStart(paragraphs.slice(0, index), paragraphs.slice(index));
    }
    before += paragraph.length;
  }
  return { body: paragraphs, tail: [], start: null };
}

function withStart(body: readonly string[], tail: readonly string[]): SplitTail {
  const first = tail[0] ?? '';
  if (first.length <= START_CHARACTERS_MAX) return { body, tail, start: first };
  const cut = first.lastIndexOf(' ', START_CHARACTERS_MAX);
  return { body, tail, start: first.slice(0, cut > 0 ? cut : START_CHARACTERS_MAX) };
}
