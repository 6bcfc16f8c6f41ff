/** Own words in fourteen languages for pages of news: what a text is made of, and what stands around it on a site. */

export interface Words {
  readonly language: string;
  readonly title: string;
  readonly standfirst: string;
  /** Sentences of the text; pages make paragraphs of them. */
  readonly sentences: readonly string[];
  readonly subheads: readonly string[];
  readonly items: readonly string[];
  readonly captions: readonly string[];
  /** Headlines of other pages. */
  readonly others: readonly string[];
  readonly comments: readonly string[];
  readonly consent: string;
  readonly newsletter: string;
  readonly byline: string;
  readonly date: string;
  readonly readMore: string;
  readonly related: string;
  readonly menu: readonly string[];
}

const en: Words = {
  language: 'en',
  title: 'Harbour office opens its night desk to fishing crews',
  standfirst:
    'From Monday on crews can hand in their papers until two in the morning, the harbour office said after talks with three unions.',
  sentences: [
    'The harbour office of Lindmouth will keep one desk open through the night, so that crews no longer lose half a day.',
    'Three unions had asked for the change since the new quay was finished in spring.',
    'About forty boats land their catch between ten in the evening and four in the morning.',
    'Until now their skippers had to wait for the morning shift before they could unload.',
    '“We listened to the people who work while others sleep,” said harbour master Ellen Croft.',
    'The desk will be staffed by two officers, one of whom speaks Portuguese.',
    'A trial in February showed that waiting times fell from five hours to forty minutes.',
    'The council has set aside 210,000 a year for the service and will review it in autumn.',
    'Opposition members called the sum too high for a town that has closed two libraries.',
    'Fish buyers from the north welcomed the plan, because fresh lots reach their markets earlier.',
    'Not everyone is content: residents of Pier Street fear more lorries at night.',
    'The office promised to plan the routes together with them before the first week is over.',
    'A similar desk in Westhaven was closed in 2019 after too few boats had used it.',
    'Whether Lindmouth does better depends on the weather of the coming winter as well.',
  ],
  subheads: ['Why the unions asked', 'What it will cost', 'Residents want to be heard'],
  items: [
    'Papers are taken until two in the morning',
    'Weighing is free below one ton',
    'Lorries use the eastern gate only',
  ],
  captions: ['The new quay of Lindmouth on an evening in March', 'Ellen Croft in front of the harbour office'],
  others: [
    'Ferry to the islands stays in dock for another month',
    'Council argues over the price of parking',
    'School choir wins a prize in the capital',
    'Old lighthouse finds a buyer at last',
    'Two libraries open again on weekends',
  ],
  comments: [
    'I have worked on that quay for twenty years and nobody ever asked us what we need before.',
    'Nice idea, but who pays for it in the end? We do, as always, and the lorries come on top.',
    'My neighbour says the trial was only done in good weather, so let us wait and see what happens.',
  ],
  consent:
    'We and our partners use cookies to store information on your device and to measure how our pages are read. You can accept all of them or change your choice at any time.',
  newsletter: 'Sign up for our evening newsletter and read every day what matters on the coast.',
  byline: 'By Martin Hale',
  date: '12 March 2024',
  readMore: 'Read more',
  related: 'Related stories',
  menu: ['News', 'Sport', 'Weather', 'Business', 'Culture', 'Opinion', 'Jobs', 'Contact'],
};

const de: Words = {
  language: 'de',
  title: 'Hafenamt öffnet nachts einen Schalter für die Fischer',
  standfirst:
    'Von Montag an können Besatzungen ihre Papiere bis zwei Uhr morgens abgeben, teilte das Hafenamt nach Gesprächen mit drei Verbänden mit.',
  sentences: [
    'Das Hafenamt von Lindau-Nord hält künftig einen Schalter die ganze Nacht offen, damit die Besatzungen keinen halben Tag verlieren.',
    'Drei Verbände hatten seit der Fertigstellung der neuen Kaimauer im Frühjahr darum gebeten.',
    'Rund vierzig Boote löschen ihren Fang zwischen zehn Uhr abends und vier Uhr morgens.',
    'Bisher mussten ihre Kapitäne auf die Frühschicht warten, bevor sie ausladen durften.',
    '„Wir haben denen zugehört, die arbeiten, während andere schlafen“, sagte Hafenmeisterin Ellen Kraft.',
    'Am Schalter sitzen zwei Beamte, von denen einer Portugiesisch spricht.',
    'Ein Versuch im Februar zeigte, dass die Wartezeit von fünf Stunden auf vierzig Minuten sank.',
    'Der Stadtrat stellt dafür jährlich 210.000 Euro bereit und prüft den Dienst im Herbst.',
    'Die Opposition hält die Summe für zu hoch in einer Stadt, die zwei Büchereien geschlossen hat.',
    'Händler aus dem Norden begrüßen den Plan, weil frische Ware früher auf ihre Märkte kommt.',
    'Nicht alle sind zufrieden: Anwohner der Pierstraße fürchten nachts mehr Lastwagen.',
    'Das Amt versprach, die Wege noch in der ersten Woche mit ihnen abzustimmen.',
    'Ein ähnlicher Schalter in Westhafen schloss 2019, weil ihn zu wenige Boote nutzten.',
    'Ob es hier besser geht, hängt auch vom Wetter des kommenden Winters ab.',
  ],
  subheads: ['Warum die Verbände drängten', 'Was der Dienst kostet', 'Anwohner wollen mitreden'],
  items: [
    'Papiere werden bis zwei Uhr angenommen',
    'Das Wiegen ist unter einer Tonne kostenlos',
    'Lastwagen nutzen nur das östliche Tor',
  ],
  captions: ['Die neue Kaimauer an einem Abend im März', 'Ellen Kraft vor dem Hafenamt'],
  others: [
    'Fähre zu den Inseln bleibt einen weiteren Monat im Dock',
    'Stadtrat streitet über Parkgebühren',
    'Schulchor gewinnt einen Preis in der Hauptstadt',
    'Alter Leuchtturm findet endlich einen Käufer',
    'Zwei Büchereien öffnen wieder am Wochenende',
  ],
  comments: [
    'Ich arbeite seit zwanzig Jahren an diesem Kai und wurde noch nie gefragt, was wir eigentlich brauchen.',
    'Schöne Idee, aber wer bezahlt das am Ende? Wir natürlich, wie immer, und die Lastwagen kommen dazu.',
    'Mein Nachbar sagt, der Versuch lief nur bei gutem Wetter, also warten wir ab, was geschieht.',
  ],
  consent:
    'Wir und unsere Partner nutzen Cookies, um Informationen auf Ihrem Gerät zu speichern und zu messen, wie unsere Seiten gelesen werden. Sie können allen zustimmen oder Ihre Auswahl jederzeit ändern.',
  newsletter: 'Melden Sie sich für unseren Newsletter an und lesen Sie jeden Abend, was an der Küste wichtig ist.',
  byline: 'Von Martin Haller',
  date: '12. März 2024',
  readMore: 'Lesen Sie auch',
  related: 'Mehr zum Thema',
  menu: ['Nachrichten', 'Sport', 'Wetter', 'Wirtschaft', 'Kultur', 'Meinung', 'Stellen', 'Kontakt'],
};

