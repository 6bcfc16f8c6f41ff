/** The words by which press contacts are told: labels of their section, names of persons and of offices. */

/** What begins a line or a section of contacts, in the languages of newsrooms. */
const contactLabel = new RegExp(
  `^[\\s([*•–—-]*(?:${[
    'for\\s(?:more|further|additional|media|press)\\s(?:information|inquiries|enquiries|details|queries)',
    '(?:for\\s)?(?:further|more)\\s(?:information|details)',
    '(?:media|press|news|communications?)\\s(?:contacts?|office|officer|inquiries|enquiries|queries|relations|team|desk)',
    'contacts?(?:\\s(?:for|person|persons|information|details|us))?(?!\\p{L})',
    '(?:presse|medien|press|media|perss?|pers)[-\\s]?(?:kontakte?r?|contact(?:en)?|anfragen|stelle)',
    'kontakt(?:e|daten|person|personer|informasjon|info|y)?(?!\\p{L})',
    'ansprech(?:partner|partnerin|person|personen)',
    'rückfragehinweis',
    '(?:adresse\\s)?(?:bei\\s|für\\s)?rückfragen',
    'quelle und kontaktadresse',
    'contacts?\\s(?:presse|médias?)',
    '(?:relations|service)\\s(?:de\\s)?presse',
    'pour\\s(?:plus d|en savoir|toute)',
    'contactos?(?:\\s(?:de|para)\\s)?',
    'contatos?',
    'contatt[io]',
    'para\\s(?:más|mayor|mais)\\sinforma',
    'per\\s(?:ulteriori\\s)?informazioni',
    'ufficio\\sstampa',
    'voor\\smeer\\sinformatie',
    'perscontact',
    'för\\s(?:mer|ytterligare)\\sinformation',
    'for\\s(?:mer|ytterligere|yderligere)\\sinforma',
    'yderligere\\s(?:information|oplysninger)',
    'flere\\sopplysninger',
    'lisätieto(?:ja|a)',
    'yhteydenotot',
    'więcej\\sinformacji',
    'dodatkowe\\sinformacje',
    'další\\sinformace',
    'további\\sinformáció',
    'sajtókapcsolat',
    'pentru\\smai\\smulte',
    'basın\\s(?:irtibat|iletişim)',
    'ayrıntılı\\sbilgi',
    'για\\sπερισσότερες',
    'επικοινωνία',
    'контакт',
    'контактная',
    'дополнительная\\sинформация',
    'додаткова\\sінформація',
    'за\\sповече\\sинформация',
    'пресс-служба',
    'пресслужба',
    'прес-служба',
    'לפרטים',
    'איש\\sקשר',
    'لل(?:تواصل|اتصال|مزيد|استفسار)',
    'لمزيد\\sمن',
    'للحصول\\sعلى',
    'برای\\sاطلاعات',
    '(?:媒体|新闻|媒體|新聞)?联[系络]',
    '媒體聯絡',
    '(?:本件に関する)?お問い合わせ',
    '報道関係者',
    '(?:언론\\s|보도자료\\s)?문의',
    'hubungi',
    'untuk\\sinformasi',
    'liên\\shệ',
  ].join('|')})`,
  'iu',
);

/** Whether a line heads or begins contacts: "Media contact:", "Rückfragehinweis", "Contact: Jane Miller". */
export function isContactLabel(line: string): boolean {
  return contactLabel.test(line);
}

/** Words of offices, streets and labels: a line of them is no person. */
const officeWord = new RegExp(
  `(?<!\\p{L})(?:${[
    'press|presse|media|medien|office|contact|kontakt|relations|communication|kommunikation|department|ministry|police',
    'information|service|newsroom|desk|agency|bureau|enquir|inquir|editor|affairs|public|corporate|external|unit|team',
    'division|directorate|centre|center|institut|universit|group|council|commission|authority|board|union|foundation',
    'association|federation|bank|headquarters|secretariat|newswire|limited|ltd|gmbh|inc|plc',
    'street|road|avenue|house|square|lane|floor|tower|building|box|rue|calle|via|piazza|plaza|platz|strasse|straße',
    'prensa|stampa|imprensa|pers|prasa|prasow|tisk|sajtó|basın|oficina|ufficio|gabinete|ministerio|ministère|ministero',
    'direction|service|dirección|kantoor|kontor|urząd|пресс|управлени|министерств|отдел|γραφείο|υπουργείο',
  ].join(
    '|',
  )})|(?:straße|strasse|platz|stelle|amt|weg)$|مكتب|إدارة|قسم|الصحفي|الإعلام|وزارة|هيئة|شؤون|דוברות|לשכת|משרד|מחלקת|[局課课部室处處署院科]|公司|中心`,
  'iu',
);

export function isOfficeName(text: string): boolean {
  return officeWord.test(text);
}

export const personTitle = /^(?:Mr|Mrs|Ms|Dr|Prof|Mag|Ing|Dipl|Herr|Frau|Mme|Sra|Sr|Dott|Dña|D)\.?(?:in)?\s/u;

/** "Jane Doe", "Dr. Jürgen von der Weide": two to five words with capitals; only particles are small. */
const personName =
  /^(?:(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau|Mme|M|Sra|Sr)\.?\s)?\p{Lu}[\p{L}\p{M}.’'-]{0,30}(?:\s(?:\p{Lu}[\p{L}\p{M}.’'-]{0,30}|von|van|der|den|de|del|della|di|da|dos|du|la|le|bin|al|el|y|zu|af|ten)){0,3}\s\p{Lu}[\p{L}\p{M}.’'-]{1,30}$/u;
/** "viestintäpäällikkö Aino Virtanen": what a person does, in small letters, in front of the name. */
const roleInFront = /^(?:\p{Ll}[\p{Ll}\p{M}-]{2,30}\s){1,3}(?=\p{Lu})/u;
const arabicOrHebrewName =
  /^(?:[\p{Script=Arabic}\p{M}]{2,16}|[\p{Script=Hebrew}'"-]{2,16})(?:\s[\p{Script=Arabic}\p{Script=Hebrew}\p{M}'-]{2,16}){1,3}$/u;
const hanName = /^(?!電話|电话|手机|邮箱|傳真|传真|電郵|邮件|地址|住所|担当|記者|记者)\p{Script=Han}{2,4}$/u;
const koreanName = /(?:^|\s)(\p{Script=Hangul}{2,4})$/u;
const koreanOffice = /[팀과실청부국원처]$/u;

export const roleWord =
  /(?:head|chief|director|officer|manager|spokes|adviser|advisor|secretary|sprecher|leiter|referent|porte-parole|responsable|attaché|portavoz|jefe|jefa|portavoce|woordvoerder|rzecznik|talsperson|talskvinne)/iu;

/** The person that a part of a line names; scripts without capitals say so only in a section of contacts. */
export function personNamed(part: string, inContacts: boolean): string | null {
  const behindRole = part.replace(roleInFront, '');
  if (personName.test(behindRole)) return behindRole;
  if (!inContacts) return null;
  if (arabicOrHebrewName.test(part) || hanName.test(part)) return part;
  const [, korean] = koreanName.exec(part) ?? [];
  return korean !== undefined && !koreanOffice.test(korean) ? korean : null;
}
