/** docs/reference/command-line.md is true: every verb stands in it with its example, and every example parses. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkArguments } from '../../../cli/arguments.ts';
import type { Group, Verb } from '../../../cli/command.ts';
import { verbHelp } from '../../../cli/help.ts';
import { root } from '../../../cli/verbs/root.ts';

const page = readFileSync(fileURLToPath(new URL('../../../docs/reference/command-line.md', import.meta.url)), 'utf8');

async function verbsOf(group: Group, path: readonly string[] = []): Promise<ReadonlyMap<string, Verb>> {
  const found = new Map<string, Verb>();
  for (const [name, entry] of Object.entries(group.verbs)) {
    const loaded = await entry.load();
    const here = [...path, name];
    if (loaded.kind === 'verb') found.set(here.join(' '), loaded);
    else for (const [one, verb] of await verbsOf(loaded, here)) found.set(one, verb);
  }
  return found;
}

/** The words of a command line as a shell would give them. */
function shellWords(line: string): readonly string[] {
  return [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/gu)].map(([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/gu, '$1$2'),
  );
}

const verbs = await verbsOf(root);
const examples = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gmu)].flatMap(([, block]) => block!.trim().split('\n'));

function parse(line: string): void {
  const [command, ...words] = shellWords(line);
  expect(command).toBe('dateline');
  const name = [words.slice(0, 2).join(' '), words[0]!].find((one) => verbs.has(one));
  expect(name, line).toBeDefined();
  const verb = verbs.get(name!)!;
  checkArguments(name!, words.slice(name!.split(' ').length), verb.args, verb.rest);
}

describe('the reference of the command line', () => {
  test.each([...verbs.keys()])('has a section for %s with its example and its exit codes', (name) => {
    const section = page.split(/^#{2,3} /mu).find((text) => text.startsWith(`${name}\n`));
    expect(section).toBeDefined();
    expect(section).toContain(verbs.get(name)!.example);
    expect(section).toMatch(/Exit codes?/u);
  });

  test('names no verb that is not there', () => {
    const sections = [...page.matchAll(/^### (.+)$/gmu)].map(([, name]) => name!);
    expect(sections.filter((name) => !verbs.has(name))).toEqual([]);
  });

  test.each(examples)('%s parses', (line) => {
    expect(() => parse(line)).not.toThrow();
  });

  test('every verb shows its example in its help', async () => {
    for (const [name, verb] of verbs) expect(await verbHelp(verb, name.split(' '))).toContain(verb.example);
  });
});
