/** Short texts around a release that are no part of it: navigation, sharing, lists of further reading. Data for body.ts and plain-text.ts. */
import { beginningsOf } from '../../text/beginnings.ts';

/** Whole lines, without case and marks, that lead elsewhere or act on the page. */
const furnitureLines = new Set(
  (
    'all news|news|latest news|news and events|news and media|newsroom|media|media centre|media center|press|press releases|press release|media release|media releases|home|back|back to list|back to news|back to top|' +
    'top|print|print this page|share|share this|share this page|share this article|email|e-mail|mail|tweet|facebook|twitter|x|linkedin|whatsapp|telegram|copy link|download|download pdf|pdf|' +
    'skip to content|skip to main content|menu|search|close|next|previous|listen|read more|more|languages|english|français|español|deutsch|العربية|rss|subscribe|follow us|tags|' +
    'toutes les actualités|actualités|actualité|a la une|accueil|imprimer|partager|retour|communiqué de presse|communiqués de presse|communiqué|' +
    'todas las noticias|noticias|inicio|imprimir|compartir|volver|sala de prensa|comunicado de prensa|nota de prensa|comunicados de prensa|' +
    'alle nachrichten|aktuelles|startseite|drucken|teilen|zurück|zurück zur übersicht|presse|pressemitteilung|pressemitteilungen|pressemeldung|medienmitteilung|medienmitteilungen|nach oben|seite drucken|vorlesen|' +
    'tutte le notizie|notizie|stampa|condividi|comunicato stampa|início|notícias|partilhar|compartilhar|nieuws|delen|afdrukken|persbericht|aktualności|drukuj|udostępnij|' +
    'pressemelding|pressmeddelande|pressemeddelelse|del|skriv ut|nyheter|الأخبار|أخبار|الرئيسية|طباعة|مشاركة|البحث|' +
    'advertisement|advertising|advertorial|sponsored|sponsored content|article continues below advertisement|story continues below advertisement|story continues below|continue reading below|scroll to continue|anzeige|anzeigen|werbung|anzeige symplr|publicité|publicidad|pubblicità|publicidade|advertentie|reklama|reklam|annonse|annons|annonce|mainos|реклама|广告|広告|광고|إعلان|' +
    'contents|table of contents|in this article|on this page|inhalt|inhaltsverzeichnis|inhaltsübersicht|sommaire|au sommaire|table des matières|índice|índice de contenidos|contenido|indice|indice dei contenuti|inhoud|inhoudsopgave|spis treści|innehåll|innehållsförteckning|indhold|innhold|obsah|tartalom|cuprins|оглавление|содержание|съдържание|зміст|περιεχόμενα|içindekiler|目次|目录|目錄|목차|المحتويات|' +
    'rate this article|rate this post|valora esta noticia|tus comentarios|your comments|ihre meinung|artikel bewerten|votre avis|' +
    'show comments|view comments|comment|kommentieren|edit|reply|sign up|sign-up successful!|sign in|log in|register|subscribe now|einloggen|anmelden|abonnieren|s’abonner|suscríbete|view photos|view gallery|show more|mehr anzeigen|mehr|voir plus|ver más'
  ).split('|'),
);

/** Beginnings of lines that ask the reader to act, name a picture or say when the text may be used. */
const junkBeginnings = [
  'skip to',
  'this entry was posted',
  'this post was posted',
  'for immediate release',
  'for release at',
  'for release on',
  'embargoed until',
  'embargo:',
  'sperrfrist',
  'zur sofortigen veröffentlichung',
  'pour diffusion immédiate',
  'para publicación inmediata',
  'para su publicación inmediata',
  'zum inhalt',
  'share on',
  'share this',
  'print this',
  'listen to',
  'photo:',
  'photo credit',
  'image:',
  'foto:',
  'bild:',
  '© ',
  'copyright ',
  'download the',
  'pasar al contenido',
  'aller au contenu',
];

