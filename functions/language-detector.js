/**
 * eld with its table of n-grams packed: in the bundles this file stands in for `eld/extrasmall`. As code the table would be
 * parsed with the bundle, 50 ms of every start, and cost 200 ms when used; few texts need it, and the first of them waits 50 ms.
 */
import { gunzipSync } from 'node:zlib';
// infra/aws/bundling.ts says where it is.
import packed from 'language-table';
import { createEld } from '../node_modules/eld/src/languageDetector.js';

const { instance: eld, loadData } = createEld();
loadData(JSON.parse(gunzipSync(packed).toString('utf8')));

export { eld };
