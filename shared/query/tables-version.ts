/**
 * The version of all that decides which tokens a text has and which forms a query word finds: character classes, folding,
 * numbers, plurals, word lists. What was built from other tables is built again: compiled indexes and search segments
 * record it. `npm run generate` makes it from the text of those modules, comments aside.
 */
import tables from './data/tables.json' with { type: 'json' };

/** 32 bits without a sign. */
export const TABLES_VERSION: number = tables.version;
