/** Words beside and inside the names of speakers: honorifics, offices, institutions, articles, pronouns, prepositions. Data for speaker.ts. */

const set = (...lists: readonly string[]): ReadonlySet<string> =>
  new Set(lists.flatMap((list) => list.split(' ')).filter((word) => word !== ''));

/** Kept in front of a name: they are part of how the person is named. Without full stops, lower case. */
export const honorifics = set(
  'mr mrs ms miss mx dr prof professor sir dame lord lady sheikh sheikha baroness reverend rev father sister brother rabbi imam pope king queen prince princess judge justice hon',
  'm mm mme mlle mmes monsieur madame me maître',
  'sr sra srta señor señora don doña d dña dott dottssa ing avv sig signor signora onorevole on',
  'herr frau pfarrer senhor senhora dra',
  'dhr mevr mw drs ir mgr pan pani pane inż hab г-н г-жа господин госпожа пан пані κ κα κος dl dna domnul doamna',
  'bay bayan sayın ông bà السيد السيدة الدكتور الدكتورة الشيخ الأمير الأستاذ الأستاذة المهندس المهندسة سعادة معالي مر גב ד״ר ד"ר פרופ',
);

/** Offices in front of a name, in lower case; compounds of German and the North end in them. */
export const officeEndings =
  'präsident|präsidentin|minister|ministerin|sekretär|sekretärin|direktor|direktorin|chef|chefin|vorsitzender|vorsitzende|vorsitzenden|sprecher|sprecherin|leiter|leiterin|kommissar|kommissarin|geschäftsführer|geschäftsführerin|rat|rätin|kanzler|kanzlerin|vorstand|vorständin|beauftragter|beauftragte|inspektor|inspekteur|meister|meisterin|senator|senatorin|kapitän|kapitänin|anwalt|anwältin|referent|referentin|manager|managerin|experte|expertin|bischof|bischöfin|ministeren|direktør|direktøren|leder|lederen|sjef|sjefen|minister|ministern|direktör|direktören|chefen|ordförande|sekreterare|sekretær|formand|generalsekretær|råd|rådet|ministra|secretaris|directeur|voorzitter|woordvoerder|burgemeester|johtaja|ministeri|päällikkö|puheenjohtaja|sihteeri|forscher|forscherin|ingenieur|ingenieurin|wissenschaftler|wissenschaftlerin|redakteur|redakteurin|ökonom|ökonomin'.split(
    '|',
  );