/** Lists of further reading: what follows in the same container is no text of the release. */
const furtherReading = [
  'related',
  'read more',
  'read also',
  'more on',
  'more news',
  'more from',
  'further reading',
  'see also',
  'you may also',
  'you might also',
  'latest news',
  'recent news',
  'recent posts',
  'most read',
  'share this',
  'share on',
  'newsletter',
  'sign up',
  'subscribe',
  'comments',
  'leave a comment',
  'leave a reply',
  'tags:',
  'about the author',
  'mehr zum thema',
  'das könnte sie auch',
  'weitere meldungen',
  'weitere nachrichten',
  'weitere artikel',
  'weitere pressemitteilungen',
  'weitere informationen',
  'weiterführende informationen',
  'weiterführende links',
  'schlagworte',
  'ähnliche',
  'verwandte',
  'lesen sie auch',
  'teilen',
  'artikel teilen',
  'beitrag teilen',
  'à lire aussi',
  'lire aussi',
  'sur le même sujet',
  'articles liés',
  'partager',
  'artículos relacionados',
  'noticias relacionadas',
  'relacionados',
  'relacionadas',
  'lea también',
  'compartir',
  'leia também',
  'notícias relacionadas',
  'leggi anche',
  'articoli correlati',
  'lees ook',
  'gerelateerd',
  'czytaj także',
  'czytaj też',
  'powiązane',
  'relaterte',
  'more about',
  'more stories',
  'more in this section',
  'recommended',
  'read next',
  'up next',
  'trending',
  'popular now',
  'latest stories',
  'latest articles',
  'latest posts',
  'watch more',
  'follow us',
  'also read',
  'don’t miss',
  "don't miss",
  'what to read next',
  'in other news',
  'related:',
  'tagged',
  'filed under',
  'topics:',
  'das könnte dich',
  'diese artikel könnten',
  'diese themen könnten',
  'das könnte ihnen',
  'auch interessant',
  'mehr zu',
  'mehr über',
  'mehr aus',
  'mehr von',
  'mehr artikel',
  'weitere beiträge',
  'weitere themen',
  'weitere news',
  'weiterlesen',
  'zum weiterlesen',
  'passend zum thema',
  'passende artikel',
  'themen:',
  'auch lesen',
  'neueste beiträge',
  'meistgelesen',
  'kommentare',
  'diskutieren sie',
  'derniers articles',
  'articles similaires',
  'articles récents',
  'articles associés',
  'plus d’articles',
  'voir aussi',
  'à voir aussi',
  'à lire également',
  'lire également',
  'lire la suite',
  'mots-clés',
  'commentaires',
  'le puede interesar',
  'te puede interesar',
  'también te puede',
  'puede leer',
  'lea más',
  'lea:',
  'leer más',
  'ver más',
  'más noticias',
  'noticias recientes',
  'últimas noticias',
  'lo más leído',
  'temas',
  'etiquetas',
  'comentarios',
  'veja também',
  'veja mais',
  'leia mais',
  'mais lidas',
  'últimas notícias',
  'notícias recentes',
  'artigos relacionados',
  'comentários',
  'saiba mais',
  'potrebbe interessarti',
  'ti potrebbe interessare',
  'ultime notizie',
  'articoli recenti',
  'leggi di più',
  'commenti',
  'meer over',
  'meer nieuws',
  'lees meer',
  'lees verder',
  'lees ook',
  'reacties',
  'zobacz także',
  'zobacz też',
  'zobacz również',
  'czytaj więcej',
  'czytaj dalej',
  'czytaj również',
  'przeczytaj także',
  'polecamy',
  'najnowsze',
  'komentarze',
  'les mer',
  'läs mer',
  'läs också',
  'relaterade',
  'læs også',
  'læs mere',
  'lue myös',
  'lue lisää',
  'aiheeseen liittyvää',
  'čtěte také',
  'čtěte více',
  'související',
  'podobné články',
  'prečítajte si',
  'kapcsolódó',
  'olvassa el',
  'ezek is érdekelhetnek',
  'ez is érdekelheti',
  'további cikkek',
  'citește și',
  'citiţi şi',
  'pe aceeași temă',
  'прочетете още',
  'още по темата',
  'свързани',
  'читайте также',
  'читать также',
  'по теме',
  'читайте також',
  'διαβάστε',
  'σχετικά άρθρα',
  'ilgili haberler',
  'bunlar da ilginizi',
  'pročitajte',
  'povezane',
  '関連記事',
  '関連ニュース',
  '相关新闻',
  '相关阅读',
  '延伸閱讀',
  '관련기사',
  'اقرأ أيضا',
  'اقرأ أيضًا',
  'مواضيع ذات صلة',
  'קראו גם',
  'les også',
  'مقالات ذات صلة',
  'أخبار ذات صلة',
];

