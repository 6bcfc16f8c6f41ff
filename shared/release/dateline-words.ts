/** Words that stand where a dateline's place would, and are none; and how places of two words begin. Data for dateline.ts. */
import { isOfficeWord } from './speech/name-words.ts';

const list = (...words: readonly string[]): ReadonlySet<string> => new Set(words.flatMap((line) => line.split(' ')));

/** Genres, labels and headings, days and seasons, in lower case. */
const labels = list(
  'update updated breaking news media press advisory release statement note notice correction embargo embargoed photo photos picture pictures video audio watch live exclusive analysis summary background introduction conclusion overview highlights',
  'fact facts who what when where why how speech remarks event events today attention alert warning important reminder invitation date published posted issued quote quotes comment opinion interview report feature story points factsheet q&a faq covid-19 covid',
  'aktualisiert stand erstellt geändert bearbeitet innen modifié actualizado aggiornato actualisé atualizado modified created revised reviewed',
  'winter spring summer autumn fall school conference meeting workshop seminar summit session week weekend month year day deadline agenda programme program registration contact contacts',
  'communiqué aussendung achtung hinweis termin termine einladung eilmeldung medienmitteilung medieninformation pressemitteilung pressemeldung presseinformation presse zitat kommentar analyse porträt meinung bilanz fazit hintergrund veröffentlicht aktuell aktuelles korrektur zusammenfassung kontakt sommer herbst frühling frühjahr tagung interview bericht',
  'réunion reunion actualité actualités publié invitation avis rappel résumé contexte alerte urgent été automne printemps hiver agenda alerta aviso nota atención publicado actualidad resumen contexto invierno verano otoño primavera recordatorio comunicado',
  'comunicato avviso invito estate autunno inverno pubblicato oggi uwaga komunikat zaproszenie oznámení pozvánka внимание анонс опубликовано обновлено срочно увага анонс оголошення оновлено',
);
const days = list(
  'monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lunedì martedì mercoledì giovedì venerdì sabato domenica',
  'segunda-feira terça-feira quarta-feira quinta-feira sexta-feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tisdag lördag söndag maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai',
  'poniedziałek wtorek środa czwartek piątek sobota niedziela pondělí úterý středa čtvrtek pátek sobota neděle понедельник вторник среда четверг пятница суббота воскресенье понеділок вівторок середа четвер п’ятниця субота неділя hétfő kedd szerda csütörtök péntek szombat vasárnap',
  'luni marți miercuri joi vineri sâmbătă duminică δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή pazartesi salı çarşamba perşembe cuma cumartesi pazar',
);
/** Organizations whose names stand in capitals before a dash; "EUROPOL/INTERPOL – …" is no place. */
const organizations = list(
  'interpol europol eurojust frontex enisa cepol unicef unhcr ohchr unesco unodc undp unep unfpa unaids unctad unido un-habitat unrwa ocha wfp fao ilo iom who oms wto omc imf fmi oecd ocde osce osze opcw oiac iaea aiea nato otan icao imo itu wmo wipo ifad',
  'eu ue un onu uno usa us uk eua ecb bce ezb esma eba eiopa edpb edps amla fatf gafi bis fsb asean aseanapol ecowas cedeao oas oea afp fbi dea atf hsi ice cia nsa cisa nist doj sec ftc fca nca mod fcdo ofac fincen bka bsi bfv dguv drk msf ngo icrc ifrc cicr iata g7 g20 ki ai it',
);

/** A name of a place begins with none of these: "Im Jahr …", "On 31 July …". */
const prepositions = list(
  'on in im am at by from since after until before during for with to seit ab bis vom vor nach bei zum zur mit dans en au aux depuis desde hasta durante nel nella dal no na em op sinds vanaf den i på ved w we od do v na od в на с',
);

/** Whether a phrase begins as no name of a place does. */
export function beginsWithPreposition(place: string): boolean {
  const [first = '', second] = place.toLowerCase().split(' ');
  return second === undefined
    ? prepositions.has(first)
    : prepositions.has(first) && !/^(?:den|do|na) /u.test(place.toLowerCase());
}

/** Whether a word of a would-be place says that it is none. */
export function isNoPlace(word: string): boolean {
  const lower = word.toLowerCase();
  return labels.has(lower) || days.has(lower) || organizations.has(lower) || isOfficeWord(lower);
}

/** "New York", "Bad Homburg", "San José": other names of two words are persons as often. */
const firstWords = list(
  'new nueva nouvelle nova novi nowy nowa nizhny veliky san santa santo são saint sainte sankt st st. ste bad den le la les los las el al port porto puerto cape tel abu hong kuala buenos mexico rio phnom addis fort ho bandar ulaan south north east west upper lower great grand lake alma baden frankfurt belo ciudad villa castel monte reggio guatemala panama kuwait vatican quezon phoenix mount salt long palm baton little corpus virginia colorado kansas oklahoma iowa jersey atlantic carson green ann sioux des niagara quebec luxembourg bangui buena guadalupe campo lens banská ústí české hradec karlovy zielona gorzów jelenia nowy stara велики нижний великий новый старый санкт нова нова',
);

/** Whether a name of two words begins as names of places do. */
export function beginsPlaceOfTwoWords(place: string): boolean {
  return firstWords.has(place.split(' ', 1)[0]?.toLowerCase() ?? '');
}