const fr: Words = {
  language: 'fr',
  title: 'La capitainerie ouvre un guichet de nuit aux pêcheurs',
  standfirst:
    'Dès lundi, les équipages pourront déposer leurs papiers jusqu’à deux heures du matin, a annoncé la capitainerie après des discussions avec trois syndicats.',
  sentences: [
    'La capitainerie de Lindport gardera un guichet ouvert toute la nuit, afin que les équipages ne perdent plus une demi-journée.',
    'Trois syndicats réclamaient ce changement depuis la fin des travaux du nouveau quai au printemps.',
    'Une quarantaine de bateaux débarquent leur pêche entre dix heures du soir et quatre heures du matin.',
    'Jusqu’ici, leurs patrons devaient attendre l’équipe du matin avant de décharger.',
    '« Nous avons écouté ceux qui travaillent pendant que les autres dorment », a déclaré la capitaine du port, Hélène Cros.',
    'Deux agents tiendront le guichet, dont l’un parle portugais.',
    'Un essai mené en février a montré que l’attente passait de cinq heures à quarante minutes.',
    'La commune y consacre 210 000 euros par an et fera le bilan à l’automne.',
    'L’opposition juge la somme trop élevée pour une ville qui a fermé deux bibliothèques.',
    'Les acheteurs du nord saluent le projet, car les lots frais arrivent plus tôt sur leurs marchés.',
    'Tout le monde n’est pas content : les riverains de la rue du Môle craignent davantage de camions la nuit.',
    'La capitainerie a promis de tracer les itinéraires avec eux avant la fin de la première semaine.',
    'Un guichet semblable avait fermé en 2019 à Port-Ouest, faute de bateaux.',
    'Le succès dépendra aussi de la météo de l’hiver prochain.',
  ],
  subheads: ['Ce que demandaient les syndicats', 'Ce que cela coûtera', 'Les riverains veulent être entendus'],
  items: [
    'Les papiers sont reçus jusqu’à deux heures',
    'La pesée est gratuite sous une tonne',
    'Les camions passent par la porte est',
  ],
  captions: ['Le nouveau quai de Lindport un soir de mars', 'Hélène Cros devant la capitainerie'],
  others: [
    'Le bac des îles reste au bassin un mois de plus',
    'Le conseil se divise sur le prix du stationnement',
    'La chorale du lycée primée dans la capitale',
    'Le vieux phare trouve enfin un acheteur',
    'Deux bibliothèques rouvrent le samedi',
  ],
  comments: [
    'Je travaille sur ce quai depuis vingt ans et personne ne nous avait jamais demandé notre avis.',
    'Belle idée, mais qui paiera au bout du compte ? Nous, comme toujours, et les camions en plus.',
    'Mon voisin dit que l’essai n’a eu lieu que par beau temps, alors attendons de voir la suite.',
  ],
  consent:
    'Nous et nos partenaires utilisons des cookies pour conserver des informations sur votre appareil et mesurer la lecture de nos pages. Vous pouvez tout accepter ou modifier votre choix à tout moment.',
  newsletter: 'Inscrivez-vous à notre lettre du soir et lisez chaque jour ce qui compte sur la côte.',
  byline: 'Par Martin Hallé',
  date: '12 mars 2024',
  readMore: 'À lire aussi',
  related: 'Sur le même sujet',
  menu: ['Actualités', 'Sport', 'Météo', 'Économie', 'Culture', 'Opinions', 'Emploi', 'Contact'],
};

