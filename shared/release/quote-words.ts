/** Words of attribution by language: verbs of speech, honorifics and offices. Data for quotes.ts and speakers.ts. */

/** Finite forms of verbs of speech, in lower case; several words are one entry. */
export const speechVerbs: Readonly<Record<string, readonly string[]>> = {
  en: 'said|says|added|adds|concluded|concludes|told|tells|stated|states|noted|notes|explained|explains|commented|comments|remarked|expressed|emphasized|emphasised|stressed|underlined|underscored|highlighted|warned|declared|announced|continued|shared|observed|recalled|urged|insisted|argued|wrote|replied|pointed out|reiterated|affirmed|acknowledged|welcomed|asked|according to'.split(
    '|',
  ),
  fr: 'a déclaré|ont déclaré|déclare|déclarent|a précisé|précise|a ajouté|ajoute|a indiqué|indique|a expliqué|explique|a souligné|souligne|a affirmé|affirme|a conclu|conclut|a dit|dit|a rappelé|rappelle|a commenté|commente|a estimé|estime|a annoncé|annonce|a insisté|insiste|a noté|note|selon|poursuit|a poursuivi|se félicite|s’est félicité|assure|a assuré'.split(
    '|',
  ),
  es: 'declaró|ha declarado|declara|señaló|ha señalado|señala|añadió|ha añadido|añade|apuntó|dijo|ha dicho|dice|explicó|ha explicado|explica|afirmó|ha afirmado|afirma|indicó|ha indicado|indica|manifestó|ha manifestado|subrayó|ha subrayado|subraya|destacó|ha destacado|destaca|aseguró|asegura|concluyó|concluye|comentó|comenta|expresó|recordó|agregó|anunció|precisó|sostuvo|reiteró|según'.split(
    '|',
  ),
  de: 'sagt|sagte|erklärt|erklärte|betont|betonte|ergänzt|ergänzte|meint|meinte|unterstreicht|unterstrich|hebt hervor|hob hervor|fügt hinzu|fügte hinzu|führt aus|führte aus|kommentiert|kommentierte|bekräftigt|bekräftigte|bilanziert|resümiert|stellt fest|stellte fest|fordert|forderte|warnt|warnte|kündigt an|kündigte an|freut sich|zeigt sich überzeugt|macht deutlich|macht weiter deutlich|macht|berichtet|berichtete|erläutert|erläuterte|äußert|äußerte|so'.split(
    '|',
  ),
  it: 'ha dichiarato|dichiara|ha detto|dice|ha affermato|afferma|ha spiegato|spiega|ha aggiunto|aggiunge|ha sottolineato|sottolinea|ha commentato|commenta|conclude|ha concluso|secondo'.split(
    '|',
  ),
  pt: 'disse|diz|afirmou|afirma|declarou|declara|explicou|explica|destacou|destaca|acrescentou|acrescenta|ressaltou|ressalta|concluiu|conclui|sublinhou|sublinha|comentou|comenta|segundo'.split(
    '|',
  ),
  nl: 'zegt|zei|verklaart|verklaarde|aldus|voegt toe|benadrukt|benadrukte|vertelt|stelt'.split('|'),
  no: 'sier|sa|forteller|fortalte|avslutter|legger til|mener|forklarer|understreker|uttaler'.split('|'),
  sv: 'säger|sade|sa|berättar|menar|förklarar|avslutar|tillägger|understryker|kommenterar'.split('|'),
  da: 'siger|sagde|fortæller|udtaler|tilføjer|forklarer|mener|understreger'.split('|'),
  pl: 'powiedział|powiedziała|mówi|podkreślił|podkreśliła|dodał|dodała|zaznaczył|zaznaczyła|stwierdził|stwierdziła|wyjaśnia|zauważa|komentuje'.split(
    '|',
  ),
  ar: 'وقال|قال|وقالت|قالت|وأضاف|أضاف|وأضافت|أضافت|وأعلن|أعلن|وصرح|صرح|وأكد|أكد|وأكدت|أكدت|وأوضح|أوضح|وأشار|أشار|وتابع|تابع|وذكر|ذكر'.split(
    '|',
  ),
};

/** Kept in front of a name: they are part of how the person is named. */
export const honorifics = new Set(
  'mr mr. mrs mrs. ms ms. miss dr dr. prof prof. professor sir dame lord lady sheikh m. mme mlle monsieur madame sr. sra. señor señora don doña herr frau dott. ing. judge justice father rabbi imam pope king queen prince princess'.split(
    ' ',
  ),
);

/** Offices in front of a name, in lower case; German and Nordic compounds end in them. */
export const officeEndings =
  'präsident|präsidentin|minister|ministerin|sekretär|sekretärin|direktor|direktorin|chef|chefin|vorsitzender|vorsitzende|sprecher|sprecherin|leiter|leiterin|kommissar|kommissarin|geschäftsführer|geschäftsführerin|rat|rätin|kanzler|kanzlerin|vorstand|beauftragter|beauftragte|inspektor|meister|meisterin|senator|senatorin|kapitän|kapitänin|anwalt|anwältin|referent|referentin|manager|managerin|experte|expertin|bischof|ministeren|direktør|leder|sjef'.split(
    '|',
  );

export const offices = new Set(
  (
    'president vice-president vice minister vice-minister secretary general secretary-general director director-general chair chairman chairwoman chairperson commissioner spokesman spokeswoman spokesperson ' +
    'head chief executive officer ceo cfo cto coo manager governor senator congressman congresswoman representative ambassador attorney administrator deputy assistant under-secretary undersecretary ' +
    'counsel inspector superintendent captain colonel major lieutenant sergeant detective mayor judge professor founder co-founder partner coordinator leader premier chancellor rector dean board member ' +
    'président présidente ministre directeur directrice secrétaire général générale commissaire porte-parole maire sénateur préfet ' +
    'presidente presidenta ministro ministra director directora secretario secretaria general comisario comisaria portavoz alcalde alcaldesa gobernador ' +
    'presidente ministro direttore direttrice segretario generale commissario portavoce'
  ).split(' '),
);

/** The speaker of the quote before, named by no name of his own. */
export const pronouns = new Set(
  'he she they it il elle ils elles él ella ellos er sie han hun hon lui lei ele ela hij zij'.split(' '),
);

/** Behind a verb of speech these open a clause, and name nobody. */
export const clauseOpeners = new Set(
  'that que qu’il qu’elle dass daß che dat at att że أن إن بأن أنه أنها إنه'.split(' '),
);

/** A noun phrase ends here: what follows says where, when or to whom. */
export const phraseEnders = new Set(
  (
    'at in on during when while who which as after before following about regarding via through with by to from that today yesterday this last here where speaking adding noting ' +
    'dans lors à au aux en pendant devant qui dès suite ' +
    'durante tras ante ayer hoy quien que con ' +
    'bei beim im am auf in anlässlich nach vor zum zur heute gestern mit gegenüber weiter deutlich der die das ' +
    'til om under på'
  ).split(' '),
);
