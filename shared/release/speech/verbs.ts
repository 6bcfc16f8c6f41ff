/** Verbs of saying by language, in the finite forms that press texts attribute with: data for lexicon.ts. */

export interface SpeechWords {
  /** Finite forms, lower case; a form of several words is one entry; ` … ` stands where the subject parts a verb from its particle. */
  readonly verbs: string;
  /** In front of the one who spoke: "according to", "selon". */
  readonly according?: string;
  /** Behind the one who spoke: "szerint", "mukaan". */
  readonly accordingBehind?: string;
  /** Say that something is quoted, and by nobody: "heißt es". */
  readonly impersonal?: string;
}

/** By language (BCP 47 primary subtag); entries are separated by `|`. */
export const speechWords: Readonly<Record<string, SpeechWords>> = {
  en: {
    verbs:
      'said|says|say|added|adds|concluded|concludes|told|tells|stated|states|noted|notes|explained|explains|commented|comments|remarked|remarks|expressed|emphasized|emphasised|emphasizes|emphasises|stressed|stresses|underlined|underlines|underscored|underscores|highlighted|highlights|warned|warns|declared|declares|announced|announces|continued|continues|shared|shares|observed|observes|recalled|recalls|urged|urges|insisted|insists|argued|argues|wrote|writes|replied|replies|responded|responds|pointed out|points out|pointed to|reiterated|reiterates|affirmed|affirms|acknowledged|acknowledges|welcomed|asked|asks|testified|went on|cautioned|cautions|confirmed|confirms|reported|pledged|promised|praised|called for|remarking|reflected|exclaimed|quipped|summed up|elaborated|stated that|claimed|claims|asserted|asserts|maintained|maintains|admitted|admits|tweeted|posted|reads|issued|released|made|made the following statement|issued the following statement|released the following statement',
    according: 'according to|in the words of',
    impersonal: 'it said|it says|it reads|it read|reads the statement|read the statement',
  },
  fr: {
    verbs:
      's’inquiète|déplore|déplorent|a déploré|se souvient|ironise|tempère|nuance|justifie|a justifié|a déclaré|ont déclaré|déclare|déclarent|déclarait|a précisé|ont précisé|précise|précisent|a ajouté|ont ajouté|ajoute|ajoutent|a indiqué|ont indiqué|indique|indiquent|a expliqué|ont expliqué|explique|expliquent|a souligné|ont souligné|souligne|soulignent|a affirmé|ont affirmé|affirme|affirment|a conclu|ont conclu|conclut|a dit|ont dit|dit|disent|a rappelé|rappelle|a commenté|commente|a estimé|ont estimé|estime|estiment|a annoncé|ont annoncé|annonce|annoncent|a insisté|insiste|a noté|note|a poursuivi|poursuit|a assuré|assure|se félicite|s’est félicité|s’est félicitée|se réjouit|s’est réjoui|s’est réjouie|a confié|confie|a confirmé|confirme|a reconnu|reconnaît|a observé|observe|a averti|avertit|a prévenu|prévient|a témoigné|témoigne|raconte|a raconté|a fait savoir|fait savoir|a fait valoir|fait valoir|a relevé|relève|a martelé|martèle|a répondu|répond|a écrit|écrit|a tenu à souligner|a salué|salue|a lancé|lance|a réagi|réagit|a fait remarquer|détaille|a détaillé|a demandé|demande|a réaffirmé|réaffirme|a plaidé|plaide|résume|a résumé|a renchéri|renchérit|s’est exclamé|s’est exclamée|s’indigne',
    according: 'selon|d’après|pour reprendre les mots de|aux yeux de|de l’avis de',
    impersonal: 'lit-on|peut-on lire',
  },
  es: {
    verbs:
      'corroboró|respondieron|ha contado|admitió|admite|criticó|lamentó|lamenta|denunció|denuncia|declaró|declararon|ha declarado|han declarado|declara|declaran|señaló|señalaron|ha señalado|han señalado|señala|señalan|añadió|añadieron|ha añadido|añade|añaden|apuntó|ha apuntado|apunta|dijo|dijeron|ha dicho|han dicho|dice|dicen|explicó|explicaron|ha explicado|explica|explican|afirmó|afirmaron|ha afirmado|afirma|afirman|indicó|indicaron|ha indicado|indica|indican|manifestó|manifestaron|ha manifestado|manifiesta|subrayó|subrayaron|ha subrayado|subraya|destacó|destacaron|ha destacado|destaca|destacan|aseguró|aseguraron|ha asegurado|asegura|aseguran|concluyó|concluyeron|ha concluido|concluye|comentó|comentaron|ha comentado|comenta|expresó|expresaron|ha expresado|expresa|recordó|ha recordado|recuerda|agregó|agregaron|agrega|anunció|anunciaron|ha anunciado|anuncia|precisó|ha precisado|precisa|sostuvo|sostiene|reiteró|ha reiterado|reitera|puntualizó|matizó|remarcó|ha remarcado|remarca|resaltó|ha resaltado|resalta|insistió|ha insistido|insiste|advirtió|ha advertido|advierte|enfatizó|enfatiza|prosiguió|prosigue|continuó|continúa|respondió|responde|contó|cuenta|relató|relata|reconoció|ha reconocido|reconoce|celebró|ha celebrado|valoró|ha valorado|expuso|ha expuesto|detalló|ha detallado|detalla|informó|ha informado|informa|escribió|escribe|opinó|opina|confesó|refirió|aclaró|aclara|exclamó|preguntó|pregunta|argumentó|alertó|alerta|instó|concretó|acotó|abundó|apostilló',
    according: 'según|de acuerdo con|en palabras de|a juicio de|en opinión de',
    impersonal: 'se lee|se puede leer|reza',
  },
  ca: {
    verbs:
      'ha dit|va dir|diu|ha afirmat|va afirmar|afirma|ha explicat|va explicar|explica|ha afegit|va afegir|afegeix|ha assenyalat|va assenyalar|assenyala|ha destacat|va destacar|destaca|ha remarcat|va remarcar|remarca|ha declarat|va declarar|declara|ha subratllat|va subratllar|subratlla|ha assegurat|va assegurar|assegura|ha conclòs|conclou|ha recordat|recorda|ha apuntat|apunta|ha manifestat|ha indicat|indica|ha comentat|comenta|ha defensat|defensa',
    according: 'segons|en paraules de|d’acord amb',
  },
  gl: {
    verbs: 'dixo|afirmou|sinalou|explicou|engadiu|destacou|subliñou|declarou|indicou|asegurou|concluíu|apuntou|lembrou',
    according: 'segundo|en palabras de',
  },
  pt: {
    verbs:
      'indagou|questionou|perguntou|argumentou|ponderou|criticou|esclareceu|disse|disseram|diz|dizem|afirmou|afirmaram|afirma|afirmam|declarou|declararam|declara|explicou|explicaram|explica|explicam|destacou|destacaram|destaca|destacam|acrescentou|acrescenta|ressaltou|ressalta|concluiu|conclui|sublinhou|sublinha|comentou|comenta|salientou|salienta|referiu|refere|frisou|frisa|apontou|aponta|assegurou|assegura|enfatizou|enfatiza|reforçou|reforça|lembrou|lembra|observou|observa|avaliou|avalia|completou|completa|contou|conta|considerou|considera|adiantou|adianta|garantiu|garante|anunciou|anuncia|reiterou|reitera|pontuou|pontua|informou|informa|alertou|alerta|recordou|recorda|defendeu|defende|indicou|indica|escreveu|escreve|respondeu|responde|celebrou|celebra|reconheceu|reconhece|prosseguiu|prossegue',
    according: 'segundo|de acordo com|nas palavras de|conforme',
    impersonal: 'lê-se',
  },
  it: {
    verbs:
      'sottolineano|denuncia|ha denunciato|esorta|ha dichiarato|hanno dichiarato|dichiara|dichiarano|ha detto|hanno detto|dice|dicono|ha affermato|hanno affermato|afferma|affermano|ha spiegato|hanno spiegato|spiega|spiegano|ha aggiunto|aggiunge|ha sottolineato|sottolinea|ha commentato|commenta|ha concluso|conclude|ha precisato|precisa|ha ricordato|ricorda|ha evidenziato|evidenzia|ha osservato|osserva|ha ribadito|ribadisce|ha annunciato|annuncia|ha proseguito|prosegue|ha continuato|continua|ha assicurato|assicura|ha rilevato|rileva|ha scritto|scrive|ha risposto|risponde|ha raccontato|racconta|ha rimarcato|rimarca|ha avvertito|avverte|ha sostenuto|sostiene|ha riferito|riferisce|ha esordito|ha confermato|conferma|disse|affermò|dichiarò|spiegò|aggiunse',
    according: 'secondo|a detta di|nelle parole di',
    impersonal: 'si legge',
  },
  ro: {
    verbs:
      'a declarat|au declarat|declară|a spus|au spus|spune|a precizat|precizează|a adăugat|adaugă|a afirmat|afirmă|a explicat|explică|a subliniat|subliniază|a menționat|menționează|a transmis|transmite|a arătat|arată|a anunțat|anunță|a conchis|a concluzionat|a punctat|a reamintit|a susținut|susține|a scris|scrie|a comentat|a evidențiat',
    according: 'potrivit|conform|în opinia|după cum a declarat',
    impersonal: 'se arată',
  },
  de: {
    verbs:
      'rät|riet|bemängelt|bemängelte|gesteht|erzählt|erzählte|verrät|verriet|glaubt|klagt|klagte|entgegnet|entgegnete|bestätigten|kritisieren|sagt|sagte|sagten|sagen|erklärt|erklärte|erklärten|erklären|betont|betonte|betonten|betonen|ergänzt|ergänzte|meint|meinte|unterstreicht|unterstrich|unterstrichen|hebt … hervor|hob … hervor|hoben … hervor|fügt … hinzu|fügte … hinzu|fügten … hinzu|setzt … hinzu|setzte … hinzu|führt … aus|führte … aus|kommentiert|kommentierte|bekräftigt|bekräftigte|bilanziert|bilanzierte|resümiert|resümierte|stellt … fest|stellte … fest|stellt … klar|stellte … klar|fordert|forderte|fordern|forderten|warnt|warnte|kündigt … an|kündigte … an|gibt … an|gab … an|gibt … bekannt|gab … bekannt|gibt … zu bedenken|gab … zu bedenken|freut sich|freute sich|zeigt sich|zeigte sich|macht … deutlich|machte … deutlich|macht … klar|weist … hin|wies … hin|fasst … zusammen|fasste … zusammen|appelliert|appellierte|berichtet|berichtete|erläutert|erläuterte|äußert|äußerte|äußert sich|äußerte sich|versichert|versicherte|begrüßt|begrüßte|bestätigt|bestätigte|mahnt|mahnte|kritisiert|kritisierte|schreibt|schrieb|antwortet|antwortete|erinnert|erinnerte|präzisiert|präzisierte|lobt|lobte|verspricht|versprach|argumentiert|argumentierte|konstatiert|konstatierte|urteilt|urteilte|schildert|schilderte|beschreibt|beschrieb|findet|fand|ist … überzeugt|zeigt sich überzeugt|teilt … mit|teilte … mit|teilten … mit|dankt|dankte|fragt|fragte|hält … fest|hielt … fest|wird … zitiert|so',
    according: 'laut|nach den worten von|nach angaben von|zufolge|nach ansicht von',
    impersonal: 'heißt es|hieß es|ist zu lesen',
  },
  nl: {
    verbs:
      'zegt|zei|zeggen|zeiden|verklaart|verklaarde|aldus|voegt … toe|voegde … toe|benadrukt|benadrukte|vertelt|vertelde|stelt|stelde|laat … weten|liet … weten|laten … weten|meldt|meldde|reageert|reageerde|besluit|besloot|vindt|vond|licht … toe|lichtte … toe|legt … uit|legde … uit|geeft … aan|gaf … aan|onderstreept|onderstreepte|schrijft|schreef|waarschuwt|waarschuwde|concludeert|concludeerde|vervolgt|vervolgde|bevestigt|bevestigde|merkt … op|merkte … op|vult … aan|vulde … aan|vraagt|vroeg',
    according: 'volgens|in de woorden van',
  },
  no: {
    verbs:
      'sier|sa|forteller|fortalte|avslutter|avsluttet|legger … til|la … til|mener|mente|forklarer|forklarte|understreker|understreket|uttaler|uttalte|påpeker|påpekte|fortsetter|fortsatte|konkluderer|fremhever|framhever|opplyser|skriver|skrev|presiserer|melder|svarer|svarte|oppsummerer|kommenterer|advarer|fastslår|bekrefter|spør|fremholder',
    according: 'ifølge|i følge|med ordene til',
    impersonal: 'heter det|står det',
  },
  sv: {
    verbs:
      'säger|sade|sa|berättar|berättade|menar|menade|förklarar|förklarade|avslutar|avslutade|tillägger|tillade|lägger … till|lade … till|understryker|underströk|kommenterar|kommenterade|betonar|betonade|konstaterar|konstaterade|skriver|skrev|fortsätter|fortsatte|påpekar|påpekade|uppger|uppgav|framhåller|svarar|svarade|varnar|varnade|uttalar|poängterar|meddelar|tycker|anser|hälsar|summerar|frågar|bekräftar',
    according: 'enligt',
    impersonal: 'heter det|står det',
  },
  da: {
    verbs:
      'siger|sagde|fortæller|fortalte|udtaler|udtalte|tilføjer|tilføjede|forklarer|forklarede|mener|mente|understreger|understregede|fremhæver|slutter|fortsætter|fortsatte|påpeger|oplyser|oplyste|skriver|skrev|lyder det fra|konstaterer|supplerer|uddyber|fastslår|tilkendegiver|svarer|svarede|advarer|meddeler|spørger|bekræfter',
    according: 'ifølge|i følge',
    impersonal: 'lyder det|hedder det|står der',
  },
  fi: {
    verbs:
      'sanoo|sanoi|sanovat|sanoivat|kertoo|kertoi|toteaa|totesi|korostaa|korosti|lisää|lisäsi|jatkaa|jatkoi|selittää|selitti|painottaa|painotti|muistuttaa|muistutti|kommentoi|arvioi|huomauttaa|huomautti|kiteyttää|kiteytti|iloitsee|summaa|linjaa|pohtii|sanoo myös|tiivistää|vakuuttaa|kirjoittaa|kirjoitti|vastaa|vastasi|kuvailee|kuvaa|varoittaa|ihmettelee|avaa',
    accordingBehind: 'mukaan|mielestä',
  },
  is: { verbs: 'segir|sagði|bætir … við|útskýrir|bendir … á|skrifar', according: 'samkvæmt|að sögn' },
  et: {
    verbs:
      'ütles|ütleb|sõnas|rõhutas|lisas|selgitas|märkis|kommenteeris|kinnitas|nentis|lausus|tõdes|rääkis|teatas|toonitas|sõnab|lisab|selgitab',
    accordingBehind: 'sõnul',
  },
  lv: {
    verbs:
      'sacīja|saka|uzsvēra|uzsver|norādīja|norāda|piebilda|piebilst|skaidro|skaidroja|teica|teic|atzīmēja|atzīst|pauda|pauž|stāsta',
    accordingBehind: 'teiktā|vārdiem',
  },
  lt: {
    verbs:
      'sakė|sako|teigė|teigia|pabrėžė|pabrėžia|pridūrė|pridūria|pažymėjo|pažymi|paaiškino|aiškino|kalbėjo|nurodė|nurodo|pranešė|pastebi|pasakoja',
    accordingBehind: 'teigimu|teigia',
    according: 'pasak|anot',
  },
  pl: {
    verbs:
      'powiedział|powiedziała|powiedzieli|mówi|mówił|mówiła|mówią|podkreślił|podkreśliła|podkreśla|dodał|dodała|dodaje|zaznaczył|zaznaczyła|zaznacza|stwierdził|stwierdziła|stwierdza|wyjaśnia|wyjaśnił|wyjaśniła|zauważa|zauważył|zauważyła|komentuje|skomentował|skomentowała|wskazał|wskazała|wskazuje|ocenił|oceniła|ocenia|poinformował|poinformowała|informuje|przypomniał|przypomniała|przypomina|zapewnił|zapewniła|zapewnia|oświadczył|oświadczyła|przekazał|przekazała|przyznał|przyznała|przyznaje|tłumaczy|tłumaczył|tłumaczyła|apeluje|ostrzegł|ostrzegła|ostrzega|napisał|napisała|pisze|podsumował|podsumowała|podsumowuje|zapowiedział|zapowiedziała|odpowiedział|odpowiedziała|kontynuował|kontynuowała|czytamy',
    according: 'według|zdaniem|jak powiedział|jak podkreślił|jak dodał|jak zaznaczył',
    impersonal: 'czytamy',
  },
  cs: {
    verbs:
      'řekl|řekla|říká|uvedl|uvedla|uvádí|dodal|dodala|dodává|sdělil|sdělila|zdůraznil|zdůraznila|zdůrazňuje|vysvětlil|vysvětlila|vysvětluje|upozornil|upozornila|upozorňuje|prohlásil|prohlásila|poznamenal|poznamenala|doplnil|doplnila|doplňuje|připomněl|připomněla|připomíná|konstatoval|konstatovala|popsal|popsala|popisuje|potvrdil|potvrdila|okomentoval|okomentovala|komentuje|míní|shrnul|shrnula|napsal|napsala|informoval|informovala|vzkázal|odpověděl|odpověděla|podotkl|podotkla|přiblížil|přiblížila',
    according: 'podle|dle|slovy',
  },
  sk: {
    verbs:
      'povedal|povedala|hovorí|uviedol|uviedla|uvádza|dodal|dodala|dodáva|zdôraznil|zdôraznila|vysvetlil|vysvetlila|vysvetľuje|upozornil|upozornila|vyhlásil|vyhlásila|poznamenal|poznamenala|doplnil|doplnila|pripomenul|pripomenula|skonštatoval|skonštatovala|informoval|informovala|potvrdil|potvrdila|spresnil|spresnila|napísal|napísala|priblížil|priblížila',
    according: 'podľa|slovami',
  },
  sl: {
    verbs:
      'je dejal|je dejala|je povedal|je povedala|je poudaril|je poudarila|je dodal|je dodala|je pojasnil|je pojasnila|je izpostavil|je izpostavila|je izjavil|je izjavila|je zapisal|je zapisala|pravi|poudarja|dodaja|pojasnjuje|dejal je|dejala je|povedal je|povedala je|poudaril je|poudarila je|dodal je|dodala je|pojasnil je|pojasnila je',
    according: 'po besedah|po mnenju',
  },
  hr: {
    verbs:
      'rekao je|rekla je|rekao|rekla|kaže|kazao je|kazala je|kazao|kazala|izjavio je|izjavila je|izjavio|izjavila|istaknuo je|istaknula je|istaknuo|istaknula|ističe|naglasio je|naglasila je|naglasio|naglasila|naglašava|dodao je|dodala je|dodao|dodala|dodaje|poručio je|poručila je|poručio|poručila|objasnio je|objasnila je|objasnio|objasnila|objašnjava|naveo je|navela je|naveo|navela|navodi|zaključio je|zaključila je|zaključio|zaključila|napomenuo je|napomenula je|upozorio je|upozorila je|najavio je|najavila je|je rekao|je rekla|je kazao|je kazala|je izjavio|je izjavila|je istaknuo|je istaknula|je naglasio|je naglasila|je dodao|je dodala|je poručio|je poručila',
    according: 'prema riječima|prema rečima|prema',
  },
  sr: {
    verbs:
      'рекао је|рекла је|рекао|рекла|каже|казао је|казала је|изјавио је|изјавила је|изјавио|изјавила|истакао је|истакла је|истакао|истакла|истиче|нагласио је|нагласила је|нагласио|нагласила|додао је|додала је|додао|додала|поручио је|поручила је|објаснио је|објаснила је|навео је|навела је|закључио је|закључила је|rekao je|rekla je|kazao je|kazala je|izjavio je|izjavila je|istakao je|istakla je|naglasio je|naglasila je|dodao je|dodala je|poručio je|poručila je|objasnio je|objasnila je|naveo je|navela je|kaže|ističe',
    according: 'према речима|prema rečima',
  },
  ru: {
    verbs:
      'сказал|сказала|сказали|говорит|говорил|говорила|заявил|заявила|заявили|заявляет|отметил|отметила|отметили|отмечает|подчеркнул|подчеркнула|подчеркнули|подчеркивает|подчёркивает|подчеркнув|добавил|добавила|добавили|добавляет|рассказал|рассказала|рассказывает|сообщил|сообщила|сообщили|сообщает|пояснил|пояснила|поясняет|объяснил|объяснила|объясняет|уточнил|уточнила|уточняет|указал|указала|указывает|считает|полагает|напомнил|напомнила|напоминает|заметил|заметила|прокомментировал|прокомментировала|комментирует|заключил|заключила|резюмировал|резюмировала|написал|написала|пишет|ответил|ответила|продолжил|продолжила|предупредил|предупредила|признал|признала|признался|призналась|констатировал|констатировала|подтвердил|подтвердила|обратил внимание|выразил уверенность|выразила уверенность|поделился|поделилась|подытожил|подытожила|объявил|объявила|спросил|спросила|цитирует',
    according: 'по словам|по мнению|по утверждению|как сказал|как отметил|как заявил|как сообщил|согласно',
    impersonal: 'говорится|говорилось',
  },
  uk: {
    verbs:
      'сказав|сказала|сказали|каже|говорить|заявив|заявила|заявили|заявляє|зазначив|зазначила|зазначили|зазначає|наголосив|наголосила|наголошує|підкреслив|підкреслила|підкреслює|додав|додала|додає|розповів|розповіла|розповідає|повідомив|повідомила|повідомляє|пояснив|пояснила|пояснює|уточнив|уточнила|відзначив|відзначила|відзначає|нагадав|нагадала|нагадує|вважає|прокоментував|прокоментувала|коментує|написав|написала|пише|відповів|відповіла|продовжив|продовжила|зауважив|зауважила|підсумував|підсумувала|запевнив|запевнила|переконаний|переконана|оголосив|оголосила|поділився|поділилася',
    according: 'за словами|на думку|як сказав|як зазначив|згідно з',
    impersonal: 'йдеться|ідеться',
  },
  be: {
    verbs:
      'сказаў|сказала|заявіў|заявіла|адзначыў|адзначыла|падкрэсліў|падкрэсліла|дадаў|дадала|расказаў|расказала|паведаміў|паведаміла|лічыць',
    according: 'паводле|па словах',
  },
  bg: {
    verbs:
      'каза|казва|заяви|заявява|заявиха|подчерта|подчертава|добави|добавя|посочи|посочва|отбеляза|отбелязва|обясни|обяснява|съобщи|съобщава|изтъкна|коментира|допълни|допълва|заключи|напомни|предупреди|увери|подчертаха|сподели|споделя|написа|отговори|уточни',
    according: 'според|по думите на',
    impersonal: 'се казва',
  },
  mk: { verbs: 'рече|вели|изјави|нагласи|истакна|додаде|порача|посочи|објасни|напиша|соопшти', according: 'според' },
  el: {
    verbs:
      'δήλωσε|δήλωσαν|δηλώνει|είπε|είπαν|λέει|τόνισε|τόνισαν|τονίζει|ανέφερε|ανέφεραν|αναφέρει|πρόσθεσε|προσθέτει|σημείωσε|σημειώνει|υπογράμμισε|υπογραμμίζει|επισήμανε|επισημαίνει|εξήγησε|εξηγεί|κατέληξε|καταλήγει|συμπλήρωσε|υποστήριξε|υποστηρίζει|ανακοίνωσε|σχολίασε|σχολιάζει|έγραψε|γράφει|διευκρίνισε|πρόσθεσαν|προειδοποίησε|υπενθύμισε|απάντησε|συνέχισε|επεσήμανε',
    according: 'σύμφωνα με|κατά τον|κατά την',
  },
  hu: {
    verbs:
      'mondta|mondja|mondta el|mondták|közölte|közölték|hangsúlyozta|hangsúlyozza|jelentette ki|kijelentette|hozzátette|hozzáteszi|tette hozzá|emelte ki|kiemelte|kiemeli|fogalmazott|nyilatkozta|nyilatkozott|fejtette ki|kifejtette|magyarázta|magyarázza|elmondta|elmondja|írta|írja|ismertette|jelezte|jelzi|húzta alá|aláhúzta|mutatott rá|rámutatott|idézte fel|felidézte|jegyezte meg|megjegyezte|mondott|zárta szavait|összegezte|válaszolta|figyelmeztetett|tájékoztatott|szögezte le|leszögezte|vélekedett|értékelte|értékelt|kommentálta',
    accordingBehind: 'szerint',
    impersonal: 'olvasható|áll',
  },
  tr: {
    verbs:
      'dedi|dediler|diyor|söyledi|söylediler|belirtti|belirttiler|vurguladı|ifade etti|kaydetti|açıkladı|ekledi|diye konuştu|diyerek|diyen|şeklinde konuştu|ifadelerini kullandı|ifadesini kullandı|ifadesine yer verdi|ifadelerine yer verdi|değerlendirmesinde bulundu|değerlendirmesini yaptı|açıklamasını yaptı|açıklamasında bulundu|şunları söyledi|şunları kaydetti|şu ifadeleri kullandı|şöyle konuştu|şöyle dedi|dile getirdi|aktardı|anlattı|diye ekledi|diye yazdı|yazdı|uyardı|dikkat çekti|yanıtını verdi|cevabını verdi|sözlerini kullandı|çağrısında bulundu',
    accordingBehind: 'göre',
  },
  az: {
    verbs: 'dedi|deyib|bildirib|bildirdi|vurğulayıb|qeyd edib|söyləyib|əlavə edib|qeyd etdi|vurğuladı',
    accordingBehind: 'görə',
  },
  sq: { verbs: 'tha|thotë|deklaroi|theksoi|shtoi|u shpreh|shprehet|tha se|nënvizoi|sqaroi|shkroi', according: 'sipas' },
  ar: {
    verbs:
      'قال|قالت|قالوا|يقول|تقول|أضاف|أضافت|يضيف|تضيف|أعلن|أعلنت|صرح|صرحت|أكد|أكدت|يؤكد|تؤكد|أوضح|أوضحت|يوضح|أشار|أشارت|تابع|تابعت|ذكر|ذكرت|شدد|شددت|لفت|لفتت|كتب|كتبت|علق|علقت|حذر|حذرت|اختتم|اختتمت|ختم|بين|بينت|أفاد|أفادت|نوه|نوهت|أعرب|أعربت|استطرد|استطردت|اعتبر|اعتبرت|رأى|رأت|دعا|دعت|واصل|واصلت',
    according: 'بحسب|وفق|وفقا ل|حسب|على حد قول|على حد تعبير|بحسب ما قال',
  },
  fa: {
    verbs:
      'گفت|گفتند|افزود|اظهار داشت|تاکید کرد|تأکید کرد|تصریح کرد|اعلام کرد|بیان کرد|خاطرنشان کرد|نوشت|می‌گوید|عنوان کرد|یادآور شد|ادامه داد',
    according: 'به گفته',
  },
  ur: { verbs: 'نے کہا|نے بتایا|نے کہا کہ|کہا|نے مزید کہا', according: 'کے مطابق' },
  he: {
    verbs:
      'אמר|אמרה|אמרו|אומר|אומרת|הוסיף|הוסיפה|ציין|ציינה|מסר|מסרה|הדגיש|הדגישה|הבהיר|הבהירה|הצהיר|הצהירה|הסביר|הסבירה|טען|טענה|סיכם|סיכמה|כתב|כתבה|הודיע|הודיעה|השיב|השיבה|הזהיר|הזהירה|בירך|בירכה',
    according: 'לדברי|לפי|לדבריו של|כדברי',
  },
  hi: { verbs: 'ने कहा|ने बताया|ने कहा कि|ने जोड़ा|ने लिखा|कहा', according: 'के अनुसार' },
  id: {
    verbs:
      'kata|ujar|ujarnya|katanya|jelas|jelasnya|tutur|tuturnya|tegas|tegasnya|ungkap|ungkapnya|ucap|ucapnya|imbuh|imbuhnya|tambah|tambahnya|papar|terang|sebut|mengatakan|menyatakan|menegaskan|menjelaskan|menambahkan|menuturkan|menyebutkan|mengungkapkan',
    according: 'menurut',
  },
  ms: {
    verbs: 'kata|katanya|ujar|ujarnya|jelas|jelasnya|tegas|berkata|menyatakan|menegaskan|menjelaskan|menambah',
    according: 'menurut',
  },
  vi: {
    verbs:
      'nói|cho biết|cho hay|khẳng định|nhấn mạnh|phát biểu|chia sẻ|tuyên bố|bày tỏ|cho rằng|nói thêm|viết|giải thích|bổ sung',
    according: 'theo',
  },
  sw: {
    verbs: 'alisema|amesema|aliongeza|ameongeza|alieleza|ameeleza|alisisitiza|amesisitiza|anasema',
    according: 'kwa mujibu wa',
  },
  tl: { verbs: 'sabi ni|ani|ayon kay|sinabi ni|dagdag ni|wika ni', according: 'ayon sa' },
};

/** Languages whose speakers write in one another's words, or which detectors mix up: their tables are read together. */
export const languageFamilies: readonly string[] = [
  'no da sv is',
  'es ca gl',
  'pt gl',
  'cs sk',
  'hr sr sl',
  'ru uk be bg mk',
  'ar fa ur',
  'id ms',
  'tr az',
  'de nl',
];
