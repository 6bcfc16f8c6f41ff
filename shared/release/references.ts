/** Finds the numbers a newsroom gives its releases (N2017-063, IP/26/1801, C-117/15, "Press Release No. 10/458"); none of them is a date. */

/** Forms that are plain wherever they stand. */
const forms: readonly RegExp[] = [
  // INTERPOL: N2017-063, and PR094 before.
  /(?<![\p{L}\p{N}-])N\d{4}-\d{3}(?![\p{L}\p{N}-])/gu,
  /(?<![\p{L}\p{N}-])PR\d{3}(?![\p{L}\p{N}-])/gu,
  // European Commission: IP/26/1801, MEMO/12/345, STATEMENT/20/12.
  /(?<![\p{L}\p{N}/])(?:IP|MEMO|STATEMENT|SPEECH|MEX|QANDA|AC|STAT)[/_]\d{2}[/_]\d{1,5}(?![\p{L}\p{N}/])/gu,
  /(?<![\p{L}\p{N}-])MEX-\d{2}-\d{1,5}(?![\p{L}\p{N}-])/gu,
  // Court of Justice: C-117/15, T-12/20 P.
  /(?<![\p{L}\p{N}-])[CTF][-‑]\d{1,4}\/\d{2}(?: P)?(?![\p{L}\p{N}/])/gu,
];

/** Forms that need the words before them; the first group is the reference. */
const labelledForms: readonly RegExp[] = [
  /(?:press release|media release|news release|release|statement|communiqué de presse|communiqué|comunicado|nota de prensa|pressemitteilung|medienmitteilung|presseinformation|pressemeldung|comunicato stampa|persbericht)\s*(?::|(?:no|nr|n°|nº|núm|number)\.?:?)\s{0,3}((?=[\p{L}-]{0,6}\d)[\p{L}\d][\p{L}\d./-]{0,24}[\p{L}\d]|\d+)/giu,
  /(?:reference|ref|aktenzeichen|az|référence|referencia)\s?(?:no)?\s?[.:]\s{0,3}((?=[\p{L}-]{0,8}\d)[\p{L}\d][\p{L}\d./-]{1,24}[\p{L}\d])/giu,
];

/** A whole line above the text: "89/2022", "Nr. 12/2021", "(06-410)". */
const wholeLine = /^\(?(?:(?:no|nr|n°|nº)\.?\s?)?(\d{1,4}[/-]\d{2,4})\)?$/iu;
/** At the end of a headline: "… Cocaine Charges (06-410)". */
const headlineEnd = /\((\d{2}-\d{2,4})\)$/u;

const TEXT_CHARACTERS_MAX = 200_000;
const REFERENCES_MAX = 50;

/** References as printed, each once, in the order headline, labels, body. */
export function findReferences(headline: string | null, labels: readonly string[], body: string): string[] {
  const found = new Set<string>();
  const head = [headline ?? '', ...labels];
  for (const line of head) {
    for (const form of labelledForms) for (const match of line.matchAll(form)) found.add(match[1] ?? '');
  }
  for (const label of labels) found.add(wholeLine.exec(label.trim())?.[1] ?? '');
  found.add(headlineEnd.exec((headline ?? '').trim())?.[1] ?? '');
  for (const text of [...head, body.slice(0, TEXT_CHARACTERS_MAX)]) {
    for (const form of forms) for (const match of text.matchAll(form)) found.add(match[0]);
  }
  found.delete('');
  return [...found].filter((reference) => !isDay(reference)).slice(0, REFERENCES_MAX);
}

/** "Pressemitteilung: 12.01.2022" is a date behind the label. */
function isDay(reference: string): boolean {
  return /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/.test(reference) || /^\d{4}-\d{2}-\d{2}$/.test(reference);
}
