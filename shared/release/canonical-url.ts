/** The canonical form of an item's address: without fragment, trackers and session ids; parameters that identify stay. */

/** Parameter names, or beginnings that end in `*`, which never identify a page. */
const trackers = [
  'utm_*',
  'mtm_*',
  'pk_*',
  'xtor',
  'fbclid',
  'gclid',
  'dclid',
  'msclkid',
  'mc_cid',
  'mc_eid',
  'igshid',
  '_ga',
  'phpsessid',
  'jsessionid',
  'sid',
  'sessionid',
] as const;

function isTracker(name: string): boolean {
  const lower = name.toLowerCase();
  return trackers.some((tracker) =>
    tracker.endsWith('*') ? lower.startsWith(tracker.slice(0, -1)) : lower === tracker,
  );
}

/** Null when `url` is no http(s) address. */
export function canonicalItemUrl(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return null;
  parsed.hash = '';
  const session = parsed.pathname.toLowerCase().indexOf(';jsessionid=');
  if (session !== -1) {
    const rest = parsed.pathname.indexOf('/', session);
    parsed.pathname = parsed.pathname.slice(0, session) + (rest === -1 ? '' : parsed.pathname.slice(rest));
  }
  // Cut out of the text rather than re-serialized, so that what stays keeps its exact spelling.
  const kept = parsed.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !isTracker(decodeName(pair)));
  parsed.search = kept.length === 0 ? '' : `?${kept.join('&')}`;
  return parsed.href;
}

function decodeName(pair: string): string {
  const name = pair.split('=', 1)[0] ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
