/**
 * eld with its table of n-grams as text: in the bundles this file stands in for `eld/extrasmall`. As code the table would
 * be parsed with the bundle, 50 ms of every start; few texts need it, and the first of them waits for it.
 */
import { createEld } from '../node_modules/eld/src/languageDetector.js';
import table from '../node_modules/eld/src/ngrams/extrasmall.js' with { type: 'text' };

const { ngramsData } = await import(`data:text/javascript;base64,${Buffer.from(table).toString('base64')}`);
const { instance: eld, loadData } = createEld();
loadData(ngramsData);

export { eld };
