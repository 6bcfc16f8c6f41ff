/** Tells moments by the clock of the newsroom. */

/** A UTC moment as the newsroom's clock shows it; other offsets are what the page prints and stay. */
export function inNewsroomZone(value: string, timeZone: string | null): string {
  if (timeZone === null || !value.endsWith('Z')) return value;
  const instant = new Date(value);
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    });
    const parts = new Map(format.formatToParts(instant).map((part) => [part.type, part.value]));
    const offset = (parts.get('timeZoneName') ?? 'GMT').replace('GMT', '') || 'Z';
    // Before standard time offsets had seconds, which no ISO 8601 form holds.
    if (offset !== 'Z' && !/^[+-]\d{2}:\d{2}$/.test(offset)) return value;
    const day = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
    return `${day}T${parts.get('hour')}:${parts.get('minute')}:${parts.get('second')}${offset}`;
  } catch {
    // An unknown zone name: the moment stands as given.
    return value;
  }
}
