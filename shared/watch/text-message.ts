/**
 * A line for a mobile phone. One text message holds 140 bytes: 160 characters of the GSM alphabet, and 70 UTF-16 units as
 * soon as one of its characters is none of these (3GPP TS 23.038, 6.2.1; so SNS counts, too). What is longer is sent as
 * several, each paid for, so an ellipsis or a dash of print must not cost the reader half of the line.
 */
import { textMessageLimits } from '../limits.ts';
import { plainMarks, truncate } from './safe-text.ts';

const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Each takes two places: an escape stands before it. */
const extended = '^{}\\[~]|€';
const places = new Map<string, number>([
  ...[...basic].map((character): [string, number] => [character, 1]),
  ...[...extended].map((character): [string, number] => [character, 2]),
]);

/** Marks of print, and what else has a plain form of more or other characters. */
const plainForms: Readonly<Record<string, string>> = {
  ...plainMarks,
  '…': '...',
  '\u00a0': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
};
const markOfPrint = new RegExp(`[${Object.keys(plainForms).join('')}]`, 'gu');
const cutMark = '...';

/** How many places of the GSM alphabet the text takes; null when one of its characters is none of it. */
function placesOf(text: string): number | null {
  let sum = 0;
  for (const character of text) {
    const one = places.get(character);
    if (one === undefined) return null;
    sum += one;
  }
  return sum;
}

function cutToPlaces(text: string, placesMax: number): string {
  let sum = 0;
  let out = '';
  for (const character of text) {
    sum += places.get(character) ?? 0;
    if (sum > placesMax - cutMark.length) break;
    out += character;
  }
  return `${out.trimEnd()}${cutMark}`;
}

/** The words, cut to what one text message holds, and the address behind them where enough of them fit beside it. */
export function textMessage(words: string, url: string | null = null): string {
  const plain = words.replaceAll(markOfPrint, (mark) => plainForms[mark] ?? mark);
  const size = placesOf(plain);
  const isBasic = size !== null && (url === null || placesOf(url) !== null);
  const most = isBasic ? textMessageLimits.placesMax : textMessageLimits.unitsMax;
  const sized = isBasic ? size : words.length;
  const cutTo = (room: number): string => {
    if (sized <= room) return isBasic ? plain : words;
    return isBasic ? cutToPlaces(plain, room) : truncate(words, room);
  };
  const room = url === null ? most : most - ((isBasic ? placesOf(url) : url.length) ?? 0) - 1;
  if (url === null || room < Math.min(sized, textMessageLimits.wordsMin)) return cutTo(most);
  return `${cutTo(room)} ${url}`;
}
