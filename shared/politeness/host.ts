/** The unit of politeness: a host and its port. */

const defaultPorts: ReadonlyMap<string, string> = new Map([
  ['http:', '80'],
  ['https:', '443'],
]);

/** host:port of an http or https address, the port always written out; null for anything else. */
export function hostOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, port } = new URL(url);
  const defaultPort = defaultPorts.get(protocol);
  return defaultPort === undefined ? null : `${hostname}:${port === '' ? defaultPort : port}`;
}
