/** Where all that a watch found is to be seen, for messages that do not show everything. */
import { command, shellWord } from './commands.ts';
import { feedLink, type SigningPorts, signingKey } from './links.ts';
import type { RenderSettings } from './render.ts';
import { safeLine } from './safe-text.ts';
import type { Watch } from './schema.ts';

/**
 * The signed page of the watch where the console has a fixed address, else the command that lists the same. Throws
 * DependencyError.
 */
export async function whereTheRestIs(ports: SigningPorts, watch: Watch, settings: RenderSettings): Promise<string> {
  const { consoleAddress } = settings;
  if (consoleAddress !== null) return feedLink(await signingKey(ports), consoleAddress, watch, 'html');
  return command(`releases --grep ${shellWord(safeLine(watch.query))}`, settings);
}
