/** The next page of a listing or a JSON API whose pages are counted in the address. */

/** Whether `next` is a query that counts, as against a selector or a path. */
export function isCounted(next: string): boolean {
  return next.includes('{n}') || next.includes('{+');
}

/**
 * The address after `url`: `?page={n}` counts on from the page that was read, which is the first when it says nothing;
 * `?start={+16}` adds to the number that was read, 0 when it says nothing. Null when that cannot be told.
 */
export function countedPage(next: string, url: string | null): string | null {
  const [, name, step] = /([\w[\]$.-]+)=\{(n|\+\d{1,6})\}/.exec(next) ?? [];
  if (url === null || name === undefined || step === undefined || !URL.canParse(url)) return null;
  const target = new URL(url);
  const written = target.searchParams.get(name);
  const current = written !== null && /^\d{1,9}$/.test(written) ? Number(written) : step === 'n' ? 1 : 0;
  target.searchParams.set(name, String(current + (step === 'n' ? 1 : Number(step.slice(1)))));
  return target.href;
}