const es: Words = {
  language: 'es',
  title: 'La capitanía abre una ventanilla nocturna para los pescadores',
  standfirst:
    'Desde el lunes las tripulaciones podrán entregar sus papeles hasta las dos de la madrugada, informó la capitanía tras hablar con tres sindicatos.',
  sentences: [
    'La capitanía de Lindoporto mantendrá una ventanilla abierta toda la noche para que las tripulaciones no pierdan media jornada.',
    'Tres sindicatos pedían el cambio desde que se terminó el nuevo muelle en primavera.',
    'Unos cuarenta barcos descargan sus capturas entre las diez de la noche y las cuatro de la mañana.',
    'Hasta ahora sus patrones debían esperar al turno de la mañana antes de descargar.',
    '“Hemos escuchado a quienes trabajan mientras los demás duermen”, dijo la capitana del puerto, Elena Cruz.',
    'La ventanilla la atenderán dos agentes, uno de los cuales habla portugués.',
    'Una prueba en febrero mostró que la espera bajó de cinco horas a cuarenta minutos.',
    'El ayuntamiento reserva 210.000 euros al año para el servicio y lo revisará en otoño.',
    'La oposición considera excesiva la suma en una ciudad que ha cerrado dos bibliotecas.',
    'Los compradores del norte celebran el plan, porque el género fresco llega antes a sus mercados.',
    'No todos están contentos: los vecinos de la calle del Muelle temen más camiones por la noche.',
    'La capitanía prometió trazar las rutas con ellos antes de que acabe la primera semana.',
    'Una ventanilla parecida cerró en 2019 en Puerto Oeste por falta de barcos.',
    'Que aquí vaya mejor dependerá también del tiempo del próximo invierno.',
  ],
  subheads: ['Lo que pedían los sindicatos', 'Lo que costará', 'Los vecinos quieren ser oídos'],
  items: [
    'Los papeles se reciben hasta las dos',
    'El pesaje es gratuito hasta una tonelada',
    'Los camiones usan solo la puerta este',
  ],
  captions: ['El nuevo muelle de Lindoporto una tarde de marzo', 'Elena Cruz ante la capitanía'],
  others: [
    'El transbordador de las islas sigue otro mes en dique',
    'El pleno discute el precio del aparcamiento',
    'El coro escolar gana un premio en la capital',
    'El viejo faro encuentra por fin comprador',
    'Dos bibliotecas vuelven a abrir los sábados',
  ],
  comments: [
    'Llevo veinte años en ese muelle y nunca nadie nos había preguntado qué necesitamos de verdad.',
    'Buena idea, pero ¿quién paga al final? Nosotros, como siempre, y encima vienen los camiones.',
    'Mi vecino dice que la prueba se hizo solo con buen tiempo, así que ya veremos lo que pasa.',
  ],
  consent:
    'Nosotros y nuestros socios utilizamos cookies para guardar información en su dispositivo y medir la lectura de nuestras páginas. Puede aceptarlas todas o cambiar su elección cuando quiera.',
  newsletter: 'Suscríbete a nuestro boletín de la tarde y lee cada día lo que importa en la costa.',
  byline: 'Por Martín Halles',
  date: '12 de marzo de 2024',
  readMore: 'Lea también',
  related: 'Noticias relacionadas',
  menu: ['Noticias', 'Deportes', 'Tiempo', 'Economía', 'Cultura', 'Opinión', 'Empleo', 'Contacto'],
};

const it: Words = {
  language: 'it',
  title: 'La capitaneria apre uno sportello notturno per i pescatori',
  standfirst:
    'Da lunedì gli equipaggi potranno consegnare i documenti fino alle due di notte, ha fatto sapere la capitaneria dopo i colloqui con tre sindacati.',
  sentences: [
    'La capitaneria di Lindoporto terrà aperto uno sportello per tutta la notte, così gli equipaggi non perderanno più mezza giornata.',
    'Tre sindacati lo chiedevano da quando in primavera è stata completata la nuova banchina.',
    'Circa quaranta barche sbarcano il pescato tra le dieci di sera e le quattro del mattino.',
    'Finora i comandanti dovevano aspettare il turno del mattino prima di scaricare.',
    '«Abbiamo ascoltato chi lavora mentre gli altri dormono», ha detto la comandante del porto Elena Croce.',
    'Allo sportello ci saranno due agenti, uno dei quali parla portoghese.',
    'Una prova di febbraio ha mostrato che l’attesa è scesa da cinque ore a quaranta minuti.',
    'Il comune destina al servizio 210.000 euro l’anno e lo valuterà in autunno.',
    'L’opposizione ritiene la somma troppo alta per una città che ha chiuso due biblioteche.',
    'I compratori del nord apprezzano il piano, perché la merce fresca arriva prima sui loro mercati.',
    'Non tutti sono contenti: i residenti di via del Molo temono più camion di notte.',
    'La capitaneria ha promesso di tracciare i percorsi con loro entro la prima settimana.',
    'Uno sportello simile chiuse nel 2019 a Porto Ovest per mancanza di barche.',
    'Se qui andrà meglio dipenderà anche dal tempo del prossimo inverno.',
  ],
  subheads: ['Che cosa chiedevano i sindacati', 'Quanto costerà', 'I residenti vogliono essere ascoltati'],
  items: [
    'I documenti si ricevono fino alle due',
    'La pesa è gratuita sotto la tonnellata',
    'I camion usano solo la porta est',
  ],
  captions: ['La nuova banchina in una sera di marzo', 'Elena Croce davanti alla capitaneria'],
  others: [
    'Il traghetto per le isole resta in bacino un altro mese',
    'Il consiglio litiga sul prezzo dei parcheggi',
    'Il coro della scuola premiato nella capitale',
    'Il vecchio faro trova finalmente un compratore',
    'Due biblioteche riaprono il sabato',
  ],
  comments: [
    'Lavoro su quella banchina da vent’anni e nessuno ci aveva mai chiesto di che cosa abbiamo bisogno.',
    'Bella idea, ma alla fine chi paga? Noi, come sempre, e in più arrivano i camion sotto casa.',
    'Il mio vicino dice che la prova si è fatta solo col bel tempo, quindi aspettiamo di vedere.',
  ],
  consent:
    'Noi e i nostri partner utilizziamo i cookie per conservare informazioni sul dispositivo e misurare la lettura delle pagine. Puoi accettarli tutti o cambiare la tua scelta in ogni momento.',
  newsletter: 'Iscriviti alla nostra newsletter della sera e leggi ogni giorno che cosa conta sulla costa.',
  byline: 'Di Martino Halli',
  date: '12 marzo 2024',
  readMore: 'Leggi anche',
  related: 'Articoli correlati',
  menu: ['Notizie', 'Sport', 'Meteo', 'Economia', 'Cultura', 'Opinioni', 'Lavoro', 'Contatti'],
};

