/** Recognizes the page that stands in a channel's way: a bot wall, a refusal, a consent wall. Pure, and it never throws. */
import type { ChannelReading } from '../channels/types.ts';
import { limits } from '../limits.ts';
import type { ChannelKind } from '../newsrooms/schema.ts';
import type { FetchOutcome } from '../ports.ts';
import { challengePhrases } from '../text/challenge-phrases.ts';
import { plainText } from '../text/html-text.ts';

/** A wall is short. A page with more text than this that mentions cookies is a page. */
const SHORT_PAGE_CHARACTERS_MAX = 2_500;
/** Scripts and styles of a wall are longer than its words. */
const READ_BYTES_MAX = 256 * 1024;

/** What consent walls say. Lower case. */
const consentPhrases: readonly string[] = [
  'before you continue',
  'we value your privacy',
  'your privacy choices',
  'accept all cookies',
  'accept cookies to continue',
  'consent to the use of cookies',
  'manage your consent',
  'bevor sie fortfahren',
  'alle cookies akzeptieren',
  'avant de continuer',
  'accepter tous les cookies',
  'antes de continuar',
  'aceptar todas las cookies',
  'accetta tutti i cookie',
];

/** The words that give a wall away, or null when the bytes are no wall. */
export function interstitialIn(body: Uint8Array): string | null {
  const html = new TextDecoder().decode(body.subarray(0, READ_BYTES_MAX));
  const start = html.slice(0, 1_024).toLowerCase();
  if (!start.includes('<html') && !start.includes('<!doctype html') && !start.includes('<body')) return null;
  const title = /<title[^>]{0,200}>([^<]{0,300})/i.exec(html)?.[1] ?? '';
  const text = plainText(html);
  const said = `${title}\n${text.length <= SHORT_PAGE_CHARACTERS_MAX ? text : ''}`.toLowerCase();
  return [...challengePhrases, ...consentPhrases].find((phrase) => said.includes(phrase)) ?? null;
}

/** Answers with which walls send their page, where they do not call it a good one. */
const refusals: ReadonlySet<number> = new Set([401, 403, 429, 503]);

/**
 * What gives a channel's answer away as a wall, or null: the page that came with a refusal, or one that gave little or nothing of
 * what was expected. A page with releases is no wall, whatever it says about cookies.
 */
export function wallIn(kind: ChannelKind, outcome: FetchOutcome, reading: ChannelReading | null): string | null {
  if (outcome.kind !== 'response') return null;
  if (refusals.has(outcome.status)) return interstitialIn(outcome.body);
  if (reading === null) return null;
  const isDoubtful = reading.items.length < limits.guessedLinksMin || reading.kind === 'none';
  const isPage = kind === 'listing' || reading.kind === 'none' || reading.kind === 'listing';
  return isDoubtful && isPage ? interstitialIn(outcome.body) : null;
}
