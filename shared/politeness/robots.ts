/**
 * robots.txt as RFC 9309 has it: which rules are ours, and which of them decides about an address. Pure.
 * Two readings are kinder to webmasters than the text: a line without its colon counts, and so does a user agent with words after it.
 */
import { limits, units } from '../limits.ts';

/** Our product token (RFC 9309 §2.2.1), as it stands in the User-Agent header. */
const robotsAgent = 'dateline';

interface RobotsRule {
  readonly allow: boolean;
  /** The path as written in the file. */
  readonly path: string;
}

/** What of a robots.txt concerns one user agent. */
export interface RobotsRules {
  readonly rules: readonly RobotsRule[];
  /** Crawl-delay of our group, at most `crawlDelayMaxMs`; null without one. */
  readonly crawlDelayMs: number | null;
  readonly sitemaps: readonly string[];
}

export interface RobotsVerdict {
  readonly allowed: boolean;
  /** The line that decides, as `Disallow: /x`; null when none does. */
  readonly rule: string | null;
}

interface Line {
  readonly name: string;
  readonly value: string;
}

/** `name: value`, without its comment; null for anything else. */
function lineOf(text: string): Line | null {
  const comment = text.indexOf('#');
  const line = (comment < 0 ? text : text.slice(0, comment)).trim();
  const colon = line.indexOf(':');
  if (colon > 0) return { name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() };
  const [name = '', value, ...more] = line.split(/\s+/);
  return value === undefined || more.length > 0 ? null : { name: name.toLowerCase(), value };
}

/** The product token at the start of a user-agent line's value, in lower case; `*` for everybody. */
function agentOf(value: string): string {
  if (value === '*' || value.startsWith('* ')) return '*';
  return (/^[a-zA-Z_-]*/.exec(value)?.[0] ?? '').toLowerCase();
}

interface Group {
  rules: RobotsRule[];
  crawlDelayMs: number | null;
}

function withDelay(group: Group, value: string): void {
  const seconds = /^\d{1,6}(?:\.\d{1,6})?$/.test(value) ? Number(value) : 0;
  if (seconds > 0) group.crawlDelayMs = Math.min(seconds * units.SECOND_MS, limits.crawlDelayMaxMs);
}

/** How many bytes of a byte order mark that lost its end stand at the start; a whole one is the decoder's. */
function cutMarkBytes([first, second, third]: Uint8Array): number {
  if (first !== 0xef || third === 0xbf) return 0;
  return second === 0xbb ? 2 : 1;
}

/**
 * The rules for `agent` (lower case): every group that names it, taken together, else every group for `*`. What stands after
 * `robotsBytesMax` is not read (RFC 9309 §2.5), and neither is what is no line of a robots.txt.
 */
export function readRobots(bytes: Uint8Array, agent: string = robotsAgent): RobotsRules {
  const text = new TextDecoder().decode(bytes.subarray(cutMarkBytes(bytes), limits.robotsBytesMax));
  const own: Group = { rules: [], crawlDelayMs: null };
  const general: Group = { rules: [], crawlDelayMs: null };
  const sitemaps: string[] = [];
  let isNamed = false;
  let current: Group[] = [];
  let inAgents = false;
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = lineOf(raw);
    if (line === null) continue;
    const { name, value } = line;
    if (name === 'user-agent' || name === 'useragent' || name === 'user agent') {
      const token = agentOf(value);
      if (!inAgents) current = [];
      inAgents = true;
      if (token === agent) {
        isNamed = true;
        current.push(own);
      } else if (token === '*') current.push(general);
    } else if (name === 'allow' || name === 'disallow') {
      inAgents = false;
      // An empty path forbids nothing and allows nothing.
      if (value !== '')
        for (const group of new Set(current)) group.rules.push({ allow: name === 'allow', path: value });
    } else if (name === 'crawl-delay') {
      for (const group of new Set(current)) withDelay(group, value);
    } else if (name === 'sitemap' && URL.canParse(value) && sitemaps.length < limits.robotsSitemapsMax) {
      sitemaps.push(value);
    }
  }
  const { rules, crawlDelayMs } = isNamed ? own : general;
  return { rules, crawlDelayMs, sitemaps };
}

const unreserved = /[A-Za-z0-9\-._~]/;
/** In a query these need no encoding (RFC 3986 §3.4), so both forms are one. */
const freeInQuery = /[:/?@]/;

/**
 * One spelling for all that RFC 9309 §2.2.2 equates: octets outside ASCII are percent-encoded, encoded unreserved ones are not,
 * hexadecimal digits are upper case. In a query that is to be loosened the characters that need no encoding there are bare as well.
 */
function normalized(path: string, loosened: boolean): string {
  const query = loosened ? path.indexOf('?') : -1;
  const ascii = path.replace(/[^\x21-\x7e]+/gu, (run) => {
    const well = run.replace(/[\ud800-\udfff]/gu, '\ufffd');
    return encodeURIComponent(well);
  });
  return ascii.replace(/%[0-9a-fA-F]{2}/g, (triplet, at: number) => {
    const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16));
    if (unreserved.test(character)) return character;
    return query >= 0 && at > query && freeInQuery.test(character) ? character : triplet.toUpperCase();
  });
}

/** Whether the pattern (`*` any run, a final `$` the end) matches from the start of the path. Leftmost parts are enough: no backtracking. */
function matches(pattern: string, path: string): boolean {
  const anchored = pattern.endsWith('$');
  const [head = '', ...parts] = (anchored ? pattern.slice(0, -1) : pattern).replaceAll('$', '%24').split('*');
  if (!path.startsWith(head)) return false;
  const last = anchored ? parts.pop() : undefined;
  let at = head.length;
  for (const part of parts) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  if (!anchored) return true;
  return last === undefined ? at === path.length : path.length - last.length >= at && path.endsWith(last);
}

/** A literal `*` or `$` of an address is what a rule writes as `%2A` or `%24` (RFC 9309 §2.2.3). */
function addressPath(url: string, loosened: boolean): string {
  const { pathname, search } = new URL(url);
  return normalized(pathname + search, loosened)
    .replaceAll('*', '%2A')
    .replaceAll('$', '%24');
}

/** The longest rule that matches decides, the kinder of two equally long ones; without any the address may be asked. */
export function robotsVerdict(rules: RobotsRules['rules'], url: string): RobotsVerdict {
  if (!URL.canParse(url)) return { allowed: true, rule: null };
  const path = addressPath(url, false);
  const loosened = addressPath(url, true);
  // robots.txt itself may always be asked (§2.2.2).
  if (path === '/robots.txt') return { allowed: true, rule: null };
  let best: { allow: boolean; path: string; length: number } | null = null;
  for (const rule of rules) {
    const pattern = normalized(rule.path, false);
    const { length } = pattern;
    if (best !== null && (length < best.length || (length === best.length && (best.allow || !rule.allow)))) continue;
    const found = matches(pattern, path) || (rule.path.includes('?') && matches(normalized(rule.path, true), loosened));
    if (found) best = { ...rule, length };
  }
  if (best === null) return { allowed: true, rule: null };
  return { allowed: best.allow, rule: `${best.allow ? 'Allow' : 'Disallow'}: ${best.path}` };
}
