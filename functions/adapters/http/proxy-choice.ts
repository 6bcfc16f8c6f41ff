/** Whether requests go through a proxy: the environment names one, as for every program, and the settings name the same. */

/** The variables that are read; a lower-case name goes before its upper-case twin, as with curl. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/** The proxy that is gone through. Nothing of it but host and port may be shown: the environment may hold a password. */
export interface ProxyServer {
  /** As a resolver takes it: IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** Value of Proxy-Authorization; null when the variable has no user. */
  readonly authorization: string | null;
  /** False where the variables send this address directly. */
  readonly takes: (url: URL) => boolean;
}

export type ProxyChoice =
  | { readonly kind: 'none' }
  | { readonly kind: 'used'; readonly proxy: ProxyServer }
  /** A variable is set, but its proxy is not gone through: requests go directly. `message` says why and what to do. */
  | { readonly kind: 'ignored'; readonly message: string };

function variable(environment: ProxyEnvironment, name: string): string | null {
  return environment[name.toLowerCase()] || environment[name] || null;
}

/** `host:port` and `http://host:port` both name a proxy; null for what names none. */
function proxyUrl(text: string | null): URL | null {
  if (text === null) return null;
  const written = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(written) ? new URL(written) : null;
  return url?.protocol === 'http:' && url.hostname !== '' ? url : null;
}

/** Without a user and password, which are nobody's business. */
function shown(url: URL): string {
  return `http://${url.hostname}:${url.port === '' ? '80' : url.port}`;
}

function authorizationOf(url: URL): string | null {
  if (url.username === '') return null;
  const plain = (part: string): string => {
    try {
      return decodeURIComponent(part);
    } catch {
      // A percent sign that was meant as one.
      return part;
    }
  };
  return `Basic ${Buffer.from(`${plain(url.username)}:${plain(url.password)}`).toString('base64')}`;
}

/**
 * Hosts that NO_PROXY leaves out: `*` all, `example.org` and `.example.org` the name and all below it, with `:port` that
 * port only, an IP address itself.
 */
function exemptions(noProxy: string | null): (url: URL) => boolean {
  const entries = (noProxy ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [, host = entry, port = null] = /^(.*?[^:]|\[.*\]):(\d{1,5})$/.exec(entry) ?? [];
      return { host: host.replace(/^\*?\./, ''), port };
    });
  return (url) => {
    const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
    const host = url.hostname.replace(/\.$/, '');
    return entries.some(
      (entry) =>
        (entry.port === null || entry.port === port) &&
        (entry.host === '*' || host === entry.host || host === `[${entry.host}]` || host.endsWith(`.${entry.host}`)),
    );
  };
}

/**
 * The proxy of `HTTPS_PROXY` (for https addresses) and `HTTP_PROXY` (for http), where `named`, the address in the settings,
 * says the same host and port. A variable alone changes nothing: whoever can set it may not redirect our requests, and a
 * proxy that connects for us is a permission that a person gives.
 */
export function chooseProxy(environment: ProxyEnvironment, named: string | null): ProxyChoice {
  const variables = [
    { protocol: 'https:', name: 'HTTPS_PROXY' },
    { protocol: 'http:', name: 'HTTP_PROXY' },
  ].flatMap(({ protocol, name }) => {
    const value = variable(environment, name);
    return value === null ? [] : [{ protocol, name, url: proxyUrl(value) }];
  });
  if (variables.length === 0) return { kind: 'none' };

  const setting = proxyUrl(named);
  const fitting = variables.filter(({ url }) => url !== null && setting !== null && shown(url) === shown(setting));
  const [first] = fitting;
  if (first === undefined || first.url === null || setting === null) {
    const [other] = variables;
    const address = other?.url ? shown(other.url) : null;
    const names = variables.map(({ name }) => name).join(' and ');
    const message =
      address === null
        ? `${names} is no address such as http://host:port; newsrooms are asked directly`
        : setting === null
          ? `${names} is set, but the settings name no proxy; newsrooms are asked directly: to go through it, set proxy: ${address}`
          : `${names} says ${address}, and the settings say ${shown(setting)}; newsrooms are asked directly`;
    return { kind: 'ignored', message };
  }
  const protocols = new Set(fitting.map(({ protocol }) => protocol));
  const isExempt = exemptions(variable(environment, 'NO_PROXY'));
  return {
    kind: 'used',
    proxy: {
      host: setting.hostname.startsWith('[') ? setting.hostname.slice(1, -1) : setting.hostname,
      port: setting.port === '' ? 80 : Number(setting.port),
      authorization: authorizationOf(first.url),
      takes: (url) => protocols.has(url.protocol) && !isExempt(url),
    },
  };
}