/** Kinds of document, as the first words of a kicker. Lower case. */
const documentKinds = [
  'press release',
  'media release',
  'news release',
  'press statement',
  'media statement',
  'pressemitteilung',
  'medienmitteilung',
  'presseinformation',
  'pressemeldung',
  'communiqué de presse',
  'comunicado de prensa',
  'nota de prensa',
  'comunicato stampa',
  'comunicado de imprensa',
  'persbericht',
  'pressemelding',
  'pressmeddelande',
  'pressemeddelelse',
  'بيان صحفي',
];

export function namesDocumentKind(text: string): boolean {
  const lower = text.trim().toLowerCase();
  return documentKinds.some((kind) => lower.startsWith(kind));
}

const FURNITURE_CHARACTERS_MAX = Math.max(...[...furnitureLines].map((line) => line.length)) + 2;
const leadingMarks = new Set(' |/›»<>«‹←→·•*+-'.split(''));
const trailingMarks = new Set([...leadingMarks, ':', '.']);

export function isFurnitureLine(text: string): boolean {
  let start = 0;
  let end = text.length;
  while (start < end && leadingMarks.has(text.charAt(start))) start += 1;
  while (end > start && trailingMarks.has(text.charAt(end - 1))) end -= 1;
  if (start === end) return true;
  if (end - start > FURNITURE_CHARACTERS_MAX) return false;
  return furnitureLines.has(text.slice(start, end).toLowerCase().trim());
}

const junkLike = beginningsOf(junkBeginnings);
const furtherReadingLike = beginningsOf(furtherReading);

export function isJunkLine(text: string): boolean {
  if (text.length > 160) return false;
  const lower = text.toLowerCase();
  return junkLike(text).some((beginning) => lower.startsWith(beginning));
}

export function isFurtherReading(text: string): boolean {
  if (text.length >= 90) return false;
  const lower = text.toLowerCase();
  return furtherReadingLike(text).some((label) => lower.startsWith(label));
}

/** Words of the banners and placeholders that ask for consent. Lower case. */
const consentWords = ['cookie', 'ciasteczk', 'gdpr', 'dsgvo', 'google analytics', 'datenschutzerkl', 'privacy policy'];
/** What they ask or say of the reader and the site. */
const consentDeeds =
  /(?<!\p{L})(?:accept|agree|consent|your (?:browser|device|consent)|we use|this (?:web)?site|zustimm|einverstanden|akzeptier|diese (?:web)?seite|unsere (?:web)?s(?:eite|ite)|ihre(?:r|n)? (?:browser|einwilligung)|inhalte? (?:laden|anzeigen)|nous utilisons|ce site|votre (?:navigateur|consentement)|utilizamos|este sitio|su (?:navegador|consentimiento)|questo sito|utilizziamo|este site|deze (?:web)?site|używamy|korzystamy|twoj|vi bruger|vi bruker|vi använder|tento web|oldalunk)/iu;

/** Whether a block asks the reader to accept cookies or tracking. */
export function asksConsent(text: string): boolean {
  const lower = text.toLowerCase();
  return consentWords.some((word) => lower.includes(word)) && consentDeeds.test(text);
}
