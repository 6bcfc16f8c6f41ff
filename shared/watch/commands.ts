/** Commands that messages name, as one types them: with what leads to the same place, and whatever is in a word kept one word. */

export interface CommandPlace {
  /** `local` or the stack's name. */
  readonly target: string;
  /** The data folder of one machine, where it is not the usual one. */
  readonly dataFolder?: string | undefined;
}

/** For a POSIX shell: one word, whatever is in it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** `npx dateline …` for this place. The words are taken as they are. */
export function command(words: string, { target, dataFolder }: CommandPlace): string {
  const data = dataFolder === undefined ? '' : ` --data ${shellWord(dataFolder)}`;
  return `npx dateline ${words}${target === 'local' ? data : ` --target aws --stack ${target}`}`;
}
