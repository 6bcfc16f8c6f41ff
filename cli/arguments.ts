/** Checks the raw arguments of a verb before they are parsed: unknown flags, missing values, too many or too few words. */
import type { ArgDef, ArgsDef } from 'citty';
import { UsageError } from '../shared/errors.ts';
import { nearest, similar } from './nearest.ts';

function flagNames(args: ArgsDef): readonly string[] {
  return Object.entries(args)
    .filter(([, arg]) => arg.type !== 'positional')
    .flatMap(([name, arg]) => (arg.type === 'boolean' && arg.default === true ? [`no-${name}`] : [name]));
}

interface Flag {
  readonly arg: ArgDef;
  readonly value: string | null;
}

function unknownFlag(verb: string, given: string, args: ArgsDef): UsageError {
  const near = nearest(given.replace(/^-{1,2}/u, ''), flagNames(args));
  const takesWords = Object.values(args).some(({ type }) => type === 'positional');
  if (takesWords && /^-[^-]{2,}/u.test(given) && similar(given.slice(1), flagNames(args)) === null) {
    const hint = `flags begin with two dashes; what begins with a minus stands behind \`--\`: dateline ${verb} -- '${given}'`;
    return new UsageError('E_FLAG', `\`${verb}\` has no flag ${given}`, { input: given, hint });
  }
  return new UsageError('E_FLAG', `\`${verb}\` has no flag ${given}`, {
    input: given,
    hint: near === null ? `see \`dateline ${verb} --help\`` : `did you mean --${near}? See \`dateline ${verb} --help\``,
  });
}

function findFlag(verb: string, word: string, args: ArgsDef): Flag {
  const equals = word.indexOf('=');
  const given = equals === -1 ? word : word.slice(0, equals);
  const value = equals === -1 ? null : word.slice(equals + 1);
  if (given.startsWith('--')) {
    const name = given.slice(2);
    const arg = args[name];
    if (arg !== undefined && arg.type !== 'positional') return { arg, value };
    const negated = name.startsWith('no-') ? args[name.slice(3)] : undefined;
    if (negated?.type === 'boolean' && value === null) return { arg: negated, value };
  } else {
    for (const arg of Object.values(args)) {
      const alias = 'alias' in arg ? arg.alias : undefined;
      if (alias !== undefined && [alias].flat().some((short) => `-${short}` === given)) return { arg, value };
    }
  }
  throw unknownFlag(verb, given, args);
}

/** Throws UsageError (exit code 2) that names the argument and the remedy. `verb` as typed, `watch add`. */
export function checkArguments(verb: string, raw: readonly string[], args: ArgsDef, rest: boolean): void {
  const words: string[] = [];
  for (let i = 0; i < raw.length; i += 1) {
    const word = raw[i] ?? '';
    if (word === '--') {
      words.push(...raw.slice(i + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      words.push(word);
      continue;
    }
    const { arg, value } = findFlag(verb, word, args);
    if (arg.type === 'boolean') {
      if (value !== null && value !== 'true' && value !== 'false') {
        throw new UsageError('E_FLAG_VALUE', `${word.split('=')[0]} takes no value`, { input: word });
      }
      continue;
    }
    const given = value ?? raw[i + 1];
    if (value === null) i += 1;
    if (given === undefined || given === '' || (value === null && given.startsWith('--'))) {
      throw new UsageError('E_FLAG_VALUE', `${word.split('=')[0]} needs a value`, {
        input: word,
        hint: `see \`dateline ${verb} --help\``,
      });
    }
    if (arg.type === 'enum' && arg.options !== undefined && !arg.options.includes(given)) {
      throw new UsageError('E_FLAG_VALUE', `${word.split('=')[0]} cannot be ${given}`, {
        input: given,
        hint: `one of ${arg.options.join(', ')}`,
      });
    }
  }
  checkWords(verb, words, args, rest);
}

function checkWords(verb: string, words: readonly string[], args: ArgsDef, rest: boolean): void {
  const positionals = Object.entries(args).filter(([, arg]) => arg.type === 'positional');
  const missing = positionals
    .slice(words.length)
    .find(([, arg]) => arg.required !== false && arg.default === undefined);
  if (missing !== undefined) {
    throw new UsageError('E_ARGUMENT', `\`${verb}\` needs ${missing[0].toUpperCase()}`, {
      hint: `see \`dateline ${verb} --help\``,
    });
  }
  const extra = words[positionals.length];
  if (extra !== undefined && !rest) {
    throw new UsageError('E_ARGUMENT', `\`${verb}\` does not know what to do with ${extra}`, {
      input: extra,
      hint: `see \`dateline ${verb} --help\`; quote an argument that has spaces`,
    });
  }
}
