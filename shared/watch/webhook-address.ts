/** The address of a webhook as we write it down, or that a text is none. Whether it may be asked is the fetcher's to judge. */

const urlCharactersMax = 2_048;

/** Normalized and without fragment, which no server hears of; null for what is no http(s) address, or has a user name in it. */
export function webhookAddress(text: string): string | null {
  const typed = text.trim();
  if (typed.length > urlCharactersMax || !URL.canParse(typed)) return null;
  const url = new URL(typed);
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null;
  url.hash = '';
  return url.href.length <= urlCharactersMax ? url.href : null;
}
