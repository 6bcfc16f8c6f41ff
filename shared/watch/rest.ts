/** Where all that a watch found is to be seen, for messages that do not show everything. */
import { feedLink, type SigningPorts, signingKey } from './links.ts';
import type { RenderSettings } from './render.ts';
import { safeLine } from './safe-text.ts';
import type { Watch } from './schema.ts';

/** For a POSIX shell: one word, whatever is in it. */
const quoted = (text: string): string => `'${safeLine(text).replaceAll("'", String.raw`'\''`)}'`;

/**
 * The signed page of the watch where the console has a fixed address, else the command that lists the same. Throws
 * DependencyError.
 */
export async function whereTheRestIs(
  ports: SigningPorts,
  watch: Watch,
  { consoleAddress, target }: RenderSettings,
): Promise<string> {
  if (consoleAddress !== null) return feedLink(await signingKey(ports), consoleAddress, watch, 'html');
  return `npx dateline releases --grep ${quoted(watch.query)}${target === 'local' ? '' : ` --target aws --stack ${target}`}`;
}
