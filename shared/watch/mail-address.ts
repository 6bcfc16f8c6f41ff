/** Whether a text is a mail address that we send to: later it stands in headers, envelopes and commands. */

/** RFC 5321 §4.5.3.1.3. */
const addressCharactersMax = 254;

/** One @, a name and a domain, nothing that a header or an envelope gives a meaning to. `you@localhost` is one. */
export function isMailAddress(address: string): boolean {
  if (address.length > addressCharactersMax || /[\s\u0000-\u001f\u007f-\u009f<>()[\]\\,;:"]/.test(address))
    return false;
  const [name, domain, ...more] = address.split('@');
  return (
    name !== undefined && name !== '' && domain !== undefined && more.length === 0 && /^[^.-].*[^.-]$/.test(domain)
  );
}