const pt: Words = {
  language: 'pt',
  title: 'Capitania abre balcão noturno para os pescadores',
  standfirst:
    'A partir de segunda-feira as tripulações podem entregar os papéis até às duas da manhã, anunciou a capitania depois de conversas com três sindicatos.',
  sentences: [
    'A capitania de Lindoporto vai manter um balcão aberto toda a noite, para que as tripulações não percam meio dia.',
    'Três sindicatos pediam a mudança desde que o novo cais ficou pronto na primavera.',
    'Cerca de quarenta barcos descarregam o pescado entre as dez da noite e as quatro da manhã.',
    'Até agora os mestres tinham de esperar pelo turno da manhã antes de descarregar.',
    '“Ouvimos quem trabalha enquanto os outros dormem”, disse a capitã do porto, Helena Cruz.',
    'O balcão terá dois agentes, um dos quais fala inglês.',
    'Um teste em fevereiro mostrou que a espera caiu de cinco horas para quarenta minutos.',
    'A câmara reserva 210 mil euros por ano para o serviço e fará um balanço no outono.',
    'A oposição acha a soma demasiado alta para uma cidade que fechou duas bibliotecas.',
    'Os compradores do norte saúdam o plano, porque o peixe fresco chega mais cedo aos mercados.',
    'Nem todos estão contentes: os moradores da rua do Molhe receiam mais camiões à noite.',
    'A capitania prometeu traçar os percursos com eles antes do fim da primeira semana.',
    'Um balcão semelhante fechou em 2019 no Porto Oeste por falta de barcos.',
    'Se aqui corre melhor depende também do tempo do próximo inverno.',
  ],
  subheads: ['O que pediam os sindicatos', 'Quanto vai custar', 'Moradores querem ser ouvidos'],
  items: [
    'Os papéis são recebidos até às duas',
    'A pesagem é gratuita até uma tonelada',
    'Os camiões usam apenas a porta leste',
  ],
  captions: ['O novo cais numa noite de março', 'Helena Cruz em frente à capitania'],
  others: [
    'Barco das ilhas fica mais um mês na doca',
    'Câmara discute o preço do estacionamento',
    'Coro da escola ganha prémio na capital',
    'Velho farol encontra finalmente comprador',
    'Duas bibliotecas reabrem ao sábado',
  ],
  comments: [
    'Trabalho naquele cais há vinte anos e nunca ninguém nos tinha perguntado do que precisamos.',
    'Boa ideia, mas quem paga no fim? Nós, como sempre, e ainda por cima vêm os camiões.',
    'O meu vizinho diz que o teste só foi feito com bom tempo, por isso vamos ver o que acontece.',
  ],
  consent:
    'Nós e os nossos parceiros utilizamos cookies para guardar informação no seu dispositivo e medir a leitura das páginas. Pode aceitar todos ou mudar a sua escolha quando quiser.',
  newsletter: 'Receba as notícias da costa todos os dias no seu e-mail.',
  byline: 'Por Martim Hales',
  date: '12 de março de 2024',
  readMore: 'Leia também',
  related: 'Notícias relacionadas',
  menu: ['Notícias', 'Desporto', 'Tempo', 'Economia', 'Cultura', 'Opinião', 'Emprego', 'Contacto'],
};

const nl: Words = {
  language: 'nl',
  title: 'Havenkantoor opent nachtloket voor vissers',
  standfirst:
    'Vanaf maandag kunnen bemanningen hun papieren tot twee uur ’s nachts inleveren, meldde het havenkantoor na overleg met drie bonden.',
  sentences: [
    'Het havenkantoor van Lindemonde houdt één loket de hele nacht open, zodat bemanningen geen halve dag meer verliezen.',
    'Drie bonden vroegen om de verandering sinds de nieuwe kade in het voorjaar klaar was.',
    'Ongeveer veertig boten lossen hun vangst tussen tien uur ’s avonds en vier uur ’s morgens.',
    'Tot nu toe moesten de schippers op de ochtendploeg wachten voordat zij konden lossen.',
    '“We hebben geluisterd naar wie werkt terwijl anderen slapen”, zei havenmeester Ellen Kroes.',
    'Aan het loket zitten twee ambtenaren, van wie er één Portugees spreekt.',
    'Een proef in februari liet zien dat de wachttijd daalde van vijf uur naar veertig minuten.',
    'De gemeente trekt jaarlijks 210.000 euro uit en beoordeelt de dienst in het najaar.',
    'De oppositie vindt het bedrag te hoog voor een stad die twee bibliotheken sloot.',
    'Kopers uit het noorden zijn blij, omdat verse partijen eerder op hun markten komen.',
    'Niet iedereen is tevreden: bewoners van de Pierstraat vrezen ’s nachts meer vrachtwagens.',
    'Het kantoor beloofde de routes nog in de eerste week met hen te bepalen.',
    'Een soortgelijk loket in Westhaven sloot in 2019 omdat te weinig boten het gebruikten.',
    'Of het hier beter gaat, hangt ook af van het weer in de komende winter.',
  ],
  subheads: ['Waar de bonden om vroegen', 'Wat het gaat kosten', 'Bewoners willen gehoord worden'],
  items: [
    'Papieren worden tot twee uur aangenomen',
    'Wegen is gratis onder een ton',
    'Vrachtwagens gebruiken alleen de oostpoort',
  ],
  captions: ['De nieuwe kade op een avond in maart', 'Ellen Kroes voor het havenkantoor'],
  others: [
    'Veerboot naar de eilanden blijft nog een maand in dok',
    'Raad ruziet over parkeertarieven',
    'Schoolkoor wint prijs in de hoofdstad',
    'Oude vuurtoren vindt eindelijk een koper',
    'Twee bibliotheken weer open op zaterdag',
  ],
  comments: [
    'Ik werk al twintig jaar op die kade en nog nooit heeft iemand gevraagd wat wij nodig hebben.',
    'Mooi idee, maar wie betaalt dat uiteindelijk? Wij, zoals altijd, en de vrachtwagens erbij.',
    'Mijn buurman zegt dat de proef alleen bij mooi weer was, dus laten we het even afwachten.',
  ],
  consent:
    'Wij en onze partners gebruiken cookies om informatie op uw apparaat te bewaren en te meten hoe deze website wordt gelezen. U kunt alles accepteren of uw keuze altijd wijzigen.',
  newsletter: 'Schrijf je in voor onze nieuwsbrief en lees elke avond wat er aan de kust gebeurt.',
  byline: 'Door Martijn Haal',
  date: '12 maart 2024',
  readMore: 'Lees ook',
  related: 'Gerelateerd nieuws',
  menu: ['Nieuws', 'Sport', 'Weer', 'Economie', 'Cultuur', 'Opinie', 'Vacatures', 'Contact'],
};

