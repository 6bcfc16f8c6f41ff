/** Long lists of phrases that a text may begin with, looked up by their first two letters instead of tried one by one. */

/** Answers those of `phrases` (each in lower case, of two characters at least) that begin as `text` does, whatever its case. */
export function beginningsOf(phrases: readonly string[]): (text: string) => readonly string[] {
  const byLetters = new Map<string, string[]>();
  for (const phrase of phrases) {
    const letters = phrase.slice(0, 2);
    const list = byLetters.get(letters);
    if (list === undefined) byLetters.set(letters, [phrase]);
    else list.push(phrase);
  }
  return (text) => byLetters.get(text.slice(0, 2).toLowerCase()) ?? [];
}