export const offices = set(
  'president vice-president vice minister vice-minister deputy secretary general secretary-general director director-general chair chairman chairwoman chairperson commissioner spokesman spokeswoman spokesperson',
  'head chief executive officer ceo cfo cto coo cio ciso manager governor senator congressman congresswoman representative rep sen ambassador attorney administrator assistant under-secretary undersecretary inspector superintendent captain colonel major lieutenant sergeant detective',
  'mayor founder co-founder partner coordinator leader premier chancellor rector dean board member counsel agent charge prosecutor sheriff treasurer economist scientist researcher analyst adviser advisor envoy rapporteur acting interim former senior principal executive managing regional national global associate lead constable commander admiral brigadier marshal fellow lecturer editor author engineer expert specialist consultant prime foreign home defence defense finance interior health environment transport trade justice education culture state speaker councillor councilor alderman comptroller auditor ombudsman registrar commodore special country project programme program supervisory',
  'président présidente vice-président vice-présidente ministre directeur directrice secrétaire général générale commissaire porte-parole maire préfet préfète sénateur sénatrice député députée chef cheffe responsable ambassadeur ambassadrice procureur procureure délégué déléguée conseiller conseillère coordinateur coordinatrice chercheur chercheuse fondateur fondatrice gouverneur adjoint adjointe',
  'presidente presidenta vicepresidente vicepresidenta ministro ministra director directora secretario secretaria comisario comisaria portavoz alcalde alcaldesa gobernador gobernadora jefe jefa consejero consejera consellera conseller embajador embajadora fiscal rector rectora coordinador coordinadora diputado diputada senador senadora investigador investigadora doctor doctora canciller titular',
  'direttore direttrice segretario segretaria generale commissario commissaria portavoce sindaco sindaca assessore assessora governatore prefetto ambasciatore ambasciatrice responsabile amministratore delegato capo capitano',
  'diretor diretora secretário secretária geral comissário comissária porta-voz prefeito prefeita governador governadora chefe embaixador embaixadora coordenador coordenadora deputado deputada',
  'wethouder staatssecretaris premier commissaris directeur-generaal minister-president gedeputeerde hoofd',
  'minister wiceminister prezes prezydent premier dyrektor rzecznik rzeczniczka burmistrz wojewoda starosta sekretarz komendant komisarz kierownik szef szefowa przewodniczący przewodnicząca prezeska dyrektorka marszałek poseł posłanka senator',
  'ministr ministryně ředitel ředitelka premiér premiérka prezident prezidentka mluvčí náměstek náměstkyně starosta primátor hejtman předseda předsedkyně tajemník generální riaditeľ riaditeľka ministerka predseda predsedníčka štátny hovorca hovorkyňa',
  'министр министра глава директор президент председатель секретарь генеральный премьер-министр представитель руководитель начальник губернатор мэр спикер капитан заместитель вице-премьер вице-президент гендиректор посол прокурор комиссар депутат сенатор ректор професор профессор официальный',
  'міністр міністерка міністра голова директор директорка президент президентка секретар генеральний прем’єр-міністр представник керівник начальник мер речник речниця заступник заступниця посол прокурор комісар депутат очільник очільниця',
  'министър директорът председател председателят кмет кметът говорител вицепремиер заместник-министър',
  'ministrul ministra directorul directoarea președintele președinta secretarul primarul prefectul comisarul premierul ambasadorul purtătorul',
  'miniszter igazgató elnök szóvivő államtitkár polgármester főigazgató vezérigazgató miniszterelnök főtitkár képviselő nagykövet kapitány alelnök',
  'υπουργός υφυπουργός πρόεδρος διευθυντής διευθύντρια πρωθυπουργός δήμαρχος εκπρόσωπος επίτροπος γραμματέας αντιπρόεδρος γενικός γενική διοικητής πρέσβης περιφερειάρχης',
  'bakan bakanı başkan başkanı müdür müdürü genel sekreter sekreteri cumhurbaşkanı başbakan vali valisi sözcü sözcüsü büyükelçi yardımcısı direktör direktörü belediye',
  'ministar ministrica predsjednik predsjednica ravnatelj ravnateljica direktor direktorica glasnogovornik glasnogovornica gradonačelnik župan tajnik državni glavni premijer povjerenik predsednik predsednica',
  'menteri direktur presiden gubernur kepala ketua sekretaris jenderal wakil walikota juru bicara pengarah perdana timbalan bộ trưởng giám đốc chủ tịch thứ phó tổng thư ký',
);

/** Offices that Hungarian, and it alone here, puts behind the name. */
export const officesBehind = set(
  'miniszter igazgató elnök szóvivő államtitkár polgármester főigazgató vezérigazgató miniszterelnök főtitkár képviselő nagykövet kapitány alelnök professzor főpolgármester',
);

/** Capitals that name a body, a place of work or a subject, and no person. */
export const institutions = set(
  'authority agency ministry commission council committee office service services bank group department division bureau board union association federation foundation institute university college school court parliament government congress senate house police force guard company corporation limited ltd inc plc llc programme program project fund trust centre center network alliance coalition society organization organisation secretariat mission embassy nations security justice affairs interior treasury health environment energy transport development cooperation investigations operations unit section branch states kingdom republic world international statement',
  'république gouvernement intérieur sénat assemblée commission conseil union agence banque institut ministère europe transports agriculture défense culture éducation justice santé finances',
  'gobierno república interior consejo comisión parlamento estado senado transportes exteriores hacienda economía agencia banco unión instituto ministerio junta ayuntamiento generalitat organización policía guardia',
  'governo repubblica consiglio commissione senato camera interno interni esteri difesa regione comune porti ministero agenzia banca istituto unione',
  'conselho comissão assembleia câmara portos ministério agência instituto união',
  'bundestag bundesrat bundesregierung landtag senat kommission rat bund',
);
export const institutionEndings =
  'amt|amtes|amts|verband|verbandes|verbands|verein|vereins|vereines|ministerium|ministeriums|institut|instituts|kammer|gesellschaft|behörde|agentur|stiftung|kommission|universität|fraktion|werk|werkes|werks|bund|bundes|zentrale|dienst|dienstes|partei|gewerkschaft|hochschule|polizei|departementet|direktoratet|verket|styrelsen|ministeriet|förbundet|forbundet'.split(
    '|',
  );

