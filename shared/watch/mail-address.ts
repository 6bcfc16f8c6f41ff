/** A mail address as we write it down, or that a text is none: later it stands in headers, envelopes and commands. */

/** RFC 5321 §4.5.3.1. */
const addressCharactersMax = 254;
const localCharactersMax = 64;
/** ASCII, without quotation: what is more needs SMTPUTF8 of every server on the way (RFC 6531), and SNS takes none. */
const local = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** Nothing that an address gives another meaning to, and nothing that cannot be seen. */
const typedDomain = /^[\p{L}\p{M}\p{N}.-]+$/u;
const domainLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The domain in ASCII and lower case (IDNA), or null. A name that is a number would be read as an IP address. */
function mailDomain(text: string): string | null {
  if (!typedDomain.test(text) || !URL.canParse(`http://${text}/`)) return null;
  const { hostname } = new URL(`http://${text}/`);
  const labels = hostname.split('.');
  return labels.every((label) => domainLabel.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '') ? hostname : null;
}

/** The local part as it was typed, the domain in ASCII and lower case; null for what is no address. `you@localhost` is one. */
export function mailAddress(text: string): string | null {
  const typed = text.trim();
  const at = typed.lastIndexOf('@');
  const name = typed.slice(0, Math.max(0, at));
  const domain = mailDomain(typed.slice(at + 1));
  if (domain === null || name.length > localCharactersMax || !local.test(name)) return null;
  const address = `${name}@${domain}`;
  return address.length <= addressCharactersMax ? address : null;
}

/** Whether both reach the same person: no provider tells capitals apart, whatever RFC 5321 allows. */
export function sameMailAddress(one: string, other: string): boolean {
  return (mailAddress(one) ?? one).toLowerCase() === (mailAddress(other) ?? other).toLowerCase();
}
