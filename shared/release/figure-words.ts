/** Words that say a number, an order of magnitude, a month or a day of the week: one for another is another fact, however alike they are. Data for revision.ts. */
import { languagesOfMonth } from '../text/printed-dates.ts';

/** Lower case, by language; without "one", which is an article in many, and without what is a plain word of another ("once", "due"). */
const numberWords = new Set(
  (
    'two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion billions trillion trillions dozen dozens half double triple ' +
    'zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend million millionen milliarde milliarden billion billionen dutzend ' +
    'deux trois quatre cinq sept huit dix onze douze treize quatorze quinze vingt trente quarante cinquante soixante mille milliard milliards ' +
    'dos tres cuatro cinco seis siete ocho nueve diez doce trece catorce quince dieciséis veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento cientos mil millón millones billón billones ' +
    'tre quattro cinque sette nove dieci undici dodici tredici quattordici quindici sedici venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento mila milione milioni miliardo miliardi ' +
    'dois duas três quatro sete oito dez onze doze treze quatorze vinte trinta quarenta cinquenta cem milhão milhões bilhão bilhões ' +
    'twee drie vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd duizend miljoen miljard ' +
    'två tre fyra fem sju åtta nio tio elva tolv tjugo trettio hundra tusen miljon miljoner miljarder seks syv sju åtte otte elleve tolv tyve tjue hundre tusind millioner milliarder ' +
    'dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście dwadzieścia trzydzieści tysiąc tysiące tysięcy milion miliony milionów miliard miliardy miliardów ' +
    'два две три четыре пять шесть семь восемь девять десять двадцать тридцать сорок пятьдесят сто тысяча тысячи тысяч миллион миллиона миллионов миллиард миллиарда миллиардов мільйон мільйонів мільярд мільярдів'
  ).split(' '),
);

const weekdayWords = new Set(
  (
    'monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche ' +
    'lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ' +
    'måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag poniedziałek wtorek środa środę czwartek piątek sobota sobotę niedziela niedzielę ' +
    'понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье'
  ).split(' '),
);

/** Whether the word, in lower case, says a number or an order of magnitude. */
export function isNumberWord(word: string): boolean {
  return numberWords.has(word);
}

/** Whether the word, in lower case, is a number, a month or a day of the week. */
export function isFactWord(word: string): boolean {
  return numberWords.has(word) || weekdayWords.has(word) || languagesOfMonth(word).length > 0;
}
