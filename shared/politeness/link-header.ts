/** The Link header (RFC 8288), as far as WebSub needs it: where a relation leads. Pure. */

/** The address of the first link with this relation, resolved; null without one. */
export function linkTarget(headers: Readonly<Record<string, string>>, relation: string, base: string): string | null {
  const header = (headers['link'] ?? '').slice(0, 8_192);
  let at = 0;
  for (let open = header.indexOf('<', at); open >= 0; open = header.indexOf('<', at)) {
    const close = header.indexOf('>', open);
    if (close < 0) return null;
    const next = header.indexOf('<', close);
    const parameters = header.slice(close + 1, next < 0 ? header.length : next).toLowerCase();
    at = close + 1;
    const relations = /;\s?rel\s?=\s?(?:"([^"]*)"|([^\s;,"]+))/.exec(parameters);
    const names = (relations?.[1] ?? relations?.[2] ?? '').split(' ');
    const target = header.slice(open + 1, close).trim();
    if (names.includes(relation) && URL.canParse(target, base)) return new URL(target, base).href;
  }
  return null;
}
