/** Lines beside a text that ask something of the reader or say who wrote it: newsletters, accounts to follow, donations, counters, bylines. Data for body.ts. */

/** A request this long is a paragraph of the text. */
const PROMOTION_CHARACTERS_MAX = 350;
const COUNTER_CHARACTERS_MAX = 60;

const networks =
  '(?:facebook|twitter|instagram|linkedin|youtube|telegram|whatsapp|tiktok|threads|mastodon|bluesky|google news|viber|вконтакте|x(?=[\\s.,!]|$))';
const mails = '(?:newsletters?|e-?mail alerts?|mailing list|news alerts?|e-?mails?|inbox|bulletin)';

/** What opens a sentence that asks for it, by language; the words between stand on one line. */
const requests: Readonly<Record<string, readonly string[]>> = {
  en: [
    `(?:sign up|subscribe|register|join)(?!\\p{L}).{0,80}${mails}`,
    `get (?:the|our|all|your|breaking|more)(?!\\p{L}).{0,80}${mails}`,
    '(?:please )?subscribe (?:now|today|to (?:our|the|us))',
    'for (?:the latest|more|breaking)(?!\\p{L}).{0,80}(?:download|subscribe|sign up|follow us|newsletter)',
    `(?:please |you can (?:also )?)?(?:follow|like|find) (?:us|me|our)(?!\\p{L}).{0,60}${networks}`,
    '(?:please )?(?:follow and like|like and follow|like and share) us',
    '(?:download|get) (?:our|the)(?!\\p{L}).{0,60}(?<!\\p{L})apps?(?!\\p{L})',
    '(?:do you )?have a (?:story|news tip|tip)(?!\\p{L})',
    '(?:help )?support (?:our|independent|local|quality|the)(?!\\p{L}).{0,40}(?:journalism|work|mission|newsroom)',
    '(?:please )?consider (?:making a donation|donating|subscribing|becoming a member)',
    'donate (?:now|today|here)',
    'want (?:more|to (?:get|read|join|see))(?!\\p{L}).{0,80}(?:sign up|subscribe|newsletter|conversation)',
    'click here to (?:subscribe|sign up|donate|follow|join)',
    'join (?:the conversation|our (?:whatsapp|telegram|facebook))',
    'watch more of our videos',
    'this article is (?:free|for subscribers)',
    '(?:to|in order to) (?:view|read|continue reading)(?!\\p{L}).{0,60}(?:subscribe|sign in|log in|register|account)',
    'already (?:a (?:subscriber|member)|subscribed|registered|have an account)',
    `follow (?:him|her|them|@\\p{L}+|\\p{L}+ \\p{L}+)(?: \\p{L}+)? on ${networks}`,
    '(?:reach|e-?mail) the (?:reporter|writer|author|editor)',
    '(?:subscribe|sign up|log in|sign in|register) to (?:continue|read|keep reading|view|comment|leave)',
    '(?:be the first to|log ?in to|sign in to|you must be logged in to) (?:comment|post|leave|reply)',
    'your e-?mail address will not be published',
    'comments (?:are|have been) (?:closed|disabled)',
    '(?:become a|first-time|for) (?:member|subscribers?)(?!\\p{L})',
    'if you enjoyed (?:reading )?this',
    '(?:submit|send) (?:us )?(?:your|a) (?:letter|story|news tip|tip|photos?)(?!\\p{L})',
    `you can (?:follow|find|reach|keep up with) (?:me|him|her|them)(?!\\p{L}).{0,40}${networks}`,
    'if you’re (?:already )?a (?:subscriber|member)',
  ],
  de: [
    '(?:jetzt |hier |bitte )?(?:abonnieren sie|abonniere|abonnier)(?!\\p{L})',
    '(?:melden sie sich|melde dich|hier|jetzt|zum|zur|unser|unseren|der|mit unserem|immer|keine|nie)(?!\\p{L}).{0,80}newsletter',
    `(?:folge|folgen sie|besuchen sie) (?:uns|mir)(?!\\p{L}).{0,60}${networks}`,
    '(?:jetzt |bitte )?(?:unterstützen sie|unterstütze|unterstütz)(?!\\p{L}).{0,20}(?:uns|unsere arbeit|unabhängig)',
    '(?:ihre|deine|mit (?:ihrer|deiner)) spende(?!\\p{L})',
    '(?:jetzt|hier) (?:spenden|abonnieren|anmelden|herunterladen)',
    'dieser artikel wird von spenden',
    'jede (?:kleine )?spende',
    'werden sie (?:jetzt )?mitglied',
    '(?:sie sind|du bist|sind sie|bist du) (?:bereits|schon) (?:abonnent|registriert|mitglied|angemeldet|kunde)',
    '(?:sie möchten|möchten sie|um) (?:gerne )?(?:weiterlesen|weiterzulesen)',
    '\\p{L}+ ist (?:spendenfinanziert|werbefrei und)',
    '(?:deine|ihre) e-mail-adresse wird nicht veröffentlicht',
    'kommentare (?:sind|wurden) geschlossen',
  ],
  fr: [
    "(?:abonnez-vous|inscrivez-vous|suivez-nous|rejoignez-nous|téléchargez (?:notre|l[’']) ?appli|soutenez-nous)",
    '(?:déjà abonné|vous êtes abonné|article réservé aux abonnés|il vous reste .{0,20} de cet article)',
    'votre adresse e-?mail ne sera pas publiée',
    `(?:retrouvez|suivez)(?!\\p{L}).{0,60}${networks}`,
    "(?:recevez|chaque (?:matin|semaine|jour))(?!\\p{L}).{0,60}(?:newsletter|lettre d[’']information)",
  ],
  es: [
    '(?:suscríb[ea](?:te|se)|suscr[ií]bete|síguenos|s[ií]ganos|sígueme|únete a nuestr|descarga (?:la|nuestra) app|apóyanos|ayúdanos a|hazte (?:socio|miembro)|ya eres suscriptor)',
    '(?:¿?ya (?:eres|es) (?:usuario|miembro|socio)|contenido exclusivo para|(?:su|tu) dirección de correo electrónico no será publicada|debes iniciar sesión)',
    '(?:puede|puedes) (?:escribirnos|seguirnos|suscribirte|suscribirse)',
    `únete(?!\\p{L}).{0,80}(?:${networks}|canal|enlace)`,
    `(?:sigue|siga|encuéntranos)(?!\\p{L}).{0,60}${networks}`,
    'recib[ea] (?:las|los|nuestr|en tu)(?!\\p{L}).{0,60}(?:correo|newsletter|bolet[ií]n|whatsapp)',
  ],
  it: [
    "(?:iscriviti|abbonati|seguici|segui(?!\\p{L}).{0,40}(?:su|anche)|scarica (?:la|l[’']) ?app|sostienici)(?!\\p{L}).{0,80}(?:newsletter|facebook|twitter|instagram|telegram|whatsapp|google|canale|app|abbonat|$)",
  ],
  pt: [
    '(?:inscreva-se|assine (?:a|o|nossa|já)|siga-nos|baixe (?:o|nosso) app|apoie)(?!\\p{L})',
    `(?:siga|curta|acompanhe)(?!\\p{L}).{0,60}${networks}`,
    'receba (?:as|os|notícias|nossas?)(?!\\p{L}).{0,60}(?:e-?mail|newsletter|whatsapp|telegram)',
  ],
  nl: [
    '(?:schrijf je in|meld je aan|abonneer)(?!\\p{L}).{0,60}(?:nieuwsbrief|newsletter)',
    `volg ons(?!\\p{L}).{0,40}${networks}`,
  ],
  pl: [
    '(?:zapisz się|subskrybuj|zasubskrybuj|obserwuj nas|śledź nas|polub nas|dołącz do nas|pobierz (?:naszą )?aplikację|wspieraj nas|wesprzyj nas)',
  ],
  nordic: [
    '(?:følg oss|følg os|följ oss|seuraa meitä)',
    '(?:meld deg på|tilmeld dig|prenumerera på|abonner på|tilaa)(?!\\p{L}).{0,40}(?:nyhetsbrev|nyhedsbrev|uutiskirj)',
  ],
  ru: ['(?:подпис(?:ывайтесь|аться|ывайся|ись)|підпис(?:уйтесь|атися|атись)|читайте нас|следите за нами)'],
  cs: ['(?:přihlaste se k odběru|sledujte nás|odebírejte)'],
  hu: ['(?:iratkozz|iratkozzon|kövess(?:en)? (?:minket|bennünket))'],
  ro: ['(?:abonează-te|abonați-vă|urmăre(?:ște|ște-ne|ști)|urmăriți-ne)'],
  tr: ['(?:bizi|bülten\\p{L}*|kanal\\p{L}*|hesab\\p{L}*)[^.]{0,40}(?:takip ed|abone ol)'],
  ar: ['(?:تابعونا|تابعنا|اشترك|اشتركوا)'],
};

