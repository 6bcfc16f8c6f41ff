/**
 * Single UTF-16 units of texts, quickly. V8 looks a method up by the kind of string it is called on (of one byte or two, a
 * part of another, joined, known by name …), and where it has met more than four kinds it looks it up anew each time: in a
 * loop over characters that is most of the work. The method itself, called on the text, needs no looking up.
 */

/** The UTF-16 unit at `at`, or NaN behind the end. */
export function unitAt(text: string, at: number): number {
  return String.prototype.charCodeAt.call(text, at);
}

/** Where `searched` stands in the text, from `from` on; -1 where it does not. */
export function indexIn(text: string, searched: string, from: number): number {
  return String.prototype.indexOf.call(text, searched, from);
}

/** The text at [start, end). */
export function partOf(text: string, start: number, end: number): string {
  return String.prototype.slice.call(text, start, end);
}

/** What the HTML standard calls ASCII white space: tab, line feed, form feed, carriage return and space. */
export function isAsciiSpace(unit: number): boolean {
  return unit === 32 || unit === 10 || unit === 9 || unit === 13 || unit === 12;
}

/** Whether `name`, which is in lower case, stands at [start, end), in ASCII letters of any case: nothing is cut out for it. */
export function isSpelt(text: string, start: number, end: number, name: string): boolean {
  if (end - start !== name.length) return false;
  for (let at = 0; at < name.length; at += 1) {
    const unit = unitAt(text, start + at);
    const lower = unit >= 65 && unit <= 90 ? unit + 32 : unit;
    if (lower !== unitAt(name, at)) return false;
  }
  return true;
}
