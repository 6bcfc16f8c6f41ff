/** Time zones as feeds write them, and the step from a local clock time to UTC. */

/** Minutes east of UTC. RFC 2822 §4.3 and the abbreviations that real feeds use; ambiguous ones (IST) are left out. */
const fixedZones: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  west: 60,
  bst: 60,
  cet: 60,
  met: 60,
  mez: 60,
  cest: 120,
  mest: 120,
  mesz: 120,
  eet: 120,
  sast: 120,
  cat: 120,
  eest: 180,
  msk: 180,
  eat: 180,
  gst: 240,
  pkt: 300,
  wib: 420,
  ict: 420,
  hkt: 480,
  sgt: 480,
  awst: 480,
  jst: 540,
  kst: 540,
  acst: 570,
  acdt: 630,
  aest: 600,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
  nst: -210,
  ndt: -150,
  ast: -240,
  adt: -180,
  brt: -180,
  art: -180,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  akst: -540,
  akdt: -480,
  hst: -600,
};

/** Zones named without saying whether summer time applies. */
const regionalZones: Readonly<Record<string, string>> = {
  et: 'America/New_York',
  ct: 'America/Chicago',
  mt: 'America/Denver',
  pt: 'America/Los_Angeles',
  at: 'America/Halifax',
};

/** What a zone word means: minutes east of UTC, or an IANA name; null when it is neither. */
export function zoneOfName(name: string): number | string | null {
  const lower = name.toLowerCase();
  const fixed = Object.hasOwn(fixedZones, lower) ? fixedZones[lower] : undefined;
  if (fixed !== undefined) return fixed;
  const regional = Object.hasOwn(regionalZones, lower) ? regionalZones[lower] : undefined;
  if (regional !== undefined) return regional;
  return name.includes('/') && isTimeZone(name) ? name : null;
}

const formats = new Map<string, Intl.DateTimeFormat | null>();
/** More zones than IANA has names would be noise: what is asked beyond is made anew each time. */
const formatsMax = 600;

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  let made: Intl.DateTimeFormat | null = null;
  try {
    made = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    made = null;
  }
  if (formats.size < formatsMax) formats.set(timeZone, made);
  return made;
}

/** Whether the runtime knows this IANA name. */
export function isTimeZone(name: string): boolean {
  return formatOf(name) !== null;
}

/**
 * The UTC milliseconds at which clocks in `timeZone` show what `localMs` shows when read as UTC; null for an unknown zone.
 * A time that a change of clocks skips is moved forward; of one that occurs twice the earlier is taken.
 */
export function utcOfLocal(localMs: number, timeZone: string): number | null {
  const format = formatOf(timeZone);
  if (format === null) return null;
  const dayMs = 86_400_000;
  const offsets = [offsetAt(format, localMs - dayMs), offsetAt(format, localMs + dayMs)];
  for (const offset of offsets) {
    if (offsetAt(format, localMs - offset) === offset) return localMs - offset;
  }
  return localMs - (offsets[0] ?? 0);
}

function offsetAt(format: Intl.DateTimeFormat, ms: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(new Date(ms))) part[type] = Number(value);
  const shown = Date.UTC(
    part['year'] ?? 0,
    (part['month'] ?? 1) - 1,
    part['day'] ?? 1,
    part['hour'] ?? 0,
    part['minute'] ?? 0,
    part['second'] ?? 0,
  );
  return shown - Math.floor(ms / 1000) * 1000;
}