const promotion = new RegExp(Object.values(requests).flat().join('|'), 'iuy');
/** The same in scripts without spaces between words, where it stands anywhere in a line. */
const densePromotion =
  /(?:メールマガジン|メルマガ|ニュースレター).{0,12}(?:登録|購読)|フォローして(?:ください|ね)|会員登録|关注我们|關注我們|订阅我们|訂閱電子報|扫码关注|(?:뉴스레터|채널).{0,8}구독/u;
const DENSE_PROMOTION_CHARACTERS_MAX = 120;
const dense = /[\u2e80-\ud7ff]/;

/** Behind these, with a space or without, another sentence begins. */
const sentenceMarks = new Set([...'.!?…:»“”"])–—|'].map((mark) => mark.charCodeAt(0)));
const SPACE = 0x20;

/** Whether a line asks the reader to subscribe, follow, donate or download: one of its sentences begins so. */
export function isPromotion(text: string): boolean {
  if (text.length > PROMOTION_CHARACTERS_MAX) return false;
  for (let at = 0; at < text.length; at += 1) {
    if (at > 0 && !sentenceMarks.has(text.charCodeAt(at - 1))) continue;
    if (asksAt(text, at) || (text.charCodeAt(at) === SPACE && asksAt(text, at + 1))) return true;
  }
  return text.length <= DENSE_PROMOTION_CHARACTERS_MAX && dense.test(text) && densePromotion.test(text);
}

