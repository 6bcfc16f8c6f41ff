/** The contact that newsrooms find in the User-Agent: asked for once, when the first of them are to be watched. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { contactPattern, readSettings, type Settings } from '../../../infra/local/settings.ts';
import { BadInputError } from '../../../shared/errors.ts';
import { repositoryAddress } from '../../../shared/newsrooms/contact.ts';
import type { InputSource, Output } from '../../output.ts';

/** A person who answers longer than this is none. */
const answerCharactersMax = 1_000;

/**
 * Where no contact is set: asks for it at a terminal and keeps the answer in the settings, an empty one as the repository's
 * address; says on stderr how to set it anywhere else. Throws BadInputError for an answer that no header can carry.
 */
export async function settleContact(settingsFile: string, output: Output): Promise<void> {
  const { contact } = await readSettings(settingsFile);
  if (contact !== undefined) return;
  // A program that wants JSON reads its faults on stderr.
  if (output.json) return;
  const { stdin } = output;
  if (!output.terminal || stdin?.isTTY !== true) {
    output.note(
      `No contact is set, so newsrooms are told ${repositoryAddress}: write \`contact: you@example.org\` into ${settingsFile}`,
    );
    return;
  }
  output.note('Who may newsrooms write to when our requests bother them? It stands in every request.');
  output.note(`A mail or web address, or Enter for ${repositoryAddress}:`);
  const line = await firstLine(stdin);
  // The terminal was closed: that is no answer.
  if (line === null) return;
  await keepContact(settingsFile, line.trim() === '' ? repositoryAddress : line.trim());
}

async function firstLine(source: InputSource): Promise<string | null> {
  let text = '';
  for await (const chunk of source) {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    if (text.includes('\n') || text.length > answerCharactersMax) break;
  }
  return text === '' ? null : (text.split(/\r?\n/u)[0] ?? null);
}

/** Adds one line to the settings and leaves the others as they are. */
async function keepContact(settingsFile: string, contact: string): Promise<void> {
  if (!contactPattern.test(contact)) {
    throw new BadInputError('E_CONTACT', `${JSON.stringify(contact)} cannot stand in a request`, {
      input: contact,
      hint: 'give a mail or web address in ASCII, such as you@example.org',
    });
  }
  const before = await readFile(settingsFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const joint = before === '' || before.endsWith('\n') ? '' : '\n';
  await mkdir(dirname(settingsFile), { recursive: true });
  await writeFile(settingsFile, `${before}${joint}contact: ${JSON.stringify(contact)}\n`);
  const after: Settings | null = await readSettings(settingsFile).catch(() => null);
  if (after?.contact === contact) return;
  await writeFile(settingsFile, before);
  throw new BadInputError('E_SETTINGS', `${settingsFile} is written in a way that takes no further line`, {
    input: settingsFile,
    hint: `write contact: ${contact} into it by hand`,
  });
}
