/** Releases made up by a seed, for benches: English-like texts with words of a Zipf distribution, names, numbers, quotes. */
import type { QueryDocument } from '../../shared/query/types.ts';
import { seededRandom } from '../support/memory/random.ts';

const frequent =
  'the of and to in a for that on with by was is from as at were which has have this be will are it an or their its not been also who said more than other new between can all his during into after two through our they we he under over these no'.split(
    ' ',
  );
/** Words that queries ask for, by their rank: of 100,000 releases of police and ministries, about as many have them. */
const ranked: Readonly<Record<number, string>> = {
  70: 'police',
  75: 'international',
  80: 'investigation',
  90: 'arrested',
  95: 'crime',
  100: 'law',
  110: 'authorities',
  120: 'enforcement',
  130: 'court',
  150: 'bank',
  160: 'border',
  180: 'security',
  200: 'drug',
  220: 'fraud',
  250: 'money',
  300: 'arrest',
  350: 'trafficking',
  400: 'laundering',
  500: 'cyber',
  700: 'cybercrime',
  900: 'exercise',
  1200: 'sanctions',
  2000: 'ransomware',
  5000: 'phishing',
};
const syllables =
  'ba co de fi gu ha le mi no pra qui re sto ti va wen zo lar men tor sil dan kre pol ish ent or al'.split(' ');
const names = ['Interpol', 'Europol', 'I-24/7', 'WHO', 'U.S.', 'COVID-19', 'Müller', 'Lyon', 'The Hague', 'Eurojust'];

function rareWord(number: number): string {
  let word = '';
  for (let rest = number + 7; rest > 0; rest = Math.floor(rest / syllables.length))
    word += syllables[rest % syllables.length];
  return word;
}

const vocabularySize = 120_000;

/** `words` of the body on average; the same seed and number give the same release. */
export function* generatedDocuments(count: number, seed: number, words = 450): Generator<QueryDocument> {
  const random = seededRandom(seed).fraction;
  // Zipf-Mandelbrot by inversion of its approximate distribution.
  const word = (): string => {
    const rank = Math.floor(Math.exp(random() * Math.log(vocabularySize + 1)) - 1);
    return frequent[rank] ?? ranked[rank] ?? rareWord(rank);
  };
  const startMs = Date.UTC(2021, 0, 4);
  for (let number = 0; number < count; number++) {
    const length = Math.round(words * (0.4 + 1.2 * random()));
    let body = '';
    for (let at = 0; at < length; at++) {
      let next = random() < 0.01 ? (names[Math.floor(random() * names.length)] ?? '') : word();
      if (at % 17 === 0) next = next.charAt(0).toUpperCase() + next.slice(1);
      body += next;
      if (at % 17 === 16) body += at % 85 === 84 ? '.\n\n' : '. ';
      else body += random() < 0.04 ? ', ' : ' ';
    }
    const day = new Date(startMs + Math.floor((number / count) * 5 * 365) * 86_400_000).toISOString().slice(0, 10);
    yield {
      headline: `${word()} ${word()} ${word()} ${names[Math.floor(random() * names.length)]} ${word()}`,
      body,
      organization: `Agency ${number % 40}`,
      newsroom: `agency-${number % 40}`,
      language: number % 10 === 0 ? 'fr' : 'en',
      country: number % 3 === 0 ? 'FR' : 'US',
      date: day,
      url: `https://agency-${number % 40}.example.org/news/${number}`,
      topics: [],
      dateline: null,
      quotes: [],
    };
  }
}