function asksAt(text: string, at: number): boolean {
  promotion.lastIndex = at;
  return promotion.test(text);
}

const counter =
  /^(?:(?:no|\d[\d.,k]*)\s+(?:comments?|shares?|views?|likes?|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties|komentarz\p{L}*|комментари\p{L}*|partages?|aufrufe)[\s\d\p{P}]*)+(?:(?:shares?|partages?)\s*)?$|^(?:bild|foto|photo|image|imagen|immagine|zdjęcie|slide)\s*\d+\s*(?:von|of|de|di|sur|z|\/)\s*\d+$/iu;

/** "12 comments", "0 commentaire 0 partage", "Bild 3 von 10": numbers of the page, not of the text. */
export function isCounter(text: string): boolean {
  return text.length <= COUNTER_CHARACTERS_MAX && counter.test(text);
}

const BYLINE_CHARACTERS_MAX = 80;
const byline =
  /^(?:by|By|BY|von|Von|par|Par|por|Por|di|Di|da|Da|door|Door|av|Av|af|Af|de|De|od|Od|Autor|Autorin|Autora|Auteur|Author|Text|Texto|Testo|Tekst|Autorka|Автор|Автори|Текст|Σύνταξη|كتب|بقلم)\s?:?\s+(?:\p{Lu}[\p{L}.’'-]*|\p{Script=Arabic}+)(?:,?\s+(?:and|und|et|y|e|en|i|och|og|и|van|der|de|del|di|von|the|[|/&·-]|(?:\p{Lu}|@)[\p{L}.’'@-]*|\p{Script=Arabic}+)){0,8}$/u;

/** "By Ana Silva", "Von Ana Silva und Max Berg": who wrote the text. */
export function isByline(text: string): boolean {
  return text.length <= BYLINE_CHARACTERS_MAX && byline.test(text);
}

const bareName = /^\p{Lu}[\p{L}.’'-]*(?: (?:\p{Lu}[\p{L}.’'-]*|van|von|de|del|di|da|der|den|af)){1,3}$/u;

/** "Ana Silva" and nothing else; above a text it is its writer. */
export function isBareName(text: string): boolean {
  return text.length <= BYLINE_CHARACTERS_MAX / 2 && bareName.test(text);
}
