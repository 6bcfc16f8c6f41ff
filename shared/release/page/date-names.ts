/** What the names of meta elements say about the dates they carry: published, made, or some day. Data for machine-dates.ts. */

export type DateNameMeaning = 'published' | 'created' | 'dated' | 'modified';

/** Days of other things: of expiry, of an event, of a person, of the crawler. They win over all other words. */
const otherThings =
  /expir|unavail|valid|embargo|event|start|begin|until|deadline|birth|death|founded|copyright|crawl|index|cache|build|music|book/;
const modifiedWords = /modif|updat|revis|review|edited|lastmod|lastchange|lastsaved|geaendert|utime$/;
const time = '(?:date|time|datetime|timestamp|day|at|on|iso|utc|d)*';
const publishedWords = new RegExp(
  `(?:(?:publish(?:ed|ing)?|publi(?:cation|cado|cacion|e)|pub|issued?|posted|post|release|display|firstpublished|originalpublication|online|veroeffentlicht)${time}|dateof(?:publication|issue)|date(?:published|issued|posted|parution)|gentime|ptime|pdate)$`,
);
const createdWords = new RegExp(`(?:(?:creat(?:ed|ion)|upload(?:ed)?)${time}|date(?:created|creation|uploaded))$`);
const datedWords = /(?:date|datum|fecha|timestamp)$/;
const NAME_CHARACTERS_MAX = 60;

/**
 * The meaning of a name such as `article:published_time`, `dcterms.issued`, `bt:pubdate`, `dateCreated`; null for all that
 * name no day, or that of another thing. Only letters count, so that every spelling of a vocabulary's terms is one.
 */
export function meaningOfDateName(name: string): DateNameMeaning | null {
  if (name.length > NAME_CHARACTERS_MAX) return null;
  const letters = name.toLowerCase().replace(/[^a-z]/g, '');
  if (otherThings.test(letters)) return null;
  if (modifiedWords.test(letters)) return 'modified';
  if (publishedWords.test(letters)) return 'published';
  if (createdWords.test(letters)) return 'created';
  return datedWords.test(letters) ? 'dated' : null;
}
