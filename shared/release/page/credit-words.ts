/** Credits of pictures, by which their captions are known: "Photo: Ana Silva", "(Ana Silva/Reuters)". Data for body.ts. */

const CAPTION_CHARACTERS_MAX = 400;

const pictureWords =
  '(?:\\p{L}*[Ff]otos?|\\p{L}*[Bb]ild(?:er)?|[Bb]ildrechte|[Bb]ildquelle|[Bb]ildnachweis|[Pp]hotos?|PHOTOS?|FOTOS?|[Pp]hotographs?|[Pp]icture|[Ii]mages?|[Cc]redits?|[Ff]otografías?|[Cc]rédits?(?: photo)?|[Cc]réditos?|[Zz]djęcie|[Ff]ot\\.|Фото|фото)';
const agencies =
  '(?:Getty(?: Images)?|Reuters|REUTERS|AFP|AP Photo|Associated Press|Shutterstock|[Pp]icture[ -][Aa]lliance|dpa|EPA|ANP|EFE|Lusa|ANSA|MTI|PAP|NTB|Ritzau|Unsplash|Pixabay|iStock|Adobe ?Stock|AdobeStock|stock\\.adobe\\.com|imago|IMAGO|Wikimedia(?: Commons)?)';
/** What a line with a credit holds, as it is written there; most lines hold none of it. */
const creditHints =
  'oto|ild|hoto|HOTO|FOTO|icture|mage|redit|rédit|rédito|djęcie|ot.|©|Getty|euters|REUTERS|AFP|AP Photo|ssociated Press|tock|lliance|dpa|EPA|ANP|EFE|Lusa|ANSA|MTI|PAP|NTB|Ritzau|Unsplash|Pixabay|imago|IMAGO|Wikimedia|/'.split(
    '|',
  );

/** A credit ends its line: so far before the end it begins at most. */
const CREDIT_CHARACTERS_MAX = 200;

const credit = new RegExp(
  [
    // "Archivfoto: ON", "Photo by Ana Silva", "(Foto: dpa)"
    `(?:^|[\\s(|.,–—-])${pictureWords}\\s?(?::|by|©|/)\\s?(?:[\\p{Lu}\\p{Lo}©@]|${agencies})[^:!?]{1,70}$`,
    // "(Ana Silva/Getty Images)", "/ dpa", "© Ana Silva"
    `[(/©–—|-]\\s?(?:[^()]{0,60}[/,–-]\\s?)?${agencies}(?:\\s?/[^()]{0,60})?\\)?\\.?$`,
    '©\\s?(?:[^©.!?]|\\.(?=\\p{Ll})){2,70}$',
    // "(Ana Silva/The Daily Post)", "(Ana Silva / Das Blatt via AP)"
    "\\(\\p{Lu}[\\p{L}.’'-]*(?: [\\p{L}.’'-]+){1,3} ?/ ?\\p{Lu}[^()/]{1,40}\\)\\.?$",
  ].join('|'),
  'u',
);

const numbered = /^(?:Abbildung|Abb\.|Figure|Fig\.|Figura|Foto|Bild|Photo|Grafik)\s?\d{1,3}\s?[.:]/u;

/** Whether a line ends in the credit of a picture: "… in Belvidere. (Stacey Wescott/Reuters)", "… Archivfoto: ON". */
export function isCredited(text: string): boolean {
  if (text.length > CAPTION_CHARACTERS_MAX) return false;
  if (numbered.test(text)) return true;
  const cut = text.length > CREDIT_CHARACTERS_MAX;
  // Where a line is cut no credit begins.
  const end = cut ? `_${text.slice(-CREDIT_CHARACTERS_MAX)}` : text;
  return creditHints.some((hint) => end.includes(hint)) && credit.test(end);
}