const pl: Words = {
  language: 'pl',
  title: 'Kapitanat otwiera nocne okienko dla rybaków',
  standfirst:
    'Od poniedziałku załogi mogą oddawać dokumenty do drugiej w nocy, podał kapitanat po rozmowach z trzema związkami.',
  sentences: [
    'Kapitanat portu w Lipowie będzie miał jedno okienko otwarte przez całą noc, żeby załogi nie traciły połowy dnia.',
    'Trzy związki prosiły o tę zmianę, odkąd wiosną ukończono nowe nabrzeże.',
    'Około czterdziestu kutrów wyładowuje połów między dziesiątą wieczorem a czwartą rano.',
    'Dotąd szyprowie musieli czekać na poranną zmianę, zanim mogli rozładować skrzynie.',
    '„Wysłuchaliśmy tych, którzy pracują, gdy inni śpią” – powiedziała kapitan portu Helena Krok.',
    'W okienku będzie dwóch urzędników, z których jeden mówi po portugalsku.',
    'Próba w lutym pokazała, że czas oczekiwania spadł z pięciu godzin do czterdziestu minut.',
    'Miasto przeznacza na to 210 tysięcy rocznie i oceni usługę jesienią.',
    'Opozycja uważa tę kwotę za zbyt wysoką jak na miasto, które zamknęło dwie biblioteki.',
    'Kupcy z północy chwalą plan, bo świeży towar trafia wcześniej na ich targi.',
    'Nie wszyscy są zadowoleni: mieszkańcy ulicy Molo boją się nocnych ciężarówek.',
    'Kapitanat obiecał ustalić z nimi trasy jeszcze przed końcem pierwszego tygodnia.',
    'Podobne okienko w Porcie Zachodnim zamknięto w 2019 roku, bo korzystało z niego za mało kutrów.',
    'Czy tutaj pójdzie lepiej, zależy także od pogody w nadchodzącą zimę.',
  ],
  subheads: ['O co prosiły związki', 'Ile to będzie kosztować', 'Mieszkańcy chcą być wysłuchani'],
  items: [
    'Dokumenty są przyjmowane do drugiej w nocy',
    'Ważenie jest bezpłatne poniżej tony',
    'Ciężarówki korzystają tylko z bramy wschodniej',
  ],
  captions: ['Nowe nabrzeże w marcowy wieczór', 'Helena Krok przed kapitanatem'],
  others: [
    'Prom na wyspy zostaje w doku kolejny miesiąc',
    'Rada spiera się o ceny parkowania',
    'Szkolny chór zdobył nagrodę w stolicy',
    'Stara latarnia znalazła wreszcie kupca',
    'Dwie biblioteki znów otwarte w soboty',
  ],
  comments: [
    'Pracuję na tym nabrzeżu od dwudziestu lat i nikt nas nigdy nie zapytał, czego potrzebujemy.',
    'Dobry pomysł, ale kto za to zapłaci? My, jak zawsze, a do tego jeszcze te ciężarówki.',
    'Sąsiad mówi, że próbę robiono tylko przy dobrej pogodzie, więc poczekajmy, co będzie.',
  ],
  consent:
    'My i nasi partnerzy używamy plików cookie, aby zapisywać informacje na urządzeniu i mierzyć czytanie stron. Możesz zaakceptować wszystkie lub w każdej chwili zmienić wybór.',
  newsletter: 'Zapisz się do naszego newslettera i czytaj co wieczór, co ważne na wybrzeżu.',
  byline: 'Marcin Halny',
  date: '12 marca 2024',
  readMore: 'Czytaj także',
  related: 'Powiązane artykuły',
  menu: ['Wiadomości', 'Sport', 'Pogoda', 'Gospodarka', 'Kultura', 'Opinie', 'Praca', 'Kontakt'],
};

const sv: Words = {
  language: 'sv',
  title: 'Hamnkontoret öppnar en nattlucka för fiskarna',
  standfirst:
    'Från och med måndag kan besättningar lämna in sina papper till klockan två på natten, meddelade hamnkontoret efter samtal med tre förbund.',
  sentences: [
    'Hamnkontoret i Lindmynning håller en lucka öppen hela natten, så att besättningarna inte förlorar en halv dag.',
    'Tre förbund har bett om förändringen sedan den nya kajen blev klar i våras.',
    'Omkring fyrtio båtar landar sin fångst mellan tio på kvällen och fyra på morgonen.',
    'Hittills har skepparna fått vänta på morgonskiftet innan de kunnat lossa.',
    '”Vi har lyssnat på dem som arbetar medan andra sover”, säger hamnkapten Ellen Kron.',
    'I luckan sitter två tjänstemän, varav en talar portugisiska.',
    'Ett försök i februari visade att väntetiden sjönk från fem timmar till fyrtio minuter.',
    'Kommunen avsätter 2,1 miljoner kronor om året och prövar tjänsten i höst.',
    'Oppositionen tycker att summan är för hög för en stad som har stängt två bibliotek.',
    'Köpare norrifrån välkomnar planen, eftersom färska partier når marknaderna tidigare.',
    'Alla är inte nöjda: boende på Pirgatan är rädda för fler lastbilar på natten.',
    'Kontoret lovade att lägga rutterna tillsammans med dem redan under första veckan.',
    'En liknande lucka i Västhamn stängdes 2019 eftersom för få båtar använde den.',
    'Om det går bättre här beror också på vädret under den kommande vintern.',
  ],
  subheads: ['Vad förbunden bad om', 'Vad det kommer att kosta', 'De boende vill bli hörda'],
  items: [
    'Papper tas emot till klockan två',
    'Vägningen är gratis under ett ton',
    'Lastbilar använder bara östra porten',
  ],
  captions: ['Den nya kajen en kväll i mars', 'Ellen Kron framför hamnkontoret'],
  others: [
    'Färjan till öarna ligger i docka en månad till',
    'Fullmäktige bråkar om parkeringsavgifter',
    'Skolkören vann pris i huvudstaden',
    'Gamla fyren har äntligen fått en köpare',
    'Två bibliotek öppnar igen på lördagar',
  ],
  comments: [
    'Jag har jobbat på den kajen i tjugo år och ingen har någonsin frågat vad vi behöver.',
    'Fin idé, men vem betalar till slut? Vi, som alltid, och så kommer lastbilarna på köpet.',
    'Min granne säger att försöket bara gjordes i fint väder, så vi får vänta och se vad som händer.',
  ],
  consent:
    'Vi och våra partner använder cookies för att spara information på din enhet och mäta hur sidorna läses. Du kan godkänna alla eller ändra ditt val när som helst.',
  newsletter: 'Prenumerera på vårt nyhetsbrev och läs varje kväll vad som händer längs kusten.',
  byline: 'Av Martin Hall',
  date: '12 mars 2024',
  readMore: 'Läs också',
  related: 'Relaterade artiklar',
  menu: ['Nyheter', 'Sport', 'Väder', 'Ekonomi', 'Kultur', 'Åsikter', 'Jobb', 'Kontakt'],
};

