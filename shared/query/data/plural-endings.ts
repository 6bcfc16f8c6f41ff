/**
 * How plurals are made, as pairs of endings by language: singular ending, plural ending; whole words that no ending makes
 * are among them. Folded. Variants that no text has cost nothing.
 */

export type EndingPair = readonly [singular: string, plural: string];

/** Languages whose compounds take the plural on their first part as well: chefs-lieux. */
export const pluralsOnBothParts: ReadonlySet<string> = new Set(['es', 'fr', 'it', 'pt']);

/** The first pair whose singular ending fits makes the plural; the first whose plural ending fits gives the singulars. */
export const pluralEndings: Readonly<Record<string, readonly EndingPair[]>> = {
  fr: [
    ['oeil', 'yeux'],
    ['monsieur', 'messieurs'],
    ['madame', 'mesdames'],
    ['ciel', 'cieux'],
    ['aieul', 'aieux'],
    ['au', 'aux'],
    ['eu', 'eux'],
    ['ou', 'oux'],
    ['al', 'aux'],
    ['ail', 'aux'],
    ['', 's'],
  ],
  es: [
    ['z', 'ces'],
    ['', 's'],
    ['', 'es'],
  ],
  pt: [
    ['ao', 'oes'],
    ['ao', 'aes'],
    ['al', 'ais'],
    ['el', 'eis'],
    ['ol', 'ois'],
    ['il', 'is'],
    ['il', 'eis'],
    ['ul', 'uis'],
    ['m', 'ns'],
    ['', 's'],
    ['', 'es'],
  ],
  it: [
    ['uomo', 'uomini'],
    ['bue', 'buoi'],
    ['uovo', 'uova'],
    ['braccio', 'braccia'],
    ['dito', 'dita'],
    ['osso', 'ossa'],
    ['paio', 'paia'],
    ['miglio', 'miglia'],
    ['migliaio', 'migliaia'],
    ['centinaio', 'centinaia'],
    ['ginocchio', 'ginocchia'],
    ['tempio', 'templi'],
    ['ala', 'ali'],
    ['arma', 'armi'],
    ['cia', 'ce'],
    ['gia', 'ge'],
    ['ca', 'che'],
    ['ga', 'ghe'],
    ['co', 'chi'],
    ['go', 'ghi'],
    ['io', 'i'],
    ['a', 'e'],
    ['o', 'i'],
    ['e', 'i'],
    ['a', 'i'],
  ],
  de: [
    ['', 'e'],
    ['', 'en'],
    ['e', 'en'],
    ['', 'er'],
    ['', 'n'],
    ['', 's'],
    ['', 'nen'],
    ['', 'ern'],
    ['nis', 'nisse'],
    ['nis', 'nisses'],
    ['nis', 'nissen'],
    ['bus', 'busse'],
    ['bus', 'bussen'],
    ['o', 'en'],
    ['um', 'en'],
    ['us', 'en'],
    ['is', 'en'],
    ['a', 'en'],
    ['um', 'a'],
    ['', 'es'],
  ],
};