/** Small words inside a name. */
export const nameParticles = set(
  'de del de la van von der den ten ter di da do dos das du le la el al bin bint ibn abu af av zu zum y e della dello degli d’ bat ben of',
);

/** The speaker of the quotation before, named by no name. */
export const pronouns = set(
  'he she they it who il elle ils elles on él ella ellos ellas er sie han hun hon hän lui lei loro ele ela eles elas hij zij ze de ell on ona oni ono on ona он она они він вона вони той тя те αυτός αυτή ő ők el ea ei o onlar dia beliau هو هي הוא היא نیز',
);

/** Behind a verb of saying these open a clause, and name nobody. */
export const clauseOpeners = set(
  'that how what why whether if que qu’il qu’elle qu’ils qu’elles comme si dass daß wie ob che dat att at se že ako да что что що че ότι πως hogy că ki bahwa rằng إن أن بأن أنه أنها إنه إنها ש',
);

/** Articles and possessives that begin a noun phrase, by language: one language's article is another's preposition. */
const determinersByLanguage: Readonly<Record<string, string>> = {
  en: 'the a an this his her their its our my one another',
  fr: 'le la les l’ un une des ce cet cette son sa ses leur notre',
  es: 'el la los las un una su sus nuestro nuestra',
  ca: 'el la els les un una l’ en na',
  gl: 'o a os as un unha',
  pt: 'o a os as um uma',
  it: 'il lo la i gli le un uno una l’',
  ro: 'un o',
  de: 'der die das ein eine dieser diese sein seine ihr ihre unser unsere',
  nl: 'de het een deze',
  no: 'den det de en ei et',
  sv: 'den det de en ett',
  da: 'den det de en et',
  el: 'ο η το οι τα ένας μία μια',
  hu: 'a az egy',
};

const determinerSets = new Map<string, ReadonlySet<string>>();

/** The articles of a language; of all where it is unknown. */
export function determinersOf(language: string | null): ReadonlySet<string> {
  const key = language !== null && determinersByLanguage[language] !== undefined ? language : '';
  const known = determinerSets.get(key);
  if (known !== undefined) return known;
  const made = key === '' ? set(...Object.values(determinersByLanguage)) : set(determinersByLanguage[key] ?? '');
  determinerSets.set(key, made);
  return made;
}

/** Between an office and what it is the office of. */
export const linkers = set(
  'of for de des du d’ la las los dos da do das di del della dello dell’ dei degli delle van von vom der dem den für af av för por pour para per voor at',
);