const cs: Words = {
  language: 'cs',
  title: 'Přístavní úřad otevírá noční přepážku pro rybáře',
  standfirst:
    'Od pondělí mohou posádky odevzdávat doklady až do dvou hodin v noci, oznámil přístavní úřad po jednání se třemi odbory.',
  sentences: [
    'Přístavní úřad v Lipově nechá jednu přepážku otevřenou celou noc, aby posádky neztrácely půl dne.',
    'Troje odbory o změnu žádaly od chvíle, kdy bylo na jaře dokončeno nové nábřeží.',
    'Asi čtyřicet lodí vykládá úlovek mezi desátou večer a čtvrtou ráno.',
    'Dosud museli jejich kapitáni čekat na ranní směnu, než mohli vykládat.',
    '„Vyslechli jsme ty, kdo pracují, když ostatní spí,“ řekla kapitánka přístavu Helena Krátká.',
    'U přepážky budou dva úředníci, z nichž jeden mluví portugalsky.',
    'Únorový pokus ukázal, že čekání kleslo z pěti hodin na čtyřicet minut.',
    'Město na službu vyčlení 2,1 milionu ročně a na podzim ji vyhodnotí.',
    'Opozice považuje částku za příliš vysokou pro město, které zavřelo dvě knihovny.',
    'Kupci ze severu plán vítají, protože čerstvé zboží se dostane dřív na jejich trhy.',
    'Všichni spokojeni nejsou: obyvatelé Molové ulice se bojí nočních nákladních aut.',
    'Úřad slíbil, že trasy naplánuje společně s nimi ještě v prvním týdnu.',
    'Podobná přepážka v Západním přístavu skončila roku 2019, protože ji využívalo málo lodí.',
    'Zda to tady půjde lépe, záleží i na počasí příští zimy.',
  ],
  subheads: ['Proč to odbory chtěly', 'Kolik to bude stát', 'Obyvatelé chtějí být slyšet'],
  items: [
    'Doklady se přijímají do dvou hodin',
    'Vážení je do jedné tuny zdarma',
    'Nákladní auta jezdí jen východní branou',
  ],
  captions: ['Nové nábřeží za březnového večera', 'Helena Krátká před přístavním úřadem'],
  others: [
    'Trajekt na ostrovy zůstává v doku další měsíc',
    'Zastupitelé se přou o cenu parkování',
    'Školní sbor získal cenu v hlavním městě',
    'Starý maják konečně našel kupce',
    'Dvě knihovny jsou v sobotu znovu otevřené',
  ],
  comments: [
    'Na tom nábřeží dělám dvacet let a nikdo se nás nikdy neptal, co vlastně potřebujeme.',
    'Hezký nápad, ale kdo to nakonec zaplatí? My jako vždycky, a k tomu ještě náklaďáky.',
    'Soused říká, že se to zkoušelo jen za pěkného počasí, tak počkejme, co z toho bude.',
  ],
  consent:
    'My a naši partneři používáme soubory cookie k ukládání informací ve vašem zařízení a k měření čtenosti. Tento web můžete číst po přijetí všech, svou volbu můžete kdykoli změnit.',
  newsletter: 'Přihlaste se k odběru newsletteru a čtěte každý večer, co se děje na pobřeží.',
  byline: 'Martin Halas',
  date: '12. března 2024',
  readMore: 'Čtěte také',
  related: 'Související články',
  menu: ['Zprávy', 'Sport', 'Počasí', 'Ekonomika', 'Kultura', 'Názory', 'Práce', 'Kontakt'],
};

const ru: Words = {
  language: 'ru',
  title: 'Управление порта открывает ночное окно для рыбаков',
  standfirst:
    'С понедельника экипажи смогут сдавать документы до двух часов ночи, сообщило управление порта после переговоров с тремя профсоюзами.',
  sentences: [
    'Управление порта Липов будет держать одно окно открытым всю ночь, чтобы экипажи не теряли полдня.',
    'Три профсоюза просили об этом с тех пор, как весной был достроен новый причал.',
    'Около сорока судов выгружают улов между десятью вечера и четырьмя утра.',
    'До сих пор капитанам приходилось ждать утренней смены, прежде чем начать разгрузку.',
    '«Мы выслушали тех, кто работает, пока другие спят», — сказала капитан порта Елена Кротова.',
    'В окне будут работать два сотрудника, один из которых говорит по-португальски.',
    'Февральский опыт показал, что ожидание сократилось с пяти часов до сорока минут.',
    'Город выделяет на это 21 миллион в год и подведёт итоги осенью.',
    'Оппозиция считает сумму слишком большой для города, закрывшего две библиотеки.',
    'Покупатели с севера приветствуют план, потому что свежий товар раньше попадает на их рынки.',
    'Довольны не все: жители улицы Молодой опасаются ночных грузовиков.',
    'Управление обещало проложить маршруты вместе с ними ещё в первую неделю.',
    'Похожее окно в Западном порту закрыли в 2019 году, потому что им пользовалось мало судов.',
    'Пойдёт ли здесь лучше, зависит и от погоды будущей зимой.',
  ],
  subheads: ['О чём просили профсоюзы', 'Сколько это будет стоить', 'Жители хотят быть услышанными'],
  items: [
    'Документы принимают до двух часов ночи',
    'Взвешивание до тонны бесплатное',
    'Грузовики ездят только через восточные ворота',
  ],
  captions: ['Новый причал мартовским вечером', 'Елена Кротова у здания управления'],
  others: [
    'Паром на острова остаётся в доке ещё на месяц',
    'Депутаты спорят о цене парковки',
    'Школьный хор получил приз в столице',
    'Старый маяк наконец нашёл покупателя',
    'Две библиотеки снова открыты по субботам',
  ],
  comments: [
    'Работаю на этом причале двадцать лет, и никто никогда не спрашивал, что нам нужно.',
    'Хорошая мысль, но кто в итоге заплатит? Мы, как всегда, и грузовики в придачу.',
    'Сосед говорит, что пробовали только в хорошую погоду, так что подождём и посмотрим.',
  ],
  consent:
    'Мы и наши партнёры используем файлы cookie, чтобы хранить сведения на вашем устройстве и измерять чтение страниц. Вы можете принять все или изменить выбор в любое время.',
  newsletter: 'Подписывайтесь на нашу вечернюю рассылку и читайте каждый день, что важно на побережье.',
  byline: 'Мартин Халов',
  date: '12 марта 2024',
  readMore: 'Читайте также',
  related: 'По теме',
  menu: ['Новости', 'Спорт', 'Погода', 'Экономика', 'Культура', 'Мнения', 'Работа', 'Контакты'],
};

