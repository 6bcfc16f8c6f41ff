/** The help texts: the list of verbs, and one verb with its flags and a real example. */
import { renderUsage } from 'citty';
import type { Group, Verb } from './command.ts';

/** `path` is how the group is called: empty for the root. */
export function groupHelp(group: Group, path: readonly string[]): string {
  const names = Object.keys(group.verbs);
  const width = Math.max(...names.map((name) => name.length));
  const command = ['dateline', ...path].join(' ');
  return [
    group.description,
    '',
    `Usage: ${command} <verb> [flags]`,
    '',
    ...Object.entries(group.verbs).map(([name, { description }]) => `  ${name.padEnd(width)}  ${description}`),
    '',
    `Each verb explains itself: ${command} ${names[0]} --help`,
  ].join('\n');
}

export async function verbHelp(verb: Verb, path: readonly string[]): Promise<string> {
  const parent = ['dateline', ...path.slice(0, -1)].join(' ');
  const usage = await renderUsage(verb.command, { meta: { name: parent } });
  return `${usage.trimEnd()}\n\nExample:\n  ${verb.example}`;
}