/** A noun phrase ends here: what follows says where, when, how or to whom. */
export const phraseEnders = set(
  'at in on during when while who which whose as after before following about regarding via through with by to from that today yesterday this last here where speaking adding noting into upon since because if and but or commenting referring welcoming calling',
  'dans lors à au aux en pendant devant qui dès suite avec sur avant après par dont où et mais pour lundi mardi mercredi jeudi vendredi samedi dimanche hier aujourd’hui ce cette',
  'durante tras ante ayer hoy quien que con en al a sobre desde cuando donde y pero por para mediante este esta',
  'bei beim im am auf in anlässlich nach vor mit gegenüber weiter deutlich über zu und aber heute gestern zum zur während seit als sowie auch',
  'durante dopo oggi ieri che nel nella nei nelle al alla con su e ma per in',
  'em no na nos nas ao à aos às e mas com após sobre hoje ontem nesta neste durante',
  'til om under på i ved etter efter før med og men som når da fra i inför vid och när samt',
  'tijdens op bij in naar aan met na voor en maar vandaag gisteren',
  'w we na podczas po z ze do dla i ale oraz który która przed o v ve na při po před pro se a ale který která o',
  'из в на во по после перед с со во и а но который которая о об для у під час після про та але який яка з із на в',
  'στο στη στην στον στις στα για με από μετά κατά και αλλά που σε',
  'în la cu pe după pentru despre și dar care',
  'u na o pri uoči nakon tijekom i a koji koja',
  'di dalam pada saat kepada usai dan tại trong khi với',
  'في خلال على من عن بعد قبل أمام لدى إلى مع إن أن بأن أنه أنها قائلا قائلة مضيفا مضيفة مشيرا مؤكدا حول عقب اليوم أمس الذي التي حيث כי ב על עם אחרי לפני היום',
);

/** Between verb and subject, or at the beginning of a sentence: when, how, to whom. */
export const adverbs = set(
  'sin embargo no obstante cependant toutefois néanmoins pourtant jedoch allerdings dennoch tuttavia porém entretanto contudo mais as wie oder or and et respecto parte poniedziałek wtorek środę further also later then today yesterday recently however moreover furthermore meanwhile finally earlier again previously monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december reporters journalists simply jointly reporter',
  'également aussi ainsi encore hier aujourd’hui lundi mardi mercredi jeudi vendredi samedi dimanche notamment enfin ailleurs ensuite alors ',
  'también además ayer hoy lunes martes miércoles jueves viernes sábado domingo asimismo parte finalmente así luego entonces mañana tarde',
  'hinzu dazu auch weiter heute gestern montag dienstag mittwoch donnerstag freitag samstag sonntag ferner außerdem abschließend hierzu darüber zudem dabei dann gegenüber sich daraufhin',
  'inoltre anche ancora oggi ieri infine poi lunedì martedì mercoledì giovedì venerdì sabato domenica proposito',
  'também ainda hoje ontem além segunda-feira terça-feira quarta-feira quinta-feira sexta-feira',
  'ook verder vandaag gisteren maandag dinsdag woensdag donderdag vrijdag daarbij ',
  'også videre også går dessutom vidare igår också vidare endvidere måndag tisdag onsdag torsdag fredag lördag söndag mandag lørdag',
  'też również także dziś wczoraj ponadto m.in dnes včera také rovněž dále tiež ďalej',
  'также сегодня вчера далее ещё еще затем також сьогодні вчора далі ще ',
  'επίσης ακόμη σήμερα χθες astăzi ieri ma tegnap ayrıca bugün dün',
  'також також također danas jučer أيضا كذلك اليوم أمس كما גם עוד היום',
);

/** Offices and bodies in the scripts that have no capitals, where a name begins behind them and behind words with the article. */
export const uncasedOffices = set(
  'أمين أمينة وزير وزيرة رئيس رئيسة مدير مديرة نائب نائبة سفير سفيرة متحدث متحدثة باسم ناطق مفوض مفوضة قائد محافظ مستشار مستشارة وكيل عضو مساعد كبير ممثل ممثلة منسق منسقة عام عامة مجلس هيئة منظمة وكالة وزارة إدارة مكتب قسم شرطة بنك لجنة دائرة جمعية مؤسسة اتحاد',
  'שר שרת ראש מנכ״ל מנכ"ל יו״ר יו"ר דובר דוברת נשיא נשיאת מנהל מנהלת סגן סגנית מזכ״ל ח״כ שגריר מפקד ניצב ראשת מזכיר',
);

/** Whether the word, in lower case, is an office in front of a name. */
export function isOfficeWord(lower: string): boolean {
  return offices.has(lower) && !placeLike.has(lower);
}

/** Offices that are also words of places: "General Santos", "Port Major". */
const placeLike = set(
  'general major fellow state culture country home interior head premier mer vice prime lead special santos geral generale glavni',
);