const ar: Words = {
  language: 'ar',
  title: 'إدارة الميناء تفتح شباكا ليليا لأطقم الصيد',
  standfirst:
    'ابتداء من يوم الاثنين يمكن للأطقم تسليم أوراقها حتى الثانية صباحا، كما قالت إدارة الميناء بعد محادثات مع ثلاث نقابات.',
  sentences: [
    'ستبقي إدارة ميناء ليندا شباكا واحدا مفتوحا طوال الليل حتى لا تخسر الأطقم نصف يوم من عملها.',
    'وكانت ثلاث نقابات قد طلبت هذا التغيير منذ الانتهاء من الرصيف الجديد في الربيع الماضي.',
    'وينزل نحو أربعين قاربا صيده بين العاشرة مساء والرابعة صباحا من كل يوم.',
    'وكان على الربابنة حتى الآن أن ينتظروا مناوبة الصباح قبل أن يفرغوا حمولتهم.',
    'وقالت مديرة الميناء إيلين كروفت: "استمعنا إلى الذين يعملون بينما ينام الآخرون".',
    'وسيعمل في الشباك موظفان يتكلم أحدهما اللغة البرتغالية إلى جانب العربية.',
    'وأظهرت تجربة في فبراير أن وقت الانتظار انخفض من خمس ساعات إلى أربعين دقيقة.',
    'وخصصت البلدية مئتين وعشرة آلاف في السنة لهذه الخدمة وستراجعها في الخريف.',
    'ورأت المعارضة أن المبلغ مرتفع جدا لمدينة أغلقت مكتبتين في العام نفسه.',
    'ورحب المشترون من الشمال بالخطة لأن الأسماك الطازجة تصل إلى أسواقهم أبكر.',
    'وليس الجميع راضيا، فسكان شارع الرصيف يخشون مزيدا من الشاحنات في الليل.',
    'ووعدت الإدارة بأن ترسم الطرق معهم قبل أن ينتهي الأسبوع الأول من العمل.',
    'وكان شباك مماثل في الميناء الغربي قد أغلق عام 2019 لقلة القوارب التي استخدمته.',
    'ويتوقف النجاح هنا أيضا على أحوال الطقس في الشتاء القادم كما يقول الصيادون.',
  ],
  subheads: ['ما طلبته النقابات', 'كم ستكلف الخدمة', 'السكان يريدون أن يسمعهم أحد'],
  items: ['تستلم الأوراق حتى الثانية صباحا', 'الوزن مجاني لما دون الطن', 'الشاحنات تستخدم البوابة الشرقية فقط'],
  captions: ['الرصيف الجديد في مساء من مارس', 'إيلين كروفت أمام إدارة الميناء'],
  others: [
    'عبارة الجزر تبقى في الحوض شهرا آخر',
    'المجلس يختلف على ثمن مواقف السيارات',
    'جوقة المدرسة تفوز بجائزة في العاصمة',
    'المنارة القديمة تجد مشتريا أخيرا',
    'مكتبتان تفتحان أبوابهما يوم السبت',
  ],
  comments: [
    'أعمل على ذلك الرصيف منذ عشرين عاما ولم يسألنا أحد من قبل عما نحتاج إليه حقا.',
    'فكرة جميلة ولكن من يدفع في النهاية؟ نحن كالعادة ومعها الشاحنات أيضا.',
    'يقول جاري إن التجربة جرت في الطقس الجيد فقط فلننتظر ونر ما سيحدث بعد ذلك.',
  ],
  consent:
    'نستخدم نحن وشركاؤنا ملفات cookie لحفظ معلومات على جهازك ولقياس قراءة الصفحات. يمكنك قبولها كلها أو تغيير اختيارك في أي وقت.',
  newsletter: 'اشترك في نشرتنا المسائية واقرأ كل يوم ما يهم الساحل.',
  byline: 'بقلم مارتن هال',
  date: '12 مارس 2024',
  readMore: 'اقرأ أيضا',
  related: 'مواضيع ذات صلة',
  menu: ['أخبار', 'رياضة', 'طقس', 'اقتصاد', 'ثقافة', 'رأي', 'وظائف', 'اتصل بنا'],
};

