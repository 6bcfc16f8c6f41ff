/**
 * The version of all that compiles queries into an index: parser, programs, layout, and the tables. An index of another
 * version is not used, and is compiled again. `npm run generate` makes it from the text of those modules, comments aside.
 */
import compiler from './data/compiler.json' with { type: 'json' };

/** 32 bits without a sign. */
export const COMPILER_VERSION: number = compiler.version;
