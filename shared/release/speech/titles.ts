/** Tells names of things in quotation marks (reports, projects, themes, awards) from speech. */

const list = (...lists: readonly string[]): ReadonlySet<string> => new Set(lists.flatMap((words) => words.split(' ')));

/** In front of marks these say, with a colon too, that a name or a motto follows. */
const namingWords = list(
  'titled entitled called named dubbed nicknamed theme themed slogan motto so-called termed known labelled labeled headed headlined',
  'intitulé intitulée intitulés intitulées thème dénommé dénommée baptisé baptisée appelé appelée nommé nommée slogan devise dit dite',
  'titulado titulada titulados tituladas lema denominado denominada llamado llamada tema titulo bautizado bautizada',
  'thema titel motto genannt genannte sogenannte sogenannten sogenannter sogenanntes betitelt namens überschrift stichwort',
  'intitolato intitolata denominato denominata dal titolo chiamato chiamata cosiddetto cosiddetta tema intitulado intitulada denominado chamado chamada',
  'getiteld genaamd zogenaamde zogeheten met titel thema motto kallad kallade kallat kaldt kalt såkalte såkaldte temaet tema tittel titeln rubriken',
  'pn. pod tytułem hasłem tytuł temat tak zwany tzw nazwie s názvem názvem názov pod názvom tzv',
  'назвою название названием под темой тема темата темою так называемый так званий под девизом проектом наречен',
  'címmel című című nevű elnevezésű mottóval θέμα τίτλο adlı başlıklı isimli temalı temasıyla bertajuk berjudul bertema',
  'بعنوان شعار المسماة المسمى باسم בשם הנושא בנושא',
);
/** Things that bear names; speech may follow them only behind a colon. */
const namedThings = list(
  'report book film movie documentary campaign project programme program conference exhibition song award prize initiative event workshop seminar panel session operation app series study paper article label word words term terms phrase concept act law bill resolution directive declaration treaty plan strategy action game show festival magazine newspaper ship vessel company group band medal course module day year',
  'rapport livre film campagne projet programme conférence colloque exposition chanson prix initiative atelier séminaire opération étude article label mot mots terme expression concept loi résolution directive plan stratégie festival revue navire société association journée concept',
  'informe libro película campaña proyecto programa conferencia exposición canción premio iniciativa taller seminario operación estudio artículo palabra término concepto ley resolución plan estrategia festival revista buque empresa jornada foro curso',
  'bericht buch film kampagne projekt programm konferenz tagung ausstellung lied preis initiative workshop seminar operation studie artikel wort wörter begriff konzept gesetz richtlinie plan strategie festival zeitschrift schiff firma aktion reihe verein verband stiftung kongress veranstaltung forum projekts projektes programms programmes förderprogramm aktionsplan leitfaden broschüre',
  'rapporto libro campagna progetto convegno mostra canzone premio seminario operazione studio parola termine legge piano strategia rivista nave società bando evento relatório livro campanha projeto conferência exposição prémio prêmio oficina operação estudo palavra termo lei plano estratégia revista navio empresa',
  'rapport boek campagne programma project conferentie tentoonstelling lied prijs werkgroep operatie studie woord term wet plan strategie schip projektet rapporten boken kampanjen programmet konferensen utställningen priset prisen studien ordet planen strategien rapporten kampagnen bogen projekt kampagne kampanja hanke ohjelma raportti',
  'raport książka film kampania projekt program konferencja wystawa nagroda operacja badanie słowo ustawa plan strategia statek spółka fundacja akcja zpráva kniha kampaň program konference výstava cena operace slovo zákon strategie loď společnost nadace',
  'доклад книга фильм кампания проект программа конференция выставка премия операция исследование слово закон план стратегия корабль компания общество фонд группа акция орган газета ассоциация предприятие звіт книга фільм кампанія проєкт програма конференція виставка премія операція дослідження слово закон стратегія корабель компанія підприємство фонд група акція доклад проект програма кампания награда закон дружество',
  'jelentés könyv film kampány projekt program konferencia kiállítás díj έκθεση βιβλίο ταινία εκστρατεία πρόγραμμα συνέδριο έργο βραβείο raportul cartea campania proiectul programul conferința expoziția premiul kampanye proyek program',
  'عملية مشروع برنامج مؤتمر حملة تقرير كتاب جائزة فيلم شركة مبادرة منتدى דו״ח ספר קמפיין פרויקט תוכנית כנס תערוכה פרס סרט חברת',
);

const ASIDE_CHARACTERS = 60;

/** The words right in front of the mark say that a name follows. */
function isAnnouncedAsName(before: string): boolean {
  const tail = before.slice(-ASIDE_CHARACTERS);
  const colon = /[:：]\s*$/u.test(tail);
  const words = tail
    .toLowerCase()
    .replace(/[\s:：,،("'«“„]+$/u, '')
    .split(/[\s]+/u);
  const last = words.at(-1) ?? '';
  const second = words.at(-2) ?? '';
  if (namingWords.has(last) || (namingWords.has(second) && last.length <= 4)) return true;
  return !colon && namedThings.has(last.replace(/[,.]$/u, ''));
}

/** "Safe Ports and Clean Seas": every longer word has a capital, and no mark ends a sentence. */
function isTitleCase(text: string): boolean {
  if (/[.!?…]$/u.test(text)) return false;
  const words = text.replace(/[,;]$/u, '').split(/\s+/u);
  const long = words.filter((word) => /^\p{L}{4,}/u.test(word));
  return long.length >= 2 && words.length <= 14 && long.every((word) => /^\p{Lu}/u.test(word));
}

/** Whether the quoted text is the name of something, by what stands in front of it and by how it is written. */
export function isNameOfThing(text: string, before: string): boolean {
  return isAnnouncedAsName(before) || isTitleCase(text);
}