const tr: Words = {
  language: 'tr',
  title: 'Liman idaresi balıkçılar için gece gişesi açıyor',
  standfirst:
    'Pazartesiden itibaren mürettebat evrakını gece ikiye kadar teslim edebilecek, liman idaresi üç sendikayla görüştükten sonra duyurdu.',
  sentences: [
    'Lindağzı liman idaresi, mürettebat yarım gün kaybetmesin diye bir gişeyi bütün gece açık tutacak.',
    'Üç sendika, yeni rıhtım ilkbaharda tamamlandığından beri bu değişikliği istiyordu.',
    'Yaklaşık kırk tekne avını akşam on ile sabah dört arasında karaya çıkarıyor.',
    'Şimdiye kadar kaptanlar boşaltmadan önce sabah vardiyasını beklemek zorundaydı.',
    '“Başkaları uyurken çalışanları dinledik” dedi liman başkanı Elif Kurt.',
    'Gişede iki memur görev yapacak, bunlardan biri Portekizce biliyor.',
    'Şubattaki deneme, bekleme süresinin beş saatten kırk dakikaya indiğini gösterdi.',
    'Belediye hizmet için yılda 210 bin ayırdı ve sonbaharda yeniden değerlendirecek.',
    'Muhalefet, iki kütüphaneyi kapatan bir kent için bu tutarı çok yüksek buluyor.',
    'Kuzeyden gelen alıcılar planı destekliyor, çünkü taze balık pazarlara daha erken varıyor.',
    'Herkes memnun değil: İskele Sokağı sakinleri gece daha çok kamyon geçmesinden korkuyor.',
    'İdare, ilk hafta bitmeden güzergâhları onlarla birlikte belirleyeceğine söz verdi.',
    'Batı Limanı’ndaki benzer bir gişe, az tekne kullandığı için 2019’da kapatılmıştı.',
    'Burada işlerin daha iyi gidip gitmeyeceği gelecek kışın havasına da bağlı.',
  ],
  subheads: ['Sendikalar neden istedi', 'Ne kadara mal olacak', 'Sakinler sesini duyurmak istiyor'],
  items: [
    'Evrak gece ikiye kadar alınıyor',
    'Bir tonun altında tartı ücretsiz',
    'Kamyonlar yalnız doğu kapısını kullanıyor',
  ],
  captions: ['Yeni rıhtım bir mart akşamında', 'Elif Kurt liman idaresinin önünde'],
  others: [
    'Adalara giden vapur bir ay daha havuzda',
    'Meclis otopark ücretini tartışıyor',
    'Okul korosu başkentte ödül aldı',
    'Eski fener sonunda alıcı buldu',
    'İki kütüphane cumartesi yeniden açık',
  ],
  comments: [
    'Yirmi yıldır o rıhtımda çalışıyorum, bugüne kadar kimse bize neye ihtiyacımız olduğunu sormadı.',
    'Güzel fikir ama sonunda kim ödeyecek? Her zamanki gibi biz, üstüne bir de kamyonlar.',
    'Komşum denemenin yalnız güzel havada yapıldığını söylüyor, bekleyip görelim bakalım ne olacak.',
  ],
  consent:
    'Biz ve ortaklarımız cihazınızda bilgi saklamak ve sayfaların nasıl okunduğunu ölçmek için cookie kullanıyoruz. We use them only with your consent; hepsini kabul edebilirsiniz.',
  newsletter: 'Bültenimize abone olun ve her akşam kıyıda olup biteni okuyun.',
  byline: 'Mert Hal',
  date: '12 Mart 2024',
  readMore: 'Ayrıca okuyun',
  related: 'İlgili haberler',
  menu: ['Haberler', 'Spor', 'Hava', 'Ekonomi', 'Kültür', 'Görüş', 'İlanlar', 'İletişim'],
};

const ja: Words = {
  language: 'ja',
  title: '港湾事務所、漁船のために夜間窓口を開設',
  standfirst:
    '月曜日から乗組員は午前二時まで書類を提出できるようになる、と港湾事務所が三つの組合との話し合いの後に発表した。',
  sentences: [
    'リンド港の港湾事務所は、乗組員が半日を無駄にしないよう、一つの窓口を夜通し開けておくことを決めた。',
    '三つの組合は、春に新しい岸壁が完成して以来、この変更を求めてきた。',
    'およそ四十隻の船が午後十時から午前四時の間に水揚げを行っている。',
    'これまで船長たちは、荷を降ろす前に朝の担当者が来るのを待たなければならなかった。',
    '港長の黒川恵子さんは「ほかの人が眠っている間に働く人々の声を聞きました」と述べた。',
    '窓口には二人の職員が配置され、そのうち一人はポルトガル語を話す。',
    '二月の試行では、待ち時間が五時間から四十分に短縮されたことが分かった。',
    '市はこの業務に年間二千百万円を計上し、秋に見直しを行う予定である。',
    '野党は、二つの図書館を閉めた町にとってこの金額は高すぎると批判している。',
    '北部の買い手は、新鮮な魚がより早く市場に届くとして計画を歓迎している。',
    '誰もが満足しているわけではなく、桟橋通りの住民は夜間のトラックの増加を心配している。',
    '事務所は、最初の一週間のうちに住民とともに経路を決めると約束した。',
    '西港にあった同様の窓口は、利用する船が少なく二〇一九年に閉鎖された。',
    'ここでうまくいくかどうかは、今度の冬の天候にも左右されるだろう。',
  ],
  subheads: ['組合が求めた理由', '費用はいくらか', '住民の声'],
  items: ['書類は午前二時まで受け付ける', '一トン未満の計量は無料とする', 'トラックは東門だけを使う'],
  captions: ['三月の夕方の新しい岸壁', '港湾事務所の前に立つ黒川さん'],
  others: [
    '離島行きのフェリー、さらに一か月ドックに',
    '市議会、駐車料金をめぐり対立',
    '学校の合唱団が首都で入賞',
    '古い灯台にようやく買い手',
    '二つの図書館が土曜日に再開',
  ],
  comments: [
    'あの岸壁で二十年働いているが、何が必要かと聞かれたことは一度もなかった。',
    '良い考えだが、結局誰が払うのか。いつもどおり私たちで、そのうえトラックまで来る。',
    '隣の人によると試行は天気の良い日だけだったそうなので、様子を見ましょう。',
  ],
  consent:
    '当サイトと提携先は cookie を使って端末に情報を保存し、閲覧状況を測定します。this website: すべてに同意するか、いつでも選択を変更できます。',
  newsletter: '夕方のメールマガジンに登録して、海辺の話題を毎日お読みください。',
  byline: '春田真',
  date: '2024年3月12日',
  readMore: 'あわせて読みたい',
  related: '関連記事',
  menu: ['ニュース', 'スポーツ', '天気', '経済', '文化', '社説', '求人', '問い合わせ'],
};

export const allWords: readonly Words[] = [en, de, fr, es, it, pt, nl, pl, sv, cs, ru, ar, tr, ja];
